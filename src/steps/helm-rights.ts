import { isDeepStrictEqual } from 'node:util';
import type { Discovery } from '../cluster/discovery.ts';
import { definedResources } from '../manifests/scope.ts';
import { hookOf } from '../render/helm-rights.ts';
import {
  type ApplyTarget,
  type ExistingRole,
  type Needed,
  type NeededResource,
  type Presence,
  rightOn,
} from '../rights/needed.ts';
import { type HelmRelease, neededForHelm } from '../rights/needed-helm.ts';
import { type Right, rightKey } from '../rights/right.ts';
import { objectKey, type ReleaseObject, type Seen, type Sight } from './helm-changes.ts';

/** Everything that a chart brings, each in its place. */
export interface ChartObjects {
  /** Objects of the revisions before. */
  readonly old: readonly ReleaseObject[];
  /** Objects of the revision that helm is asked for. */
  readonly wanted: readonly ReleaseObject[];
  readonly hooks: readonly ReleaseObject[];
  /** Of its `crds/` folders. */
  readonly definitions: readonly ReleaseObject[];
}

/** The rights that releasing `chart` takes, from what reading its objects told, and those that the reading has proven. */
export async function rightsOfChart(
  chart: ChartObjects,
  sight: Sight,
  discovery: Discovery,
  release: HelmRelease,
  rolesOf: (targets: readonly ApplyTarget[]) => Promise<readonly ExistingRole[]>,
): Promise<{ readonly needed: readonly Needed[]; readonly proven: readonly Right[] }> {
  const defined = definedResources([...chart.definitions, ...chart.wanted]);
  const resourceOf = ({ ref }: ReleaseObject): NeededResource | undefined => {
    const own = defined.get(`${ref.apiVersion} ${ref.kind}`);
    const fromCrd = own && { group: own.group, resource: own.resource, namespaced: own.scope === 'namespaced' };
    return discovery.find(ref.apiVersion, ref.kind) ?? fromCrd;
  };
  const targetsOf = (objects: readonly ReleaseObject[]): ApplyTarget[] =>
    objects.flatMap((object): ApplyTarget[] => {
      const resource = resourceOf(object);
      if (resource === undefined) return [];
      const seen = sight.get(objectKey(object.ref));
      const live = seen?.kind === 'present' ? { live: seen.live } : {};
      return [{ ...object, resource, presence: presenceOf(seen), ...live }];
    });
  const oldValues = new Map(chart.old.map(({ ref, value }) => [objectKey(ref), value]));
  const wanted = targetsOf(chart.wanted).map((target) => {
    const old = oldValues.get(objectKey(target.ref));
    return { ...target, unchanged: old === undefined || isDeepStrictEqual(old, target.value) };
  });
  const wantedKeys = new Set(chart.wanted.map(({ ref }) => objectKey(ref)));
  const left = chart.old.filter((object) => !wantedKeys.has(objectKey(object.ref)));
  const removed = targetsOf(left);
  return {
    needed: neededForHelm(release, {
      objects: wanted,
      removed,
      hooks: chart.hooks.flatMap((hook) => {
        const resource = resourceOf(hook);
        return resource === undefined ? [] : [hookOf(hook, resource)];
      }),
      definitions: targetsOf(chart.definitions),
      roles: await rolesOf(wanted),
    }),
    proven: [...wanted, ...removed]
      .filter(({ ref, presence }) => presence !== 'unknown' && discovery.find(ref.apiVersion, ref.kind) !== undefined)
      .map(({ ref, resource }) => rightOn('get', resource, ref)),
  };
}

/** `needed`, and what may come on top of it where the release turns out to be there already, as `possible`. */
export function perhapsAlso(needed: readonly Needed[], also: readonly Needed[]): Needed[] {
  const known = new Set(needed.filter(({ certainty }) => certainty === 'needed').map(({ right }) => rightKey(right)));
  const more = also.filter(({ right }) => !known.has(rightKey(right)));
  return [...needed, ...more.map((need): Needed => ({ ...need, certainty: 'possible' }))];
}

function presenceOf(seen: Seen | undefined): Presence {
  return seen === undefined || seen.kind === 'unreadable' ? 'unknown' : seen.kind;
}
