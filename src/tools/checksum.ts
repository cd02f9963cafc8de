import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { posix } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * The digest in a published checksum file: bare (`kubectl.sha256`), or before the file's name as `sha256sum` writes
 * it (`helm-….tar.gz.sha256sum`). Undefined for everything else, a checksum of another file included.
 */
export function readChecksum(text: string, file: string): string | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const [, digest, name] = /^\s*([0-9a-f]{64})(?:\s+\*?(\S+))?\s*$/i.exec(lines[0] ?? '') ?? [];
  if (digest === undefined || lines.length !== 1) return undefined;
  const isOfFile = name === undefined || posix.basename(name) === posix.basename(file);
  return isOfFile ? digest.toLowerCase() : undefined;
}

/** The SHA-256 of a file as lower-case hex. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
