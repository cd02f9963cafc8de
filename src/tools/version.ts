import type { Step, ToolRequest, ToolsRequest, ToolVersion } from '../inputs.ts';
import { failure, type Outcome, type Problem, success } from '../problem.ts';
import type { Secret } from '../secret.ts';
import type { ToolName } from './used-tool.ts';

/** Where the tools come from unless a mirror is named; without trailing slash. */
export const UPSTREAM: Readonly<Record<ToolName, string>> = {
  kubectl: 'https://dl.k8s.io',
  helm: 'https://get.helm.sh',
};

/** Helm majors whose flags we know. */
const HELM_MAJORS = ['3', '4'];

/** As upstream tags its releases; `v1.37.0-rc.0` is one, `v1.36.3+k3s1` is somebody else's. */
const RELEASE = /^v?((\d+)\.(\d+)\.(\d+)(?:-(?:alpha|beta|rc)\.\d+)?)$/;

/** The inputs of the tools group, each as it was written; empty means the default. */
export interface ToolInputs {
  readonly kubectlVersion: string;
  readonly helmVersion: string;
  readonly kubectlDownloadUrl: string;
  readonly helmDownloadUrl: string;
  readonly kubectlSha256: string;
  readonly helmSha256: string;
  readonly downloadToken: Secret | undefined;
  /** Undefined where the inputs do not say which one it is: what depends on it is then not checked. */
  readonly mode: Step['kind'] | undefined;
}

/** The whole tools group, or everything that is wrong with it (kind `input`). */
export function parseToolRequests(inputs: ToolInputs): Outcome<ToolsRequest> {
  const problems: Problem[] = [];
  const kubectl = keep(problems, parseTool('kubectl', inputs));
  const helm = keep(problems, parseTool('helm', inputs));
  problems.push(...problemsOfMode(inputs.mode, kubectl?.version, helm?.version));
  problems.push(...problemsOfToken(inputs));
  if (problems.length > 0 || kubectl === undefined || helm === undefined) return failure(...problems);
  return success({ kubectl, helm, downloadToken: inputs.downloadToken });
}

/** The input `kubectl-version`: `auto`, `stable`, `1.36`, `~1.35`, `v1.36.3`, `none`. */
export function parseKubectlVersion(text: string): Outcome<ToolVersion> {
  const written = text.trim();
  if (written === '' || written === 'auto') return success({ kind: 'auto' });
  if (written === 'none') return success({ kind: 'none' });
  if (written === 'stable') return success({ kind: 'newest' });
  const minor = /^(~?)(1\.\d+)$/.exec(written);
  if (minor?.[2] !== undefined && !isCutMinor(minor[2])) {
    return success({ kind: minor[1] === '~' ? 'own-or-newest-of' : 'newest-of', line: minor[2] });
  }
  const release = RELEASE.exec(written);
  if (release?.[1] !== undefined && release[2] === '1') return success({ kind: 'exact', version: release[1] });
  return refuseVersion('kubectl', written, whatToWriteForKubectl(written));
}

/** The input `helm-version`: `auto`, `latest`, `4`, `3`, `v4.3.1`, `none`. */
export function parseHelmVersion(text: string): Outcome<ToolVersion> {
  const written = text.trim();
  if (written === '' || written === 'auto') return success({ kind: 'auto' });
  if (written === 'none') return success({ kind: 'none' });
  if (written === 'latest') return success({ kind: 'newest' });
  if (HELM_MAJORS.includes(written)) return success({ kind: 'newest-of', line: written });
  const release = RELEASE.exec(written);
  if (release?.[1] !== undefined && HELM_MAJORS.includes(release[2] ?? '')) {
    return success({ kind: 'exact', version: release[1] });
  }
  return refuseVersion('helm', written, whatToWriteForHelm(written));
}

/** `v1.36.3` or `1.36.3` without its `v`; undefined for anything that upstream would not tag. */
export function readRelease(text: string): string | undefined {
  return RELEASE.exec(text.trim())?.[1];
}

