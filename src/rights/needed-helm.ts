import type { ObjectRef, Source } from '../problem.ts';
import {
  type ApplyTarget,
  type ExistingRole,
  type Needed,
  type NeededResource,
  onceEach,
  placeOf,
  rightOn,
} from './needed.ts';
import { grantedRights } from './needed-grants.ts';
import type { Right } from './right.ts';

/** A release, and how helm is asked to bring it about. */
export interface HelmRelease {
  readonly name: string;
  readonly namespace: string;
  readonly major: 3 | 4;
  /** Where helm keeps its revisions (`HELM_DRIVER`); undefined: not in the cluster. */
  readonly storage: 'secrets' | 'configmaps' | undefined;
  /** The numbers of the revisions that are there, oldest first. */
  readonly revisions: readonly number[];
  /** Default: where there is no revision. helm also installs over the kept history of an uninstalled release. */
  readonly isInstall?: boolean;
  /** helm keeps at most so many revisions and deletes older ones; 0: all of them. */
  readonly historyMax: number;
  /** Whether helm applies server-side: helm 4 does unless a release was made otherwise, helm 3 never. */
  readonly serverSide: boolean;
  readonly wait: boolean;
  /** Whether the server answers a watch with what is there already, so that client-go lists nothing before it. */
  readonly streamsLists?: boolean;
  /** `--force`, `--force-replace`: what cannot be changed is replaced. */
  readonly force?: boolean;
  /** `--atomic`, `--rollback-on-failure`, `--cleanup-on-fail`. */
  readonly undoesFailure?: boolean;
}

/** A hook of the chart. */
export interface HelmHook {
  readonly ref: ObjectRef;
  readonly source?: Source;
  readonly resource: NeededResource;
  /** `pre-install`, `post-upgrade`, … */
  readonly events: readonly string[];
  /** `before-hook-creation` (helm's default), `hook-succeeded`, `hook-failed`. */
  readonly deletePolicies: readonly string[];
  /** Whether the logs of its pods are asked for (`helm.sh/hook-output-log-policy`). */
  readonly logs?: boolean;
}

/** What a chart wants of the cluster. */
export interface HelmChart {
  /** The objects of the release. */
  readonly objects: readonly ApplyTarget[];
  /** Objects of the revision before that the chart has no more. */
  readonly removed: readonly ApplyTarget[];
  readonly hooks: readonly HelmHook[];
  /** CustomResourceDefinitions of the chart's `crds/` folders, which helm installs and never changes. */
  readonly definitions: readonly ApplyTarget[];
  /** Roles in the cluster that bindings among the objects refer to. */
  readonly roles?: readonly ExistingRole[];
}

/**
 * What reading and rendering a release takes before helm changes anything: its storage. Each revision is an object,
 * found by its labels, which no rule can narrow: https://helm.sh/docs/topics/advanced/#storage-backends
 */
export function neededToRender(release: HelmRelease): Needed[] {
  return storageNeeds(release, [
    ['list', undefined, 'needed'],
    ['get', undefined, release.revisions.length === 0 ? 'possible' : 'needed'],
  ]);
}

/**
 * Everything that `helm upgrade --install` takes of the identity: storage, objects, hooks of an install or an upgrade
 * as far as this is one, and with `wait` what it reads while it waits. From helm's requests, which
 * `__tests__/steps/helm-rights.cluster.test.ts` holds against this.
 */
export function neededForHelm(release: HelmRelease, chart: HelmChart): Needed[] {
  const hooks = chart.hooks.filter(({ events }) => events.some((event) => eventsOf(release).includes(event)));
  return onceEach([
    ...neededToRender(release),
    ...storageWrites(release),
    ...(isInstall(release) ? chart.definitions.flatMap((target) => forDefinition(target, release)) : []),
    ...chart.objects.flatMap((target) => forObject(target, release)),
    ...chart.removed.flatMap(forRemoved),
    ...grantedRights(chart.objects, chart.roles),
    ...hooks.flatMap((hook) => forHook(hook, release)),
    ...(release.wait ? chart.objects.flatMap((target) => forWait(target, release)) : []),
    ...(release.undoesFailure === true ? chart.objects.flatMap(forUndoing) : []),
  ]);
}

