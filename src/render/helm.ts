import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivate } from '../connect/private-files.ts';
import type { Clock, Log, ProcessResult, RunProcess } from '../host.ts';
import type { ChartStep } from '../inputs.ts';
import { failure, type Outcome, type Problem, success } from '../problem.ts';
import { CannotStart } from '../tools/process.ts';
import {
  customResourceArguments,
  type HelmMajor,
  historyArguments,
  manifestArguments,
  privateHomes,
  pullArguments,
  registryFile,
  repositoriesFile,
  repositoryUpdateArguments,
} from './helm-arguments.ts';
import { isPassing, lastHelmError, problemOfDownload, recovery, withoutSecretValues } from './helm-failure.ts';
import { chartOrigin } from './helm-inputs.ts';
import { type ReleaseRevision, readHistory } from './helm-release.ts';

/** A helm that we know how to talk to. */
export interface Helm {
  readonly path: string;
  /** `v4.3.1` */
  readonly version: string;
  readonly major: HelmMajor;
}

/** helm 3.13 brought `--dry-run=server`: https://github.com/helm/helm/releases/tag/v3.13.0 */
const OLDEST_MINOR_OF_3 = 13;

/** A helm by the version that it calls itself, or why it is too old (kind `tool`). */
export function knownHelm(tool: { readonly path: string; readonly version: string }): Outcome<Helm> {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(tool.version) ?? [];
  const isOld = Number(major) < 3 || (Number(major) === 3 && Number(minor) < OLDEST_MINOR_OF_3);
  if (major === undefined || isOld) {
    return failure({
      kind: 'tool',
      message: `helm ${tool.version} (${tool.path}) is too old: charts need helm 3.${OLDEST_MINOR_OF_3} or newer, or helm 4.`,
      fix: 'Write `helm-version: latest`, or `3` for the newest helm 3.',
    });
  }
  return success({ ...tool, major: Number(major) === 3 ? 3 : 4 });
}

/** How helm is run: as whom is said by the kubeconfig that `env` names. */
export interface HelmRunner {
  readonly helm: Helm;
  readonly process: RunProcess;
  readonly env: Readonly<Record<string, string>>;
  /** The working directory. */
  readonly cwd: string;
}

/** How a run of helm ended. */
export type HelmRun =
  | { readonly kind: 'done'; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'failed'; readonly error: string; readonly stdout: string }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'not-started'; readonly problem: Problem };

/** Runs helm with `args`; each line of stderr goes to `onStderr` as it comes. */
export async function runHelm(
  runner: HelmRunner,
  args: readonly string[],
  signal: AbortSignal,
  onStderr?: (line: string) => void,
): Promise<HelmRun> {
  const { helm, env, cwd } = runner;
  let result: ProcessResult;
  try {
    result = await runner.process(
      {
        file: helm.path,
        args,
        env,
        cwd,
        ...(onStderr === undefined ? {} : { onStderr: (line) => onStderr(withoutSecretValues(line)) }),
      },
      signal,
    );
  } catch (cause) {
    return { kind: 'not-started', problem: cannotStart(helm, cause) };
  }
  if (result.aborted) return { kind: 'aborted' };
  if (result.exitCode === 0) return { kind: 'done', stdout: result.stdout, stderr: result.stderr };
  const error = lastHelmError(result.stderr).split('\n').map(withoutSecretValues).join('\n');
  const end = result.signal === undefined ? `exit code ${result.exitCode}` : `ended by ${result.signal}`;
  return {
    kind: 'failed',
    error: error === '' || result.signal !== undefined ? `${error}\n(${end})`.trim() : error,
    stdout: result.stdout,
  };
}

function cannotStart(helm: Helm, cause: unknown): Problem {
  if (!(cause instanceof CannotStart)) throw cause;
  const { code } = cause;
  return {
    kind: 'tool',
    message: `helm ${helm.version} (${helm.path}) cannot be started: ${code}.`,
    fix:
      code === 'E2BIG'
        ? 'The arguments are longer than the system takes: give long values with `values` or `values-files`, not with `set`.'
        : 'Say with `helm-version` which helm to download, such as `latest`.',
  };
}

/** A cancelled helm before anything was written. */
export function cancelledBefore(what: string): Problem {
  return { kind: 'cancelled', message: `Cancelled while ${what}; nothing was changed.` };
}

/** A cancelled `helm upgrade`. */
export function cancelledUpgrade(release: string, namespace: string): Problem {
  return {
    kind: 'cancelled',
    message: `Cancelled while helm was deploying release ${release} in namespace ${namespace}: some of it may be applied, and the release may be left pending.`,
    fix: `The next deployment says so if it is. ${recovery(release, namespace)}`,
  };
}

const DOWNLOAD_TRIES = 3;
const FIRST_PAUSE_MS = 1000;

