import { createHash } from 'node:crypto';
import { chmod, copyFile, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Download, DownloadRequest, Log, ToolStore } from '../host.ts';
import type { ToolRequest } from '../inputs.ts';
import { failure, type Outcome, success } from '../problem.ts';
import type { Secret } from '../secret.ts';
import { both } from './both.ts';
import { readChecksum, sha256Of } from './checksum.ts';
import { executableName, newestFile, type Platform, type ReleaseFiles, releaseFiles } from './platform.ts';
import {
  cannotUnpack,
  noChecksum,
  noNewest,
  noRelease,
  unknownHelm,
  unreadableChecksum,
  unreadableNewest,
  wrongDigest,
} from './refusals.ts';
import type { ToolName, UsedTool } from './used-tool.ts';
import { helmMajorOf, isUpstream, minorOf, readRelease, UPSTREAM } from './version.ts';

export interface ReleasePorts {
  readonly download: Download;
  readonly store: ToolStore;
  readonly log: Log;
}

/** One tool, where it comes from and where it goes to. */
export interface ReleaseRequest {
  readonly tool: ToolName;
  readonly request: ToolRequest;
  readonly token: Secret | undefined;
  readonly platform: Platform;
  /** An existing folder that nobody else may write to; the tool ends up in its `bin`. */
  readonly folder: string;
}

/** The newest release of `line`, or of all; without `v`. Problems are of kind `tool`. */
export async function newestRelease(
  release: ReleaseRequest,
  line: string | undefined,
  download: Download,
  signal: AbortSignal,
): Promise<Outcome<string>> {
  const { tool, request, token } = release;
  const url = `${request.downloadUrl}/${newestFile(tool, line)}`;
  const answer = await download.text(withToken(url, token), signal);
  if (!answer.ok) return failure(noNewest(release, line, answer));
  const version = readRelease(answer.value);
  if (version !== undefined && isOfLine(tool, version, line)) return success(version);
  if (tool === 'helm' && line === undefined && version !== undefined) return failure(unknownHelm(version));
  return failure(unreadableNewest(release, line, url, answer.value));
}

/** Release `version` (without `v`) in the private folder: from the tool cache, or downloaded. Problems are of kind `tool`. */
export async function provideRelease(
  release: ReleaseRequest,
  version: string,
  ports: ReleasePorts,
  signal: AbortSignal,
): Promise<Outcome<UsedTool>> {
  const { tool, folder } = release;
  const files = releaseFiles(tool, version, release.platform);
  const verified = join(folder, posix.basename(files.file));
  await rm(verified, { force: true });
  const isCached = await takeFromStore(release, version, verified, ports);
  if (!isCached) {
    const digest = await downloadVerified(release, version, verified, ports, signal);
    if (!digest.ok) return digest;
    await keepInStore(release, version, verified, digest.value, ports);
  }
  const placed = await place(release, files, verified, ports.store);
  if (!placed.ok) return placed;
  return success({ name: tool, version: `v${version}`, origin: isCached ? 'cache' : 'download', path: placed.value });
}

/**
 * The verified download, kept under its digest. Each run takes a private copy and verifies that again, so neither
 * a broken cache nor another pin than the one it was kept for is believed.
 */
async function takeFromStore(
  release: ReleaseRequest,
  version: string,
  target: string,
  { store, log }: ReleasePorts,
): Promise<boolean> {
  const { tool, request } = release;
  const kept = await store.find(storeName(tool, request.downloadUrl), version);
  if (kept === undefined) return false;
  const names = await readdir(kept).catch(() => []);
  const name = names.find((entry) => entry.endsWith(`-${storedFile(release, version)}`));
  const digest = /^[0-9a-f]{64}(?=-)/.exec(name ?? '')?.[0];
  if (name === undefined || digest === undefined) return false;
  if (request.sha256 !== undefined && request.sha256 !== digest) {
    log.info(
      `The ${tool} v${version} in the tool cache is not the one that \`${tool}-sha256\` pins; it is left alone.`,
    );
    return false;
  }
  const isWhole = await copyFile(join(kept, name), target).then(
    async () => (await sha256Of(target)) === digest,
    () => false,
  );
  if (isWhole) return true;
  log.info(`The ${tool} v${version} in the tool cache is damaged; it is downloaded again.`);
  await rm(target, { force: true });
  return false;
}