function isInstall({ isInstall: isSaid, revisions }: HelmRelease): boolean {
  return isSaid ?? revisions.length === 0;
}

function eventsOf(release: HelmRelease): string[] {
  const undoing = release.undoesFailure === true ? ['pre-rollback', 'post-rollback', 'pre-delete', 'post-delete'] : [];
  return [...(isInstall(release) ? ['pre-install', 'post-install'] : ['pre-upgrade', 'post-upgrade']), ...undoing];
}

/** `name`: that of the one object it is about; the rule that lasts is about all of them, since each revision has a new one. */
function storageNeeds(
  release: HelmRelease,
  verbs: readonly (readonly [verb: string, revision: number | undefined, certainty: Needed['certainty']])[],
): Needed[] {
  const { storage, namespace, name } = release;
  if (storage === undefined) return [];
  const resource = { group: '', resource: storage, namespaced: true };
  return verbs.map(([verb, revision, certainty]) => ({
    right: rightOn(verb, resource, { namespace }),
    ...(revision === undefined
      ? {}
      : { alternatives: [rightOn(verb, resource, { namespace, name: revisionName(release, revision) })] }),
    for: `helm's own record of release ${namespace}/${name}`,
    party: 'identity',
    certainty,
    requested: true,
  }));
}

function revisionName({ name }: HelmRelease, revision: number): string {
  return `sh.helm.release.v1.${name}.v${revision}`;
}

function storageWrites(release: HelmRelease): Needed[] {
  const last = release.revisions.at(-1);
  const next = (last ?? 0) + 1;
  const isFull = release.historyMax > 0 && release.revisions.length >= release.historyMax;
  return storageNeeds(release, [
    ['create', undefined, 'needed'],
    ['update', next, 'needed'],
    ...(last === undefined ? [] : [['update', last, 'needed'] as const]),
    ...(isFull ? [['delete', release.revisions[0], 'needed'] as const] : []),
  ]);
}

type Place = Pick<ApplyTarget, 'ref' | 'source' | 'resource'>;

function need(
  target: Place,
  verb: string,
  { certainty = 'needed', named = true }: { readonly certainty?: Needed['certainty']; readonly named?: boolean } = {},
): Needed {
  const { ref, resource } = target;
  const place = named ? ref : { namespace: ref.namespace };
  return {
    ...placeOf(target),
    right: rightOn(verb, resource, place),
    certainty,
    // Server-side, `create` is asked for on top of a `patch`.
    requested: !(verb === 'create' && named),
  };
}

/** A POST carries no name, so that no rule with names allows it. */
function creating(target: Place, release: HelmRelease, certainty: Needed['certainty'] = 'needed'): Needed[] {
  if (!release.serverSide) return [need(target, 'create', { certainty, named: false })];
  return [need(target, 'patch', { certainty }), need(target, 'create', { certainty })];
}

function forObject(target: ApplyTarget, release: HelmRelease): Needed[] {
  const isThere = target.presence === 'present';
  // Client-side, helm patches only what changes: in the chart, or by somebody else's hand.
  const isChanged = release.serverSide || target.unchanged !== true;
  const patch = need(target, 'patch', { certainty: isThere && isChanged ? 'needed' : 'possible' });
  return [
    need(target, 'get'),
    ...(target.presence === 'absent' ? [] : [patch]),
    ...(isThere ? [] : creating(target, release, target.presence === 'absent' ? 'needed' : 'possible')),
    ...(release.force === true && target.presence !== 'absent'
      ? [need(target, 'update', { certainty: 'possible' })]
      : []),
  ];
}

function forRemoved(target: ApplyTarget): Needed[] {
  // helm looks at it first, and goes on where it may not.
  if (isKept(target)) return [need(target, 'get', { certainty: 'possible' })];
  if (target.presence === 'absent') return [need(target, 'get')];
  const certainty = target.presence === 'present' ? 'needed' : 'possible';
  return [need(target, 'get'), need(target, 'delete', { certainty })];
}

/** https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource */
function isKept({ value }: ApplyTarget): boolean {
  return textAt(value, 'metadata', 'annotations', 'helm.sh/resource-policy') === 'keep';
}