/** `1.36` of `v1.36.3`, `v1.32.4-gke.106` or `v1.30.5+k3s1`; undefined for a build that does not know its version. */
export function minorOf(version: string): string | undefined {
  const found = /^v?(\d+)\.(\d+)(?=[.+-]|$)/.exec(version.trim());
  return found === null || found[1] === '0' ? undefined : `${found[1]}.${found[2]}`;
}

/** Helm's major, `4` of `v4.3.1`, where it is one whose flags we know. */
export function helmMajorOf(version: string): string | undefined {
  const major = /^v?(\d+)\./.exec(version.trim())?.[1];
  return major !== undefined && HELM_MAJORS.includes(major) ? major : undefined;
}

/** YAML reads an unquoted `1.30` as the number 1.3, and the runner passes that on. kubectl 1.9 is older than this trap. */
function isCutMinor(minor: string): boolean {
  return /^1\.\d$/.test(minor);
}

function parseTool(tool: ToolName, inputs: ToolInputs): Outcome<ToolRequest> {
  const problems: Problem[] = [];
  const version = keep(
    problems,
    tool === 'kubectl' ? parseKubectlVersion(inputs.kubectlVersion) : parseHelmVersion(inputs.helmVersion),
  );
  const downloadUrl = keep(
    problems,
    parseDownloadUrl(tool, tool === 'kubectl' ? inputs.kubectlDownloadUrl : inputs.helmDownloadUrl),
  );
  const sha256 = keep(
    problems,
    parseSha256(tool, tool === 'kubectl' ? inputs.kubectlSha256 : inputs.helmSha256, version),
  );
  if (problems.length > 0 || version === undefined || downloadUrl === undefined) return failure(...problems);
  return success({ version, downloadUrl, sha256 });
}

function parseDownloadUrl(tool: ToolName, text: string): Outcome<string> {
  const written = text.trim();
  if (written === '' || written === 'upstream') return success(UPSTREAM[tool]);
  const input = `${tool}-download-url`;
  const url = URL.parse(written);
  const example = `Write it as \`${UPSTREAM[tool]}\`: the folder of a mirror below which the paths are those of ${UPSTREAM[tool]}.`;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return refuse(input, `"${written}" is not the address of a mirror`, example);
  }
  if (url.username !== '' || url.password !== '') {
    return refuse(input, 'it holds a user name or a password', 'Leave them out and give `download-token`.');
  }
  if (written.includes('?') || written.includes('#')) {
    return refuse(input, `"${written}" has a query or a fragment, and paths come after it`, example);
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return refuse(
      input,
      `"${written}" is not encrypted, so anybody on the way could change tool and checksum`,
      `Write \`https://${written.slice('http://'.length)}\`; http is for mirrors on this machine only.`,
    );
  }
  return success(url.href.replace(/\/+$/, ''));
}

