import { createHash } from 'node:crypto';
import { chmod, copyFile, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Download, DownloadAnswer, DownloadRequest, Log, ToolStore } from '../host.ts';
import type { ToolRequest } from '../inputs.ts';
import { failure, type Outcome, type Problem, success } from '../problem.ts';
import type { Secret } from '../secret.ts';
import { both } from './both.ts';
import { readChecksum, sha256Of } from './checksum.ts';
import { executableName, newestFile, type Platform, type ReleaseFiles, releaseFiles } from './platform.ts';
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
  { tool, request, token }: ReleaseRequest,
  line: string | undefined,
  download: Download,
  signal: AbortSignal,
): Promise<Outcome<string>> {
  const url = `${request.downloadUrl}/${newestFile(tool, line)}`;
  const what = line === undefined ? `the newest ${tool}` : `the newest ${tool} ${line}`;
  const answer = await download.text(withToken(url, token), signal);
  if (!answer.ok) {
    if (answer.status !== 404) return failure(cannotDownload(tool, request, answer, what));
    return failure({
      kind: 'tool',
      message: `There is no release that is ${what}: ${answer.url} answered 404.`,
      fix: line === undefined ? exactInstead(tool) : lineInstead(tool, line),
    });
  }
  const version = readRelease(answer.value);
  if (version !== undefined && isOfLine(tool, version, line)) return success(version);
  if (tool === 'helm' && line === undefined && version !== undefined) {
    return failure({
      kind: 'tool',
      message: `The newest helm is v${version}, and deploy-as knows Helm 3 and 4.`,
      fix: 'Write `helm-version: 4`.',
    });
  }
  return failure({
    kind: 'tool',
    message: `${url} should name ${what}, but it says "${excerpt(answer.value)}".`,
    fix: `Check \`${tool}-download-url\`: it needs the layout of ${UPSTREAM[tool]}. ${exactInstead(tool)}`,
  });
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
  const problems = [
    ...(body.ok ? [] : [noRelease(release, version, body)]),
    // Where the release itself is missing, so is its checksum.
    ...(expected.ok || (!body.ok && body.status === 404) ? [] : expected.problems),
  ];
  if (body.ok && expected.ok && body.value.sha256 !== expected.value) {
    problems.push(wrongDigest(release, version, url, { found: body.value.sha256, expected: expected.value }));
  }
  if (problems.length === 0 && expected.ok) return expected;
  await rm(target, { force: true });
  return failure(...problems);
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
  { tool, request, token }: ReleaseRequest,
  files: ReleaseFiles,
  download: Download,
  signal: AbortSignal,
): Promise<Outcome<string>> {
  const url = `${request.downloadUrl}/${files.checksum}`;
  const answer = await download.text(withToken(url, token), signal);
  const fix = `Have the mirror serve the checksum that ${UPSTREAM[tool]} publishes, or pin an exact \`${tool}-version\` with \`${tool}-sha256\`.`;
  if (!answer.ok) {
    if (answer.status !== 404) return failure(cannotDownload(tool, request, answer, `the checksum of ${tool}`));
    const message = `${answer.url} answered 404: there is no checksum for this ${tool}, and without one it is not used.`;
    return failure({ kind: 'tool', message, fix });
  }
  const digest = readChecksum(answer.value, files.file);
  if (digest !== undefined) return success(digest);
  const message = `${url} should hold the SHA-256 of ${posix.basename(files.file)}, but it says "${excerpt(answer.value)}".`;
  return failure({ kind: 'tool', message, fix });
}

/** Unpacks what is an archive, and makes the tool executable: not before it was verified. */
async function place(
  { tool, folder, platform }: ReleaseRequest,
  files: ReleaseFiles,
  verified: string,
  store: ToolStore,
): Promise<Outcome<string>> {
  const bin = join(folder, 'bin');
  const path = join(bin, executableName(tool, platform));
  await mkdir(bin, { recursive: true, mode: 0o755 });
  if (files.inArchive === undefined) {
    await rename(verified, path);
  } else {
    const unpacked = await store.unpack(verified).catch((cause: unknown) => cannotUnpack(tool, files, cause));
    if (typeof unpacked !== 'string') return unpacked;
    try {
      const inside = join(unpacked, ...files.inArchive);
      const isFile = await lstat(inside).then(
        (found) => found.isFile(),
        () => false,
      );
      if (!isFile) return cannotUnpack(tool, files, new Error(`there is no file ${files.inArchive.join('/')} in it`));
      await copyFile(inside, path);
    } finally {
      await Promise.all([rm(unpacked, { recursive: true, force: true }), rm(verified, { force: true })]);
    }
  }
  await chmod(path, 0o755);
  return success(path);
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

