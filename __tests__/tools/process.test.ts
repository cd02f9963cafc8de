import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ProcessSpec } from '../../src/host.ts';
import { CannotStart, processRunner, taskkillArguments } from '../../src/tools/process.ts';
import { withRealPipes } from '../../src/tools/real-pipes.ts';

/** Times are short, since tests wait for them; the order of events is the same. */
const runProcess = processRunner({ grace: 300, killed: 1_000, quiet: 100 });
const never = new AbortController().signal;
/** bash scripts as children; Windows runs the tests that need none. */
const onUnix = process.platform === 'win32' ? describe.skip : describe;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deploy-as-process-'));
});

afterAll(() => rm(folder, { recursive: true }));

function bash(script: string, spec: Partial<ProcessSpec> = {}): ProcessSpec {
  return { file: 'bash', args: ['-c', script], env: { PATH: process.env.PATH ?? '' }, cwd: folder, ...spec };
}

/** Resolves when a line of stdout says so; then the script is known to have come that far. */
function awaitLine(wanted: string): { onStdout: (line: string) => void; seen: Promise<void> } {
  let tell: () => void = () => {};
  const seen = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return { seen, onStdout: (line) => (line === wanted ? tell() : undefined) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return true;
}

/** A killed grandchild stays a zombie until whoever adopted it looks. */
async function isGone(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 200 && isAlive(pid); attempt += 1) {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (state.includes(') Z ')) return true;
    await delay(10);
  }
  return !isAlive(pid);
}

/** A child that every system has. */
function node(script: string, spec: Partial<ProcessSpec> = {}): ProcessSpec {
  return { file: process.execPath, args: ['-e', script], env: { ...inherited }, cwd: folder, ...spec };
}

/** Windows needs some of it to start anything. */
const inherited = Object.fromEntries(
  ['PATH', 'Path', 'SystemRoot'].flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name] ?? '']],
  ),
);

describe('on every system the process runner', () => {
  test('tells exit code, stdout, stderr and lines', async () => {
    const lines: string[] = [];
    const script = "process.stdout.write('one\\r\\ntwo'); process.stderr.write('err'); process.exitCode = 3";
    const result = await runProcess(node(script, { onStdout: (line) => lines.push(line) }), never);
    expect(result).toEqual({ exitCode: 3, signal: undefined, stdout: 'one\r\ntwo', stderr: 'err', aborted: false });
    expect(lines).toEqual(['one', 'two']);
  });

  test('writes the input', async () => {
    const result = await runProcess(node('process.stdin.pipe(process.stdout)', { input: 'späße' }), never);
    expect(result.stdout).toBe('späße');
  });

  test('ends child and grandchild when aborted', async () => {
    const controller = new AbortController();
    const ready = awaitLine('ready');
    const script = `
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      child.on('spawn', () => console.log(child.pid + '\\nready'));
      setInterval(() => {}, 1000);`;
    const running = runProcess(node(script, ready), controller.signal);
    await ready.seen;
    controller.abort();
    const result = await running;
    expect(result.aborted).toBe(true);
    expect(await isGone(Number(result.stdout.split(/\r?\n/)[0]))).toBe(true);
  });
});

