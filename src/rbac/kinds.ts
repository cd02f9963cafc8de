import type { Discovery } from '../cluster/discovery.ts';
import type { KubeObject } from '../manifests/object.ts';
import { groupOf } from '../manifests/order.ts';
import { definedResources } from '../manifests/scope.ts';
import { BUILT_IN_KINDS } from './built-in-kinds.ts';

const BUILT_IN: ReadonlyMap<string, { readonly resource: string; readonly namespaced: boolean }> = new Map(
  BUILT_IN_KINDS.map(([group, kind, resource, namespaced]) => [`${group} ${kind}`, { resource, namespaced }]),
);

/**
 * What a cluster is taken to serve where none is asked: every built-in kind, in whatever version (plural and scope of a
 * kind never change), and what the CustomResourceDefinitions among `objects` define.
 */
export function offlineDiscovery(objects: readonly KubeObject[]): Discovery {
  const defined = definedResources(objects);
  return {
    find(apiVersion, kind) {
      const group = groupOf(apiVersion);
      const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
      const own = defined.get(`${apiVersion} ${kind}`);
      const known = own
        ? { resource: own.resource, namespaced: own.scope === 'namespaced' }
        : BUILT_IN.get(`${group} ${kind}`);
      return known === undefined ? undefined : { group, version, kind, ...known, verbs: [] };
    },
    stale: [],
  };
}
