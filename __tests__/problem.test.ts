import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Denied,
  failure,
  formatProblem,
  nameObject,
  nameRight,
  nameSource,
  type Problem,
  type ProblemKind,
  resultOf,
  rowsOfDenied,
  success,
} from '../src/problem.ts';

const DENIED: Denied = {
  who: 'token',
  verb: 'impersonate',
  apiGroup: 'authentication.k8s.io',
  resource: 'userextras',
  subresource: 'github.com/repository',
  namespace: '',
  name: 'octo/app',
  for: 'to impersonate shop/deployer',
};

describe('the result', () => {
  test.each<[ProblemKind, string]>([
    ['input', 'invalid'],
    ['manifest', 'invalid'],
    ['admission', 'invalid'],
    ['unreachable', 'unreachable'],
    ['unauthenticated', 'unauthenticated'],
    ['tool', 'tool-failed'],
    ['forbidden', 'denied'],
    ['conflict', 'conflict'],
    ['apply', 'apply-failed'],
    ['rollout', 'rollout-failed'],
    ['timeout', 'timed-out'],
    ['script', 'script-failed'],
    ['cancelled', 'cancelled'],
    ['unexpected', 'failed'],
  ])('of a problem of the kind %s is %s', (kind, result) => {
    expect(resultOf([problemOf(kind)])).toBe(result);
  });

  test('of no problem is success', () => {
    expect(resultOf([])).toBe('succeeded');
  });

  test('is that of the first cause, but a cancel always wins', () => {
    const kinds = fc.array(fc.constantFrom<ProblemKind>('input', 'apply', 'rollout', 'cancelled', 'tool'), {
      minLength: 1,
    });
    fc.assert(
      fc.property(kinds, (some) => {
        const expected = some.includes('cancelled') ? 'cancelled' : resultOf([problemOf(some[0] ?? 'input')]);
        expect(resultOf(some.map(problemOf))).toBe(expected);
      }),
    );
  });
});

describe('a problem as text', () => {
  test('has position, message, details and fix, each on lines of its own', () => {
    const problem: Problem = {
      kind: 'manifest',
      source: { file: 'deploy/web.yaml', line: 12 },
      message: 'it has no name',
      details: ['kind: Deployment', 'metadata: {}'],
      fix: 'Give it `metadata.name`.',
    };
    expect(formatProblem(problem)).toBe(
      'deploy/web.yaml:12: it has no name\n  kind: Deployment\n  metadata: {}\nGive it `metadata.name`.',
    );
  });

  test('is its message where there is nothing else', () => {
    expect(formatProblem({ kind: 'tool', message: 'no helm' })).toBe('no helm');
  });

  test('names the owners of fields in a conflict', () => {
    const problem: Problem = {
      kind: 'conflict',
      message: 'Deployment shop/web is not ours alone',
      conflicts: [{ manager: 'kubectl', fields: ['.spec.replicas', '.spec.paused'] }],
    };
    expect(formatProblem(problem)).toContain('\n  kubectl owns .spec.replicas, .spec.paused');
  });

  test('ends with the rule to apply, after every right that is missing', () => {
    const problem: Problem = {
      kind: 'forbidden',
      message: 'refused',
      denied: [DENIED],
      fix: 'Apply:',
      yaml: 'kind: Role\n',
    };
    expect(formatProblem(problem)).toBe(
      [
        'refused',
        '  the token may not impersonate userextras/github.com/repository.authentication.k8s.io "octo/app" (to impersonate shop/deployer)',
        'Apply:',
        'kind: Role',
      ].join('\n'),
    );
  });
});

describe('several missing rights', () => {
  const denied = (verb: string, name: string, more: Partial<Denied> = {}): Denied => ({
    who: 'identity',
    verb,
    apiGroup: 'apps',
    resource: 'deployments',
    subresource: '',
    namespace: 'shop',
    name,
    for: `Deployment shop/${name}`,
    ...more,
  });

  test('are one table, a row for those that differ in verb and name alone', () => {
    const list = denied('list', '', { apiGroup: '', resource: 'pods', for: 'waiting' });
    const node = denied('get', 'a', { apiGroup: '', resource: 'nodes', namespace: '', for: 'Node a' });
    const problem: Problem = {
      kind: 'forbidden',
      message: 'refused',
      denied: [denied('get', 'web'), denied('patch', 'web'), denied('patch', 'api'), denied('get', 'api'), list, node],
    };
    expect(formatProblem(problem)).toBe(
      [
        'refused',
        '  who       may not     resource          namespace  name      needed for',
        '  identity  get, patch  deployments.apps  shop       web, api  Deployment shop/web and 1 more',
        '  identity  list        pods              shop       -         waiting',
        '  identity  get         nodes             -          a         Node a',
      ].join('\n'),
    );
  });

  test('of many names show some and count the others', () => {
    const many = Array.from({ length: 1000 }, (_, index) => denied('get', `web-${index}`));
    expect(rowsOfDenied(many)).toHaveLength(1);
    const problem: Problem = { kind: 'forbidden', message: 'refused', denied: many };
    expect(formatProblem(problem)).toContain(
      'web-0, web-1, web-2, web-3, web-4 and 995 more  Deployment shop/web-0 and 999 more',
    );
  });

  test('keep apart what token and identity lack, and paths from resources', () => {
    const path = denied('get', '', { apiGroup: '', resource: '', namespace: '', nonResourceURL: '/version' });
    expect(rowsOfDenied([denied('get', 'web'), denied('get', 'web', { who: 'token' }), path])).toMatchObject([
      { who: 'identity', resource: 'deployments.apps', names: ['web'] },
      { who: 'token', resource: 'deployments.apps', names: ['web'] },
      { who: 'identity', resource: '/version', names: [] },
    ]);
  });
});

test('a right is named with its subresource, group, name and namespace where it has them', () => {
  const right = { verb: 'patch', apiGroup: '', resource: 'pods', subresource: '', namespace: '', name: '' };
  expect(nameRight(right)).toBe('patch pods');
  expect(nameRight({ ...right, apiGroup: 'apps', resource: 'deployments', namespace: 'shop', name: 'web' })).toBe(
    'patch deployments.apps "web" in namespace shop',
  );
});

test('objects and positions are named with what they have', () => {
  expect(nameObject({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' })).toBe(
    'Deployment shop/web',
  );
  expect(nameObject({ apiVersion: 'v1', kind: 'Namespace', name: 'shop' })).toBe('Namespace shop');
  expect(nameObject({ apiVersion: 'v1', kind: 'Namespace', namespace: '', name: 'shop' })).toBe('Namespace shop');
  expect(nameSource({ file: 'a.yaml' })).toBe('a.yaml');
  expect(nameSource({ file: 'a.yaml', line: 1 })).toBe('a.yaml:1');
});

test('an outcome is a value or what stands in its way', () => {
  expect(success(1)).toEqual({ ok: true, value: 1 });
  const problem: Problem = { kind: 'tool', message: 'x' };
  expect(failure(problem, problem)).toEqual({ ok: false, problems: [problem, problem] });
});

function problemOf(kind: ProblemKind): Problem {
  switch (kind) {
    case 'input':
      return { kind, input: 'as', message: kind };
    case 'forbidden':
      return { kind, message: kind, denied: [DENIED] };
    case 'conflict':
      return { kind, message: kind, conflicts: [] };
    default:
      return { kind, message: kind };
  }
}