onUnix('the process runner', () => {
  test('tells exit code, stdout and stderr', async () => {
    const result = await runProcess(bash('echo out; echo err >&2; exit 3'), never);
    expect(result).toEqual({ exitCode: 3, signal: undefined, stdout: 'out\n', stderr: 'err\n', aborted: false });
  });

  test('hands out each line as it comes, the last one without line end too', async () => {
    const lines: string[] = [];
    const script = "printf 'one\\r\\n\\ntw'; sleep 0.05; printf 'o\\nthr\\xc3'; sleep 0.05; printf '\\xa9e'";
    await runProcess(bash(script, { onStdout: (line) => lines.push(line) }), never);
    expect(lines).toEqual(['one', '', 'two', 'thrée']);
  });

  test('writes the input and closes stdin', async () => {
    const input = `${'a'.repeat(300_000)}é`;
    expect((await runProcess(bash('cat', { input }), never)).stdout).toBe(input);
    expect((await runProcess(bash('cat'), never)).stdout).toBe('');
  });

  test('survives a child that does not read its input', async () => {
    const result = await runProcess(bash('exit 0', { input: 'a'.repeat(1_000_000) }), never);
    expect(result.exitCode).toBe(0);
  });

  test('gives the child its environment and nothing else', async () => {
    process.env.DEPLOY_AS_TEST_LEAK = 'leaked';
    const result = await runProcess(
      bash('echo "$OWN $DEPLOY_AS_TEST_LEAK"', { env: { PATH: '/usr/bin:/bin', OWN: 'own' } }),
      never,
    );
    delete process.env.DEPLOY_AS_TEST_LEAK;
    expect(result.stdout).toBe('own \n');
  });

  test("looks a bare name up in the child's PATH", async () => {
    await writeFile(join(folder, 'only-here'), '#!/bin/sh\necho found\n', { mode: 0o755 });
    const spec = { file: 'only-here', args: [], env: { PATH: `${folder}:/usr/bin:/bin` }, cwd: folder };
    expect((await runProcess(spec, never)).stdout).toBe('found\n');
  });

  test('rejects with the code where the child cannot be started', async () => {
    await writeFile(join(folder, 'not-executable'), 'text', { mode: 0o644 });
    const failing = (spec: Partial<ProcessSpec>) => runProcess(bash('', spec), never).catch((error: unknown) => error);
    const absent = await failing({ file: join(folder, 'absent') });
    expect(absent).toBeInstanceOf(CannotStart);
    expect(absent).toMatchObject({ code: 'ENOENT', message: `cannot start ${join(folder, 'absent')}: ENOENT` });
    expect(await failing({ file: join(folder, 'not-executable') })).toMatchObject({ code: 'EACCES' });
    expect(await failing({ cwd: join(folder, 'nowhere') })).toMatchObject({
      code: 'ENOENT',
      message: `cannot start bash: there is no folder ${join(folder, 'nowhere')} to run it in`,
    });
    expect(await failing({ args: ['a'.repeat(4_000_000)] })).toMatchObject({ code: 'E2BIG' });
  });

  test('keeps all of a large result', async () => {
    const result = await runProcess(bash("head -c 20000000 /dev/zero | tr '\\0' a"), never);
    expect(result.stdout.length).toBe(20_000_000);
  });

  test('keeps the end of a stream whose lines are read', async () => {
    let lines = 0;
    const onStdout = () => {
      lines += 1;
    };
    const result = await runProcess(bash('yes 0123456789 | head -n 500000; echo end', { onStdout }), never);
    expect(lines).toBe(500_001);
    expect(result.stdout.length).toBe(1024 * 1024);
    expect(result.stdout.endsWith('0123456789\nend\n')).toBe(true);
  });

  test('tells the signal of a child that somebody else ended', async () => {
    const result = await runProcess(bash('kill -KILL $$'), never);
    expect(result).toMatchObject({ exitCode: undefined, signal: 'SIGKILL', aborted: false });
  });

  test('rejects with what a line callback throws, and leaves no child behind', async () => {
    const onStdout = (line: string) => {
      throw new Error(`cannot take ${line}`);
    };
    await expect(runProcess(bash('echo $$; sleep 1000', { onStdout }), never)).rejects.toThrow(/^cannot take \d+$/);
  });
});

