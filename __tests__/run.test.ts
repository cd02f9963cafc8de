import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Host } from '../src/host.ts';
import { requestIdentity } from '../src/identity/request.ts';
import type { Inputs } from '../src/inputs.ts';
import { run } from '../src/run.ts';
import { Secrets } from '../src/secret.ts';
import { parseToolRequests } from '../src/tools/version.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deploy-as-run-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const unplanned = () => {
  throw new Error('this test plans no such effect');
};

function host(overrides: Partial<Host> = {}): Host {
  return {
    log: { info: () => {}, script: () => {}, warn: () => {}, debug: () => {}, group: (_name, work) => work() },
    process: unplanned,
    download: { text: unplanned, file: unplanned },
    clock: { now: () => 1_000, sleep: unplanned },
    store: { find: unplanned, keep: unplanned, unpack: unplanned },
    ...overrides,
  };
}

function inputs(): Inputs {
  const identity = requestIdentity({ as: 'system:serviceaccount:shop:deployer', groups: [], uid: '', extra: [] });
  const tools = parseToolRequests({
    kubectlVersion: 'auto',
    helmVersion: 'auto',
    kubectlDownloadUrl: 'upstream',
    helmDownloadUrl: 'upstream',
    kubectlSha256: '',
    helmSha256: '',
    downloadToken: undefined,
    mode: 'setup',
  });
  if (!identity.ok || !tools.ok) throw new Error('these are valid');
  return {
    identity: identity.value,
    credential: {
      kubeconfig: { kind: 'file', file: join(folder, 'not-there') },
      context: undefined,
      token: undefined,
      network: {
        httpsProxy: undefined,
        httpProxy: undefined,
        noProxy: undefined,
        extraRoots: [],
        pluginEnvironment: {},
      },
    },
    namespace: undefined,
    step: { kind: 'setup' },
    guard: { preflight: 'enforce', tokenRights: 'warn', allowClusterAdmin: false },
    tools: tools.value,
    folders: { workspace: folder, working: folder, temp: folder },
    environment: {},
  };
}

const place = () => ({ folder, secrets: new Secrets(), platform: 'linux', arch: 'x64' });
const never = new AbortController().signal;

test('what a user can mend ends the story at its stage, as a report', async () => {
  const report = await run(inputs(), host(), place(), never);
  expect(report.result).toBe('invalid');
  expect(report.facts.stages.map(({ name }) => name)).toEqual(['connect']);
  expect(report.facts.problems).toEqual([expect.objectContaining({ kind: 'input', input: 'kubeconfig' })]);
});

test('what nobody foresaw is a report too, with the lines that a maintainer needs', async () => {
  const log = { ...host().log, group: () => Promise.reject(new TypeError('the log is gone')) };
  const report = await run(inputs(), host({ log }), place(), never);
  expect(report.result).toBe('failed');
  expect(report.facts.problems).toEqual([
    expect.objectContaining({
      kind: 'unexpected',
      message: expect.stringContaining('the log is gone'),
      details: expect.any(Array),
    }),
  ]);
});

test('a job that is cancelled before it begins does nothing and says so', async () => {
  const report = await run(inputs(), host(), place(), AbortSignal.abort());
  expect(report.result).toBe('cancelled');
  expect(report.facts.kubeconfig).toBeUndefined();
});
