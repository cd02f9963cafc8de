import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { setImmediate as afterPendingReads, setTimeout as delay } from 'node:timers/promises';
import type { ProcessResult, ProcessSpec, RunProcess } from '../host.ts';

/** In milliseconds. */
export interface ProcessTimes {
  /** What a group gets between TERM and KILL. */
  readonly grace: number;
  /** How long a killed process may stay (it hangs in the kernel) before we stop waiting for it. */
  readonly killed: number;
  /** After the child's end: pipes that a background process holds are given up once they were quiet for that long. */
  readonly quiet: number;
}

/** A cancelled action has about five seconds for everything. */
const TIMES: ProcessTimes = { grace: 2_000, killed: 1_000, quiet: 500 };
const POLL_MS = 20;
const QUIET_ROUNDS = 4;
/** What is kept of a stream whose lines somebody reads anyway. */
const KEPT_OF_READ_STREAM = 1024 * 1024;
/** What is kept of a stream that is a result (rendered manifests); more is an error, never a silent cut. */
const KEPT_OF_RESULT = 256 * 1024 * 1024;
/** A text without line end is handed out in pieces of this length. */
const LONGEST_LINE = 1024 * 1024;

type Child = ChildProcessByStdio<Writable | null, Readable, Readable>;

interface Exit {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
}

/** The child could not be started; `code` is the system's: `ENOENT`, `EACCES`, `E2BIG`. */
export class CannotStart extends Error {
  readonly code: string;

  constructor(spec: ProcessSpec, cause: unknown) {
    const code = errorCode(cause) ?? 'UNKNOWN';
    const why = code === 'ENOENT' && !existsSync(spec.cwd) ? `there is no folder ${spec.cwd} to run it in` : code;
    super(`cannot start ${spec.file}: ${why}`, { cause });
    this.name = 'CannotStart';
    this.code = code;
  }
}

/**
 * Makes the one process runner. Of a stream that has a line callback the result keeps the last MiB, of any other all of it
 * (up to 256 MiB, beyond that the child is ended and the call rejects). A signal that aborted before the start
 * starts nothing. What a child leaves running in the background is not waited for, unless the signal aborts: then
 * the whole group is ended, except for processes that made a session of their own.
 * @throws CannotStart
 */
export function processRunner(times: ProcessTimes = TIMES): RunProcess {
  return (spec, signal) => run(spec, signal, times);
}

async function run(spec: ProcessSpec, signal: AbortSignal, times: ProcessTimes): Promise<ProcessResult> {
  if (signal.aborted) return { exitCode: undefined, signal: undefined, stdout: '', stderr: '', aborted: true };
  const child = start(spec);
  const failures: unknown[] = [];
  const group = new ProcessGroup(child, times);
  const fail = (cause: unknown) => {
    failures.push(cause);
    void group.end();
  };
  const stdout = new OutputReader(child.stdout, 'stdout', spec.onStdout, fail);
  const stderr = new OutputReader(child.stderr, 'stderr', spec.onStderr, fail);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, killedBy) => resolve({ exitCode: code ?? undefined, signal: killedBy ?? undefined }));
  });
  await started(child, spec);
  // A child that ends without reading its input breaks the pipe; its exit code tells more.
  child.stdin?.on('error', () => {});
  child.stdin?.end(spec.input);

  let hasExited = false;
  let aborted = false;
  const onAbort = () => {
    aborted = !hasExited;
    void group.end();
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  try {
    const exit = await Promise.race([
      exited,
      group.givenUp.then((): Exit => ({ exitCode: undefined, signal: 'SIGKILL' })),
    ]);
    hasExited = true;
    await drained([stdout, stderr], closed, times);
    await group.ending;
    if (failures.length > 0) throw failures[0];
    return result(exit, stdout, stderr, aborted);
  } finally {
    signal.removeEventListener('abort', onAbort);
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
    child.unref();
  }
}

/** How Windows ends a process with all its descendants; it has no groups, and consoles know no polite way. */
export function taskkillArguments(pid: number): string[] {
  return ['/PID', String(pid), '/T', '/F'];
}

