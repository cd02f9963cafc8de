import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ApiClient, Cluster, WatchEvent } from '../../src/cluster/client.ts';
import { discover } from '../../src/cluster/discovery.ts';
import { textAt } from '../../src/cluster/json.ts';
import { openCluster } from '../../src/cluster/open.ts';
import { collectionPath, objectPath, withQuery } from '../../src/cluster/paths.ts';
import { selfSubjectAccessReview } from '../../src/cluster/reviews.ts';
import { serverVersion } from '../../src/cluster/version.ts';
import { type Admin, connectAdmin } from '../../testbed/admin.ts';
import { sharedTestbed } from '../../testbed/shared.ts';
import { identityOf } from '../rights/identity-of.ts';
import { connectionTo, hastyClock } from './connection-to.ts';

const never = new AbortController().signal;

let admin: Admin;
let cluster: Cluster;
let namespace: string;

/** The admin as the token, so that the identity, a service account without rights, may be impersonated. */
beforeAll(async () => {
  const { info } = sharedTestbed();
  admin = connectAdmin(info);
  namespace = await admin.createNamespace('client');
  cluster = openCluster({
    connection: connectionTo({ server: info.server, ca: info.ca, token: info.adminToken }),
    identity: identityOf(`system:serviceaccount:${namespace}:default`),
    clock: hastyClock(),
  });
});
afterAll(() => {
  cluster?.close();
  admin?.close();
});

async function apply(client: ApiClient, name: string, body: string, query: Record<string, string> = {}) {
  const path = objectPath(CONFIG_MAPS, namespace, name);
  return client.request(
    {
      method: 'PATCH',
      path: withQuery(path, { fieldManager: 'tests', ...query }),
      body: { type: 'application/apply-patch+yaml', text: body },
    },
    never,
  );
}

const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps', namespaced: true };

