import type { Json } from '../manifests/object.ts';
import type { ApiClient, ApiFailure, ApiResult } from './client.ts';
import { listAt, textAt, textsAt } from './json.ts';

/** A resource as discovery tells it. */
export interface ApiResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Plural, as in paths and RBAC: `deployments`. */
  readonly resource: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

/** What the server serves. Lives with groups that do not answer (an aggregated API without endpoints). */
export interface Discovery {
  /** Undefined: not served, or its group did not answer (then in `stale`). */
  find(apiVersion: string, kind: string): ApiResource | undefined;
  /** `group/version` that could not be read. */
  readonly stale: readonly string[];
}

/** GA since 1.30, v2beta1 since 1.27: everything in two requests. Older servers answer as if it were not there. */
const AGGREGATED = ['v2', 'v2beta1']
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .concat('application/json')
  .join(',');

/**
 * Asks what the server serves. `client` is the token: under constrained impersonation discovery is refused to the
 * identity (https://kep.k8s.io/5284). Fails only where the server says nothing at all.
 */
export async function discover(client: ApiClient, signal: AbortSignal): Promise<ApiResult<Discovery>> {
  const roots = await Promise.all([readRoot(client, '/api', signal), readRoot(client, '/apis', signal)]);
  const resources: ApiResource[] = [];
  const stale: string[] = [];
  for (const root of roots) {
    if (!root.ok) return root;
    resources.push(...root.value.resources);
    stale.push(...root.value.stale);
  }
  return { ok: true, value: discoveryOf(resources, stale) };
}

/** A `Discovery` of just these resources. */
export function discoveryOf(resources: readonly ApiResource[], stale: readonly string[] = []): Discovery {
  const byKind = new Map<string, ApiResource>();
  for (const resource of resources) {
    const key = `${groupVersion(resource)} ${resource.kind}`;
    if (!byKind.has(key)) byKind.set(key, resource);
  }
  return { find: (apiVersion, kind) => byKind.get(`${apiVersion} ${kind}`), stale };
}

interface Part {
  readonly resources: readonly ApiResource[];
  readonly stale: readonly string[];
}

async function readRoot(client: ApiClient, path: string, signal: AbortSignal): Promise<ApiResult<Part>> {
  const answer = await client.request({ method: 'GET', path, accept: AGGREGATED }, signal);
  if (!answer.ok) return answer;
  if (textAt(answer.body, 'kind') === 'APIGroupDiscoveryList') return { ok: true, value: aggregated(answer.body) };
  return readVersions(client, path, versionsOf(answer.body), signal);
}

/** `v1` of an `APIVersions`, the groups' versions of an `APIGroupList`. */
function versionsOf(body: Json): readonly string[] {
  if (textAt(body, 'kind') === 'APIVersions') return textsAt(body, 'versions');
  return listAt(body, 'groups').flatMap((group) =>
    listAt(group, 'versions').map((version) => textAt(version, 'groupVersion')),
  );
}

async function readVersions(
  client: ApiClient,
  path: string,
  versions: readonly string[],
  signal: AbortSignal,
): Promise<ApiResult<Part>> {
  const parts = await Promise.all(versions.map((version) => readVersion(client, path, version, signal)));
  const resources: ApiResource[] = [];
  const stale: string[] = [];
  for (const part of parts) {
    if (!part.ok) return part;
    resources.push(...part.value.resources);
    stale.push(...part.value.stale);
  }
  return { ok: true, value: { resources, stale } };
}

async function readVersion(
  client: ApiClient,
  path: string,
  version: string,
  signal: AbortSignal,
): Promise<ApiResult<Part>> {
  const answer = await client.request({ method: 'GET', path: `${path}/${version}`, once: true }, signal);
  if (!answer.ok) {
    return staysAway(answer.failure) ? { ok: true, value: { resources: [], stale: [version] } } : answer;
  }
  const [group, number] = version.includes('/') ? version.split('/') : ['', version];
  const resources = listAt(answer.body, 'resources').map((item) => ({
    group: textAt(item, 'group') || (group ?? ''),
    version: textAt(item, 'version') || (number ?? ''),
    kind: textAt(item, 'kind'),
    resource: textAt(item, 'name'),
    namespaced: isTrue(item, 'namespaced'),
    verbs: textsAt(item, 'verbs'),
  }));
  // `deployments/scale` and the like: subresources, each listed beside its resource.
  return { ok: true, value: { resources: resources.filter(({ resource }) => !resource.includes('/')), stale: [] } };
}

/** One group's server is away, or the group itself has just gone; the others are none the worse. */
function staysAway(failure: ApiFailure): boolean {
  return failure.kind === 'status' && failure.status !== 401;
}

function aggregated(body: Json): Part {
  const resources: ApiResource[] = [];
  const stale: string[] = [];
  for (const item of listAt(body, 'items')) {
    const group = textAt(item, 'metadata', 'name');
    for (const served of listAt(item, 'versions')) {
      const version = textAt(served, 'version');
      if (textAt(served, 'freshness') === 'Stale') stale.push(groupVersion({ group, version }));
      for (const resource of listAt(served, 'resources')) {
        resources.push({
          group,
          version,
          kind: textAt(resource, 'responseKind', 'kind'),
          resource: textAt(resource, 'resource'),
          namespaced: textAt(resource, 'scope') === 'Namespaced',
          verbs: textsAt(resource, 'verbs'),
        });
      }
    }
  }
  return { resources, stale };
}

function groupVersion(of: { readonly group: string; readonly version: string }): string {
  return of.group === '' ? of.version : `${of.group}/${of.version}`;
}

function isTrue(value: Json, key: string): boolean {
  return typeof value === 'object' && value !== null && key in value && Reflect.get(value, key) === true;
}