function start(spec: ProcessSpec): Child {
  const options = {
    cwd: spec.cwd,
    env: { ...spec.env },
    // On Windows it would open a console window and is not needed for taskkill.
    detached: process.platform !== 'win32',
    windowsHide: true,
  };
  try {
    // Node's pipes are sockets, and `bash -c` with a socket as stdin takes itself for a remote shell and reads ~/.bashrc.
    return spec.input === undefined || spec.input === ''
      ? spawn(spec.file, [...spec.args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
      : spawn(spec.file, [...spec.args], { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
  } catch (cause) {
    throw new CannotStart(spec, cause);
  }
}

function started(child: Child, spec: ProcessSpec): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.on('error', (cause) => reject(new CannotStart(spec, cause)));
  });
}

function result(exit: Exit, stdout: OutputReader, stderr: OutputReader, aborted: boolean): ProcessResult {
  return { ...exit, stdout: stdout.finish(), stderr: stderr.finish(), aborted };
}

/** The child and whatever it started, ended once at most. */
class ProcessGroup {
  readonly #child: Child;
  readonly #times: ProcessTimes;
  #ending: Promise<void> | undefined;
  #giveUp: () => void = () => {};
  /** Resolves where even KILL did not end the child. */
  readonly givenUp: Promise<void>;

  constructor(child: Child, times: ProcessTimes) {
    this.#child = child;
    this.#times = times;
    this.givenUp = new Promise((resolve) => {
      this.#giveUp = resolve;
    });
  }

  /** Resolves when the end that was begun is over; at once where none was. */
  get ending(): Promise<void> {
    return this.#ending ?? Promise.resolve();
  }

  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    const { pid } = this.#child;
    if (pid === undefined) return;
    if (process.platform === 'win32') await taskkill(pid);
    else await endUnixGroup(pid, this.#times.grace);
    const deadline = Date.now() + this.#times.killed;
    while (this.#isRunning()) {
      if (Date.now() > deadline) return this.#giveUp();
      await delay(POLL_MS);
    }
  }

  #isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }
}

async function endUnixGroup(pid: number, grace: number): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const deadline = Date.now() + grace;
  while (signalGroup(pid, 0)) {
    if (Date.now() > deadline) {
      signalGroup(pid, 'SIGKILL');
      return;
    }
    await delay(POLL_MS);
  }
}

/** False where nobody is left in the group whom we may signal. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    // ESRCH: nobody is left. EPERM: macOS says so of zombies, and every system of what changed its user.
    return false;
  }
}

function taskkill(pid: number): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn('taskkill', taskkillArguments(pid), { stdio: 'ignore', windowsHide: true });
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
}

/**
 * Waits for the ends of the pipes. A background process may hold them for ever, so quiet ones are given up; but
 * never before everything was read that was there, however long we were kept from reading.
 */
async function drained(readers: readonly OutputReader[], closed: Promise<void>, times: ProcessTimes): Promise<void> {
  const total = () => readers.reduce((sum, reader) => sum + reader.received, 0);
  const isClosed = closed.then(() => true);
  for (let round = 0; round < QUIET_ROUNDS; round += 1) {
    const before = total();
    const timer = new AbortController();
    const quiet = delay(times.quiet, false, { signal: timer.signal }).catch(() => false);
    const done = await Promise.race([isClosed, quiet]);
    timer.abort();
    if (done) return;
    await afterPendingReads();
    await afterPendingReads();
    if (total() === before) return;
  }
}

/** Turns one stream into lines and into the text that the result keeps. */
class OutputReader {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: ((line: string) => void) | undefined;
  #kept: string[] = [];
  #keptLength = 0;
  #partial = '';
  /** Bytes so far. */
  received = 0;

  constructor(
    stream: Readable,
    name: string,
    onLine: ((line: string) => void) | undefined,
    fail: (cause: unknown) => void,
  ) {
    this.#onLine = onLine;
    let failed = false;
    stream.on('data', (chunk: Buffer) => {
      this.received += chunk.length;
      if (failed) return;
      try {
        this.#take(this.#decoder.write(chunk), name);
      } catch (cause) {
        failed = true;
        fail(cause);
      }
    });
    stream.on('error', () => {});
  }

  /** Hands out what stands behind the last line end, and returns what was kept. */
  finish(): string {
    const rest = this.#decoder.end();
    this.#keep(rest);
    this.#partial += rest;
    if (this.#partial !== '') this.#onLine?.(this.#partial);
    this.#partial = '';
    const kept = this.#kept.join('');
    return this.#onLine === undefined ? kept : kept.slice(-KEPT_OF_READ_STREAM);
  }

  #take(text: string, name: string): void {
    this.#keep(text);
    if (this.#onLine === undefined) {
      if (this.#keptLength > KEPT_OF_RESULT) throw new Error(`the child wrote more than 256 MiB on ${name}`);
      return;
    }
    const lines = (this.#partial + text).split('\n');
    this.#partial = lines.pop() ?? '';
    for (const line of lines) this.#onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    while (this.#partial.length > LONGEST_LINE) {
      this.#onLine(this.#partial.slice(0, LONGEST_LINE));
      this.#partial = this.#partial.slice(LONGEST_LINE);
    }
  }

  #keep(text: string): void {
    this.#kept.push(text);
    this.#keptLength += text.length;
    if (this.#onLine === undefined || this.#keptLength <= 2 * KEPT_OF_READ_STREAM) return;
    const end = this.#kept.join('').slice(-KEPT_OF_READ_STREAM);
    this.#kept = [end];
    this.#keptLength = end.length;
  }
}

function errorCode(cause: unknown): string | undefined {
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : undefined;
}
