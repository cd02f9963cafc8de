import type { ApiResource } from './discovery.ts';

/**
 * The path of a resource's collection: `/apis/apps/v1/namespaces/shop/deployments`. `namespace` is ignored for what
 * is cluster-scoped; undefined means all namespaces.
 */
export function collectionPath(
  resource: Pick<ApiResource, 'group' | 'version' | 'resource' | 'namespaced'>,
  namespace: string | undefined,
): string {
  const root =
    resource.group === ''
      ? `/api/${segment(resource.version)}`
      : `/apis/${segment(resource.group)}/${segment(resource.version)}`;
  const scope =
    resource.namespaced && namespace !== undefined && namespace !== '' ? `/namespaces/${segment(namespace)}` : '';
  return `${root}${scope}/${segment(resource.resource)}`;
}

/** The path of one object: `/apis/apps/v1/namespaces/shop/deployments/web`. */
export function objectPath(
  resource: Pick<ApiResource, 'group' | 'version' | 'resource' | 'namespaced'>,
  namespace: string | undefined,
  name: string,
): string {
  return `${collectionPath(resource, namespace)}/${segment(name)}`;
}

/** `path` with `parameters` as its query. */
export function withQuery(path: string, parameters: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(parameters).toString();
  if (query === '') return path;
  return `${path}${path.includes('?') ? '&' : '?'}${query}`;
}

/** A path segment that stays one: `..` as a name must not become the path of something else. */
function segment(text: string): string {
  if (text === '.' || text === '..') return text.replaceAll('.', '%2E');
  return encodeURIComponent(text);
}
