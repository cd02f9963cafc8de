import { spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

export interface ComponentSpec {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** Takes its stdout and stderr. */
  readonly logFile: string;
  readonly cwd: string;
}

/** A process of the control plane, in a process group of its own. */
export interface Component {
  readonly name: string;
  readonly pid: number;
  /** How it ended; undefined while it runs. */
  ended(): string | undefined;
  /** Settles when it has ended, however. */
  readonly exit: Promise<void>;
  /** The last lines it logged. */
  logTail(): Promise<string>;
  /** TERM, and KILL when that takes too long. */
  stop(): Promise<void>;
}

const patienceMs = 10_000;

/** Starts it; rejects only where it cannot be started. */
export async function startComponent(spec: ComponentSpec): Promise<Component> {
  const log = await open(spec.logFile, 'a', 0o600);
  // Nothing of the environment gets in: a proxy or a KUBECONFIG of the machine is not the testbed's.
  const env = { PATH: process.env.PATH ?? '', HOME: spec.cwd };
  const stdio: ['ignore', number, number] = ['ignore', log.fd, log.fd];
  const child = spawn(spec.file, spec.args, { cwd: spec.cwd, env, stdio, detached: true });
  let ended: string | undefined;
  const exit = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = signal === null ? `exit code ${code}` : `signal ${signal}`;
      resolve();
    });
  });
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
  } finally {
    await log.close();
  }
  const { pid } = child;
  if (pid === undefined) throw new Error(`${spec.name} has no process id`);
  return {
    name: spec.name,
    pid,
    ended: () => ended,
    exit,
    logTail: async () => (await readFile(spec.logFile, 'utf8')).split('\n').slice(-25).join('\n'),
    stop: () => stopGroup(pid, exit, () => ended === undefined),
  };
}

async function stopGroup(pid: number, exit: Promise<void>, isRunning: () => boolean): Promise<void> {
  if (!isRunning()) return;
  process.kill(-pid, 'SIGTERM');
  const patience = new AbortController();
  await Promise.race([exit, delay(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined)]);
  patience.abort();
  if (isRunning()) process.kill(-pid, 'SIGKILL');
  await exit;
}
