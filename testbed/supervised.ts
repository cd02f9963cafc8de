import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { LogLine } from './binaries.ts';
import type { ControlPlaneInfo, ControlPlaneOptions } from './control-plane.ts';

/** The options that can be told to another process. */
export type SupervisedOptions = Omit<ControlPlaneOptions, 'log' | 'signal'>;

/** What the supervisor obeys. */
export type Command = 'stopApiserver' | 'startApiserver' | 'restartApiserver';

/** The supervisor's word on its start, and then on each command. */
export interface Answer {
  readonly ok: boolean;
  readonly info?: ControlPlaneInfo;
  readonly error?: string;
}

/** A control plane in a process of its own. It ends with us, however we end. */
export interface Supervised {
  readonly info: ControlPlaneInfo;
  /** The supervisor's process id. */
  readonly pid: number | undefined;
  /** Settles when nothing of it is left. */
  stop(): Promise<void>;
  stopApiserver(): Promise<void>;
  startApiserver(): Promise<void>;
  restartApiserver(): Promise<void>;
}

type Supervisor = ChildProcessByStdio<Writable, Readable, Readable>;

/** Starts a control plane that cannot outlive this process. */
export async function startSupervised(
  options: SupervisedOptions & { readonly log?: LogLine; readonly signal?: AbortSignal } = {},
): Promise<Supervised> {
  const { log, signal, ...passed } = options;
  signal?.throwIfAborted();
  const supervisor = spawnSupervisor();
  createInterface({ input: supervisor.stderr }).on('line', log ?? (() => undefined));
  const answers = readAnswers(supervisor);
  const exit = new Promise<void>((resolve) => {
    supervisor.once('close', () => resolve());
  });
  const stop = async () => {
    supervisor.stdin.end();
    await exit;
  };
  signal?.addEventListener('abort', () => void stop(), { once: true });
  const send = async (line: string): Promise<Answer> => {
    const answer = answers.next();
    supervisor.stdin.write(`${line}\n`);
    return succeeded(await answer);
  };
  try {
    const { info } = await send(JSON.stringify(passed));
    if (info === undefined) throw new Error('The supervisor did not say what it started');
    const order = (command: Command) => async () => void (await send(command));
    return {
      info,
      pid: supervisor.pid,
      stop,
      stopApiserver: order('stopApiserver'),
      startApiserver: order('startApiserver'),
      restartApiserver: order('restartApiserver'),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** In a process group of its own: what a terminal or a runner signals must reach us, not it. */
function spawnSupervisor(): Supervisor {
  const script = fileURLToPath(new URL('./supervisor.ts', import.meta.url));
  const { NODE_OPTIONS: _, ...env } = process.env;
  const supervisor = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'pipe'], detached: true, env });
  // Its end is seen on stdout; what was not written is of no use then.
  supervisor.stdin.on('error', () => undefined);
  return supervisor;
}

/** Each line of stdout is for the one who has waited longest. */
function readAnswers(supervisor: Supervisor): { next(): Promise<Answer> } {
  const waiting: ((answer: Answer) => void)[] = [];
  let gone: Answer | undefined;
  const lines = createInterface({ input: supervisor.stdout });
  lines.on('line', (line) => waiting.shift()?.(JSON.parse(line) as Answer));
  const end = (why: string) => {
    gone = { ok: false, error: `The control plane's supervisor ended ${why}` };
    for (const resolve of waiting.splice(0)) resolve(gone);
  };
  supervisor.once('error', ({ message }) => end(`before it began: ${message}`));
  lines.once('close', () => end('without an answer'));
  return {
    next: () => (gone === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(gone)),
  };
}

function succeeded(answer: Answer): Answer {
  if (!answer.ok) throw new Error(answer.error);
  return answer;
}
