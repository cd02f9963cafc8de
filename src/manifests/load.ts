import type { Stats } from 'node:fs';
import { glob, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { formatProblem, type Problem } from '../problem.ts';
import { type Draft, faultProblem, joinDrafts, readObjects } from './draft.ts';
import { decodeText } from './stream.ts';

export interface LoadFolders {
  /** Absolute; relative paths start here. */
  readonly working: string;
  /** Absolute; sources inside are named relative to it. */
  readonly workspace: string;
}

/** What `kubectl apply -R -f FOLDER` reads. */
const EXTENSIONS: readonly string[] = ['.yaml', '.yml', '.json'];

interface Found {
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Reads every file that `paths` (files, folders with all below them, globs) name: in the order of `paths`, inside one
 * of them by name, each file once. Everything that is wrong with paths, files and objects comes in the draft's
 * problems. Rejects only where `signal` aborts.
 */
export async function loadManifests(
  paths: readonly string[],
  folders: LoadFolders,
  signal?: AbortSignal,
): Promise<Draft> {
  const problems: Problem[] = [];
  const files = new Map<string, string>();
  for (const path of paths) {
    const found = await findFiles(path, folders.working);
    problems.push(...found.problems);
    for (const file of found.files) {
      const real = await realpath(file).catch(() => file);
      if (!files.has(real)) files.set(real, file);
    }
  }
  const drafts: Draft[] = [];
  for (const file of files.values()) {
    signal?.throwIfAborted();
    drafts.push(await loadFile(file, nameFile(file, folders.workspace)));
  }
  const draft = joinDrafts([{ objects: [], problems }, ...drafts]);
  return draft.objects.length > 0 || draft.problems.length > 0 ? draft : { objects: [], problems: [nothingIn(paths)] };
}

/** `file` as messages and annotations name it: relative to the workspace where it is inside, with slashes. */
export function nameFile(file: string, workspace: string): string {
  const inside = relative(workspace, file);
  const isOutside = inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  return (isOutside ? file : inside).split(sep).join('/');
}

async function loadFile(file: string, name: string): Promise<Draft> {
  const misplaced = misplacedFile(name);
  if (misplaced !== undefined) return { objects: [], problems: [misplaced] };
  let bytes: Buffer;
  try {
    // Only of a regular file is it known that reading comes to an end: a named pipe waits for its writer.
    if (!(await stat(file)).isFile()) return { objects: [], problems: [irregular(name)] };
    bytes = await readFile(file);
  } catch (error) {
    return { objects: [], problems: [unreadable(name, codeOf(error))] };
  }
  const origin = { kind: 'file', file: name } as const;
  const decoded = decodeText(bytes);
  if ('fault' in decoded) return { objects: [], problems: [faultProblem(decoded.fault, origin)] };
  const draft = readObjects(decoded.text, origin);
  return { ...draft, problems: asTemplate(draft.problems, decoded.text, name) };
}

/** What stands in Helm's templates and in hardly anything else, on a line that is no comment. */
const HELM_ACTION =
  /^(?!\s*#).*?(\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Template|Files)\b|(?:if|range|with|define|include|template|end|toYaml|tpl)\b|\/\*).*?(?:\}\}|$))/;

/** Faults in the text of a chart's template have one cause; a file without faults may hold `{{` in its texts. */
function asTemplate(problems: readonly Problem[], text: string, file: string): readonly Problem[] {
  if (problems.length === 0) return problems;
  for (const [index, line] of text.split('\n').entries()) {
    const action = HELM_ACTION.exec(line)?.[1];
    if (action === undefined) continue;
    const message = `This seems to be the template of a Helm chart: \`${action.trim()}\` is for helm to fill in, and means nothing to the API server.`;
    const fix =
      "Give the chart's folder to the input `chart` instead of `manifests`. If it is no template, put what holds `{{` in quotes.";
    const details = problems.map((problem) => formatProblem({ ...problem, fix: undefined }));
    return [{ kind: 'manifest', message, fix, source: { file, line: index + 1 }, details }];
  }
  return problems;
}

/** Files that other tools read, and that are no objects for the API server. */
function misplacedFile(name: string): Problem | undefined {
  const source = { file: name };
  if (/^(kustomization\.ya?ml|Kustomization)$/.test(basename(name))) {
    const message = 'This is a kustomization, which kubectl renders before anything is applied.';
    const fix = 'Give its folder to the input `kustomize` instead of `manifests`, or name files that leave it out.';
    return { kind: 'manifest', message, fix, source };
  }
  if (basename(name) === 'Chart.yaml') {
    const message = 'This is the head of a Helm chart, which helm renders before anything is applied.';
    const fix = 'Give its folder to the input `chart` instead of `manifests`, or name files that leave it out.';
    return { kind: 'manifest', message, fix, source };
  }
  return undefined;
}

async function findFiles(path: string, working: string): Promise<Found> {
  const absolute = resolve(working, path);
  const { stats, code } = await statOf(absolute);
  if (stats === undefined) {
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
    // On Windows a path with a star is invalid, not missing.
    if (isGlob(path)) return findByGlob(path, working);
    return isMissing ? missing(path, working) : { files: [], problems: [unreadable(path, code)] };
  }
  if (!stats.isDirectory()) return { files: [absolute], problems: [] };
  const found = await walk(absolute, path);
  if (found.files.length > 0 || found.problems.length > 0) return found;
  const message = `The folder ${path} holds no file that ends in .yaml, .yml or .json.`;
  return {
    files: [],
    problems: [inputProblem(message, 'Name the folder that holds the manifests, or the files themselves.')],
  };
}

/** Undefined with Node's code (`ENOENT`, …) where there is nothing to stat. */
async function statOf(file: string): Promise<{ readonly stats?: Stats; readonly code: string }> {
  try {
    return { stats: await stat(file), code: '' };
  } catch (error) {
    return { code: codeOf(error) };
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}

/** As kubectl: folders by name, links to files followed, links to folders not (they may lead in circles). */
async function walk(folder: string, name: string): Promise<Found> {
  const files: string[] = [];
  const problems: Problem[] = [];
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((one, other) => compare(one.name, other.name))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        const below = await walk(path, join(name, entry.name));
        files.push(...below.files);
        problems.push(...below.problems);
      } else if (hasExtension(entry.name) && !(await isFolderLink(path, entry.isSymbolicLink()))) {
        files.push(path);
      }
    }
  } catch (error) {
    problems.push(unreadable(name, codeOf(error)));
  }
  return { files, problems };
}

async function isFolderLink(path: string, isLink: boolean): Promise<boolean> {
  if (!isLink) return false;
  return (await statOf(path)).stats?.isDirectory() ?? false;
}

async function findByGlob(pattern: string, working: string): Promise<Found> {
  const files: string[] = [];
  const others: string[] = [];
  for await (const match of glob(pattern, { cwd: working })) {
    const path = resolve(working, match);
    const { stats } = await statOf(path);
    const isManifest = !stats?.isDirectory() && hasExtension(path);
    (isManifest ? files : others).push(path);
  }
  if (files.length > 0) return { files: files.sort(comparePaths), problems: [] };
  if (others.length > 0) {
    const example = nameFile(others.sort(comparePaths)[0] ?? '', working);
    const message = `The glob ${pattern} matches no file that ends in .yaml, .yml or .json, only others such as ${example}.`;
    const fix = `A glob takes files: for all below the folders that it matches write \`${pattern.replace(/[\\/]+$/, '')}/**\`.`;
    return { files: [], problems: [inputProblem(message, fix)] };
  }
  const message = `The glob ${pattern} matches nothing in ${working}.`;
  return {
    files: [],
    problems: [inputProblem(message, 'Check the path; `*` stays inside one folder, `**` goes through all below.')],
  };
}

function isGlob(path: string): boolean {
  return /[*?[{]|[!+@]\(/.test(path);
}

function hasExtension(path: string): boolean {
  return EXTENSIONS.includes(extname(path));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Folder by folder, as a walk would meet them. */
function comparePaths(one: string, other: string): number {
  const others = other.split(sep);
  for (const [index, part] of one.split(sep).entries()) {
    const against = others[index];
    if (against === undefined) return 1;
    if (part !== against) return compare(part, against);
  }
  return -1;
}

function missing(path: string, working: string): Found {
  const hint = isAbsolute(path) ? '' : `, seen from ${working}`;
  const message = `${path} does not exist${hint}.`;
  const fix =
    'Check the path (it is relative to `working-directory`), and that a step before this one checks out or makes the files.';
  return { files: [], problems: [inputProblem(message, fix)] };
}

function unreadable(name: string, code: string): Problem {
  const message = `${name} cannot be read (${code}).`;
  return {
    kind: 'manifest',
    message,
    fix: 'Check its permissions, and where it leads if it is a link.',
    source: { file: name },
  };
}

function irregular(name: string): Problem {
  const message = `${name} is not a regular file, but a named pipe, a socket or a device.`;
  const fix = 'Write the manifests into a file, or name the files that are to be read.';
  return { kind: 'manifest', message, fix, source: { file: name } };
}

function nothingIn(paths: readonly string[]): Problem {
  const message = `There is no object in ${paths.join(', ')}: the files are empty or hold comments only.`;
  return inputProblem(message, 'Name files that hold manifests.');
}

function inputProblem(message: string, fix: string): Problem {
  return { kind: 'input', input: 'manifests', message, fix };
}
