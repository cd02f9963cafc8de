import { nameObject, type ObjectRef, type Source } from '../problem.ts';
import { grantedRights } from './needed-grants.ts';
import { type Right, rightKey } from './right.ts';

/** A right that a step takes, and what for. */
export interface Needed {
  readonly right: Right;
  /** What needs it, in words: "Deployment shop/web". */
  readonly for: string;
  readonly party: 'identity' | 'token';
  /** `possible`: nobody can know beforehand whether it will be needed. */
  readonly certainty: 'needed' | 'possible';
  /**
   * Whether a request with this verb is sent. False for what the server asks for on top of a request: `create` where an
   * apply finds nothing, the rights that a Role grants.
   */
  readonly requested: boolean;
  /** Any one of these will do in its place. */
  readonly alternatives?: readonly Right[];
  /** All of these together will do in its place. */
  readonly orAll?: readonly Right[];
  readonly source?: Source;
  readonly object?: ObjectRef;
}

/** A resource as a rule of RBAC names it. */
export interface NeededResource {
  readonly group: string;
  /** Plural: `deployments`. */
  readonly resource: string;
  readonly namespaced: boolean;
}

export type Presence = 'present' | 'absent' | 'unknown';

/** An object that is going to be applied. */
export interface ApplyTarget {
  readonly ref: ObjectRef;
  readonly source?: Source;
  readonly resource: NeededResource;
  /** Whether it is in the cluster; `unknown` where it may not be read. */
  readonly presence: Presence;
  /** Whether the server serves its kind already; false where the CustomResourceDefinition comes in the same run. */
  readonly served?: boolean;
  /** Whether a release is not known to want anything else of it than it wanted before. */
  readonly unchanged?: boolean;
  /** The object as it is wanted and as it is, where known: what a Role grants takes the granted rights. */
  readonly value?: unknown;
  readonly live?: unknown;
}

/** A role in the cluster that a binding among the targets refers to. */
export interface ExistingRole {
  /** `roles` or `clusterroles`. */
  readonly resource: string;
  /** Absent for a ClusterRole. */
  readonly namespace?: string;
  readonly name: string;
  readonly value: unknown;
}

/** A right on one object, or on every object of a resource where `name` is empty. */
export function rightOn(
  verb: string,
  resource: NeededResource,
  place: { readonly namespace?: string | undefined; readonly name?: string },
): Right {
  return {
    verb,
    apiGroup: resource.group,
    resource: resource.resource,
    subresource: '',
    namespace: scopeOfRequest(verb, resource, place),
    name: place.name ?? '',
  };
}

/**
 * The namespace in which the server asks for a right. A Namespace is read, changed and deleted "in" itself, but
 * created, listed and watched (also one alone, by a field selector) at the cluster scope.
 */
function scopeOfRequest(
  verb: string,
  resource: NeededResource,
  { namespace, name }: { readonly namespace?: string | undefined; readonly name?: string },
): string {
  if (resource.namespaced) return namespace ?? '';
  if (resource.group !== '' || resource.resource !== 'namespaces') return '';
  if (['create', 'list', 'watch'].includes(verb)) return '';
  return name ?? '';
}

/**
 * What the identity needs to read and apply `targets` server-side: `get` and `patch` on each by its name, and `create`
 * where it is absent, which the server asks for with the name
 * (https://kubernetes.io/docs/reference/using-api/server-side-apply/#rbac-and-permissions). A rollout is awaited by
 * reading the object by name, which takes nothing more. Where nobody could read whether an object is there, `create`
 * is `possible`. Objects of RBAC take what they grant, too; `existing`
 * are the roles that they refer to, as far as they could be read.
 */
export function neededForApply(targets: readonly ApplyTarget[], existing: readonly ExistingRole[] = []): Needed[] {
  return onceEach([...targets.flatMap(neededForOne), ...grantedRights(targets, existing)]);
}

function neededForOne(target: ApplyTarget): Needed[] {
  const { ref, resource, presence } = target;
  const need = (verb: string, certainty: Needed['certainty'] = 'needed'): Needed => ({
    ...placeOf(target),
    right: rightOn(verb, resource, ref),
    certainty,
    requested: verb !== 'create',
  });
  return [
    // Of a kind that comes in this run nothing is read.
    ...(target.served === false ? [] : [need('get')]),
    need('patch'),
    ...(presence === 'present' ? [] : [need('create', presence === 'unknown' ? 'possible' : 'needed')]),
  ];
}

/** What a need tells of the object that it is for. */
export function placeOf({
  ref,
  source,
}: Pick<ApplyTarget, 'ref' | 'source'>): Pick<Needed, 'for' | 'party' | 'object' | 'source'> {
  return { for: nameObject(ref), party: 'identity', object: ref, ...(source === undefined ? {} : { source }) };
}

/**
 * Each right once a party, the first to need it named; it is needed for certain where one of them needs it for certain.
 * Needs with different alternatives are different.
 */
export function onceEach(needs: readonly Needed[]): Needed[] {
  const found = new Map<string, Needed>();
  for (const need of needs) {
    const instead = [need.alternatives, need.orAll].map((rights) => rights?.map(rightKey));
    const key = JSON.stringify([need.party, rightKey(need.right), instead]);
    const before = found.get(key);
    found.set(key, before === undefined ? need : combined(before, need));
  }
  return [...found.values()];
}

function combined(one: Needed, other: Needed): Needed {
  const leading = one.certainty === 'possible' && other.certainty === 'needed' ? other : one;
  return { ...leading, requested: one.requested || other.requested };
}
