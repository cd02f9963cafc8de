import process from 'node:process';
import { chooseMode, rawInputs } from './action/given.ts';
import { readInputs } from './action/inputs.ts';
import { refuseInputs } from './action/refuse.ts';
import { readRunner } from './action/runner.ts';
import { writeToStdout as write } from './action/stdout.ts';
import { workflowCommand } from './action/workflow-commands.ts';
import { Secrets } from './secret.ts';

/** The runner kills about 10 s after a cancel; we end long before, even if something holds on. */
const LAST_WORD_MILLISECONDS = 5_000;

/** Looks at the inputs with pure code first: a typo is answered before anything heavy is loaded. */
async function main(): Promise<boolean> {
  const secrets = new Secrets((form) => write(`${workflowCommand('add-mask', {}, form)}\n`));
  const runner = readRunner(process.env, process.cwd());
  const raw = rawInputs(process.env);
  const inputs = readInputs(raw, process.env, runner, secrets);
  if (!inputs.ok) {
    await refuseInputs(inputs.problems, { runner, secrets, mode: chooseMode(raw), write });
    return false;
  }
  const signal = cancelSignal();
  const { act } = await import('./action/act.ts');
  return (await act(inputs.value, { runner, environment: process.env, secrets, write }, signal)) === 'succeeded';
}

/** Aborts when the runner cancels the job. */
function cancelSignal(): AbortSignal {
  const cancel = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      cancel.abort(new Error(`the job was cancelled (${signal})`));
      setTimeout(() => process.exit(1), LAST_WORD_MILLISECONDS).unref();
    });
  }
  return cancel.signal;
}

/** Nobody foresaw this: the stack is what a maintainer needs. */
function sayUnforeseen(error: unknown): void {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  write(`${workflowCommand('error', {}, `deploy-as failed unexpectedly: ${reason}`)}\n`);
}

// Not awaited: the bundle is CommonJS (scripts/build.ts). Should nothing be left to wait for before it ends, it failed.
process.exitCode = 1;
main()
  .catch((error: unknown) => {
    sayUnforeseen(error);
    return false;
  })
  .then((succeeded) => {
    process.exitCode = succeeded ? 0 : 1;
  });
