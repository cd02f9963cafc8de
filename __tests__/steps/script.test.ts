import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { forbiddenProblem } from '../../src/check/forbidden.ts';
import { requestIdentity } from '../../src/identity/request.ts';
import { formatProblem, resultOf } from '../../src/problem.ts';
import { readForbiddens } from '../../src/rights/forbidden.ts';
import { gitBash, runScript, type ScriptSurroundings } from '../../src/steps/script.ts';
import { type RecordingHost, recordingHost } from './deployer.ts';

let root: string;
let host: RecordingHost;
let surroundings: ScriptSurroundings;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'deploy-as-script-')));
  host = recordingHost();
  const identity = requestIdentity({ as: 'system:serviceaccount:shop:deployer', groups: [], uid: '', extra: [] });
  if (!identity.ok) throw new Error('no identity');
  await mkdir(join(root, 'private'));
  surroundings = {
    kubeconfig: join(root, 'kubeconfig'),
    explainForbidden: async (refusal) =>
      readForbiddens(refusal.text).length === 0 ? [] : [forbiddenProblem({ ...refusal, identity: identity.value })],
    toolFolders: [join(root, 'tools')],
    environment: { PATH: process.env.PATH ?? '', GITHUB_OUTPUT: join(root, 'output') },
    folders: { workspace: root, working: root, temp: root },
    privateFolder: join(root, 'private'),
  };
});
afterEach(() => rm(root, { recursive: true, force: true }));

const run = (script: string, around: Partial<ScriptSurroundings> = {}, signal = new AbortController().signal) =>
  runScript({ kind: 'run', script }, { ...surroundings, ...around }, host, signal);

/** Windows has neither signals nor paths that bash and Node spell alike. */
const onUnix = process.platform === 'win32' ? test.skip : test;

describe('a script', () => {
  onUnix('runs in the working directory, with kubeconfig, tools and the runner’s files', async () => {
    await mkdir(join(root, 'tools'));
    await writeFile(join(root, 'tools', 'kubectl'), '#!/bin/sh\necho "$0 $KUBECONFIG"\n', { mode: 0o755 });
    const ran = await run('pwd\nkubectl\necho "a=b" >> "$GITHUB_OUTPUT"\necho to-stderr >&2\n');
    expect(ran).toEqual({ exitCode: 0, problems: [] });
    expect(host.lines).toEqual(
      expect.arrayContaining([root, `${join(root, 'tools', 'kubectl')} ${surroundings.kubeconfig}`, 'to-stderr']),
    );
    expect(await readFile(join(root, 'output'), 'utf8')).toBe('a=b\n');
    expect(await readdir(surroundings.privateFolder)).toEqual([]);
  });

  test.each([
    ['a command fails', 'false\necho reached'],
    ['one of a pipe fails', 'false | cat\necho reached'],
    ['it was written with carriage returns', 'false\r\necho reached\r\n'],
  ])('ends where %s', async (_what, script) => {
    const ran = await run(script);
    expect(ran.exitCode).toBe(1);
    expect(host.lines).not.toContain('reached');
  });

  test('that exits 3 says so, with the last lines of its stderr', async () => {
    const ran = await run('for i in $(seq 12); do echo "line $i" >&2; done\nexit 3\n');
    expect(ran.exitCode).toBe(3);
    expect(resultOf(ran.problems)).toBe('script-failed');
    expect(ran.problems.map(formatProblem)).toEqual([
      [
        'The script ended with exit code 3.',
        ...Array.from({ length: 10 }, (_, index) => `  line ${index + 3}`),
        'It stops at the first command that fails (`bash -eo pipefail`); its last lines tell which.',
      ].join('\n'),
    ]);
  });

  onUnix.each([
    ['no-such-command', 'a command was not found'],
    ['/', 'may not be executed'],
    ['bash -c "kill -TERM \\$\\$"', 'ended by signal 15'],
  ])('explains the exit code of %s', async (script, meaning) => {
    const ran = await run(script);
    expect(ran.problems[0]?.message).toContain(meaning);
  });

  onUnix('that a signal ends is told by the signal', async () => {
    const ran = await run('kill -KILL $$');
    expect(ran).not.toHaveProperty('exitCode');
    expect(ran.problems[0]?.message).toBe('The script was ended by the signal SIGKILL.');
  });

  test('whose stderr holds a refusal explains who lacks what, with the rule', async () => {
    const refusal =
      'Error from server (Forbidden): deployments.apps is forbidden: User "system:serviceaccount:shop:deployer" cannot list resource "deployments" in API group "apps" in the namespace "shop"';
    const ran = await run(`echo '${refusal}' >&2\nexit 1\n`);
    expect(resultOf(ran.problems)).toBe('script-failed');
    expect(ran.problems[1]).toMatchObject({
      kind: 'forbidden',
      denied: [expect.objectContaining({ who: 'identity', verb: 'list', resource: 'deployments', for: 'the script' })],
      yaml: expect.stringContaining('deployments'),
    });
  });

  test('that succeeds although it was refused something is a success', async () => {
    const ran = await run(
      'echo \'pods is forbidden: User "u" cannot list resource "pods" in API group "" in the namespace "shop"\' >&2',
    );
    expect(ran).toEqual({ exitCode: 0, problems: [] });
  });

  onUnix('is ended with its children by a cancel', async () => {
    const controller = new AbortController();
    const running = run('sleep 600 &\necho $!\nwait\n', {}, controller.signal);
    while (host.lines.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    const ran = await running;
    expect(resultOf(ran.problems)).toBe('cancelled');
    expect(() => process.kill(Number(host.lines[0]), 0)).toThrow();
    expect(await readdir(surroundings.privateFolder)).toEqual([]);
  });

  onUnix('without bash is a tool that cannot be started', async () => {
    const ran = await run('true', { environment: { PATH: join(root, 'empty') }, toolFolders: [] });
    expect(resultOf(ran.problems)).toBe('tool-failed');
  });
});

test('on Windows the bash of WSL, another machine in effect, is passed over', () => {
  const folders = ['C:\\Windows\\System32', 'C:\\Users\\x\\AppData\\Local\\Microsoft\\WindowsApps', 'C:\\Git\\bin'];
  expect(gitBash(folders, () => true)).toBe('C:\\Git\\bin\\bash.exe');
  expect(gitBash(folders, () => false)).toBeUndefined();
});