export interface DownloadOptions {
  /** An empty private folder: login, indexes and the package are kept in it. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info'>;
}

/**
 * Downloads the chart of a registry or repository and returns the package's path. One download, so that what is
 * rendered first and what is deployed then are the same. The login goes to helm by private files, never by arguments.
 */
export async function downloadChart(
  step: ChartStep,
  runner: HelmRunner,
  options: DownloadOptions,
  signal: AbortSignal,
): Promise<Outcome<string>> {
  const destination = join(options.folder, 'chart');
  await mkdir(destination, { mode: 0o700 });
  const privately = step.login === undefined ? runner : await withLogin(step, step.login, runner, options.folder);
  const commands: (readonly string[])[] = [];
  if (step.login !== undefined && chartOrigin(step) === 'repository') {
    commands.push(repositoryUpdateArguments(runner.helm.major));
  }
  commands.push(pullArguments(step, destination));
  for (const args of commands) {
    const problem = await tryDownload(step, privately, args, options, signal);
    if (problem !== undefined) return failure(problem);
  }
  const [file, ...more] = (await readdir(destination)).filter((name) => name.endsWith('.tgz'));
  if (file === undefined || more.length > 0)
    throw new Error(`helm pull left ${more.length + (file === undefined ? 0 : 1)} packages instead of one`);
  options.log.info(`Downloaded the chart ${file}`);
  return success(join(destination, file));
}

async function withLogin(
  step: ChartStep,
  login: NonNullable<ChartStep['login']>,
  runner: HelmRunner,
  folder: string,
): Promise<HelmRunner> {
  const homes = privateHomes(folder);
  const text =
    chartOrigin(step) === 'registry'
      ? registryFile(step.chart, login)
      : repositoriesFile(step.repository ?? '', login, step.helmArgs, runner.cwd);
  const file = chartOrigin(step) === 'registry' ? homes.HELM_REGISTRY_CONFIG : homes.HELM_REPOSITORY_CONFIG;
  await writePrivate(file, text);
  return { ...runner, env: { ...runner.env, ...homes } };
}

/** The problem, or undefined after success. Tries again what may be passing. */
async function tryDownload(
  step: ChartStep,
  runner: HelmRunner,
  args: readonly string[],
  { clock, log }: DownloadOptions,
  signal: AbortSignal,
): Promise<Problem | undefined> {
  for (let attempt = 1; ; attempt++) {
    const run = await runHelm(runner, args, signal);
    switch (run.kind) {
      case 'done':
        return undefined;
      case 'aborted':
        return cancelledBefore(`downloading the chart "${step.chart}"`);
      case 'not-started':
        return run.problem;
      case 'failed': {
        const problem = problemOfDownload(downloadOutput(run), step);
        if (!isPassing(problem) || attempt === DOWNLOAD_TRIES) return problem;
        const pause = FIRST_PAUSE_MS * 3 ** (attempt - 1);
        log.info(`${problem.message} Trying again in ${pause / 1000} s.`);
        try {
          await clock.sleep(pause, signal);
        } catch {
          return cancelledBefore(`downloading the chart "${step.chart}"`);
        }
      }
    }
  }
}

/** `helm repo update` tells the reason on stdout, and in the error only that there was one. */
function downloadOutput(run: { readonly error: string; readonly stdout: string }): string {
  const reasons = run.stdout.split('\n').filter((line) => line.startsWith('\t'));
  return [...reasons.map((line) => line.trim()), run.error].join('\n');
}

/** The revisions of the release, oldest first; none where there is no such release. */
export async function releaseHistory(
  step: ChartStep,
  namespace: string,
  runner: HelmRunner,
  signal: AbortSignal,
): Promise<HelmRun | { readonly kind: 'history'; readonly revisions: readonly ReleaseRevision[] }> {
  const run = await runHelm(runner, historyArguments(step, namespace), signal);
  if (run.kind === 'done') return { kind: 'history', revisions: readHistory(run.stdout) };
  if (run.kind === 'failed' && /^release: not found$/m.test(run.error)) return { kind: 'history', revisions: [] };
  return run;
}

/** The manifests of these revisions. */
export async function releaseManifests(
  step: ChartStep,
  namespace: string,
  revisions: readonly number[],
  runner: HelmRunner,
  signal: AbortSignal,
): Promise<HelmRun | { readonly kind: 'manifests'; readonly manifests: readonly string[] }> {
  const manifests: string[] = [];
  for (const revision of revisions) {
    const run = await runHelm(runner, manifestArguments(step, namespace, revision), signal);
    if (run.kind !== 'done') return run;
    manifests.push(run.stdout);
  }
  return { kind: 'manifests', manifests };
}

/** The CustomResourceDefinitions that the chart installs from its `crds/` folders, which a dry run does not have. */
export async function customResources(chart: string, runner: HelmRunner, signal: AbortSignal): Promise<string> {
  const run = await runHelm(runner, customResourceArguments(chart), signal);
  return run.kind === 'done' ? run.stdout : '';
}

/** Whether there are any in what `customResources` gave. */
export function hasCustomResources(manifest: string): boolean {
  return /^kind:\s*["']?CustomResourceDefinition/m.test(manifest);
}
