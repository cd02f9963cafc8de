import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

interface LockOptions {
  /** Called once, with the process id of the holder, when the lock is taken by somebody else. */
  readonly onWait: (holder: string) => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * Runs `work` while no other process runs work under the same lock file. A dead holder's lock is broken.
 * Two who break it at the same moment may both go on: callers finish with an atomic rename.
 */
export async function withLock<T>(file: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  await take(file, options);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string, { onWait, signal }: LockOptions): Promise<void> {
  let told = false;
  while (!(await tryTake(file))) {
    const holder = await readFile(file, 'utf8').catch(() => '');
    if (holder !== '' && !isAlive(Number(holder))) {
      await rm(file, { force: true });
      continue;
    }
    if (!told && holder !== '') {
      onWait(holder);
      told = true;
    }
    await delay(250, undefined, { signal });
  }
}

/** A link appears with its content, so that nobody reads a lock without its holder. */
async function tryTake(file: string): Promise<boolean> {
  const mine = `${file}.${randomUUID()}`;
  await writeFile(mine, String(process.pid));
  try {
    await link(mine, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(mine, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Not by `instanceof`: under jest, Node's errors are not of the Error that a module knows. */
function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
