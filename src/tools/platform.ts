import { failure, type Outcome, success } from '../problem.ts';
import type { ToolName } from './used-tool.ts';

/** The machine in the words of the releases: `{linux,darwin,windows}` and `{amd64,arm64}`. */
export interface Platform {
  readonly os: 'linux' | 'darwin' | 'windows';
  readonly arch: 'amd64' | 'arm64';
}

const SYSTEMS: ReadonlyMap<string, Platform['os']> = new Map([
  ['linux', 'linux'],
  ['darwin', 'darwin'],
  ['win32', 'windows'],
]);

const ARCHITECTURES: ReadonlyMap<string, Platform['arch']> = new Map([
  ['x64', 'amd64'],
  ['arm64', 'arm64'],
]);

/** From Node's words (`process.platform`, `process.arch`). What else there is, we do not download for. */
export function platformOf(nodePlatform: string, nodeArch: string): Outcome<Platform> {
  const os = SYSTEMS.get(nodePlatform);
  const arch = ARCHITECTURES.get(nodeArch);
  if (os !== undefined && arch !== undefined) return success({ os, arch });
  return failure({
    kind: 'tool',
    message: `There is no kubectl or helm to download for ${nodePlatform} on ${nodeArch}: deploy-as knows Linux, macOS and Windows on amd64 and arm64.`,
    fix: "Install the tools on the runner, and leave `kubectl-version` and `helm-version` out so that the runner's own are used.",
  });
}

/** `kubectl`, `helm.exe`: how the tool is called on PATH. */
export function executableName(tool: ToolName, platform: Pick<Platform, 'os'>): string {
  return platform.os === 'windows' ? `${tool}.exe` : tool;
}

/** What a release of a tool consists of, as paths below the download URL. */
export interface ReleaseFiles {
  readonly file: string;
  /** Holds the SHA-256 of `file`. */
  readonly checksum: string;
  /** The tool's path inside of `file` where that is an archive. */
  readonly inArchive: readonly string[] | undefined;
}

/**
 * Names the files of release `version` (without `v`).
 * https://kubernetes.io/releases/download/#binaries and https://github.com/helm/helm/releases
 */
export function releaseFiles(tool: ToolName, version: string, platform: Platform): ReleaseFiles {
  const { os, arch } = platform;
  const executable = executableName(tool, platform);
  if (tool === 'kubectl') {
    const file = `release/v${version}/bin/${os}/${arch}/${executable}`;
    return { file, checksum: `${file}.sha256`, inArchive: undefined };
  }
  const file = `helm-v${version}-${os}-${arch}.${os === 'windows' ? 'zip' : 'tar.gz'}`;
  return { file, checksum: `${file}.sha256sum`, inArchive: [`${os}-${arch}`, executable] };
}

/**
 * The file that names the newest release, of all or of one line (`1.36`, `4`).
 * dl.k8s.io has `stable.txt` and `stable-1.36.txt`, get.helm.sh `helm-latest-version` and `helm4-latest-version`.
 */
export function newestFile(tool: ToolName, line: string | undefined): string {
  if (tool === 'kubectl') return line === undefined ? 'release/stable.txt' : `release/stable-${line}.txt`;
  return line === undefined ? 'helm-latest-version' : `helm${line}-latest-version`;
}
