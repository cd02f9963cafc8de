import type { ChartStep } from '../inputs.ts';
import { isObject } from '../manifests/json.ts';
import type { KubeObject } from '../manifests/object.ts';
import type { NeededResource } from '../rights/needed.ts';
import type { HelmHook, HelmRelease } from '../rights/needed-helm.ts';
import type { HelmMajor } from './helm-arguments.ts';
import { valueOfFlag } from './helm-flags.ts';

/** https://helm.sh/docs/helm/helm_upgrade/ */
const DEFAULT_HISTORY_MAX = 10;

export interface HelmSurroundings {
  readonly major: HelmMajor;
  readonly namespace: string;
  /** helm's variables: `HELM_DRIVER`, `HELM_MAX_HISTORY`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly revisions: readonly number[];
  /** How the release is applied, as a dry run says (`ssa`, `csa`); undefined: as helm does where nothing says otherwise. */
  readonly applyMethod: string | undefined;
  /** `1.36.3` */
  readonly serverVersion?: string | undefined;
}

/** Streaming lists are on by default for good: https://kubernetes.io/docs/reference/using-api/api-concepts/#streaming-lists */
const STREAMING_LISTS_SINCE = 34;

/** How helm is asked to deploy `step`, as far as its requests depend on it. */
export function helmRelease(step: ChartStep, around: HelmSurroundings): HelmRelease {
  const { major, namespace, environment, revisions, applyMethod, serverVersion } = around;
  const { helmArgs } = step;
  const isOn = (...flags: readonly string[]): boolean =>
    flags.some((flag) => (valueOfFlag(helmArgs, flag) ?? 'false') !== 'false');
  const historyMax = Number(argumentOf(helmArgs, '--history-max') ?? environment.HELM_MAX_HISTORY ?? '');
  const isGiven = argumentOf(helmArgs, '--history-max') !== undefined || (environment.HELM_MAX_HISTORY ?? '') !== '';
  return {
    name: step.release,
    namespace,
    major,
    storage: storageOf(environment.HELM_DRIVER),
    revisions,
    historyMax: isGiven && Number.isInteger(historyMax) && historyMax >= 0 ? historyMax : DEFAULT_HISTORY_MAX,
    serverSide:
      major === 4 &&
      (applyMethod === undefined ? argumentOf(helmArgs, '--server-side') !== 'false' : applyMethod === 'ssa'),
    wait: step.wait.wait,
    streamsLists: minorOf(serverVersion) >= STREAMING_LISTS_SINCE,
    force: isOn('--force', '--force-replace'),
    undoesFailure: isOn('--atomic', '--rollback-on-failure', '--cleanup-on-fail'),
  };
}

function minorOf(version: string | undefined): number {
  return Number(/^v?1\.(\d+)/.exec(version ?? '')?.[1] ?? 0);
}

/** https://helm.sh/docs/topics/advanced/#storage-backends */
function storageOf(driver: string | undefined): HelmRelease['storage'] {
  switch ((driver ?? '').toLowerCase()) {
    case '':
    case 'secret':
    case 'secrets':
      return 'secrets';
    case 'configmap':
    case 'configmaps':
      return 'configmaps';
    default:
      return undefined;
  }
}

/** The value of a flag, on its own line or behind `=`. */
function argumentOf(helmArgs: readonly string[], flag: string): string | undefined {
  const index = helmArgs.findLastIndex((line) => line === flag || line.startsWith(`${flag}=`));
  const line = helmArgs[index];
  return line === flag ? helmArgs[index + 1] : line?.slice(flag.length + 1);
}

/** Whether helm runs the object as a hook instead of installing it. https://helm.sh/docs/topics/charts_hooks/ */
export function isHook(object: Pick<KubeObject, 'value'>): boolean {
  return annotationsOf(object)['helm.sh/hook'] !== undefined;
}

/** `web/crds/widgets.yaml`, `web/charts/db/crds/…`: what helm installs once and never changes. */
export function isOfDefinitionsFolder(file: string): boolean {
  return /(^|\/)crds\//.test(file) && !file.includes('/templates/');
}

/** A hook with what its annotations say of it. */
export function hookOf(
  { ref, source, value }: Pick<KubeObject, 'ref' | 'source' | 'value'>,
  resource: NeededResource,
): HelmHook {
  const annotations = annotationsOf({ value });
  return {
    ref,
    source,
    resource,
    events: listOf(annotations['helm.sh/hook']),
    deletePolicies: listOf(annotations['helm.sh/hook-delete-policy']),
    logs: annotations['helm.sh/hook-output-log-policy'] !== undefined,
  };
}

function annotationsOf({ value }: Pick<KubeObject, 'value'>): Readonly<Record<string, unknown>> {
  return isObject(value.metadata) && isObject(value.metadata.annotations) ? value.metadata.annotations : {};
}

function listOf(value: unknown): string[] {
  if (typeof value !== 'string') return [];
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