function configMap(name: string, data: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata:\n  ${data}\n`;
}

test('a body is sent as it is, and the answer read as it is', async () => {
  const answer = await apply(cluster.asToken, 'plain', configMap('plain', 'key: "größe ☂"'));
  expect(answer).toMatchObject({ ok: true, status: 201, body: { data: { key: 'größe ☂' } } });
});

test('the identity is refused what the token may, by its own name', async () => {
  expect(await apply(cluster.asIdentity, 'refused', configMap('refused', 'a: b'))).toMatchObject({
    ok: false,
    failure: {
      kind: 'status',
      status: 403,
      reason: 'Forbidden',
      message: expect.stringContaining(`User "system:serviceaccount:${namespace}:default" cannot patch`),
    },
  });
});

test('a conflict has its causes, and is not tried again', async () => {
  await apply(cluster.asToken, 'owned', configMap('owned', 'a: one'));
  const answer = await apply(cluster.asToken, 'owned', configMap('owned', 'a: two'), { fieldManager: 'other' });
  expect(answer).toMatchObject({
    ok: false,
    failure: { status: 409, reason: 'Conflict', causes: [{ reason: 'FieldManagerConflict', field: '.data.a' }] },
  });
});

test('a field that does not exist is a 500 without a reason, and the answer', async () => {
  const body = `${configMap('typo', 'a: b')}dada: {}\n`;
  expect(await apply(cluster.asToken, 'typo', body)).toMatchObject({
    ok: false,
    failure: { status: 500, reason: '', message: expect.stringContaining('field not declared in schema') },
  });
});

test('a warning is passed on', async () => {
  const body = JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `warned-${randomUUID().slice(0, 8)}` },
    dåta: {},
  });
  const path = withQuery(collectionPath(CONFIG_MAPS, namespace), { fieldValidation: 'Warn' });
  const answer = await cluster.asToken.request(
    { method: 'POST', path, body: { type: 'application/json', text: body } },
    never,
  );
  expect(answer).toMatchObject({ ok: true, warnings: ['unknown field "dåta"'] });
});

test('a watch sees what happens', async () => {
  const path = withQuery(collectionPath(CONFIG_MAPS, namespace), {
    fieldSelector: 'metadata.name=watched',
    timeoutSeconds: '30',
  });
  const cancel = new AbortController();
  const types: string[] = [];
  for await (const event of cluster.asToken.watch(path, cancel.signal)) {
    types.push(described(event));
    if (types.length === 1) await apply(cluster.asToken, 'watched', configMap('watched', 'a: two'));
    if (types.length === 2) await cluster.asToken.request({ method: 'DELETE', path: plainPath('watched') }, never);
    if (types.length === 3) cancel.abort();
    if (types.length > 3) break;
  }
  expect(types).toEqual(['ADDED one', 'MODIFIED two', 'DELETED two', 'cancelled']);
});

beforeAll(async () => {
  await apply(cluster.asToken, 'watched', configMap('watched', 'a: one'));
});

function plainPath(name: string): string {
  return objectPath(CONFIG_MAPS, namespace, name);
}

function described(event: WatchEvent): string {
  return event.type === 'FAILURE' ? event.failure.kind : `${event.type} ${textAt(event.object, 'data', 'a')}`;
}

test('discovery knows built-in kinds and new ones, and lives with an API whose server is away', async () => {
  const suffix = randomUUID().slice(0, 8);
  const group = `g-${suffix}.test.invalid`;
  await admin.apply(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.${group} }
spec:
  group: ${group}
  scope: Namespaced
  names: { kind: Widget, plural: widgets, singular: widget }
  versions:
    - { name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: { name: v1.away-${suffix}.test.invalid }
spec:
  group: away-${suffix}.test.invalid
  version: v1
  groupPriorityMinimum: 1000
  versionPriority: 10
  service: { name: nothing, namespace: ${namespace} }
  insecureSkipTLSVerify: true
`);
  try {
    const found = await admin.waitFor('discovery of both', async () => {
      const discovery = await discover(cluster.asToken, never);
      if (!discovery.ok) throw new Error(JSON.stringify(discovery.failure));
      const isThere = discovery.value.find(`${group}/v1`, 'Widget') !== undefined;
      return isThere && discovery.value.stale.length > 0 ? discovery.value : undefined;
    });
    expect(found.stale).toContain(`away-${suffix}.test.invalid/v1`);
    expect(found.find(`${group}/v1`, 'Widget')).toMatchObject({ resource: 'widgets', namespaced: true });
    expect(found.find('apps/v1', 'Deployment')).toMatchObject({ resource: 'deployments', namespaced: true });
    expect(found.find('v1', 'Namespace')).toMatchObject({ resource: 'namespaces', namespaced: false });
    expect(found.find('apps/v1', 'Scale')).toBeUndefined();
  } finally {
    await admin.remove(`/apis/apiregistration.k8s.io/v1/apiservices/v1.away-${suffix}.test.invalid`);
    await admin.remove(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.${group}`);
  }
});

test('an older server’s discovery, group by group, says the same', async () => {
  const old: ApiClient = {
    ...cluster.asToken,
    request: (request, signal) => cluster.asToken.request({ ...request, accept: 'application/json' }, signal),
  };
  const [legacy, aggregated] = [await discover(old, never), await discover(cluster.asToken, never)];
  if (!legacy.ok || !aggregated.ok) throw new Error('discovery failed');
  for (const [apiVersion, kind] of [
    ['v1', 'Pod'],
    ['v1', 'Namespace'],
    ['apps/v1', 'Deployment'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
    ['policy/v1', 'Eviction'],
    ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ] as const) {
    const sorted = (found: ReturnType<typeof legacy.value.find>) =>
      found && { ...found, verbs: [...found.verbs].sort() };
    expect(sorted(legacy.value.find(apiVersion, kind))).toEqual(sorted(aggregated.value.find(apiVersion, kind)));
  }
});

test('the version is the server’s own', async () => {
  expect(await serverVersion(cluster.asToken, never)).toEqual({
    ok: true,
    value: sharedTestbed().info.version.replace(/^v/, ''),
  });
});

test('an access review answers for whoever asks', async () => {
  const right = { verb: 'get', apiGroup: '', resource: 'secrets', subresource: '', namespace, name: '' };
  expect(await selfSubjectAccessReview(cluster.asToken, right, never)).toEqual({ ok: true, value: true });
  expect(await selfSubjectAccessReview(cluster.asIdentity, right, never)).toEqual({ ok: true, value: false });
});
