import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rawInputs } from '../../src/action/given.ts';
import { readInputs, readList } from '../../src/action/inputs.ts';
import type { Runner } from '../../src/action/runner.ts';
import type { Inputs } from '../../src/inputs.ts';
import type { Problem } from '../../src/problem.ts';
import { Secrets } from '../../src/secret.ts';

let workspace = '';
beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'deploy-as-inputs-'));
});
afterAll(() => rmSync(workspace, { recursive: true, force: true }));

const DEPLOYER = 'system:serviceaccount:shop:deployer';

function read(inputs: Record<string, string>, environment: Record<string, string> = {}) {
  const runner: Runner = {
    workspace,
    temp: workspace,
    home: '/home/ci',
    outputFile: undefined,
    environmentFile: undefined,
    pathFile: undefined,
    stateFile: undefined,
    summaryFile: undefined,
    debug: false,
  };
  const variables = Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
  return readInputs(
    rawInputs({ ...variables, ...environment }),
    { ...variables, ...environment },
    runner,
    new Secrets(),
  );
}

function accepted(inputs: Record<string, string>, environment?: Record<string, string>): Inputs {
  const outcome = read({ as: DEPLOYER, ...inputs }, environment);
  if (!outcome.ok) throw new Error(outcome.problems.map((problem) => problem.message).join('\n'));
  return outcome.value;
}

function refused(
  inputs: Record<string, string>,
  environment?: Record<string, string>,
): { input: string; text: string }[] {
  const outcome = read({ as: DEPLOYER, ...inputs }, environment);
  return outcome.ok
    ? []
    : outcome.problems.map((problem) => ({ input: inputOf(problem), text: `${problem.message} ${problem.fix ?? ''}` }));
}

function inputOf(problem: Problem): string {
  return problem.kind === 'input' ? problem.input : problem.kind;
}

test('with nothing but `as` it is set-up with the ambient kubeconfig', () => {
  const inputs = accepted({});
  expect(inputs.step).toEqual({ kind: 'setup' });
  expect(inputs.credential.kubeconfig).toEqual({ kind: 'ambient', files: [join('/home/ci', '.kube', 'config')] });
  expect(inputs.identity.username).toBe(DEPLOYER);
});

test('lists skip blank lines and comments', () => {
  expect(readList('a\n\n  # no\n  b  \r\n#c\nd#e')).toEqual(['a', 'b', 'd#e']);
});

test('every bad input is named at once', () => {
  const names = refused({
    as: '',
    timeout: 'soon',
    wait: 'yes',
    manifests: 'deploy/',
    namespace: 'Shop',
    manifest: 'x',
  }).map(({ input }) => input);
  expect(new Set(names)).toEqual(new Set(['as', 'timeout', 'wait', 'namespace', 'manifest']));
});

describe('an empty credential is never "not given"', () => {
  test.each([
    'token',
    'kubeconfig',
    'context',
    'server',
    'certificate-authority',
    'chart-username',
    'chart-password',
    'download-token',
  ])('%s', (input) => {
    const problems = refused({ [input]: '' });
    expect(problems.map((problem) => problem.input)).toContain(input);
    expect(problems.find((problem) => problem.input === input)?.text).toMatch(
      /misspelt.*fork.*secrets: inherit.*environment/,
    );
  });

  test('nor is one of blanks', () => {
    expect(refused({ token: ' \n' }).map(({ input }) => input)).toContain('token');
  });
});

test('a typo is an error that names the nearest input', () => {
  expect(refused({ manifest: 'deploy/' })).toEqual([
    { input: 'manifest', text: expect.stringContaining('Did you mean `manifests`?') },
  ]);
});

test('two deploy inputs are refused, each by name', () => {
  expect(refused({ manifests: 'a', chart: './b' }).map(({ input }) => input)).toEqual(
    expect.arrayContaining(['manifests', 'chart']),
  );
});

test.each([
  ['force-conflicts', 'true', 'run', 'true'],
  ['values', 'a: 1', 'manifests', 'deploy/'],
  ['timeout', '5m', 'run', 'kubectl get pods'],
])('%s is refused with a mode that has no use for it', (input, value, mode, given) => {
  expect(refused({ [input]: value, [mode]: given }).map((problem) => problem.input)).toEqual([input]);
});

test('an input of another mode at its default is no error', () => {
  expect(accepted({ run: 'true', timeout: '10m', wait: 'true', 'field-manager': 'deploy-as' }).step.kind).toBe('run');
});

describe('server', () => {
  test('with token and public roots', () => {
    const { credential } = accepted({ server: 'https://prod.example.com:6443/', token: 'abc.def' });
    expect(credential.kubeconfig).toEqual({ kind: 'server', server: 'https://prod.example.com:6443', ca: undefined });
    expect(credential.token?.reveal()).toBe('abc.def');
  });

  test.each([
    ['without a credential', { server: 'https://x.example.com' }, 'server'],
    ['beside a kubeconfig', { server: 'https://x.example.com', token: 'abcd', kubeconfig: '/k' }, 'server'],
    ['beside a context', { server: 'https://x.example.com', token: 'abcd', context: 'prod' }, 'context'],
    ['without TLS', { server: 'http://x.example.com', token: 'abcd' }, 'server'],
    ['that is no address', { server: 'prod', token: 'abcd' }, 'server'],
  ])('%s is refused', (_, inputs, named) => {
    expect(refused(inputs).map(({ input }) => input)).toContain(named);
  });

  test('a certificate authority without a server is refused', () => {
    expect(refused({ 'certificate-authority': 'ca.crt' }).map(({ input }) => input)).toEqual(['certificate-authority']);
  });
});

test('KUBECONFIG may be a list of files', () => {
  const { credential } = accepted({}, { KUBECONFIG: ['/a', '/b'].join(process.platform === 'win32' ? ';' : ':') });
  expect(credential.kubeconfig).toEqual({ kind: 'ambient', files: ['/a', '/b'] });
});

test('in-cluster outside of a pod is an error, not a fallback', () => {
  expect(refused({ kubeconfig: 'in-cluster' })).toEqual([
    { input: 'kubeconfig', text: expect.stringContaining('not in a pod') },
  ]);
});

test('a token with a line break in it is refused without being shown', () => {
  const problems = refused({ token: 'abcd\nefgh' });
  expect(problems.map(({ input }) => input)).toEqual(['token']);
  expect(JSON.stringify(problems)).not.toContain('abcd');
});

test('an identity with a blank at its end is refused, not repaired', () => {
  expect(refused({ as: `${DEPLOYER} ` }).map(({ input }) => input)).toEqual(['as']);
});

test.each(['700h', '9999h'])('a timeout of %s is longer than a timer can be, and refused', (timeout) => {
  const problems = refused({ manifests: 'deploy/', timeout });
  expect(problems).toEqual([{ input: 'timeout', text: expect.stringContaining('596h') }]);
});

test('a working directory that does not exist is named', () => {
  expect(refused({ 'working-directory': 'nowhere' }).map(({ input }) => input)).toEqual(['working-directory']);
});