async function keepInStore(
  release: ReleaseRequest,
  version: string,
  file: string,
  digest: string,
  { store, log }: ReleasePorts,
): Promise<void> {
  const { tool, request } = release;
  const name = `${digest}-${storedFile(release, version)}`;
  try {
    await store.keep(file, name, storeName(tool, request.downloadUrl), version);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    log.info(`${tool} v${version} cannot be kept in the tool cache, and the next run downloads it again: ${reason}`);
  }
}

/** What a mirror calls v1.36.3 is not what upstream does: each has its own entry. */
function storeName(tool: ToolName, downloadUrl: string): string {
  if (downloadUrl === UPSTREAM[tool]) return `deploy-as-${tool}`;
  return `deploy-as-${tool}-${createHash('sha256').update(downloadUrl).digest('hex').slice(0, 12)}`;
}

function storedFile({ tool, platform }: ReleaseRequest, version: string): string {
  const file = posix.basename(releaseFiles(tool, version, platform).file);
  return tool === 'kubectl' ? `${platform.os}-${platform.arch}-${file}` : file;
}

/** Downloads into `target` and returns the digest, which is the pinned or the published one. */
async function downloadVerified(
  release: ReleaseRequest,
  version: string,
  target: string,
  { download, log }: ReleasePorts,
  signal: AbortSignal,
): Promise<Outcome<string>> {
  const { tool, request, token, platform } = release;
  const files = releaseFiles(tool, version, platform);
  const url = `${request.downloadUrl}/${files.file}`;
  log.info(`Downloading ${tool} v${version} from ${url}`);
  const [body, expected] = await both(
    download.file(withToken(url, token), target, signal),
    expectedDigest(release, files, download, signal),
  );
  // Where the release cannot be had, its checksum mostly cannot either: one problem is enough.
  if (!body.ok) return failure(noRelease(release, version, body));
  if (expected.ok && body.value.sha256 === expected.value) return expected;
  await rm(target, { force: true });
  if (!expected.ok) return expected;
  return failure(wrongDigest(release, version, url, { found: body.value.sha256, expected: expected.value }));
}

/** The pinned one, else the published one. */
async function expectedDigest(
  release: ReleaseRequest,
  files: ReleaseFiles,
  download: Download,
  signal: AbortSignal,
): Promise<Outcome<string>> {
  const { sha256 } = release.request;
  return sha256 === undefined ? publishedChecksum(release, files, download, signal) : success(sha256);
}

async function publishedChecksum(
  release: ReleaseRequest,
  files: ReleaseFiles,
  download: Download,
  signal: AbortSignal,
): Promise<Outcome<string>> {
  const url = `${release.request.downloadUrl}/${files.checksum}`;
  const answer = await download.text(withToken(url, release.token), signal);
  if (!answer.ok) return failure(noChecksum(release, answer));
  const digest = readChecksum(answer.value, files.file);
  return digest === undefined ? failure(unreadableChecksum(release, url, files, answer.value)) : success(digest);
}

/** Unpacks what is an archive, and makes the tool executable: not before it was verified. */
async function place(
  release: ReleaseRequest,
  files: ReleaseFiles,
  verified: string,
  store: ToolStore,
): Promise<Outcome<string>> {
  const bin = join(release.folder, 'bin');
  const path = join(bin, executableName(release.tool, release.platform));
  await mkdir(bin, { recursive: true, mode: 0o755 });
  if (files.inArchive === undefined) {
    await rename(verified, path);
  } else {
    const problem = await takeFromArchive(verified, files.inArchive, path, store);
    await rm(verified, { force: true });
    if (problem !== undefined) return failure(cannotUnpack(release, files, problem));
  }
  await chmod(path, 0o755);
  return success(path);
}

/** Copies one file of the archive; the reason where that cannot be done. */
async function takeFromArchive(
  archive: string,
  inside: readonly string[],
  target: string,
  store: ToolStore,
): Promise<string | undefined> {
  let unpacked: string;
  try {
    unpacked = await store.unpack(archive);
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
  try {
    const file = join(unpacked, ...inside);
    const isFile = await lstat(file).then(
      (found) => found.isFile(),
      () => false,
    );
    if (!isFile) return `there is no file ${inside.join('/')} in it`;
    await copyFile(file, target);
    return undefined;
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}

/** The token is a mirror's: what is asked of upstream never carries it. */
function withToken(url: string, token: Secret | undefined): DownloadRequest {
  return token === undefined || isUpstream(url) ? { url } : { url, token };
}

function isOfLine(tool: ToolName, version: string, line: string | undefined): boolean {
  if (tool === 'kubectl') return minorOf(version) !== undefined && (line === undefined || minorOf(version) === line);
  const major = helmMajorOf(version);
  return major !== undefined && (line === undefined || major === line);
}
