import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Clock, ProcessResult, RunProcess } from '../host.ts';
import type { OwnTool } from './decision.ts';
import type { ToolName } from './used-tool.ts';

/** A wrapper that waits for something else never answers. */
const ANSWER_WITHIN_MS = 20_000;

/** A tool that is on PATH: usable, or there but of no use, and why. */
export type FoundTool =
  | { readonly kind: 'usable'; readonly own: OwnTool }
  | { readonly kind: 'unusable'; readonly path: string; readonly reason: string }
  | { readonly kind: 'absent' };

export interface Surroundings {
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** As Node names it (`process.platform`). */
  readonly nodePlatform: string;
}

/** The runner's own tool, asked for its version without touching a cluster. Rejects only where `signal` aborts. */
export async function findOwn(
  tool: ToolName,
  surroundings: Surroundings,
  ports: { readonly process: RunProcess; readonly clock: Clock },
  signal: AbortSignal,
): Promise<FoundTool> {
  const path = findOnPath(tool, surroundings);
  if (path === undefined) return { kind: 'absent' };
  const spec = { file: path, args: versionArguments(tool), env: surroundings.environment, cwd: surroundings.cwd };
  const answered = new AbortController();
  const tooLong = new AbortController();
  const timer = ports.clock
    .sleep(ANSWER_WITHIN_MS, AbortSignal.any([signal, answered.signal]))
    .then(() => tooLong.abort())
    .catch(() => {});
  try {
    const result = await ports.process(spec, AbortSignal.any([signal, tooLong.signal]));
    signal.throwIfAborted();
    const version = result.aborted || result.exitCode !== 0 ? undefined : readVersion(tool, result.stdout);
    if (version !== undefined) return { kind: 'usable', own: { path, version } };
    return { kind: 'unusable', path, reason: whyUnusable(tool, result) };
  } catch (cause) {
    signal.throwIfAborted();
    return { kind: 'unusable', path, reason: cause instanceof Error ? cause.message : String(cause) };
  } finally {
    answered.abort();
    await timer;
  }
}

/** How a tool is asked for its version alone. */
export function versionArguments(tool: ToolName): string[] {
  return tool === 'kubectl' ? ['version', '--client', '-o', 'json'] : ['version', '--template', '{{.Version}}'];
}

/**
 * The version, with `v`, in what the tool printed; wrappers and plugins print more around it. Undefined where there
 * is none, or only the placeholder of a build that does not know its own
 * (https://github.com/GoogleCloudPlatform/cloud-sdk-docker/issues/657).
 */
export function readVersion(tool: ToolName, stdout: string): string | undefined {
  const found =
    tool === 'kubectl'
      ? /"gitVersion"\s*:\s*"(v\d+\.\d+[^"\s]*)"/.exec(stdout)?.[1]
      : /^(v\d+\.\d+\.\d+\S*)$/m.exec(stdout.replaceAll('\r', ''))?.[1];
  return found === undefined || /^v0\.0\./.test(found) ? undefined : found;
}

function whyUnusable(tool: ToolName, result: ProcessResult): string {
  if (result.aborted) return `it did not tell its version within ${ANSWER_WITHIN_MS / 1000} s`;
  if (result.exitCode === 0) return 'it does not tell a version';
  const lastWords = result.stderr.trim().split('\n').at(-1) ?? '';
  const how = result.exitCode === undefined ? `was ended by ${result.signal}` : `ended with ${result.exitCode}`;
  return `\`${tool} version\` ${how}${lastWords === '' ? '' : ` (${lastWords})`}`;
}

/** The first executable of that name on PATH; relative entries would name another file in every folder. */
function findOnPath(tool: ToolName, { environment, nodePlatform }: Surroundings): string | undefined {
  const isWindows = nodePlatform === 'win32';
  const key = Object.keys(environment).find((name) => (isWindows ? name.toUpperCase() : name) === 'PATH') ?? 'PATH';
  const name = isWindows ? `${tool}.exe` : tool;
  return (environment[key] ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
