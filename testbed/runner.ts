import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What a job of GitHub's runner keeps between its steps: the workspace, RUNNER_TEMP, environment and path. */
export interface Job {
  readonly workspace: string;
  readonly temp: string;
  readonly toolCache: string;
  /** Grows by what steps write to GITHUB_ENV and GITHUB_PATH. */
  readonly environment: Record<string, string>;
  /** Removes the job's folders. */
  end(): void;
}

export interface StepResult {
  /** Undefined where a signal ended it. */
  readonly exitCode: number | undefined;
  /** stdout and stderr together, as the runner shows it: masks applied, `::add-mask::` lines swallowed. */
  readonly log: string;
  /** The same before the runner masked anything. */
  readonly rawLog: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly milliseconds: number;
}

/** A job with folders of its own. `environment` comes on top of PATH and HOME. */
export function startJob(environment: Record<string, string> = {}): Job {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-as-job-'));
  const [workspace, temp, toolCache, home] = ['workspace', 'temp', 'tools', 'home'].map((name) => {
    const path = join(folder, name);
    mkdirSync(path);
    return path;
  });
  if (workspace === undefined || temp === undefined || toolCache === undefined || home === undefined)
    throw new Error('unreachable');
  return {
    workspace,
    temp,
    toolCache,
    environment: { PATH: process.env.PATH ?? '', HOME: home, ...environment },
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Puts tools on the job's PATH under the names that people call them by. */
export function provide(job: Job, tools: Readonly<Record<string, string>>): void {
  const folder = mkdtempSync(join(job.temp, '..', 'bin-'));
  for (const [name, file] of Object.entries(tools)) symlinkSync(file, join(folder, name));
  job.environment.PATH = `${folder}${delimiter}${job.environment.PATH ?? ''}`;
}

export interface StepOptions {
  /** The action's folder; default: this checkout. */
  readonly action?: string;
  readonly signal?: AbortSignal;
  /** Called with each line as the runner would show it. */
  readonly onLine?: (line: string) => void;
  /** Called with the process id of the main entry as soon as it runs. */
  readonly onStart?: (pid: number) => void;
  readonly environment?: Record<string, string>;
  /** A command that starts Node in our place: it is followed by Node's path and arguments, and must become Node. */
  readonly through?: readonly string[];
}

/**
 * Runs the committed bundle's main entry as the runner does: a process of its own, `INPUT_*` with action.yml's
 * defaults where the key is absent, the file commands, masks.
 */
export async function runMain(
  job: Job,
  inputs: Readonly<Record<string, string>>,
  options: StepOptions = {},
): Promise<StepResult> {
  const action = readAction(options.action ?? root);
  const result = await runEntry(
    job,
    action.main,
    { ...inputVariables(action.defaults, inputs), ...options.environment },
    options,
  );
  return result;
}

/** Runs the post entry with the state that the main entry of the same step saved. */
export async function runPost(
  job: Job,
  main: Pick<StepResult, 'state'>,
  options: StepOptions = {},
): Promise<StepResult> {
  const action = readAction(options.action ?? root);
  const state = Object.fromEntries(Object.entries(main.state).map(([name, value]) => [`STATE_${name}`, value]));
  return await runEntry(job, action.post, { ...state, ...options.environment }, options);
}

interface ActionFile {
  readonly main: string;
  readonly post: string;
  readonly defaults: ReadonlyMap<string, string>;
}

function readAction(folder: string): ActionFile {
  const action: unknown = parse(readFileSync(join(folder, 'action.yml'), 'utf8'));
  const main = at(action, 'runs', 'main');
  const post = at(action, 'runs', 'post');
  if (typeof main !== 'string' || typeof post !== 'string') throw new Error('action.yml names no main and post entry');
  const inputs = at(action, 'inputs');
  const defaults = new Map<string, string>();
  for (const name of typeof inputs === 'object' && inputs !== null ? Object.keys(inputs) : []) {
    const value = at(inputs, name, 'default');
    defaults.set(name, value === undefined || value === null ? '' : String(value));
  }
  return { main: join(folder, main), post: join(folder, post), defaults };
}

function at(value: unknown, ...keys: string[]): unknown {
  let found = value;
  for (const key of keys) found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  return found;
}

function inputVariables(
  defaults: ReadonlyMap<string, string>,
  inputs: Readonly<Record<string, string>>,
): Record<string, string> {
  const all = new Map([...defaults, ...Object.entries(inputs)]);
  return Object.fromEntries(
    [...all].map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  );
}

async function runEntry(
  job: Job,
  entry: string,
  variables: Record<string, string>,
  options: StepOptions,
): Promise<StepResult> {
  const commands = mkdtempSync(join(job.temp, '_runner_file_commands_'));
  const files = Object.fromEntries(
    ['OUTPUT', 'STATE', 'ENV', 'PATH', 'STEP_SUMMARY'].map((name) => [name, join(commands, name.toLowerCase())]),
  );
  for (const file of Object.values(files)) writeFileSync(file, '');
  const env = {
    ...job.environment,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: job.workspace,
    RUNNER_TEMP: job.temp,
    RUNNER_TOOL_CACHE: job.toolCache,
    ...Object.fromEntries(Object.entries(files).map(([name, file]) => [`GITHUB_${name}`, file])),
    ...variables,
  };
  const startedAt = performance.now();
  const output = await execute(entry, env, job.workspace, options);
  const read = (name: string): string => readIfThere(files[name]);
  Object.assign(job.environment, parseFileCommands(read('ENV')));
  for (const line of read('PATH').split('\n').filter(Boolean))
    job.environment.PATH = `${line}${delimiter}${job.environment.PATH ?? ''}`;
  const result = {
    exitCode: output.exitCode,
    log: output.masked,
    rawLog: output.raw,
    outputs: parseFileCommands(read('OUTPUT')),
    state: parseFileCommands(read('STATE')),
    summary: read('STEP_SUMMARY'),
    milliseconds: performance.now() - startedAt,
  };
  rmSync(commands, { recursive: true, force: true });
  return result;
}

function execute(
  entry: string,
  env: Record<string, string>,
  cwd: string,
  options: StepOptions,
): Promise<{ exitCode: number | undefined; raw: string; masked: string }> {
  const masks = new Set<string>();
  const raw: string[] = [];
  const shown: string[] = [];
  const take = (line: string): void => {
    raw.push(line);
    const mask = /^::add-mask::(.*)$/.exec(line)?.[1];
    if (mask !== undefined) {
      masks.add(unescapeData(mask));
      return;
    }
    const masked = [...masks]
      .sort((a, b) => b.length - a.length)
      .reduce((text, secret) => text.replaceAll(secret, '***'), line);
    shown.push(masked);
    options.onLine?.(masked);
  };
  return new Promise((resolve, reject) => {
    const [file = process.execPath, ...args] = [...(options.through ?? []), process.execPath, entry];
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    if (child.pid !== undefined) options.onStart?.(child.pid);
    options.signal?.addEventListener('abort', () => child.kill('SIGINT'));
    for (const stream of [child.stdout, child.stderr]) eachLine(stream, take);
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ exitCode: code ?? undefined, raw: raw.join('\n'), masked: shown.join('\n') }),
    );
  });
}

function eachLine(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    // As .NET's ReadLine, which the runner reads with: a lone CR ends a line too.
    const lines = `${rest}${chunk}`.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
  stream.on('end', () => {
    if (rest !== '') take(rest);
  });
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

/**
 * `name=value` and `name<<delimiter` as the runner reads its file commands.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
 */
export function parseFileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const heredoc = /^([^=]+?)<<(.+)$/.exec(line);
    if (heredoc === null) {
      const equals = line.indexOf('=');
      if (equals < 1) throw new Error(`not a file command: ${line}`);
      values[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    const end = lines.indexOf(heredoc[2] ?? '', index + 1);
    if (end === -1) throw new Error(`the value of ${heredoc[1]} has no end`);
    values[heredoc[1] ?? ''] = lines.slice(index + 1, end).join('\n');
    index = end;
  }
  return values;
}

function readIfThere(file: string | undefined): string {
  return file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : '';
}
