// Owns one control plane, and ends it when its stdin closes: that happens also when its parent is killed.
// stdin: the options as one line of JSON, then commands, a line each. stdout: an Answer as one line of JSON for each.
import { createInterface } from 'node:readline';
import { type ControlPlane, type ControlPlaneInfo, startControlPlane } from './control-plane.ts';
import type { Answer, Command, SupervisedOptions } from './supervised.ts';

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
// Our parent may be gone with the other ends of these.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const lines = createInterface({ input: process.stdin });
lines.on('close', () => ending.abort());
ending.signal.addEventListener('abort', () => lines.close());

let controlPlane: Promise<ControlPlane> | undefined;
let commands: Promise<unknown> = Promise.resolve();
lines.on('line', (line) => {
  if (controlPlane === undefined) {
    controlPlane = start(JSON.parse(line) as SupervisedOptions);
    commands = answer(controlPlane.then(infoOf));
  } else {
    const begun = controlPlane;
    commands = commands.then(() =>
      answer(begun.then((running) => obey(running, line as Command)).then(() => undefined)),
    );
  }
});
lines.on('close', async () => {
  await commands;
  const running = await controlPlane?.catch(() => undefined);
  await running?.stop();
  process.exit();
});

function start(options: SupervisedOptions): Promise<ControlPlane> {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  return startControlPlane({ ...options, log, signal: ending.signal });
}

function obey(running: ControlPlane, command: Command): Promise<void> {
  switch (command) {
    case 'stopApiserver':
      return running.stopApiserver();
    case 'startApiserver':
      return running.startApiserver();
    case 'restartApiserver':
      return running.restartApiserver();
  }
}

function infoOf(running: ControlPlane): ControlPlaneInfo {
  const { stop, stopApiserver, startApiserver, restartApiserver, ...info } = running;
  return info;
}

async function answer(work: Promise<ControlPlaneInfo | undefined>): Promise<void> {
  const settled: Answer = await work.then(
    (info) => ({ ok: true, ...(info ? { info } : {}) }),
    (error: unknown) => ({ ok: false, error: error instanceof Error ? error.message : String(error) }),
  );
  process.stdout.write(`${JSON.stringify(settled)}\n`);
}