function textAt(value: unknown, ...keys: readonly string[]): unknown {
  let current = value;
  for (const key of keys)
    current = typeof current === 'object' && current !== null ? Reflect.get(current, key) : undefined;
  return current;
}

function forUndoing(target: ApplyTarget): Needed[] {
  return [need(target, 'delete', { certainty: 'possible' }), need(target, 'patch', { certainty: 'possible' })];
}

function forDefinition(target: ApplyTarget, release: HelmRelease): Needed[] {
  if (release.major === 3) return [need(target, 'create', { named: false }), need(target, 'get')];
  return [...creating(target, { ...release, serverSide: true }), ...watching(target, release)];
}

/**
 * helm 4 watches every kind that it waits for, and lists it first where the server is older than streaming lists:
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#streaming-lists
 */
function watching(target: Place, release: HelmRelease): Needed[] {
  return [need(target, 'watch', { named: false }), ...listing(target, release, { named: false })];
}

function listing(target: Place, release: HelmRelease, { named }: { readonly named: boolean }): Needed[] {
  return release.streamsLists === true ? [] : [need(target, 'list', { named, certainty: 'possible' })];
}

function forHook(hook: HelmHook, release: HelmRelease): Needed[] {
  const policies = hook.deletePolicies.length === 0 ? ['before-hook-creation'] : hook.deletePolicies;
  const before = policies.includes('before-hook-creation');
  const after = policies.includes('hook-succeeded');
  const isNew = before || after || isInstall(release);
  return [
    ...(before || after ? [need(hook, 'delete')] : []),
    ...(!before && !after && policies.includes('hook-failed') ? [need(hook, 'delete', { certainty: 'possible' })] : []),
    ...(release.serverSide ? [need(hook, 'patch')] : []),
    ...(release.serverSide
      ? [need(hook, 'create', { certainty: isNew ? 'needed' : 'possible' })]
      : [need(hook, 'create', { named: false })]),
    ...awaitingHook(hook, release, before || after),
    ...(hook.logs === true ? hookLogs(hook) : []),
  ];
}

function awaitingHook(hook: HelmHook, release: HelmRelease, isDeleted: boolean): Needed[] {
  if (release.major === 4) return watching(hook, release);
  const runs = ['Job', 'Pod'].includes(hook.ref.kind);
  return [
    ...(isDeleted ? [need(hook, 'get')] : []),
    ...(runs ? [need(hook, 'watch'), ...listing(hook, release, { named: true })] : []),
  ];
}

function hookLogs(hook: HelmHook): Needed[] {
  const pods = { group: '', resource: 'pods', namespaced: true };
  const place = { namespace: hook.ref.namespace };
  const common = { ...placeOf(hook), certainty: 'possible', requested: true } as const;
  return [
    { ...common, right: rightOn('list', pods, place) },
    { ...common, right: { ...rightOn('get', pods, place), subresource: 'log' } },
  ];
}

const PODS: NeededResource = { group: '', resource: 'pods', namespaced: true };
const REPLICA_SETS: NeededResource = { group: 'apps', resource: 'replicasets', namespaced: true };

function forWait(target: ApplyTarget, release: HelmRelease): Needed[] {
  const below = (resource: NeededResource, certainty: Needed['certainty'] = 'needed'): Needed => {
    const right: Right = rightOn('list', resource, { namespace: target.ref.namespace });
    return { ...placeOf(target), right, certainty, requested: true };
  };
  const { kind } = target.ref;
  if (release.major === 4) {
    return [
      ...watching(target, release),
      ...(kind === 'Deployment' ? [below(REPLICA_SETS)] : []),
      // Through the ReplicaSets of a Deployment helm asks for pods too, and goes on where it is refused.
      ...(kind === 'Deployment' ? [below(PODS, 'possible')] : []),
      ...(['StatefulSet', 'ReplicaSet'].includes(kind) ? [below(PODS)] : []),
    ];
  }
  return [
    ...(kind === 'Deployment' ? [below(REPLICA_SETS)] : []),
    ...(['ReplicaSet', 'ReplicationController'].includes(kind) ? [below(PODS)] : []),
  ];
}
