import { dirname, resolve } from 'node:path';
import process from 'node:process';
import { savedFolder } from './action/state.ts';
import { removePrivateFolder } from './connect/private-files.ts';

/** Removes what this step's main entry left in RUNNER_TEMP: nothing of another step, and nothing elsewhere. */
async function post(folder: string | undefined, temp: string | undefined): Promise<void> {
  if (folder === undefined || temp === undefined) {
    console.log('deploy-as left nothing behind: its main step did not get as far as writing a file.');
    return;
  }
  if (dirname(resolve(folder)) !== resolve(temp)) throw new Error('it is not in RUNNER_TEMP');
  await removePrivateFolder(folder, temp);
  console.log('Removed the kubeconfig and every other private file of this step.');
}

const folder = savedFolder(process.env);
// Not awaited: the bundle is CommonJS (scripts/build.ts).
post(folder, process.env.RUNNER_TEMP).catch((error: unknown) => {
  console.log(
    `::error::deploy-as could not remove ${folder}: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exitCode = 1;
});
