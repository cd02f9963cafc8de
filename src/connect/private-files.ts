import { closeSync, constants, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';

// Refusing bad inputs comes through here, and loading node:crypto and node:fs/promises would be a fifth of its time
// (`npm run bench`): hence no random bytes and no promises.

const PREFIX = 'deploy-as-';

/**
 * The path of a folder that nobody has, below `temp`. Nothing is made yet: its name can be saved for the post
 * step first, so that nothing is left behind however this process ends.
 */
export function planPrivateFolder(temp: string): string {
  const moment = process.hrtime.bigint().toString(36);
  const salt = Math.random().toString(36).slice(2);
  return join(temp, `${PREFIX}${process.pid.toString(36)}-${moment}-${salt}`);
}

/**
 * Makes the planned folder for this user alone (0700).
 * @throws where anything is there already, a symbolic link included
 */
export async function createPrivateFolder(folder: string): Promise<void> {
  mkdirSync(folder, { mode: 0o700 });
}

/** Plans and makes a private folder below `temp`. */
export async function makePrivateFolder(temp: string): Promise<string> {
  const folder = planPrivateFolder(temp);
  await createPrivateFolder(folder);
  return folder;
}

/**
 * Writes `text` into a new file that only this user can read from its first moment on (0600).
 * @throws where anything is there already, a symbolic link included
 */
export async function writePrivate(file: string, text: string): Promise<void> {
  // O_NOFOLLOW is not there on Windows; O_EXCL refuses links as well.
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
  const descriptor = openSync(file, flags, 0o600);
  try {
    writeFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Removes a folder that `planPrivateFolder` named below `temp`, with everything in it; what is not there is fine.
 * Links in it are removed, not followed.
 * @throws where the path cannot be one of ours
 */
export function removePrivateFolder(folder: string, temp: string): void {
  const isOurs = dirname(resolve(folder)) === resolve(temp) && basename(folder).startsWith(PREFIX);
  if (!isOurs) throw new Error(`${folder} is not a folder that deploy-as has made in ${temp}`);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
