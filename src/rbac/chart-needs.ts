import type { Discovery } from '../cluster/discovery.ts';
import { isObject } from '../manifests/json.ts';
import type { KubeObject } from '../manifests/object.ts';
import { hookOf } from '../render/helm-rights.ts';
import type { ApplyTarget, Needed } from '../rights/needed.ts';
import { type HelmRelease, neededForHelm } from '../rights/needed-helm.ts';
import { deployerNeeds, targetOf } from './needs.ts';
import type { DeployerNeeds } from './write.ts';

/** What a chart renders, each object in its place. */
export interface RenderedChart {
  readonly objects: readonly KubeObject[];
  readonly hooks: readonly KubeObject[];
  /** Of its `crds/` folders. */
  readonly definitions: readonly KubeObject[];
  readonly discovery: Discovery;
}

/**
 * What helm needs over the whole life of the release: installing it, upgrading it when objects are there or new, when
 * objects leave the chart, and when the history is full.
 */
export function needsOfChart(chart: RenderedChart, release: HelmRelease): DeployerNeeds {
  const { discovery } = chart;
  const at = (presence: 'absent' | 'present', objects: readonly KubeObject[]): ApplyTarget[] =>
    objects.flatMap((object) => targetOf(object, discovery, presence));
  const hooks = chart.hooks.flatMap((object) => {
    const resource = discovery.find(object.ref.apiVersion, object.ref.kind);
    return resource === undefined ? [] : [hookOf(object, resource)];
  });
  const definitions = at('absent', chart.definitions);
  const removed = at('present', chart.objects.filter(isRemovable));
  const full = Array.from({ length: Math.max(1, release.historyMax) }, (_, index) => index + 1);
  const needed = [
    neededForHelm(
      { ...release, revisions: [] },
      { objects: at('absent', chart.objects), removed: [], hooks, definitions },
    ),
    ...(['absent', 'present'] as const).map((presence) =>
      neededForHelm(
        { ...release, revisions: full },
        { objects: at(presence, chart.objects), removed, hooks, definitions },
      ),
    ),
  ].flat();
  const hasLogs = hooks.some(({ logs }) => logs === true);
  const wanted = needed.filter((need) => isWanted(need, release, hasLogs));
  return deployerNeeds(wanted, [...chart.objects, ...chart.hooks], { usesHelm: true });
}

/** What only may be needed is granted as well, but for lists that nothing is lost without. */
function isWanted({ certainty, right }: Needed, { streamsLists }: HelmRelease, hasLogs: boolean): boolean {
  if (certainty === 'needed' || right.verb !== 'list' || streamsLists !== true) return true;
  return hasLogs && right.apiGroup === '' && right.resource === 'pods';
}

/** https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource */
function isRemovable({ value }: KubeObject): boolean {
  const annotations = isObject(value.metadata) ? value.metadata.annotations : undefined;
  return !isObject(annotations) || annotations['helm.sh/resource-policy'] !== 'keep';
}
