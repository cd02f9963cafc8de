import type { Discovery } from '../cluster/discovery.ts';
import type { Host } from '../host.ts';
import type { ChartStep, Folders } from '../inputs.ts';
import type { Draft } from '../manifests/draft.ts';
import { loadManifests } from '../manifests/load.ts';
import type { KubeObject } from '../manifests/object.ts';
import { settle } from '../manifests/scope.ts';
import { failure, type Outcome, type Problem, success } from '../problem.ts';
import type { HelmMajor } from '../render/helm-arguments.ts';
import { renderKustomization } from '../render/kustomize.ts';
import { offlineDiscovery } from './kinds.ts';

/** Where the objects to deploy are read from. */
export type ObjectSource =
  | { readonly kind: 'manifests'; readonly paths: readonly string[] }
  | { readonly kind: 'kustomize'; readonly folder: string; readonly kubectl: string }
  | {
      readonly kind: 'chart';
      readonly step: ChartStep;
      readonly helm: { readonly path: string; readonly version: string };
      /** Of the helm that deploys it. */
      readonly major: HelmMajor;
      /** Of the cluster: before 1.34 client-go lists what it is going to watch. */
      readonly serverVersion: string;
    };

export interface LoadPlace {
  readonly folders: Folders;
  readonly environment: Readonly<Record<string, string>>;
  /** Where objects go that name no namespace. */
  readonly namespace: string;
}

export interface LoadedObjects {
  readonly objects: readonly KubeObject[];
  readonly discovery: Discovery;
}

/** The objects of manifests or a kustomization, each in its place; no cluster is asked. */
export async function loadObjects(
  source: Exclude<ObjectSource, { kind: 'chart' }>,
  place: LoadPlace,
  host: Pick<Host, 'process' | 'log'>,
  signal: AbortSignal,
): Promise<Outcome<LoadedObjects>> {
  const draft = await draftOf(source, place, host, signal);
  return draft.ok ? settleOffline(draft.value, place.namespace) : draft;
}

async function draftOf(
  source: Exclude<ObjectSource, { kind: 'chart' }>,
  { folders, environment }: LoadPlace,
  host: Pick<Host, 'process' | 'log'>,
  signal: AbortSignal,
): Promise<Outcome<Draft>> {
  if (source.kind === 'manifests') return success(await loadManifests(source.paths, folders, signal));
  const { kubectl, folder } = source;
  const rendered = await renderKustomization({ kubectl, folder, environment, folders }, host.process, signal);
  if (rendered.ok) for (const warning of rendered.value.warnings) host.log.warn(warning);
  return rendered;
}

function settleOffline(draft: Draft, namespace: string): Outcome<LoadedObjects> {
  const discovery = offlineDiscovery(draft.objects);
  const known = draft.objects.filter(({ ref }) => discovery.find(ref.apiVersion, ref.kind) !== undefined);
  const unknown = draft.objects.filter((object) => !known.includes(object));
  const settled = settle(
    { objects: known, problems: [...draft.problems, ...unknown.map(unknownKind)] },
    {
      namespace,
      scopeOf: (apiVersion, kind) =>
        discovery.find(apiVersion, kind)?.namespaced === false ? 'cluster' : 'namespaced',
    },
  );
  return settled.ok ? success({ objects: settled.value, discovery }) : failure(...settled.problems);
}

/** Without a cluster only built-in kinds are known, and those that the files define. */
export function unknownKind({ ref, source }: KubeObject): Problem {
  return {
    kind: 'manifest',
    message: `${ref.kind} in ${ref.apiVersion} is no built-in kind, and no CustomResourceDefinition among the files defines it, so that its plural and scope are not known.`,
    fix: `Check apiVersion and kind, or add the file with the CustomResourceDefinition of ${ref.kind} (\`kubectl get crd -o yaml\` of a cluster that has it).`,
    source,
    object: ref,
  };
}