/** Whether a request to it never leaves the machine; as `URL` spells host names. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function parseSha256(tool: ToolName, text: string, version: ToolVersion | undefined): Outcome<string | undefined> {
  const written = text.trim().toLowerCase();
  if (written === '') return success(undefined);
  const input = `${tool}-sha256`;
  if (!/^[0-9a-f]{64}$/.test(written)) {
    const what = tool === 'kubectl' ? 'the kubectl binary' : 'the archive that holds helm';
    return refuse(
      input,
      `"${text.trim()}" is not a SHA-256 digest`,
      `Write the 64 hexadecimal digits of the digest of ${what}, as \`sha256sum\` prints them, without the file name.`,
    );
  }
  if (version !== undefined && version.kind !== 'exact') {
    const example = tool === 'kubectl' ? 'v1.36.3' : 'v4.3.1';
    return refuse(
      input,
      'a digest fits one file, and the version beside it may become another one any day',
      `Give \`${tool}-version\` as an exact version, such as \`${example}\`, or leave \`${input}\` out.`,
    );
  }
  return success(written);
}

function problemsOfMode(
  mode: Step['kind'] | undefined,
  kubectl: ToolVersion | undefined,
  helm: ToolVersion | undefined,
): Problem[] {
  const problems: Problem[] = [];
  const missing = (tool: ToolName, need: string) =>
    problems.push(
      inputProblem(
        `${tool}-version`,
        `it is \`none\`, but ${need}`,
        `Leave \`${tool}-version\` out: \`auto\` takes the runner's own where it fits, and downloads one where not.`,
      ),
    );
  if (mode === 'kustomize' && kubectl?.kind === 'none') missing('kubectl', '`kustomize` is rendered by kubectl');
  if (mode === 'chart' && helm?.kind === 'none') missing('helm', '`chart` is installed by helm');
  return problems;
}

function problemsOfToken(inputs: ToolInputs): Problem[] {
  const { downloadToken } = inputs;
  if (downloadToken === undefined) return [];
  const problems: Problem[] = [];
  if (/[^\x21-\x7e]/.test(downloadToken.reveal())) {
    problems.push(
      inputProblem(
        'download-token',
        'it holds blanks, line breaks or characters that no bearer token has',
        'Write the bare token, without `Bearer`.',
      ),
    );
  }
  const urls = [inputs.kubectlDownloadUrl, inputs.helmDownloadUrl].map((text) => text.trim());
  const hasMirror = urls.some((text) => text !== '' && text !== 'upstream' && !isUpstream(text));
  if (!hasMirror) {
    problems.push(
      inputProblem(
        'download-token',
        'there is no mirror that it could be sent to: upstream never gets it',
        'Give `kubectl-download-url` or `helm-download-url` too, or leave `download-token` out.',
      ),
    );
  }
  return problems;
}

/** Whether `url` is at the place where everybody gets the tools; its servers have no use for a token. */
export function isUpstream(url: string): boolean {
  const host = URL.parse(url)?.host;
  return [...Object.values(UPSTREAM), 'https://cdn.dl.k8s.io'].some((upstream) => URL.parse(upstream)?.host === host);
}

function whatToWriteForKubectl(written: string): string {
  const minor = /^[~^>=v]*1\.(\d+)(?:\.[x*])?$/i.exec(written)?.[1];
  if (minor !== undefined && minor.length === 1) {
    return `Write \`"1.${minor}0"\` with quotes if you mean 1.${minor}0: without them YAML reads it as the number 1.${minor}.`;
  }
  if (minor !== undefined) {
    return `Write \`1.${minor}\` for its newest patch, or \`~1.${minor}\` to take the runner's own where it is of that minor.`;
  }
  if (written.toLowerCase() === 'latest') return 'Write `stable` for the newest release.';
  const release = /1\.\d+\.\d+/.exec(written)?.[0];
  if (release !== undefined) return `Write \`v${release}\` for the upstream release.`;
  return 'Write `auto`, `stable`, a minor such as `1.36` or `~1.35`, an exact version such as `v1.36.3`, or `none`.';
}

function whatToWriteForHelm(written: string): string {
  if (written.toLowerCase() === 'stable') return 'Write `latest` for the newest release.';
  const [, major, rest] = /^[~^>=v]*(\d+)((?:\.[\dx*]+)*)$/i.exec(written) ?? [];
  if (major !== undefined && HELM_MAJORS.includes(major)) {
    const example = /^\.\d+\.\d+$/.test(rest ?? '') ? `v${major}${rest}` : `v${major === '4' ? '4.3.1' : '3.22.0'}`;
    return `Write \`${major}\` for the newest Helm ${major}, or an exact version such as \`${example}\`.`;
  }
  if (major !== undefined) return 'deploy-as works with Helm 3 and 4: write `4`, `3`, or an exact version of these.';
  return 'Write `auto`, `latest`, `4`, `3`, an exact version such as `v4.3.1`, or `none`.';
}

function refuseVersion(tool: ToolName, written: string, fix: string) {
  return refuse(`${tool}-version`, `"${written}" is not a version of ${tool} that can be asked for`, fix);
}

function refuse(input: string, message: string, fix: string) {
  return failure(inputProblem(input, message, fix));
}

function inputProblem(input: string, message: string, fix: string): Problem {
  return { kind: 'input', input, message: `input \`${input}\`: ${message}`, fix };
}

function keep<T>(problems: Problem[], outcome: Outcome<T>): T | undefined {
  if (outcome.ok) return outcome.value;
  problems.push(...outcome.problems);
  return undefined;
}
