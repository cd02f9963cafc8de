import { createPrivateFolder, planPrivateFolder } from '../connect/private-files.ts';
import type { Problem } from '../problem.ts';
import { newFacts, reportOf } from '../report/facts.ts';
import type { Secrets } from '../secret.ts';
import type { Mode } from './contract.ts';
import { runnerLog } from './log.ts';
import { publish } from './publish.ts';
import type { Runner } from './runner.ts';
import { saveState } from './state.ts';

/** Reports inputs that no run can start with. Loads nothing that talks to a cluster. */
export async function refuseInputs(
  problems: readonly Problem[],
  context: {
    readonly runner: Runner;
    readonly secrets: Secrets;
    readonly mode: Mode | undefined;
    readonly write: (text: string) => void;
  },
): Promise<void> {
  const { runner, secrets, mode, write } = context;
  const folder = planPrivateFolder(runner.temp);
  saveState(runner.stateFile, folder);
  await createPrivateFolder(folder);
  const now = Date.now();
  const report = reportOf({ ...newFacts({ identity: undefined, mode }), problems: [...problems] }, now, now);
  const log = runnerLog(write, secrets, { debug: runner.debug });
  await publish(report, { runner, secrets, folder, log, write, cleared: [] });
}
