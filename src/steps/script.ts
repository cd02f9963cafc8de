import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { delimiter, join, win32 } from 'node:path';
import type { ExplainForbidden } from '../check/explain-forbidden.ts';
import { writePrivate } from '../connect/private-files.ts';
import type { Host, ProcessResult, ProcessSpec } from '../host.ts';
import type { Folders, RunStep } from '../inputs.ts';
import type { Problem } from '../problem.ts';
import { CannotStart } from '../tools/process.ts';
import { withRealPipes } from '../tools/real-pipes.ts';
import { childEnvironment } from './child-environment.ts';

/** What a script runs with. */
export interface ScriptSurroundings {
  /** The written one, which makes kubectl, helm and other clients the identity. */
  readonly kubeconfig: string;
  readonly explainForbidden: ExplainForbidden;
  /** Folders that come first on the script's PATH. */
  readonly toolFolders: readonly string[];
  /** Without our own inputs, which hold secrets; what the runner gives (GITHUB_OUTPUT and the like) is the script's. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folders: Folders;
  /** A folder for this user alone. */
  readonly privateFolder: string;
}

/** How a script ended. It succeeded where there are no problems. */
export interface ScriptRun {
  /** Undefined where it did not end by itself. */
  readonly exitCode?: number;
  readonly problems: readonly Problem[];
}

/** The runner's own `shell: bash`. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell */
const BASH = ['--noprofile', '--norc', '-eo', 'pipefail'] as const;

const SHOWN_LINES = 10;
/** Where a script that retries for minutes is refused again and again, the last refusals say it. */
const KEPT_STDERR = 256 * 1024;

function commandOf(file: string, env: Readonly<Record<string, string>>): Pick<ProcessSpec, 'file' | 'args'> {
  if (process.platform !== 'win32') return withRealPipes(['bash', ...BASH, file]);
  return { file: gitBash(pathOf(env)) ?? 'bash', args: [...BASH, file.replaceAll('\\', '/')] };
}

/**
 * Runs the script as the identity, its output line by line in the log. A script that fails is a problem (kind
 * `script`); rights that a server refused on its stderr are a second one (kind `forbidden`).
 */
export async function runScript(
  step: RunStep,
  surroundings: ScriptSurroundings,
  host: Pick<Host, 'log' | 'process'>,
  signal: AbortSignal,
): Promise<ScriptRun> {
  const { folders, environment, kubeconfig, toolFolders } = surroundings;
  const env = childEnvironment(environment, kubeconfig, toolFolders);
  const file = join(surroundings.privateFolder, 'script.sh');
  let result: ProcessResult;
  try {
    await writePrivate(file, withLineEnds(step.script));
    result = await host.process(
      {
        ...commandOf(file, env),
        env,
        cwd: folders.working,
        onStdout: (line) => host.log.script(line),
        onStderr: (line) => host.log.script(line),
      },
      signal,
    );
  } catch (cause) {
    return { problems: [cannotStart(cause, folders)] };
  } finally {
    await rm(file, { force: true });
  }
  if (result.aborted) {
    return {
      problems: [
        {
          kind: 'cancelled',
          message: 'Cancelled while the script ran: it and its children were ended, and what it did until then stays.',
        },
      ],
    };
  }
  if (result.exitCode === 0) return { exitCode: 0, problems: [] };
  return {
    ...(result.exitCode === undefined ? {} : { exitCode: result.exitCode }),
    problems: [scriptProblem(result), ...(await refusedRights(result, surroundings))],
  };
}

/** On Windows the first bash of the path may be the one of WSL, another machine in effect. */
export function gitBash(
  folders: readonly string[],
  isFile: (path: string) => boolean = existsSync,
): string | undefined {
  return folders
    .filter((folder) => folder !== '' && !/\\(system32|sysnative|windowsapps)\\?$/i.test(folder))
    .map((folder) => win32.join(folder, 'bash.exe'))
    .find(isFile);
}

function pathOf(env: Readonly<Record<string, string>>): string[] {
  const name = Object.keys(env).find((key) => /^path$/i.test(key)) ?? 'PATH';
  return (env[name] ?? '').split(delimiter);
}

/** bash takes a carriage return for a part of the word. */
function withLineEnds(script: string): string {
  const text = script.replaceAll('\r\n', '\n');
  return text.endsWith('\n') ? text : `${text}\n`;
}

function scriptProblem(result: ProcessResult): Problem {
  const details = lastLines(result.stderr);
  const base = { kind: 'script', ...(details.length === 0 ? {} : { details }) } as const;
  const { exitCode } = result;
  if (exitCode === undefined) {
    return {
      ...base,
      message: `The script was ended by the signal ${result.signal ?? 'unknown'}.`,
      fix: 'SIGKILL often means that the machine was out of memory.',
    };
  }
  const meaning = meaningOf(exitCode);
  return {
    ...base,
    message: `The script ended with exit code ${exitCode}${meaning === undefined ? '' : `: ${meaning}`}.`,
    fix: 'It stops at the first command that fails (`bash -eo pipefail`); its last lines tell which.',
  };
}

/** https://tldp.org/LDP/abs/html/exitcodes.html */
function meaningOf(exitCode: number): string | undefined {
  if (exitCode === 126) return 'a command was found, but may not be executed';
  if (exitCode === 127)
    return 'a command was not found; `kubectl-version` and `helm-version` put these tools on the path';
  if (exitCode > 128 && exitCode < 160) return `a command was ended by signal ${exitCode - 128}`;
  return undefined;
}

function lastLines(stderr: string): string[] {
  const lines = stderr
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  return lines.slice(-SHOWN_LINES);
}

function refusedRights(result: ProcessResult, { explainForbidden }: ScriptSurroundings): Promise<Problem[]> {
  return explainForbidden({ text: result.stderr.slice(-KEPT_STDERR), for: 'the script' });
}

function cannotStart(cause: unknown, folders: Folders): Problem {
  if (!(cause instanceof CannotStart)) throw cause;
  const { code } = cause;
  return {
    kind: 'tool',
    message: `bash cannot be started in ${folders.working} to run the script: ${code}.`,
    fix:
      process.platform === 'win32'
        ? "Git for Windows brings a bash: put its bin folder on PATH. GitHub's own runners have it."
        : 'Install bash on the runner, and check that `working-directory` is a folder.',
  };
}
