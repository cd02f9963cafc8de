import type { Host } from '../host.ts';
import type { KubeObject } from '../manifests/object.ts';
import { failure, nameObject, type Outcome, type Problem, success } from '../problem.ts';
import { helmRelease } from '../render/helm-rights.ts';
import { needsOfChart } from './chart-needs.ts';
import type { RbacDocument } from './documents.ts';
import { type LoadPlace, loadObjects, type ObjectSource } from './load.ts';
import { loadChart } from './load-chart.ts';
import { isHashedByKustomize, needsOfObjects } from './needs.ts';
import { refuseWidePowers } from './refusals.ts';
import type { RbacRequest } from './request.ts';
import { type DeployerNeeds, writeRbac } from './write.ts';

/** What is to be deployed by whom: one identity, in one place. */
export interface GenerateRequest extends RbacRequest {
  readonly source: ObjectSource;
  readonly place: LoadPlace;
  /** Namespaces of other environments: what this one deploys must stay out of them. */
  readonly foreign: ReadonlyMap<string, string>;
}

/** The RBAC for one deployer, or everything that stands in the way of a narrow one. Asks no cluster. */
export async function generateRbac(
  request: GenerateRequest,
  host: Pick<Host, 'process' | 'log'>,
  signal: AbortSignal,
): Promise<Outcome<readonly RbacDocument[]>> {
  const loaded = await needsOf(request, host, signal);
  if (!loaded.ok) return loaded;
  const { objects, needs } = loaded.value;
  const documents = writeRbac(request, needs);
  const problems = [...refuseWidePowers(objects), ...strangers(objects, request), ...collisions(objects, documents)];
  return problems.length === 0 ? success(documents) : failure(...problems);
}

interface Loaded {
  readonly objects: readonly KubeObject[];
  readonly needs: DeployerNeeds;
}

async function needsOf(
  { source, place }: GenerateRequest,
  host: Pick<Host, 'process' | 'log'>,
  signal: AbortSignal,
): Promise<Outcome<Loaded>> {
  if (source.kind === 'chart') {
    const chart = await loadChart(source, place, host, signal);
    if (!chart.ok) return chart;
    const { objects, hooks, definitions } = chart.value;
    const { step, major, serverVersion } = source;
    const { namespace, environment } = place;
    const around = { major, namespace, environment, serverVersion, revisions: [], applyMethod: undefined };
    const needs = needsOfChart(chart.value, helmRelease(step, around));
    return success({ objects: [...objects, ...hooks, ...definitions], needs });
  }
  const loaded = await loadObjects(source, place, host, signal);
  if (!loaded.ok) return loaded;
  const { objects, discovery } = loaded.value;
  const isRenamed = source.kind === 'kustomize' ? isHashedByKustomize : () => false;
  return success({ objects, needs: needsOfObjects(objects, discovery, isRenamed) });
}

/** Objects that reach into another environment would tie the two together again. */
function strangers(objects: readonly KubeObject[], { foreign, environment }: GenerateRequest): Problem[] {
  return objects.flatMap((object): Problem[] => {
    const { ref, source } = object;
    const namespace = ref.kind === 'Namespace' && ref.apiVersion === 'v1' ? ref.name : ref.namespace;
    const other = namespace === undefined ? undefined : foreign.get(namespace);
    if (other === undefined) return [];
    return [
      {
        kind: 'manifest',
        message: `${nameObject(ref)} is in the namespace of the environment ${other}, but would be deployed by ${environment} as well.`,
        fix: 'Leave metadata.namespace out, so that the object goes where the environment is, or give each environment files of its own: `{environment}` in a path is replaced by its name.',
        source,
        object: ref,
      },
    ];
  });
}

/** A deployer that deploys its own Role takes its own rights away, or would have to hold whatever it gives itself. */
function collisions(objects: readonly KubeObject[], documents: readonly RbacDocument[]): Problem[] {
  const own = new Set(documents.map((document) => key(document.kind, document.metadata)));
  return objects
    .filter(({ ref }) => /^(ServiceAccount|(Cluster)?Role(Binding)?)$/.test(ref.kind) && own.has(key(ref.kind, ref)))
    .map(({ ref, source }) => ({
      kind: 'manifest',
      message: `${nameObject(ref)} is among the files, and has the name of an object that gives the deployer its own rights.`,
      fix: 'Keep the rights of the deployer out of what it deploys: rename the object, or let an administrator apply it.',
      source,
      object: ref,
    }));
}

function key(kind: string, { namespace, name }: { readonly namespace?: string; readonly name: string }): string {
  return JSON.stringify([kind, namespace ?? '', name]);
}
