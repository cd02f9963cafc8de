import type { Clock, RunProcess } from '../host.ts';
import type { Step, ToolRequest, ToolsRequest } from '../inputs.ts';
import { failure, type Outcome, success } from '../problem.ts';
import { both } from './both.ts';
import type { Decision, OwnTool } from './decision.ts';
import { decideHelm, modeNeedsHelm } from './helm.ts';
import { decideKubectl, modeNeedsKubectl } from './kubectl.ts';
import { findOwn, type Surroundings } from './own.ts';
import { platformOf } from './platform.ts';
import { newestRelease, provideRelease, type ReleasePorts, type ReleaseRequest } from './release.ts';
import type { ToolName, UsedTool } from './used-tool.ts';

export interface ToolsQuestion extends Surroundings {
  readonly tools: ToolsRequest;
  readonly mode: Step['kind'];
  /** As the API server calls itself; undefined where it did not say. */
  readonly clusterVersion: string | undefined;
  /** As Node names it (`process.arch`). */
  readonly nodeArch: string;
  /** An existing private folder of this run. What is not the runner's own ends up in its `bin`. */
  readonly folder: string;
}

export interface ToolPorts extends ReleasePorts {
  readonly process: RunProcess;
  readonly clock: Clock;
}

/** Undefined where the mode does not need it and nobody asked for it. */
export interface ProvidedTools {
  readonly kubectl: UsedTool | undefined;
  readonly helm: UsedTool | undefined;
}

/**
 * kubectl and helm as the contract picks them, both at once. Problems are of kind `tool`, those of both tools
 * together. Rejects with the signal's reason when that aborts.
 */
export async function provideTools(
  question: ToolsQuestion,
  ports: ToolPorts,
  signal: AbortSignal,
): Promise<Outcome<ProvidedTools>> {
  const [kubectl, helm] = await both(
    provideTool('kubectl', question, ports, signal),
    provideTool('helm', question, ports, signal),
  );
  if (kubectl.ok && helm.ok) return success({ kubectl: kubectl.value, helm: helm.value });
  return failure(...(kubectl.ok ? [] : kubectl.problems), ...(helm.ok ? [] : helm.problems));
}

async function provideTool(
  tool: ToolName,
  question: ToolsQuestion,
  ports: ToolPorts,
  signal: AbortSignal,
): Promise<Outcome<UsedTool | undefined>> {
  const request = question.tools[tool];
  const own = mayUseOwn(tool, request, question.mode) ? await ownTool(tool, question, ports, signal) : undefined;
  signal.throwIfAborted();
  const decision =
    tool === 'kubectl'
      ? decideKubectl({ version: request.version, mode: question.mode, clusterVersion: question.clusterVersion, own })
      : decideHelm({ version: request.version, mode: question.mode, own });
  const provided = await carryOut(tool, decision, own, question, ports, signal);
  if (provided.ok && provided.value !== undefined && 'because' in decision) {
    const { version, origin, path } = provided.value;
    ports.log.info(`${tool} ${version} (${decision.because}): ${WHERE[origin]} ${path}`);
  }
  return provided;
}

const WHERE: Readonly<Record<UsedTool['origin'], string>> = {
  runner: 'already at',
  cache: 'from the tool cache, at',
  download: 'downloaded and verified, at',
};

/** A pin says of an archive or a download what the runner's own cannot prove. */
function mayUseOwn(tool: ToolName, request: ToolRequest, mode: Step['kind']): boolean {
  if (request.version.kind === 'none' || request.sha256 !== undefined) return false;
  return request.version.kind !== 'auto' || (tool === 'kubectl' ? modeNeedsKubectl(mode) : modeNeedsHelm(mode));
}

async function ownTool(
  tool: ToolName,
  question: ToolsQuestion,
  ports: ToolPorts,
  signal: AbortSignal,
): Promise<OwnTool | undefined> {
  const found = await findOwn(tool, question, ports, signal);
  if (found.kind === 'usable') return found.own;
  if (found.kind === 'unusable') {
    ports.log.info(`The runner's own ${tool} at ${found.path} is of no use: ${found.reason}`);
  }
  return undefined;
}

async function carryOut(
  tool: ToolName,
  decision: Decision,
  own: OwnTool | undefined,
  question: ToolsQuestion,
  ports: ToolPorts,
  signal: AbortSignal,
): Promise<Outcome<UsedTool | undefined>> {
  if (decision.kind === 'none') return success(undefined);
  if (decision.kind === 'problem') return failure(decision.problem);
  if (decision.kind === 'own') return success(asUsed(tool, decision.own));
  if (decision.kind === 'exact' && own?.version === `v${decision.version}`) return success(asUsed(tool, own));
  const platform = platformOf(question.nodePlatform, question.nodeArch);
  if (!platform.ok) return platform;
  const release: ReleaseRequest = {
    tool,
    request: question.tools[tool],
    token: question.tools.downloadToken,
    platform: platform.value,
    folder: question.folder,
  };
  const version =
    decision.kind === 'exact'
      ? success(decision.version)
      : await newestRelease(release, decision.line, ports.download, signal);
  if (!version.ok) return version;
  if (own?.version === `v${version.value}`) return success(asUsed(tool, own));
  return provideRelease(release, version.value, ports, signal);
}

function asUsed(tool: ToolName, own: OwnTool): UsedTool {
  return { name: tool, version: own.version, origin: 'runner', path: own.path };
}
