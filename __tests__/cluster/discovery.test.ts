import { describe, expect, test } from '@jest/globals';
import type { ApiAnswer, ApiClient } from '../../src/cluster/client.ts';
import { discover } from '../../src/cluster/discovery.ts';
import type { Json } from '../../src/manifests/object.ts';

const signal = new AbortController().signal;

/** A server that knows these paths. */
function serving(paths: Readonly<Record<string, Json | number>>): ApiClient & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    party: 'token',
    server: 'https://example.com',
    asked,
    request: async ({ path }) => {
      asked.push(path);
      return answer(paths[path] ?? 404);
    },
    watch: () => {
      throw new Error('nobody watches');
    },
  };
}

function answer(body: Json): ApiAnswer {
  if (typeof body !== 'number') return { ok: true, status: 200, body, warnings: [] };
  const failure = { status: body, reason: '', message: '', causes: [], retryAfterSeconds: undefined };
  return { ok: false, failure: { kind: 'status', ...failure } };
}

const deployments = {
  resource: 'deployments',
  responseKind: { group: 'apps', version: 'v1', kind: 'Deployment' },
  scope: 'Namespaced',
  verbs: ['get', 'patch'],
  subresources: [{ subresource: 'scale', responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' } }],
};

const aggregatedCore = {
  kind: 'APIGroupDiscoveryList',
  items: [
    {
      metadata: { name: null },
      versions: [
        {
          version: 'v1',
          resources: [
            { resource: 'namespaces', responseKind: { kind: 'Namespace' }, scope: 'Cluster', verbs: ['get'] },
          ],
        },
      ],
    },
  ],
};

describe('aggregated discovery', () => {
  test('is two requests, and an API whose server is away is stale', async () => {
    const client = serving({
      '/api': aggregatedCore,
      '/apis': {
        kind: 'APIGroupDiscoveryList',
        items: [
          { metadata: { name: 'apps' }, versions: [{ version: 'v1', resources: [deployments], freshness: 'Current' }] },
          { metadata: { name: 'metrics.k8s.io' }, versions: [{ version: 'v1beta1', freshness: 'Stale' }] },
        ],
      },
    });
    const found = await discover(client, signal);
    if (!found.ok) throw new Error('discovery failed');
    expect(client.asked).toEqual(['/api', '/apis']);
    expect(found.value.find('apps/v1', 'Deployment')).toEqual({
      group: 'apps',
      version: 'v1',
      kind: 'Deployment',
      resource: 'deployments',
      namespaced: true,
      verbs: ['get', 'patch'],
    });
    expect(found.value.find('v1', 'Namespace')?.namespaced).toBe(false);
    expect(found.value.find('autoscaling/v1', 'Scale')).toBeUndefined();
    expect(found.value.find('apps/v1beta1', 'Deployment')).toBeUndefined();
    expect(found.value.stale).toEqual(['metrics.k8s.io/v1beta1']);
  });
});

describe('a server without it', () => {
  const old = {
    '/api': { kind: 'APIVersions', versions: ['v1'] },
    '/api/v1': {
      kind: 'APIResourceList',
      resources: [
        { name: 'pods', kind: 'Pod', namespaced: true, verbs: ['get'] },
        {
          name: 'pods/eviction',
          kind: 'Eviction',
          group: 'policy',
          version: 'v1',
          namespaced: true,
          verbs: ['create'],
        },
      ],
    },
    '/apis': {
      kind: 'APIGroupList',
      groups: [
        { name: 'apps', versions: [{ groupVersion: 'apps/v1', version: 'v1' }] },
        { name: 'metrics.k8s.io', versions: [{ groupVersion: 'metrics.k8s.io/v1beta1', version: 'v1beta1' }] },
      ],
    },
    '/apis/apps/v1': {
      kind: 'APIResourceList',
      resources: [{ name: 'deployments', kind: 'Deployment', namespaced: true, verbs: ['get'] }],
    },
  };

  test('is asked group by group, and lives with one that does not answer', async () => {
    const found = await discover(serving({ ...old, '/apis/metrics.k8s.io/v1beta1': 503 }), signal);
    if (!found.ok) throw new Error('discovery failed');
    expect(found.value.find('apps/v1', 'Deployment')?.resource).toBe('deployments');
    expect(found.value.find('v1', 'Pod')).toMatchObject({ group: '', version: 'v1', resource: 'pods' });
    expect(found.value.find('policy/v1', 'Eviction')).toBeUndefined();
    expect(found.value.stale).toEqual(['metrics.k8s.io/v1beta1']);
  });

  test('fails as a whole where the credential is not taken', async () => {
    const found = await discover(serving({ ...old, '/apis/metrics.k8s.io/v1beta1': 401 }), signal);
    expect(found).toMatchObject({ ok: false, failure: { status: 401 } });
  });
});

test('a server that says nothing is a failure', async () => {
  expect(await discover(serving({ '/api': aggregatedCore, '/apis': 503 }), signal)).toMatchObject({
    ok: false,
    failure: { status: 503 },
  });
});
