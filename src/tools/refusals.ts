import { posix } from 'node:path';
import type { DownloadAnswer } from '../host.ts';
import type { ToolRequest } from '../inputs.ts';
import type { Problem } from '../problem.ts';
import type { ReleaseFiles } from './platform.ts';
import type { ToolName } from './used-tool.ts';
import { UPSTREAM } from './version.ts';

/** One tool and what was asked for it; what the words of a refusal depend on. */
export interface Wanted {
  readonly tool: ToolName;
  readonly request: ToolRequest;
}

type Refused = Extract<DownloadAnswer<never>, { readonly ok: false }>;

/** `what` could not be downloaded for another reason than that it does not exist. */
export function cannotDownload({ tool, request }: Wanted, answer: Refused, what: string): Problem {
  return {
    kind: 'tool',
    message: `Cannot download ${what}: ${answer.url}: ${answer.reason}.`,
    fix: reachInstead(tool, request, answer.status),
  };
}

/** The release, without `v`, was asked for in so many words. */
export function noRelease(wanted: Wanted, version: string, answer: Refused): Problem {
  const { tool, request } = wanted;
  if (answer.status !== 404) return cannotDownload(wanted, answer, `${tool} v${version}`);
  const layout = `The mirror in \`${tool}-download-url\` needs the layout of ${UPSTREAM[tool]}.`;
  return {
    kind: 'tool',
    message: `${tool} v${version} does not exist: ${answer.url} answered 404.`,
    fix: request.downloadUrl === UPSTREAM[tool] ? exactInstead(tool) : `${exactInstead(tool)} ${layout}`,
  };
}

/** There is no file that names the newest release of `line`, or of all. */
export function noNewest(wanted: Wanted, line: string | undefined, answer: Refused): Problem {
  const what = nameNewest(wanted.tool, line);
  if (answer.status !== 404) return cannotDownload(wanted, answer, what);
  return {
    kind: 'tool',
    message: `There is no release that is ${what}: ${answer.url} answered 404.`,
    fix: line === undefined ? exactInstead(wanted.tool) : lineInstead(wanted.tool, line),
  };
}

/** The file that should name the newest release says something else. */
export function unreadableNewest({ tool }: Wanted, line: string | undefined, url: string, text: string): Problem {
  return {
    kind: 'tool',
    message: `${url} should name ${nameNewest(tool, line)}, but it says "${excerpt(text)}".`,
    fix: `Check \`${tool}-download-url\`: it needs the layout of ${UPSTREAM[tool]}. ${exactInstead(tool)}`,
  };
}

/** A Helm of the future; `version` without `v`. */
export function unknownHelm(version: string): Problem {
  return {
    kind: 'tool',
    message: `The newest helm is v${version}, and deploy-as knows Helm 3 and 4.`,
    fix: 'Write `helm-version: 4`.',
  };
}

/** The published checksum is not there. */
export function noChecksum(wanted: Wanted, answer: Refused): Problem {
  if (answer.status !== 404) return cannotDownload(wanted, answer, `the checksum of ${wanted.tool}`);
  return {
    kind: 'tool',
    message: `${answer.url} answered 404: there is no checksum for this ${wanted.tool}, and without one it is not used.`,
    fix: checksumInstead(wanted.tool),
  };
}

/** The published checksum is none, or that of another file. */
export function unreadableChecksum({ tool }: Wanted, url: string, files: ReleaseFiles, text: string): Problem {
  return {
    kind: 'tool',
    message: `${url} should hold the SHA-256 of ${posix.basename(files.file)}, but it says "${excerpt(text)}".`,
    fix: checksumInstead(tool),
  };
}

/** The file is another one than the pinned or published digest says. */
export function wrongDigest(
  { tool, request }: Wanted,
  version: string,
  url: string,
  digests: { readonly found: string; readonly expected: string },
): Problem {
  const isPinned = request.sha256 !== undefined;
  const says = isPinned ? `\`${tool}-sha256\` pins` : 'its published checksum says';
  return {
    kind: 'tool',
    message: `${tool} v${version} from ${url} is not what ${says}; it was thrown away unopened.`,
    details: [`expected ${digests.expected}`, `found    ${digests.found}`],
    fix: isPinned
      ? `Write the digest of exactly this version for this runner's system and architecture in \`${tool}-sha256\`, from a source that you trust.`
      : 'Run the job again; if it stays so, the mirror is broken or somebody changed the file: do not pin what was found here.',
  };
}

/** The archive is the right one, and still does not yield the tool. */
export function cannotUnpack({ tool }: Wanted, files: ReleaseFiles, reason: string): Problem {
  const archive = posix.basename(files.file);
  return {
    kind: 'tool',
    message: `${archive} was downloaded and verified, but cannot be unpacked: ${reason}`,
    fix: `The runner needs \`${archive.endsWith('.zip') ? 'PowerShell' : 'tar'}\`; or install ${tool} on it.`,
  };
}

function nameNewest(tool: ToolName, line: string | undefined): string {
  return line === undefined ? `the newest ${tool}` : `the newest ${tool} ${line}`;
}

function reachInstead(tool: ToolName, request: ToolRequest, status: number | undefined): string {
  const isMirror = request.downloadUrl !== UPSTREAM[tool];
  if (isMirror && (status === 401 || status === 403)) {
    return `Give \`download-token\` a token that may read the mirror, and check \`${tool}-download-url\`; some mirrors also answer so for a version that they do not have.`;
  }
  return isMirror
    ? `Check \`${tool}-download-url\` and that the runner reaches it, or install ${tool} on the runner.`
    : `Let the runner reach ${UPSTREAM[tool]} (HTTPS_PROXY and NO_PROXY apply), name a mirror in \`${tool}-download-url\`, or install ${tool} on the runner.`;
}

function exactInstead(tool: ToolName): string {
  return tool === 'kubectl'
    ? 'Write `kubectl-version` as `stable`, as a minor such as `1.36`, or as an exact version that https://kubernetes.io/releases/ lists.'
    : 'Write `helm-version` as `latest`, `4`, `3`, or as an exact version that https://github.com/helm/helm/releases lists.';
}

function lineInstead(tool: ToolName, line: string): string {
  return tool === 'kubectl'
    ? `Kubernetes ${line} is not released there. Write \`kubectl-version: stable\`, or a minor that https://kubernetes.io/releases/ lists.`
    : 'Write `helm-version` as `latest` or as an exact version that https://github.com/helm/helm/releases lists.';
}

function checksumInstead(tool: ToolName): string {
  return `Have the mirror serve the checksum that ${UPSTREAM[tool]} publishes, or pin an exact \`${tool}-version\` with \`${tool}-sha256\`.`;
}

/** The first line, short, and without what a terminal or a runner would act on. */
function excerpt(text: string): string {
  const line = (text.trim().split('\n')[0] ?? '').replace(/[^\x20-\x7e]/g, '?');
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
