import type { Denied } from '../problem.ts';

/** A right in RBAC's terms: everything of a `Denied` but who lacks it and what for. */
export type Right = Omit<Denied, 'who' | 'for'>;

/** The right that somebody lacks, and what for. */
export function deniedOf(who: Denied['who'], right: Right, purpose: string): Denied {
  return {
    who,
    verb: right.verb,
    apiGroup: right.apiGroup,
    resource: right.resource,
    subresource: right.subresource,
    namespace: right.namespace,
    name: right.name,
    for: purpose,
  };
}

/** One text for one right: equal rights have equal keys. */
export function rightKey(right: Right): string {
  return JSON.stringify([right.verb, right.apiGroup, right.resource, right.subresource, right.namespace, right.name]);
}
