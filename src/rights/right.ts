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
    ...(right.nonResourceURL === undefined ? {} : { nonResourceURL: right.nonResourceURL }),
    for: purpose,
  };
}

/** One text for one right: equal rights have equal keys. */
export function rightKey(right: Right): string {
  const { verb, apiGroup, resource, subresource, namespace, name, nonResourceURL } = right;
  const path = nonResourceURL === undefined ? [] : [nonResourceURL];
  return JSON.stringify([verb, apiGroup, resource, subresource, namespace, name, ...path]);
}

/** The right to send requests with `verb` (`get`, `post`) to a path that is no resource; `/apis/*` is every path below. */
export function pathRight(verb: string, nonResourceURL: string): Right {
  return { verb, apiGroup: '', resource: '', subresource: '', namespace: '', name: '', nonResourceURL };
}
