import { existsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { childEnvironment } from '../action/runner.ts';
import type { ChartStep, Folders } from '../inputs.ts';
import { failure, formatProblem, type Outcome, type Problem, success } from '../problem.ts';
import { writeJsonList, writeYaml } from '../rbac/documents.ts';
import { generateRbac } from '../rbac/generate.ts';
import type { ObjectSource } from '../rbac/load.ts';
import { isSameCiIdentity, nameCiIdentity } from '../rbac/request.ts';
import type { HelmMajor } from '../render/helm-arguments.ts';
import { checkChartInputs } from '../render/helm-inputs.ts';
import { Secrets } from '../secret.ts';
import { findOwn } from '../tools/own.ts';
import type { ToolName } from '../tools/used-tool.ts';
import { stderrLog } from './log.ts';
import { readScenes, type Scene } from './rbac-options.ts';
import { EXIT, type ExitCode, type Output, type Terminal } from './terminal.ts';
import { asOptionProblem, type GivenOptions, usageProblem } from './usage.ts';

/** `deploy-as rbac`. */
export async function rbacCommand(
  given: GivenOptions,
  output: Output,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  const problems: Problem[] = [];
  const scenes = readScenes(given, problems);
  const folders = readFolders(given, terminal, problems);
  const readSource = readSources(given, problems);
  if (problems.length > 0 || readSource === undefined) return refuse(problems, terminal, EXIT.usage);

  const host = { process: terminal.process, log: stderrLog(terminal) };
  const tool = await findTool(readSource.tool, folders, terminal, signal);
  if (!tool.ok) return refuse(tool.problems, terminal, EXIT.findings);
  const generated = [];
  for (const scene of scenes) {
    const source = readSource.sourceFor(scene, tool.value);
    if (!source.ok) return refuse(source.problems, terminal, EXIT.usage);
    const environment = childEnvironment(terminal.environment);
    const place = { folders, environment, namespace: scene.namespace };
    const documents = await generateRbac(
      { ...scene, source: source.value, place, foreign: others(scenes, scene) },
      host,
      signal,
    );
    if (!documents.ok) return refuse(documents.problems, terminal, EXIT.findings);
    generated.push({ scene, documents: documents.value });
  }
  for (const scene of scenes) warnOfPlanner(scene, terminal);
  terminal.stdout(
    output === 'json'
      ? writeJsonList(generated.flatMap(({ documents }) => documents))
      : generated.map(({ scene, documents }) => writeYaml(heading(scene), documents)).join('---\n'),
  );
  return EXIT.clean;
}

function heading({ deployer, environment, ci, mode, namespace }: Scene): string {
  const who = `${deployer.namespace}/${deployer.name}`;
  return [
    `The rights of ${who}${environment === undefined ? '' : `, which deploys to ${environment}`}: what deploying to namespace ${namespace} takes, and no more.`,
    `${nameCiIdentity(ci)} may become it${mode === 'constrained' ? ', request by request (constrained impersonation, Kubernetes 1.36 or newer)' : ''}.`,
    'Written by `deploy-as rbac`. Somebody who may grant rights applies it: kubectl apply -f FILE.',
  ].join('\n');
}

function warnOfPlanner({ planner, ci, deployer }: Scene, terminal: Terminal): void {
  if (planner === undefined || !isSameCiIdentity(planner.ci, ci)) return;
  terminal.stderr(
    `Warning: ${nameCiIdentity(ci)} may become ${deployer.namespace}/${deployer.name} as well as the planner, so that whoever edits the workflow of a pull request can deploy. Give pull requests a CI identity of their own: --planner-ci-service-account, --planner-ci-user or --planner-ci-group.\n`,
  );
}

function others(scenes: readonly Scene[], own: Scene): ReadonlyMap<string, string> {
  return new Map(
    scenes.filter((scene) => scene !== own).map((scene) => [scene.namespace, scene.environment ?? scene.namespace]),
  );
}

function readFolders(given: GivenOptions, terminal: Terminal, problems: Problem[]): Folders {
  const { currentFolder } = terminal;
  const working = resolve(currentFolder, given.text('working-directory') ?? '.');
  if (!existsSync(working) || !statSync(working).isDirectory())
    problems.push(usageProblem('working-directory', `there is no folder ${working}`, 'Write a folder that exists.'));
  return { workspace: currentFolder, working, temp: tmpdir() };
}

const SOURCES = ['manifests', 'kustomize', 'chart'] as const;
const CHART_OPTIONS = [
  'release',
  'chart-version',
  'chart-repository',
  'values-files',
  'values',
  'set',
  'helm-args',
  'helm-version',
  'kubernetes-version',
  'wait',
];

interface FoundTool {
  readonly path: string;
  readonly version: string;
}

interface SourceReader {
  readonly tool: ToolName | undefined;
  readonly sourceFor: (scene: Scene, tool: FoundTool | undefined) => Outcome<ObjectSource>;
}

function readSources(given: GivenOptions, problems: Problem[]): SourceReader | undefined {
  const chosen = SOURCES.filter((option) => given.has(option));
  const [kind] = chosen;
  if (kind === undefined || chosen.length > 1) {
    const message =
      kind === undefined
        ? 'what is deployed is not given'
        : `${chosen.map((name) => `--${name}`).join(' and ')} exclude each other`;
    problems.push(usageProblem('', message, 'Give exactly one of --manifests, --kustomize and --chart.'));
    return undefined;
  }
  if (kind !== 'chart') {
    for (const option of CHART_OPTIONS.filter((name) => given.has(name)))
      problems.push(usageProblem(option, 'it does nothing without --chart', 'Leave it out.'));
  }
  switch (kind) {
    case 'manifests':
      return {
        tool: undefined,
        sourceFor: ({ fill }) => success({ kind, paths: given.list('manifests').map(fill) }),
      };
    case 'kustomize':
      return {
        tool: 'kubectl',
        sourceFor: ({ fill }, tool) =>
          success({ kind, folder: fill(given.text('kustomize') ?? ''), kubectl: tool?.path ?? '' }),
      };
    case 'chart': {
      const wait = readBoolean(given, 'wait', true, problems);
      const major = readMajor(given, problems);
      const serverVersion = readServerVersion(given, problems);
      return {
        tool: 'helm',
        sourceFor: (scene, tool) => chartSource(given, scene, { wait, major, tool, serverVersion }),
      };
    }
  }
}

function chartSource(
  given: GivenOptions,
  { fill }: Scene,
  options: {
    readonly wait: boolean;
    readonly major: HelmMajor | undefined;
    readonly tool: FoundTool | undefined;
    readonly serverVersion: string;
  },
): Outcome<ObjectSource> {
  const { wait, tool } = options;
  const text = (name: string): string => fill(given.text(name) ?? '');
  const values = text('values');
  const step: Outcome<ChartStep> = checkChartInputs({
    chart: text('chart'),
    release: text('release'),
    version: text('chart-version'),
    repository: text('chart-repository'),
    username: undefined,
    password: undefined,
    valuesFiles: given.list('values-files').map(fill),
    values: values === '' ? undefined : new Secrets().register(values),
    set: given.list('set').map(fill),
    helmArgs: given.list('helm-args').map(fill),
    wait: { wait, timeoutMilliseconds: 0 },
  });
  if (!step.ok) return step;
  const { path = '', version = '' } = tool ?? {};
  const major = options.major ?? (version.startsWith('v3.') ? 3 : 4);
  const { serverVersion } = options;
  return success({ kind: 'chart', step: step.value, helm: { path, version }, major, serverVersion });
}

function readMajor(given: GivenOptions, problems: Problem[]): HelmMajor | undefined {
  switch (given.text('helm-version')) {
    case undefined:
      return undefined;
    case '3':
      return 3;
    case '4':
      return 4;
    default:
      problems.push(
        usageProblem('helm-version', 'it is neither 3 nor 4', 'Write the major version of the helm that deploys.'),
      );
      return undefined;
  }
}

/** A cluster of today, where nothing else is said. */
const RECENT = 'v1.36';

function readServerVersion(given: GivenOptions, problems: Problem[]): string {
  const text = given.text('kubernetes-version') ?? RECENT;
  if (!/^v?1\.\d+(\.|$)/.test(text))
    problems.push(usageProblem('kubernetes-version', `"${text}" is no version of Kubernetes`, 'Write e.g. `1.33`.'));
  return text;
}

function readBoolean(given: GivenOptions, name: string, byDefault: boolean, problems: Problem[]): boolean {
  const text = given.text(name);
  if (text === undefined) return byDefault;
  if (text !== 'true' && text !== 'false')
    problems.push(usageProblem(name, `"${text}" is neither true nor false`, 'Write `true` or `false`.'));
  return text === 'true';
}

async function findTool(
  tool: ToolName | undefined,
  folders: Folders,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Outcome<FoundTool | undefined>> {
  if (tool === undefined) return success(undefined);
  const surroundings = {
    environment: childEnvironment(terminal.environment),
    cwd: folders.working,
    nodePlatform: terminal.platform,
  };
  const clock = {
    now: () => Date.now(),
    sleep: (milliseconds: number, inner: AbortSignal) => delay(milliseconds, undefined, { signal: inner }),
  };
  const found = await findOwn(tool, surroundings, { process: terminal.process, clock }, signal);
  if (found.kind === 'usable') return success(found.own);
  const why = found.kind === 'absent' ? 'there is none on PATH' : `${found.path} is of no use: ${found.reason}`;
  return failure({
    kind: 'tool',
    message: `${tool} is needed to render what is deployed, but ${why}.`,
    fix:
      tool === 'kubectl'
        ? 'Install kubectl (https://kubernetes.io/docs/tasks/tools/), or give the rendered files to --manifests.'
        : 'Install helm (https://helm.sh/docs/intro/install/).',
  });
}

function refuse(problems: readonly Problem[], terminal: Terminal, code: ExitCode): ExitCode {
  terminal.stderr(`${problems.map((problem) => formatProblem(asOptionProblem(problem))).join('\n')}\n`);
  return code;
}
