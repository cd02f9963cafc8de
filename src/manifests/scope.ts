import { failure, nameObject, nameSource, type Outcome, type Problem, success } from '../problem.ts';
import { type Draft, sourceOfField } from './draft.ts';
import { isList, isObject } from './json.ts';
import type { KubeObject } from './object.ts';
import { groupOf } from './order.ts';

export type Scope = 'namespaced' | 'cluster';

export interface Settling {
  /** Where objects go that name no namespace; undefined where nothing says so. */
  readonly namespace: string | undefined;
  /** What the server knows; undefined for kinds it does not serve. */
  readonly scopeOf: (apiVersion: string, kind: string) => Scope | undefined;
  /** `group/version` that the server lists but could not answer for. */
  readonly stale?: readonly string[];
}

/**
 * Gives every object its place: the scope of its kind as the server knows it or a CRD among the objects defines it,
 * and `namespace` where it needs one and names none. The body stays as it is: the path of the request names the
 * namespace. Fails with the draft's problems and its own together.
 */
export function settle(draft: Draft, settling: Settling): Outcome<readonly KubeObject[]> {
  const defined = definedScopes(draft.objects);
  const problems: Problem[] = [];
  const objects: KubeObject[] = [];
  for (const object of draft.objects) {
    const { apiVersion, kind } = object.ref;
    const scope = settling.scopeOf(apiVersion, kind) ?? defined.get(`${apiVersion} ${kind}`);
    const settled = place(object, scope, settling);
    if ('problem' in settled) problems.push(settled.problem);
    else objects.push(settled.object);
  }
  problems.push(...duplicates(objects));
  const all = inOrderOfSource([...draft.problems, ...problems]);
  return all.length === 0 ? success(objects) : failure(...all);
}

/** The scopes of the kinds that CRDs among `objects` define, by `apiVersion kind`. */
export function definedScopes(objects: readonly KubeObject[]): ReadonlyMap<string, Scope> {
  return new Map([...definedResources(objects)].map(([kind, { scope }]) => [kind, scope]));
}

/** A kind as its CRD defines it. */
export interface DefinedResource {
  readonly group: string;
  /** Plural: `widgets`. */
  readonly resource: string;
  readonly scope: Scope;
}

/** The resources of the kinds that CRDs among `objects` define, by `apiVersion kind`. */
export function definedResources(
  objects: readonly Pick<KubeObject, 'ref' | 'value'>[],
): ReadonlyMap<string, DefinedResource> {
  const resources = new Map<string, DefinedResource>();
  for (const { ref, value } of objects) {
    if (ref.kind !== 'CustomResourceDefinition' || groupOf(ref.apiVersion) !== 'apiextensions.k8s.io') continue;
    const { spec } = value;
    if (!isObject(spec) || !isObject(spec.names) || !isList(spec.versions)) continue;
    for (const version of spec.versions) {
      if (!isObject(version) || version.served === false) continue;
      resources.set(`${spec.group}/${version.name} ${spec.names.kind}`, {
        group: String(spec.group),
        resource: String(spec.names.plural),
        scope: spec.scope === 'Cluster' ? 'cluster' : 'namespaced',
      });
    }
  }
  return resources;
}

function place(
  object: KubeObject,
  scope: Scope | undefined,
  settling: Settling,
): { readonly object: KubeObject } | { readonly problem: Problem } {
  const { ref } = object;
  if (scope === undefined) return { problem: unknownKind(object, settling.stale ?? []) };
  if (scope === 'cluster') {
    if (ref.namespace === undefined) return { object };
    return {
      problem: {
        kind: 'manifest',
        message: `${ref.kind} ${ref.name} belongs to the whole cluster, not to a namespace, but names the namespace ${ref.namespace}.`,
        fix: 'Remove metadata.namespace.',
        source: sourceOfField(object, ['metadata', 'namespace']),
        object: ref,
      },
    };
  }
  if (ref.namespace !== undefined) return { object };
  if (settling.namespace !== undefined)
    return { object: { ...object, ref: { ...ref, namespace: settling.namespace } } };
  return {
    problem: {
      kind: 'manifest',
      message: `${ref.kind} ${ref.name} needs a namespace, and nothing names one.`,
      fix: 'Set the input `namespace`, or write metadata.namespace.',
      source: object.source,
      object: ref,
    },
  };
}

function unknownKind(object: KubeObject, stale: readonly string[]): Problem {
  const { apiVersion, kind } = object.ref;
  const problem = { kind: 'manifest', source: sourceOfField(object, ['kind']), object: object.ref } as const;
  if (stale.includes(apiVersion)) {
    return {
      ...problem,
      message: `The API server does not answer for ${apiVersion} now (its aggregated API is down), so ${kind} ${object.ref.name} cannot be applied.`,
      fix: `See \`kubectl get apiservice\` for ${apiVersion}.`,
    };
  }
  return {
    ...problem,
    message: `The API server knows no ${kind} in ${apiVersion}, and no CustomResourceDefinition among the objects defines it.`,
    fix: `Check apiVersion and kind (\`kubectl api-resources\`), or add the CustomResourceDefinition that defines ${kind}.`,
  };
}

function duplicates(objects: readonly KubeObject[]): Problem[] {
  const firsts = new Map<string, KubeObject>();
  const problems: Problem[] = [];
  for (const object of objects) {
    const { ref } = object;
    const key = JSON.stringify([groupOf(ref.apiVersion), ref.kind, ref.namespace ?? '', ref.name]);
    const first = firsts.get(key);
    if (first === undefined) {
      firsts.set(key, object);
      continue;
    }
    problems.push({
      kind: 'manifest',
      message: `${nameObject(ref)} is there twice: the first is at ${nameSource(first.source)}.`,
      fix: 'Keep one of the two.',
      source: object.source,
      object: ref,
    });
  }
  return problems;
}

/** What concerns no file first, then file by file and line by line. */
function inOrderOfSource(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((one, other) => {
    const [file, otherFile] = [one.source?.file ?? '', other.source?.file ?? ''];
    if (file !== otherFile) return file < otherFile ? -1 : 1;
    return (one.source?.line ?? 0) - (other.source?.line ?? 0);
  });
}
