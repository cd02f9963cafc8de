import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ProcessResult, RunProcess } from '../host.ts';
import type { Folders } from '../inputs.ts';
import { type Draft, readObjects } from '../manifests/draft.ts';
import { nameFile } from '../manifests/load.ts';
import { failure, type Outcome, type Problem, type Source, success } from '../problem.ts';

export interface KustomizeRequest {
  /** Absolute path of kubectl. */
  readonly kubectl: string;
  /** As the input has it. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly folders: Pick<Folders, 'working' | 'workspace'>;
}

export interface Rendered extends Draft {
  /** What kubectl said although it rendered. */
  readonly warnings: readonly Problem[];
}

/** https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.7.1/api/konfig/general.go */
const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * The objects that `kubectl kustomize` makes of a folder, all with the kustomization file as their source: which of
 * its files an object comes from only kustomize knows.
 */
export async function renderKustomization(
  request: KustomizeRequest,
  run: RunProcess,
  signal: AbortSignal,
): Promise<Outcome<Rendered>> {
  const { folder, folders } = request;
  if (isRemote(folder)) return failure(remoteProblem(folder));
  const found = await findKustomization(folder, folders.working);
  if (!found.ok) return found;
  const source = { file: nameFile(found.value, folders.workspace) };
  let result: ProcessResult;
  try {
    const args = ['kustomize', '--', folder];
    result = await run({ file: request.kubectl, args, env: request.environment, cwd: folders.working }, signal);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `kubectl, which renders the kustomization, cannot be started: ${reason}.`;
    return failure({ kind: 'tool', message, fix: 'Check `kubectl-version` and the file that it names.' });
  }
  if (result.aborted) return failure({ kind: 'cancelled', message: `Cancelled while rendering ${folder}.`, source });
  if (result.exitCode !== 0) return failure(renderProblem(result, folder, source));
  const draft = readObjects(result.stdout, { kind: 'made', from: source.file });
  const isEmpty = draft.objects.length === 0 && draft.problems.length === 0;
  if (isEmpty) return failure(emptyProblem(folder, source));
  return success({ ...draft, warnings: linesOf(result.stderr).map((line) => warningProblem(line, source)) });
}

async function findKustomization(folder: string, working: string): Promise<Outcome<string>> {
  const absolute = resolve(working, folder);
  const kind = await kindOf(absolute);
  if (kind === undefined) {
    const message = `The folder ${folder} does not exist, seen from ${working}.`;
    return failure(inputProblem(message, 'Check the path; it is relative to `working-directory`.'));
  }
  if (kind === 'file') {
    const message = `${folder} is a file; a kustomization is a folder that holds a kustomization.yaml.`;
    return failure(inputProblem(message, 'Name the folder.'));
  }
  const there: string[] = [];
  for (const name of NAMES) if ((await kindOf(join(absolute, name))) === 'file') there.push(join(absolute, name));
  const [file] = there;
  if (file !== undefined) return success(file);
  const message = `The folder ${folder} holds no kustomization.yaml.`;
  const fix = 'Name a folder with a kustomization.yaml, or give plain manifests to the input `manifests`.';
  return failure(inputProblem(message, fix));
}

/** What kustomize itself would clone: https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.7.1/api/internal/git/repospec.go */
function isRemote(folder: string): boolean {
  return /^(git::|[a-z][a-z0-9+.-]*:\/\/|[\w.-]+@[\w.-]+:|github\.com[/:])/i.test(folder);
}

function remoteProblem(folder: string): Problem {
  const message = `${withoutCredential(folder)} is a remote kustomization; \`kustomize\` takes a folder of this machine.`;
  const fix =
    'Check the repository out in a step before this one and name its folder, or name a local folder whose kustomization lists the address under `resources:`.';
  return inputProblem(message, fix);
}

function withoutCredential(address: string): string {
  return address.replace(/(:\/\/)[^/@]*@/, '$1').replace(/[?#].*$/s, '');
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}

function inputProblem(message: string, fix: string): Problem {
  return { kind: 'input', input: 'kustomize', message, fix };
}

function renderProblem(result: ProcessResult, folder: string, source: Source): Problem {
  const end = result.exitCode === undefined ? `signal ${result.signal}` : `exit code ${result.exitCode}`;
  const problem = {
    kind: 'manifest',
    message: `The kustomization ${folder} does not render: kubectl kustomize ended with ${end}.`,
    source,
    details: linesOf(result.stderr),
  } as const;
  const fix = /is not in or below/.test(result.stderr)
    ? 'kustomize reads files only in or below the kustomization: move the file there, or make its folder a base (`resources:`).'
    : undefined;
  return fix === undefined ? problem : { ...problem, fix };
}

function emptyProblem(folder: string, source: Source): Problem {
  const message = `The kustomization ${folder} renders no object.`;
  return { kind: 'manifest', message, fix: 'List something under `resources:` or a generator.', source };
}

function warningProblem(line: string, source: Source): Problem {
  return { kind: 'manifest', message: line.replace(/^#?\s*Warning:\s*/i, ''), source };
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}