onUnix('after the end of the child', () => {
  test('a background process that holds the pipes is neither waited for nor ended', async () => {
    const result = await runProcess(bash('sleep 1000 & echo $!; exit 4'), never);
    const pid = Number(result.stdout);
    expect(result).toMatchObject({ exitCode: 4, aborted: false });
    expect(isAlive(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
  });

  test('a background process that goes on talking is not waited for', async () => {
    const result = await runProcess(bash('(while sleep 0.1; do echo talk; done) & echo $!; exit 0'), never);
    expect(result.exitCode).toBe(0);
    process.kill(Number(result.stdout.split('\n')[0]), 'SIGKILL');
  });

  test('all that the child wrote is read', async () => {
    const result = await runProcess(bash("sleep 1000 & echo $!; head -c 150000 /dev/zero | tr '\\0' a"), never);
    const [pid, text] = result.stdout.split('\n');
    process.kill(Number(pid), 'SIGKILL');
    expect(text?.length).toBe(150_000);
  });
});

onUnix('an abort', () => {
  test('before the start starts nothing', async () => {
    const result = await runProcess(bash('touch started'), AbortSignal.abort());
    expect(result).toEqual({ exitCode: undefined, signal: undefined, stdout: '', stderr: '', aborted: true });
    await expect(readFile(join(folder, 'started'))).rejects.toThrow('ENOENT');
  });

  test('lets the child clean up', async () => {
    const controller = new AbortController();
    const ready = awaitLine('ready');
    const running = runProcess(
      bash("trap 'echo cleaned; exit 7' TERM; echo ready; while :; do sleep 0.05; done", ready),
      controller.signal,
    );
    await ready.seen;
    controller.abort();
    expect(await running).toMatchObject({ exitCode: 7, aborted: true, stdout: 'ready\ncleaned\n' });
  });

  test('ends a child that ignores TERM', async () => {
    const controller = new AbortController();
    const ready = awaitLine('ready');
    const running = runProcess(
      bash("trap '' TERM; echo ready; while :; do sleep 0.05; done", ready),
      controller.signal,
    );
    await ready.seen;
    controller.abort();
    expect(await running).toMatchObject({ exitCode: undefined, signal: 'SIGKILL', aborted: true });
  });

  test('ends grandchildren too, those that ignore TERM and outlive the child among them', async () => {
    const controller = new AbortController();
    const ready = awaitLine('ready');
    const script = "(trap '' TERM; while :; do sleep 0.05; done) & echo $!; sleep 1000 & echo $!; echo ready; wait";
    const running = runProcess(bash(script, ready), controller.signal);
    await ready.seen;
    controller.abort();
    const result = await running;
    const pids = result.stdout.split('\n').slice(0, 2).map(Number);
    expect(result.aborted).toBe(true);
    expect(await Promise.all(pids.map(isGone))).toEqual([true, true]);
  });

  test('ends grandchildren that hold no pipe', async () => {
    const controller = new AbortController();
    const ready = awaitLine('ready');
    const script = "(trap '' TERM; while :; do sleep 0.05; done) >/dev/null 2>&1 & echo $!; echo ready; wait";
    const running = runProcess(bash(script, ready), controller.signal);
    await ready.seen;
    controller.abort();
    expect(await isGone(Number((await running).stdout.split('\n')[0]))).toBe(true);
  });

  // macOS has no setsid command.
  (process.platform === 'linux' ? test : test.skip)(
    'does not hang on a process that left the group and holds the pipes',
    async () => {
      const controller = new AbortController();
      const ready = awaitLine('ready');
      const script = "setsid bash -c 'echo $$; echo ready; exec sleep 1000' & sleep 1000";
      const running = runProcess(bash(script, ready), controller.signal);
      await ready.seen;
      controller.abort();
      const result = await running;
      expect(result.aborted).toBe(true);
      process.kill(Number(result.stdout.split('\n')[0]), 'SIGKILL');
    },
  );

  test('after the end changes nothing', async () => {
    const controller = new AbortController();
    const result = await runProcess(bash('exit 0'), controller.signal);
    controller.abort();
    expect(result).toMatchObject({ exitCode: 0, aborted: false });
  });
});

test('Windows ends the tree of processes', () => {
  expect(taskkillArguments(42)).toEqual(['/PID', '42', '/T', '/F']);
});

onUnix('real pipes', () => {
  const env = { PATH: process.env.PATH ?? '' };
  const run = (script: string, signal = never, spec: Partial<ProcessSpec> = {}) =>
    runProcess({ ...withRealPipes(['bash', '-eo', 'pipefail', '-c', script]), env, cwd: folder, ...spec }, signal);

  test('can be opened by their names', async () => {
    const result = await run('echo out > /dev/stdout; echo one | tee /dev/stderr; echo err > /dev/stderr');
    expect(result).toMatchObject({ exitCode: 0, stdout: 'out\none\n', stderr: 'one\nerr\n' });
  });

  test("leave exit code and signal the command's own", async () => {
    expect(await run('false | true')).toMatchObject({ exitCode: 1 });
    expect(await run('kill -KILL $$')).toMatchObject({ exitCode: undefined, signal: 'SIGKILL' });
  });

  test('carry the last words after a TERM', async () => {
    const controller = new AbortController();
    const ready = awaitLine('ready');
    const running = run(
      "trap 'echo cleaned; exit 7' TERM; echo ready; while :; do sleep 0.05; done",
      controller.signal,
      ready,
    );
    await ready.seen;
    controller.abort();
    expect(await running).toMatchObject({ exitCode: 7, aborted: true, stdout: 'ready\ncleaned\n' });
  });

  test('pass arguments as they are', async () => {
    const command = withRealPipes(['printf', '%s|', 'a b', '$HOME', "it's", '']);
    expect((await runProcess({ ...command, env, cwd: folder }, never)).stdout).toBe("a b|$HOME|it's||");
  });
});
