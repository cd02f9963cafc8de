import { rm, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { Change } from '../apply/applied.ts';
import { onceEach } from '../apply/read.ts';
import type { ExplainForbidden } from '../check/explain-forbidden.ts';
import type { StepRights } from '../check/preflight.ts';
import type { ApiClient } from '../cluster/client.ts';
import type { Discovery } from '../cluster/discovery.ts';
import { createPrivateFolder, writePrivate } from '../connect/private-files.ts';
import type { Host, Log } from '../host.ts';
import type { ChartStep, Folders } from '../inputs.ts';
import { type Draft, joinDrafts } from '../manifests/draft.ts';
import { type Denied, failure, type Outcome, type Problem, success } from '../problem.ts';
import {
  cancelledBefore,
  cancelledUpgrade,
  customResources,
  downloadChart,
  type HelmRun,
  type HelmRunner,
  hasCustomResources,
  knownHelm,
  releaseHistory,
  releaseManifests,
  runHelm,
} from '../render/helm.ts';
import { upgradeArguments } from '../render/helm-arguments.ts';
import { type HelmPhase, isUnknownKind, problemOfHelm } from '../render/helm-failure.ts';
import { valueOfFlag } from '../render/helm-flags.ts';
import { chartOrigin } from '../render/helm-inputs.ts';
import {
  objectsOfManifest,
  type ReleaseAnswer,
  type ReleaseRevision,
  readRelease,
  revisionsAlive,
} from '../render/helm-release.ts';
import { helmRelease, isHook, isOfDefinitionsFolder } from '../render/helm-rights.ts';
import { renderTemplates } from '../render/helm-template.ts';
import type { ApplyTarget } from '../rights/needed.ts';
import { type HelmRelease, neededForHelm, neededToRender } from '../rights/needed-helm.ts';
import { readBoundRoles } from './bound-roles.ts';
import { childEnvironment } from './child-environment.ts';
import {
  changesOf,
  placeObjects,
  type ReleaseObject,
  type Sight,
  seeObjects,
  unreadableWarning,
  unseenChanges,
} from './helm-changes.ts';
import { type ChartObjects, perhapsAlso, rightsOfChart } from './helm-rights.ts';

/** What a chart is deployed with. */
export interface ChartSurroundings {
  /** `version` as the tool calls itself: `v4.3.1`. */
  readonly helm: { readonly path: string; readonly version: string };
  /** Folders that come first on helm's PATH: post-renderers may want kubectl. */
  readonly toolFolders: readonly string[];
  /** The written one, which makes helm the identity. */
  readonly kubeconfig: string;
  readonly explainForbidden: ExplainForbidden;
  /** The rights that helm takes are asked for before it changes anything. */
  readonly rights: StepRights;
  readonly namespace: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly folders: Folders;
  /** A folder for this user alone; what is put into it is removed again. */
  readonly privateFolder: string;
  /** As the identity. */
  readonly client: ApiClient;
  readonly discovery: Discovery;
  /** `1.36.3`, where it is known. */
  readonly serverVersion?: string | undefined;
  readonly credentialName: string;
}

/** What is known of a chart's deployment, failed ones included. It succeeded where there are no problems. */
export interface ChartDeployment {
  /** The revision that helm made, also one that failed. */
  readonly release?: { readonly name: string; readonly revision: string };
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * Deploys a chart with helm as the identity. In this order: the chart is downloaded once, rendered against the cluster
 * (nothing is written while that fails), its objects are read, helm upgrades or installs, its objects are read again.
 * helm's own output goes to the log; only the upgrade writes, and only what stands there can be left half done.
 */
export async function deployChart(
  step: ChartStep,
  surroundings: ChartSurroundings,
  host: Pick<Host, 'log' | 'process' | 'clock'>,
  signal: AbortSignal,
): Promise<ChartDeployment> {
  const helm = knownHelm(surroundings.helm);
  const problems = [...(helm.ok ? [] : helm.problems), ...(await problemsOfFiles(step, surroundings.folders))];
  if (!helm.ok || problems.length > 0) return failed(problems);
  const folder = join(surroundings.privateFolder, 'helm');
  await createPrivateFolder(folder);
  try {
    const { environment, kubeconfig, toolFolders, folders } = surroundings;
    const env = childEnvironment(environment, kubeconfig, toolFolders);
    const runner = { helm: helm.value, process: host.process, env, cwd: folders.working };
    return await new Deployment(step, surroundings, host, runner, folder, signal).run();
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A release as it is before, and as the chart wants it. */
interface Prepared {
  readonly chart: string;
  readonly inlineValuesFile: string | undefined;
  readonly lastRevision: number;
  readonly old: readonly ReleaseObject[];
  /** Undefined where a dry run cannot know: the chart brings its own CustomResourceDefinitions. */
  readonly wanted: readonly ReleaseObject[] | undefined;
  /** What is not in a release's manifest, but in the chart. */
  readonly beside: Pick<ChartObjects, 'hooks' | 'definitions'>;
  readonly release: HelmRelease;
}

/** What a dry run made of the chart. */
interface Rendered {
  readonly objects: Draft;
  readonly hooks: Draft;
  readonly applyMethod: string | undefined;
}

const NO_OBJECTS = { objects: [], removed: [], hooks: [], definitions: [] };

/** The objects of which `is` holds, and the others. */
function parted(
  objects: readonly ReleaseObject[],
  is: (object: ReleaseObject) => boolean,
): [ReleaseObject[], ReleaseObject[]] {
  return [objects.filter(is), objects.filter((object) => !is(object))];
}

class Deployment {
  readonly #step: ChartStep;
  readonly #around: ChartSurroundings;
  readonly #host: Pick<Host, 'log' | 'process' | 'clock'>;
  readonly #runner: HelmRunner;
  readonly #folder: string;
  readonly #signal: AbortSignal;
  readonly #chartFolder: string | undefined;

  constructor(
    step: ChartStep,
    around: ChartSurroundings,
    host: Pick<Host, 'log' | 'process' | 'clock'>,
    runner: HelmRunner,
    folder: string,
    signal: AbortSignal,
  ) {
    this.#step = step;
    this.#around = around;
    this.#host = host;
    this.#runner = runner;
    this.#folder = folder;
    this.#signal = signal;
    const isFolder = chartOrigin(step) === 'path' && !step.chart.endsWith('.tgz');
    this.#chartFolder = isFolder ? displayPath(step.chart, around.folders) : undefined;
  }

  async run(): Promise<ChartDeployment> {
    const prepared = await this.#prepare();
    if (!prepared.ok) return failed(prepared.problems);
    const { old, wanted, beside, release } = prepared.value;
    const before = await this.#see([...old, ...(wanted ?? [])]);
    if (this.#signal.aborted) return failed([cancelledBefore('reading the objects of the release')]);
    const allowed =
      wanted === undefined
        ? await this.#checkByTemplate(prepared.value.chart, old, release)
        : await this.#check({ old, wanted, ...beside }, before, release);
    if (!allowed.ok) return failed(allowed.problems);
    return this.#upgrade(prepared.value, before);
  }

  /** The chart, the release and the rendered objects, or everything that stands in the way. Writes nothing. */
  async #prepare(): Promise<Outcome<Prepared>> {
    const [chart, early] = await Promise.all([this.#locate(), this.#readHistoryIfAllowed()]);
    if (early === undefined && chart.ok) {
      const allowed = await this.#checkByTemplate(chart.value, [], this.#release([]), this.#release([1]));
      if (!allowed.ok) return allowed;
    }
    const history = early ?? (await this.#readHistory());
    if (!chart.ok || !history.ok) {
      return failure(...onceEach([...(history.ok ? [] : history.problems), ...(chart.ok ? [] : chart.problems)]));
    }
    const inlineValuesFile = await this.#writeValues();
    const alive = revisionsAlive(history.value);
    const [read, rendered, definitions] = await Promise.all([
      this.#readOld(alive),
      this.#render(chart.value, inlineValuesFile, alive.length === 0),
      alive.length === 0 ? this.#definitions(chart.value) : [],
    ]);
    const revisions = history.value.map(({ revision }) => revision);
    const isInstall = alive.length === 0;
    if (!rendered.ok) return this.#explainRights(rendered, chart.value, { ...this.#release(revisions), isInstall });
    if (!read.ok) return read;
    const hooks = rendered.value === undefined || this.#skips('--no-hooks') ? [] : this.#place(rendered.value.hooks);
    return success({
      chart: chart.value,
      inlineValuesFile,
      lastRevision: revisions.at(-1) ?? 0,
      old: this.#place(read.value),
      wanted: rendered.value && this.#place(rendered.value.objects),
      beside: { hooks, definitions },
      release: { ...this.#release(revisions, rendered.value?.applyMethod), isInstall },
    });
  }

  #release(revisions: readonly number[], applyMethod?: string): HelmRelease {
    const { namespace, environment, serverVersion } = this.#around;
    const { major } = this.#runner.helm;
    return helmRelease(this.#step, { major, namespace, environment, revisions, applyMethod, serverVersion });
  }

  /** Undefined where the identity is known to lack a right for it. */
  async #readHistoryIfAllowed(): Promise<Outcome<readonly ReleaseRevision[]> | undefined> {
    const lacks = await this.#around.rights.lacks(neededToRender(this.#release([])));
    return lacks ? undefined : this.#readHistory();
  }

  async #definitions(chart: string): Promise<readonly ReleaseObject[]> {
    if (this.#skips('--skip-crds')) return [];
    const manifest = await customResources(chart, this.#runner, this.#signal);
    return hasCustomResources(manifest) ? this.#place(objectsOfManifest(manifest, this.#chartFolder)) : [];
  }

  #skips(flag: string): boolean {
    return (valueOfFlag(this.#step.helmArgs, flag) ?? 'false') !== 'false';
  }

  /** `perhaps`: what the release may turn out to be where nobody could read which revisions there are. */
  async #check(chart: ChartObjects, sight: Sight, release: HelmRelease, perhaps?: HelmRelease): Promise<Outcome<void>> {
    const { rights, discovery, client } = this.#around;
    if (!rights.looks) return success(undefined);
    const rolesOf = (targets: readonly ApplyTarget[]) => readBoundRoles(client, targets, this.#signal);
    const { needed, proven } = await rightsOfChart(chart, sight, discovery, release, rolesOf);
    if (perhaps === undefined) return rights.check({ needed, proven, tools: true });
    const also = await rightsOfChart(chart, sight, discovery, perhaps, async () => []);
    return rights.check({ needed: perhapsAlso(needed, also.needed), proven, tools: true });
  }

  /**
   * The check where helm cannot, or may not, render against the cluster: what `helm template` makes of the chart stands
   * in for the objects, for this question alone.
   */
  async #checkByTemplate(
    chart: string,
    old: readonly ReleaseObject[],
    release: HelmRelease,
    perhaps?: HelmRelease,
  ): Promise<Outcome<void>> {
    const { namespace, folders, rights } = this.#around;
    if (!rights.looks) return success(undefined);
    const { repository: _repository, ...rest } = this.#step;
    const step = { ...rest, chart, repository: undefined, version: undefined, login: undefined };
    const rendered = await renderTemplates({ step, namespace, folders }, this.#runner, this.#signal);
    if (!rendered.ok) return rights.check({ needed: neededForHelm(release, NO_OBJECTS), tools: true });
    const draft = joinDrafts(rendered.value.map((manifest) => objectsOfManifest(manifest, this.#chartFolder)));
    const [hooks, objects] = parted(this.#place(draft), isHook);
    const [definitions, wanted] = parted(objects, ({ source }) => isOfDefinitionsFolder(source.file));
    const all = { old, wanted, hooks: this.#skips('--no-hooks') ? [] : hooks, definitions };
    return this.#check(all, await this.#see([...old, ...wanted]), release, perhaps);
  }

  /** A dry run that was refused for want of a right stops at the first; all of them are told instead. */
  async #explainRights(
    refused: { readonly ok: false; readonly problems: readonly Problem[] },
    chart: string,
    release: HelmRelease,
  ): Promise<ReturnType<typeof failure>> {
    if (!refused.problems.some(({ kind }) => kind === 'forbidden')) return refused;
    const allowed = await this.#checkByTemplate(chart, [], release);
    return allowed.ok ? refused : allowed;
  }

  async #locate(): Promise<Outcome<string>> {
    if (chartOrigin(this.#step) === 'path') return success(resolve(this.#around.folders.working, this.#step.chart));
    const options = { folder: this.#folder, clock: this.#host.clock, log: this.#host.log };
    return downloadChart(this.#step, this.#runner, options, this.#signal);
  }

  async #readHistory(): Promise<Outcome<readonly ReleaseRevision[]>> {
    const read = await releaseHistory(this.#step, this.#around.namespace, this.#runner, this.#signal);
    return read.kind === 'history' ? success(read.revisions) : this.#refuse(read, 'read');
  }

  async #readOld(revisions: readonly number[]): Promise<Outcome<Draft>> {
    const read = await releaseManifests(this.#step, this.#around.namespace, revisions, this.#runner, this.#signal);
    if (read.kind !== 'manifests') return this.#refuse(read, 'read');
    return success(joinDrafts(read.manifests.map((manifest) => objectsOfManifest(manifest, this.#chartFolder))));
  }

  async #writeValues(): Promise<string | undefined> {
    if (this.#step.values === undefined) return undefined;
    const file = join(this.#folder, 'values.yaml');
    await writePrivate(file, this.#step.values.reveal());
    return file;
  }

  async #render(
    chart: string,
    inlineValuesFile: string | undefined,
    isFirst: boolean,
  ): Promise<Outcome<Rendered | undefined>> {
    const args = this.#arguments(chart, inlineValuesFile, true);
    const run = await runHelm(this.#runner, args, this.#signal, (line) => this.#host.log.debug(line));
    if (run.kind === 'done') {
      const { manifest, hooks, applyMethod } = readRelease(run.stdout);
      const draftOf = (text: string): Draft => objectsOfManifest(text, this.#chartFolder);
      return success({ objects: draftOf(manifest), hooks: draftOf(hooks), applyMethod });
    }
    if (run.kind === 'failed' && isFirst && isUnknownKind(run.error)) {
      if (hasCustomResources(await customResources(chart, this.#runner, this.#signal))) {
        this.#host.log.info(
          'The chart brings CustomResourceDefinitions with it, so what it makes of them cannot be checked beforehand.',
        );
        return success(undefined);
      }
    }
    return this.#refuse(run, 'render', inlineValuesFile);
  }

  async #upgrade(prepared: Prepared, before: Sight): Promise<ChartDeployment> {
    const { release } = this.#step;
    const { namespace } = this.#around;
    const { log } = this.#host;
    const doing = prepared.lastRevision === 0 ? 'installing' : 'upgrading';
    log.info(`helm ${this.#runner.helm.version}: ${doing} release ${release} in namespace ${namespace}`);
    const args = this.#arguments(prepared.chart, prepared.inlineValuesFile, false);
    const run = await runHelm(this.#runner, args, this.#signal, (line) => log.info(line));
    switch (run.kind) {
      case 'not-started':
        return failed([run.problem]);
      case 'aborted':
        return {
          changes: unseenChanges(prepared.wanted ?? prepared.old),
          problems: [cancelledUpgrade(release, namespace)],
          warnings: [],
        };
      case 'failed': {
        const problems = await this.#explain(run.error, 'upgrade', prepared.inlineValuesFile);
        const revision = await this.#revisionAfter(prepared.lastRevision);
        return this.#conclude(prepared, before, { objects: prepared.wanted ?? [], revision, problems });
      }
      case 'done': {
        const answer = readRelease(run.stdout);
        logRelease(answer, this.#step, log);
        const draft = objectsOfManifest(answer.manifest, this.#chartFolder);
        const concluded = await this.#conclude(prepared, before, {
          objects: this.#place(draft),
          revision: answer.revision,
          problems: [],
        });
        return { ...concluded, warnings: [...unreadObjectsWarning(draft, release), ...concluded.warnings] };
      }
    }
  }

  /** The revision that a failed upgrade made; undefined where it came to none. */
  async #revisionAfter(lastRevision: number): Promise<number | undefined> {
    const history = await releaseHistory(this.#step, this.#around.namespace, this.#runner, this.#signal);
    const last = history.kind === 'history' ? history.revisions.at(-1)?.revision : undefined;
    return last !== undefined && last > lastRevision ? last : undefined;
  }

  async #conclude(
    prepared: Prepared,
    before: Sight,
    end: {
      readonly objects: readonly ReleaseObject[];
      readonly revision: number | undefined;
      readonly problems: readonly Problem[];
    },
  ): Promise<ChartDeployment> {
    const after = await this.#see([...prepared.old, ...end.objects]);
    const { release } = this.#step;
    const succeeded = end.problems.length === 0;
    const isCancelled = this.#signal.aborted;
    return {
      ...(end.revision === undefined ? {} : { release: { name: release, revision: String(end.revision) } }),
      changes: changesOf({ old: prepared.old, wanted: end.objects, before, after, succeeded }),
      problems: isCancelled ? [...end.problems, cancelledAfter(release)] : end.problems,
      warnings: isCancelled ? [] : unreadableWarning([before, after], release),
    };
  }

  #arguments(chart: string, inlineValuesFile: string | undefined, dryRun: boolean): string[] {
    return upgradeArguments(this.#step, {
      helmMajor: this.#runner.helm.major,
      namespace: this.#around.namespace,
      chart,
      dryRun,
      ...(inlineValuesFile === undefined ? {} : { inlineValuesFile }),
    });
  }

  #place(draft: Draft): readonly ReleaseObject[] {
    return placeObjects(draft.objects, this.#around.discovery, this.#around.namespace);
  }

  #see(objects: readonly ReleaseObject[]): Promise<Sight> {
    const { client, discovery, credentialName } = this.#around;
    return seeObjects(objects, client, discovery, credentialName, this.#signal);
  }

  /** A run of helm that was to read or render, and did not. */
  async #refuse(run: HelmRun, phase: HelmPhase, inlineValuesFile?: string): Promise<ReturnType<typeof failure>> {
    switch (run.kind) {
      case 'failed':
        return failure(...(await this.#explain(run.error, phase, inlineValuesFile)));
      case 'not-started':
        return failure(run.problem);
      case 'aborted':
      case 'done':
        return failure(cancelledBefore('preparing the chart'));
    }
  }

  async #explain(error: string, phase: HelmPhase, inlineValuesFile?: string): Promise<Problem[]> {
    const { explainForbidden, namespace, folders } = this.#around;
    const forbidden = await explainForbidden({ text: error, for: `release ${namespace}/${this.#step.release}` });
    if (forbidden.length > 0) {
      return forbidden.map((problem) => {
        const hints = phase === 'upgrade' ? [] : problem.denied.flatMap(hintOf);
        const details = [...(problem.details ?? []), ...new Set(hints)];
        return details.length === 0 ? problem : { ...problem, details };
      });
    }
    return [
      problemOfHelm(error, {
        step: this.#step,
        phase,
        namespace,
        chartFolder: this.#chartFolder,
        displayPath: (path) => displayPath(path, folders),
        inlineValuesFile,
      }),
    ];
  }
}

/** Why helm wants a right that no object of the chart seems to take. */
function hintOf({ apiGroup, resource }: Denied): string[] {
  if (apiGroup === '' && resource === 'secrets') {
    return [
      'helm keeps each revision of a release in a Secret and lists them by label, which takes `list` on all Secrets of the namespace; with HELM_DRIVER=configmap in the environment it keeps them in ConfigMaps.',
    ];
  }
  if (apiGroup === 'apiextensions.k8s.io' && resource === 'customresourcedefinitions') {
    return [
      'helm asks for CustomResourceDefinitions where the chart holds an object of a kind that the cluster does not know: check apiVersion and kind of its objects first.',
    ];
  }
  return [];
}

/** helm's answer is JSON for us; what it would have shown to people is said here. */
function logRelease(release: ReleaseAnswer, step: ChartStep, log: Pick<Log, 'info'>): void {
  log.info(`Release ${step.release} is ${release.status}, revision ${release.revision}.`);
  if (release.notes === '' || step.helmArgs.includes('--hide-notes')) return;
  log.info('NOTES:');
  for (const line of release.notes.split('\n')) log.info(line);
}

/** helm takes some documents for objects that the API server would not read as it does: they are not compared. */
function unreadObjectsWarning(draft: Draft, release: string): Problem[] {
  if (draft.problems.length === 0) return [];
  return [
    {
      kind: 'manifest',
      message: `Whether some objects of release ${release} changed is not known, since what their templates render cannot be read reliably.`,
      details: draft.problems.slice(0, 5).map(({ message, source }) => `${source?.file ?? ''}: ${message}`),
    },
  ];
}

function cancelledAfter(release: string): Problem {
  return {
    kind: 'cancelled',
    message: `Cancelled when helm was done with release ${release}, before all of its objects were looked at.`,
  };
}

function failed(problems: readonly Problem[]): ChartDeployment {
  return { changes: [], problems, warnings: [] };
}

/** Files that are not there, all at once. */
async function problemsOfFiles(step: ChartStep, folders: Folders): Promise<Problem[]> {
  const problems: Problem[] = [];
  if (chartOrigin(step) === 'path') problems.push(...(await problemsOfPath(step, folders)));
  for (const file of step.valuesFiles) {
    // helm takes URLs as well, and schemes that plugins know.
    if (/^[a-z][a-z0-9+.-]+:\/\//i.test(file)) continue;
    const kind = await kindOf(resolve(folders.working, file));
    if (kind === 'file') continue;
    problems.push({
      kind: 'input',
      input: 'values-files',
      message: `input \`values-files\`: ${kind === 'folder' ? `${file} is a folder` : `there is no file ${file} in ${folders.working}`}.`,
      fix: 'Write paths relative to `working-directory`, one a line; a workflow needs a step with actions/checkout first.',
    });
  }
  return problems;
}

async function problemsOfPath(step: ChartStep, folders: Folders): Promise<Problem[]> {
  const path = resolve(folders.working, step.chart);
  const kind = await kindOf(path);
  if (kind === 'file') return [];
  const problem = { kind: 'input', input: 'chart' } as const;
  if (kind === undefined) {
    return [
      {
        ...problem,
        message: `input \`chart\`: there is no chart ${step.chart} in ${folders.working}.`,
        fix: 'Write a path relative to `working-directory` (a workflow needs a step with actions/checkout first), `oci://…`, or the name of a chart beside `chart-repository`.',
      },
    ];
  }
  if ((await kindOf(join(path, 'Chart.yaml'))) === 'file') return [];
  return [
    {
      ...problem,
      message: `input \`chart\`: the folder ${step.chart} is no chart: it has no Chart.yaml.`,
      fix: 'Write the folder that holds Chart.yaml. Plain manifests go to the input `manifests`.',
    },
  ];
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** A path as the user knows it: relative to the workspace where it is inside, with `/`. Empty for the workspace itself. */
function displayPath(path: string, folders: Folders): string {
  const absolute = resolve(folders.working, path);
  const inside = relative(folders.workspace, absolute);
  const isInside = inside !== '..' && !inside.startsWith('../') && !inside.startsWith('..\\') && !isAbsolute(inside);
  return (isInside ? inside : absolute).replaceAll('\\', '/');
}
