import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { createPrivateFolder, planPrivateFolder } from '../connect/private-files.ts';
import type { Clock, Host, Log } from '../host.ts';
import type { Inputs } from '../inputs.ts';
import type { Result } from '../problem.ts';
import { run } from '../run.ts';
import type { Secrets } from '../secret.ts';
import { createDownload } from '../tools/download.ts';
import { processRunner } from '../tools/process.ts';
import { runnerLog } from './log.ts';
import { equipLaterSteps, publish } from './publish.ts';
import { type Environment, helmOverrides, type Runner } from './runner.ts';
import { saveState } from './state.ts';
import { createToolStore } from './tool-store.ts';

const clock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
};

export interface Acting {
  readonly runner: Runner;
  readonly environment: Environment;
  readonly secrets: Secrets;
  readonly write: (text: string) => void;
}

/** Runs the story as a step of a workflow: with the runner's files around it, and a report whatever happens. */
export async function act(inputs: Inputs, acting: Acting, signal: AbortSignal): Promise<Result> {
  const { runner, secrets, write } = acting;
  const folder = planPrivateFolder(runner.temp);
  saveState(runner.stateFile, folder);
  await createPrivateFolder(folder);
  const log = runnerLog(write, secrets, { debug: runner.debug });
  const report = await run(
    inputs,
    hostOf(inputs, { log, folder, environment: acting.environment }),
    { folder, secrets, platform: process.platform, arch: process.arch },
    signal,
  );
  const publication = { runner, secrets, folder, log, write, cleared: helmOverrides(acting.environment) };
  equipLaterSteps(report, publication);
  await publish(report, publication);
  return report.result;
}

function hostOf(
  inputs: Inputs,
  { log, folder, environment }: { readonly log: Log; readonly folder: string; readonly environment: Environment },
): Host {
  return {
    log,
    clock,
    process: processRunner(),
    download: createDownload({ clock, network: inputs.credential.network }),
    store: createToolStore({ toolCache: environment.RUNNER_TOOL_CACHE, temp: folder }),
  };
}
