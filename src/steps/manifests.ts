import type { Applied, Change } from '../apply/applied.ts';
import { type ApplyItem, type Applying, applyObjects } from '../apply/apply.ts';
import { type Read, readWhatMayBeRead } from '../apply/read.ts';
import type { Cluster } from '../cluster/client.ts';
import type { Discovery } from '../cluster/discovery.ts';
import { discover } from '../cluster/discovery.ts';
import { objectPath } from '../cluster/paths.ts';
import type { Host } from '../host.ts';
import type { ApplyOptions, Folders, KustomizeStep, ManifestsStep } from '../inputs.ts';
import type { Draft } from '../manifests/draft.ts';
import { loadManifests } from '../manifests/load.ts';
import type { KubeObject } from '../manifests/object.ts';
import { definedResources, settle } from '../manifests/scope.ts';
import { type Outcome, type Problem, success } from '../problem.ts';
import { renderKustomization } from '../render/kustomize.ts';
import { type ApplyTarget, type Needed, neededForApply, rightOn } from '../rights/needed.ts';
import type { Right } from '../rights/right.ts';
import { awaitRollouts, type RolloutTarget } from '../rollout/await.ts';
import type { AwaitedRollouts } from '../rollout/rollouts.ts';
import { readBoundRoles } from './bound-roles.ts';

/** What loading needs: where files are, and with `kustomize` the kubectl that renders them. */
export interface LoadSurroundings {
  readonly folders: Folders;
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute path; undefined where the mode needs none. */
  readonly kubectl: string | undefined;
  readonly namespace: string | undefined;
  readonly discovery: Discovery;
}

/**
 * Story step 5 for manifests and kustomizations: one list of objects that know their source and their place. Every
 * problem of every file comes in one answer.
 */
export async function loadObjects(
  step: ManifestsStep | KustomizeStep,
  surroundings: LoadSurroundings,
  host: Pick<Host, 'process' | 'log'>,
  signal: AbortSignal,
): Promise<Outcome<readonly KubeObject[]>> {
  const draft = await draftOf(step, surroundings, host, signal);
  if (!draft.ok) return draft;
  const { discovery, namespace } = surroundings;
  const scopeOf = (apiVersion: string, kind: string) => {
    const resource = discovery.find(apiVersion, kind);
    if (resource === undefined) return undefined;
    return resource.namespaced ? ('namespaced' as const) : ('cluster' as const);
  };
  return settle(draft.value, { namespace, scopeOf, stale: discovery.stale });
}

async function draftOf(
  step: ManifestsStep | KustomizeStep,
  { folders, environment, kubectl }: LoadSurroundings,
  host: Pick<Host, 'process' | 'log'>,
  signal: AbortSignal,
): Promise<Outcome<Draft>> {
  if (step.kind === 'manifests') return success(await loadManifests(step.paths, folders, signal));
  if (kubectl === undefined) throw new Error('a kustomization is rendered by kubectl, but none was provided');
  const rendered = await renderKustomization(
    { kubectl, folder: step.folder, environment, folders },
    host.process,
    signal,
  );
  if (rendered.ok) for (const warning of rendered.value.warnings) host.log.warn(warning);
  return rendered;
}

/** Who asks the cluster, and how. */
export interface ClusterSurroundings {
  readonly cluster: Cluster;
  readonly discovery: Discovery;
  readonly credentialName: string;
}

/** What was there before. */
export interface Before {
  readonly items: readonly ApplyItem[];
  /** The 403s: nobody knows whether these objects are there. Nothing may be written while there is one. */
  readonly refused: readonly Problem[];
  /** Every right that applying the items takes. */
  readonly needed: readonly Needed[];
  /** The rights that the answers have shown to be there. */
  readonly proven: readonly Right[];
}

/** Story step 6: what is there of `objects`, as the identity sees it, and what it takes to apply them. */
export async function readBefore(
  objects: readonly KubeObject[],
  { cluster, discovery, credentialName }: ClusterSurroundings,
  signal: AbortSignal,
): Promise<Outcome<Before>> {
  const targets = objects.map(({ ref, source }) => ({
    ref,
    source,
    resource: discovery.find(ref.apiVersion, ref.kind),
  }));
  const reads = await readWhatMayBeRead(cluster.asIdentity, targets, credentialName, signal);
  if (!reads.ok) return reads;
  const items = objects.map((object, index) => {
    const read = reads.value[index];
    return { object, before: read?.kind === 'present' ? read.live : undefined };
  });
  const wanted = applyTargets(objects, reads.value, discovery);
  const roles = await readBoundRoles(cluster.asIdentity, wanted, signal);
  return success({
    items,
    refused: reads.value.flatMap((read) => (read.kind === 'refused' ? [read.problem] : [])),
    needed: neededForApply(wanted, roles),
    proven: wanted
      .filter(({ presence, served }) => presence !== 'unknown' && served !== false)
      .map(({ ref, resource }) => rightOn('get', resource, ref)),
  });
}

/** `objects` with what `reads` told of each. A kind that a CRD among them defines is known by that CRD. */
export function applyTargets(
  objects: readonly KubeObject[],
  reads: readonly (Read | undefined)[],
  discovery: Discovery,
): ApplyTarget[] {
  const defined = definedResources(objects);
  return objects.flatMap((object, index): ApplyTarget[] => {
    const { ref, source, value } = object;
    const known = discovery.find(ref.apiVersion, ref.kind);
    const own = defined.get(`${ref.apiVersion} ${ref.kind}`);
    const fromCrd = own && { group: own.group, resource: own.resource, namespaced: own.scope === 'namespaced' };
    const resource = known ?? fromCrd;
    if (resource === undefined) return [];
    const read = reads[index];
    const presence = read?.kind === 'refused' || read === undefined ? 'unknown' : read.kind;
    const live = read?.kind === 'present' ? { live: read.live } : {};
    return [{ ref, source, resource, presence, served: known !== undefined, value, ...live }];
  });
}

/** Story step 9: sends them, rank by rank, as the identity. Discovery runs as the token, which needs no right for it. */
export async function applyAsIdentity(
  items: readonly ApplyItem[],
  options: ApplyOptions,
  surroundings: ClusterSurroundings,
  host: Pick<Host, 'clock'> & { readonly progress: (change: Change) => void },
  signal: AbortSignal,
): Promise<Applying> {
  const { cluster, discovery, credentialName } = surroundings;
  return await applyObjects(
    cluster.asIdentity,
    items,
    {
      ...options,
      credentialName,
      discovery,
      rediscover: (inner) => discover(cluster.asToken, inner),
      clock: host.clock,
      progress: host.progress,
    },
    signal,
  );
}

/** Story step 10: waits for everything that rolls out. */
export async function awaitApplied(
  applied: readonly Applied[],
  { cluster, discovery }: ClusterSurroundings,
  host: Pick<Host, 'clock' | 'log'>,
  signal: AbortSignal,
): Promise<AwaitedRollouts> {
  const targets = applied.flatMap(({ object, live }): RolloutTarget[] => {
    const { ref, source } = object;
    // Kinds that were new in this run have no rollout that we know of.
    const resource = discovery.find(ref.apiVersion, ref.kind);
    return resource === undefined ? [] : [{ ref, source, path: objectPath(resource, ref.namespace, ref.name), live }];
  });
  return await awaitRollouts(cluster.asIdentity, targets, host, signal);
}
