import type { Change, ChangeAction } from '../apply/applied.ts';
import { hasChanged } from '../apply/changed.ts';
import { type ReadTarget, readObjects } from '../apply/read.ts';
import type { ApiClient } from '../cluster/client.ts';
import type { Discovery } from '../cluster/discovery.ts';
import { isObject } from '../manifests/json.ts';
import type { JsonObject, KubeObject } from '../manifests/object.ts';
import { nameObject, type ObjectRef, type Problem, type Source } from '../problem.ts';

/** What could be seen of an object. */
export type Seen =
  | { readonly kind: 'present'; readonly live: JsonObject }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly problem: Problem };

/** Object key → what was seen of it. */
export type Sight = ReadonlyMap<string, Seen>;

/** An object of a release, in the place that the cluster gives it. */
export interface ReleaseObject {
  readonly ref: ObjectRef;
  readonly source: Source;
  readonly value: JsonObject;
}

/** The objects of a release, each once: what names no namespace is in the release's, unless its kind has none. */
export function placeObjects(
  objects: readonly KubeObject[],
  discovery: Discovery,
  namespace: string,
): readonly ReleaseObject[] {
  const placed = new Map<string, ReleaseObject>();
  for (const { ref, source, value } of objects) {
    const { namespace: own, ...bare } = ref;
    const isNamespaced = discovery.find(ref.apiVersion, ref.kind)?.namespaced ?? true;
    const object = { ref: isNamespaced ? { ...bare, namespace: own ?? namespace } : bare, source, value };
    if (!placed.has(objectKey(object.ref))) placed.set(objectKey(object.ref), object);
  }
  return [...placed.values()];
}

/** The same object whatever the version of its API: a chart may move from `apps/v1beta1` to `apps/v1`. */
export function objectKey(ref: ObjectRef): string {
  const group = ref.apiVersion.includes('/') ? ref.apiVersion.split('/', 1)[0] : '';
  return JSON.stringify([group, ref.kind, ref.namespace ?? '', ref.name]);
}

/** Reads every object as the identity. What may not be read hides nothing else. */
export async function seeObjects(
  objects: readonly ReleaseObject[],
  client: ApiClient,
  discovery: Discovery,
  credentialName: string,
  signal: AbortSignal,
): Promise<Sight> {
  const seen = await Promise.all(
    objects.map(async ({ ref, source }): Promise<[string, Seen]> => {
      const target: ReadTarget = { ref, source, resource: discovery.find(ref.apiVersion, ref.kind) };
      const read = await readObjects(client, [target], credentialName, signal);
      if (!read.ok) {
        const problem = read.problems[0];
        if (problem === undefined) throw new Error(`reading ${nameObject(ref)} failed without a problem`);
        return [objectKey(ref), { kind: 'unreadable', problem }];
      }
      const live = read.value[0];
      return [objectKey(ref), live === undefined ? { kind: 'absent' } : { kind: 'present', live }];
    }),
  );
  return new Map(seen);
}

export interface ReleaseChange {
  /** Objects of the revisions before. */
  readonly old: readonly ReleaseObject[];
  /** Objects of the revision that helm was asked for. */
  readonly wanted: readonly ReleaseObject[];
  readonly before: Sight;
  readonly after: Sight;
  /** Whether helm said that all went well. */
  readonly succeeded: boolean;
}

/**
 * What became of each object, from the objects read before and after; in the order of the chart, what left it at the
 * end. An object of a kind that was not there before could not be read and is new.
 */
export function changesOf(change: ReleaseChange): Change[] {
  const wantedKeys = new Set(change.wanted.map(({ ref }) => objectKey(ref)));
  const left = change.old.filter(({ ref }) => !wantedKeys.has(objectKey(ref)));
  return [...change.wanted, ...left].flatMap(({ ref, source }) => {
    const key = objectKey(ref);
    const action = actionOf(change.before.get(key), change.after.get(key), wantedKeys.has(key), change.succeeded);
    return action === undefined ? [] : [{ ref, action, source }];
  });
}

function actionOf(
  before: Seen | undefined,
  after: Seen | undefined,
  isWanted: boolean,
  succeeded: boolean,
): ChangeAction | undefined {
  if (before?.kind === 'unreadable' || after?.kind === 'unreadable') return 'unknown';
  const was = before?.kind === 'present' ? before.live : undefined;
  const is = after?.kind === 'present' ? after.live : undefined;
  if (!isWanted && was !== undefined && (is === undefined || isBeingDeleted(is))) return 'pruned';
  if (was === undefined && is === undefined) {
    // Of a kind that came with this release, discovery knows nothing yet: helm's word has to do.
    return isWanted && succeeded ? 'created' : undefined;
  }
  if (was === undefined) return isWanted ? 'created' : undefined;
  if (is === undefined) return 'unknown';
  return hasChanged(was, is) ? 'configured' : 'unchanged';
}

function isBeingDeleted(live: JsonObject): boolean {
  return isObject(live.metadata) && live.metadata.deletionTimestamp !== undefined;
}

/** Objects that may have been changed by a helm whose end nobody saw. */
export function unseenChanges(objects: readonly ReleaseObject[]): Change[] {
  return objects.map(({ ref, source }) => ({ ref, action: 'unknown', source }));
}

/** One warning for everything that could not be read, so that `changed` is not known for it. */
export function unreadableWarning(sights: readonly Sight[], release: string): Problem[] {
  const problems = new Map<string, Problem>();
  for (const sight of sights) {
    for (const [key, seen] of sight) if (seen.kind === 'unreadable') problems.set(key, seen.problem);
  }
  const first = [...problems.values()][0];
  if (first === undefined) return [];
  const count = problems.size === 1 ? 'an object' : `${problems.size} objects`;
  return [
    {
      kind: first.kind === 'unreachable' ? 'unreachable' : 'apply',
      message: `Whether ${count} of release ${release} changed is not known, since reading failed.`,
      fix: 'The identity needs `get` on what it deploys; helm reads it too.',
      details: [...problems.values()].slice(0, 5).map(({ message }) => message),
    },
  ];
}
