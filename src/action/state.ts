import { appendFileSync } from 'node:fs';
import type { Environment } from './runner.ts';

const KEY = 'private_folder';

/**
 * Tells the post step which folder to remove. Called before the folder exists, so that whatever kills this
 * process later leaves nothing behind. The path is ours and has no line break: one `key=value` line is enough.
 */
export function saveState(stateFile: string | undefined, folder: string): void {
  if (stateFile !== undefined) appendFileSync(stateFile, `${KEY}=${folder}\n`);
}

/** The folder that the main step of this very step made, or was about to make. */
export function savedFolder(environment: Environment): string | undefined {
  const folder = environment[`STATE_${KEY}`];
  return folder === undefined || folder === '' ? undefined : folder;
}
