import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Preflight, preflight, preflightProblem } from '../../src/check/preflight.ts';
import type { ApiClient, Cluster } from '../../src/cluster/client.ts';
import { type Discovery, discover } from '../../src/cluster/discovery.ts';
import { openCluster } from '../../src/cluster/open.ts';
import { selfSubjectRulesReview } from '../../src/cluster/reviews.ts';
import type { Connection } from '../../src/connect/connection.ts';
import type { ObjectRef, Problem } from '../../src/problem.ts';
import { type ApplyTarget, type Needed, neededForApply, type Presence } from '../../src/rights/needed.ts';
import { type Admin, connectAdmin } from '../../testbed/admin.ts';
import { sharedTestbed } from '../../testbed/shared.ts';
import { connectionTo, hastyClock } from '../cluster/connection-to.ts';
import { identityOf } from '../rights/identity-of.ts';

const MINUTE = 60_000;
const never = new AbortController().signal;

/** Ten kinds of one namespace. */
const KINDS = [
  ['v1', 'ConfigMap'],
  ['v1', 'Secret'],
  ['v1', 'Service'],
  ['v1', 'ServiceAccount'],
  ['v1', 'PersistentVolumeClaim'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
  ['batch/v1', 'Job'],
  ['networking.k8s.io/v1', 'Ingress'],
] as const;

let admin: Admin;
let connection: Connection;
let discovery: Discovery;
const clusters: Cluster[] = [];

beforeAll(async () => {
  const { info } = sharedTestbed();
  admin = connectAdmin(info);
  connection = connectionTo({ server: info.server, ca: info.ca, token: info.adminToken });
  const found = await discover(clusterAs('system:serviceaccount:none:none').asToken, never);
  if (!found.ok) throw new Error('no discovery');
  discovery = found.value;
}, MINUTE);
afterAll(() => {
  for (const cluster of clusters) cluster.close();
  admin?.close();
});

function clusterAs(username: string): Cluster {
  const cluster = openCluster({ connection, identity: identityOf(username), clock: hastyClock() });
  clusters.push(cluster);
  return cluster;
}

/** A deployer of a new namespace with these rules in it, and those in the whole cluster. */
async function deployer(
  rules: readonly string[],
  everywhere: readonly string[] = [],
): Promise<{ namespace: string; username: string; cluster: Cluster }> {
  const namespace = await admin.createNamespace('preflight');
  await admin.createServiceAccount(namespace, 'deployer');
  if (rules.length > 0) await admin.apply(role('Role', 'deployer', namespace, rules));
  if (everywhere.length > 0) await admin.apply(role('ClusterRole', namespace, namespace, everywhere));
  const username = `system:serviceaccount:${namespace}:deployer`;
  const cluster = clusterAs(username);
  const expected = rules.length + everywhere.length;
  await admin.waitFor('the rules to be in force', async () => {
    const review = await selfSubjectRulesReview(cluster.asIdentity, namespace, never);
    const own = review.ok ? review.value.rules.filter((rule) => !rule.resources.some(isReview)) : [];
    return own.length >= expected;
  });
  return { namespace, username, cluster };
}

/** What every user may ask. */
const isReview = (resource: string) => resource.startsWith('selfsubject');

function role(kind: 'Role' | 'ClusterRole', name: string, namespace: string, rules: readonly string[]): string {
  const metadata = `{ name: ${name}${kind === 'Role' ? `, namespace: ${namespace}` : ''} }`;
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: ${metadata}
rules:
${rules.map((rule) => `  - ${rule}`).join('\n')}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}Binding
metadata: ${metadata}
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${kind}, name: ${name} }
subjects: [{ kind: ServiceAccount, name: deployer, namespace: ${namespace} }]
`;
}

function target(ref: ObjectRef, presence: Presence = 'absent'): ApplyTarget {
  const resource = discovery.find(ref.apiVersion, ref.kind);
  if (resource === undefined) throw new Error(`no ${ref.kind}`);
  return { ref, resource, presence };
}

const configMap = (namespace: string, name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', namespace, name });
const clusterRole = (name: string) => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name });

async function ask(cluster: Cluster, needed: readonly Needed[]): Promise<Preflight> {
  const found = await preflight(cluster, needed, { credentialName: 'the input `token`' }, never);
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found.value;
}

const missing = ({ missing: gaps }: Preflight): string[] =>
  gaps.map(({ right }) => `${right.verb} ${right.resource} ${right.namespace}/${right.name}`).sort();

function gap(found: Preflight, username: string): Problem & { readonly kind: 'forbidden' } {
  const problem = preflightProblem(found, { username, tokenUser: 'admin' });
  if (problem?.kind !== 'forbidden') throw new Error('no gap');
  return problem;
}

/** A client that counts the requests that go through it. */
function counting(client: ApiClient, count: { requests: number }): ApiClient {
  return {
    party: client.party,
    server: client.server,
    request: (request, signal) => {
      count.requests += 1;
      return client.request(request, signal);
    },
    watch: (path, signal) => client.watch(path, signal),
  };
}

describe('a thousand objects of ten kinds in one namespace', () => {
  const needs = (namespace: string): Needed[] =>
    neededForApply(
      Array.from({ length: 1000 }, (_, index) => {
        const [apiVersion, kind] = KINDS[index % KINDS.length] ?? KINDS[0];
        return target({ apiVersion, kind, namespace, name: `object-${index}` }, index % 3 === 0 ? 'present' : 'absent');
      }),
    );

  test(
    'take at most thirty requests, whatever the identity may do',
    async () => {
      for (const rules of [
        [],
        ['{ apiGroups: [""], resources: [configmaps], verbs: [get, create, patch] }'],
        ['{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }'],
      ]) {
        const { cluster, namespace } = await deployer(rules);
        const count = { requests: 0 };
        const counted = { asIdentity: counting(cluster.asIdentity, count), asToken: counting(cluster.asToken, count) };
        const found = await preflight(counted, needs(namespace), { credentialName: 'x' }, never);
        if (!found.ok) throw new Error('no answer');
        expect(count.requests).toBeLessThanOrEqual(30);
        expect(found.value.reviews).toBe(count.requests);
        const wanted = needs(namespace).filter(({ right }) => rules.length === 0 || right.resource !== 'configmaps');
        expect(found.value.missing.length).toBe(rules[0]?.includes('"*"') ? 0 : wanted.length);
      }
    },
    MINUTE,
  );

  test(
    'have their gaps filled by the one grant that is told with them',
    async () => {
      const { cluster, namespace, username } = await deployer([
        '{ apiGroups: ["", apps], resources: [configmaps, deployments], verbs: [get] }',
      ]);
      const found = await ask(cluster, needs(namespace));
      const { denied, yaml = '' } = gap(found, username);
      expect(denied).toHaveLength(found.missing.length);
      await admin.apply(yaml);
      await admin.waitFor(
        'the grant to be seen',
        async () => missing(await ask(cluster, needs(namespace))).length === 0,
      );
    },
    MINUTE,
  );
});

test('names are judged from the rules: a right on one object is none on another', async () => {
  const { cluster, namespace } = await deployer([
    '{ apiGroups: [""], resources: [configmaps], resourceNames: [a], verbs: [get, patch, create] }',
  ]);
  const found = await ask(
    cluster,
    neededForApply([target(configMap(namespace, 'a')), target(configMap(namespace, 'b'))]),
  );
  expect(missing(found)).toEqual([
    `create configmaps ${namespace}/b`,
    `get configmaps ${namespace}/b`,
    `patch configmaps ${namespace}/b`,
  ]);
  expect(found.reviews).toBe(1);
});

test('a Role that allows everything in its namespace allows nothing at the cluster scope', async () => {
  const { cluster, namespace } = await deployer(['{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }']);
  const role = clusterRole('somebody');
  const found = await ask(cluster, neededForApply([target(role), target(configMap(namespace, 'a'))]));
  expect(missing(found)).toEqual([
    'create clusterroles /somebody',
    'get clusterroles /somebody',
    'patch clusterroles /somebody',
  ]);
});

test('cluster-scoped objects are asked one question a verb where the identity may have all of them', async () => {
  const { cluster } = await deployer(
    [],
    ['{ apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [get, patch, create] }'],
  );
  const found = await ask(cluster, neededForApply(Array.from({ length: 50 }, (_, i) => target(clusterRole(`r${i}`)))));
  expect(missing(found)).toEqual([]);
  expect(found.reviews).toBe(3);
});

test('cluster-scoped objects are asked by name where it is about names', async () => {
  const { cluster } = await deployer(
    [],
    [
      '{ apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], resourceNames: [a], verbs: [get, patch, create] }',
    ],
  );
  const found = await ask(cluster, neededForApply([target(clusterRole('a')), target(clusterRole('b'))]));
  expect(missing(found)).toEqual(['create clusterroles /b', 'get clusterroles /b', 'patch clusterroles /b']);
});

test('a Namespace is read and changed in itself, and created at the cluster scope', async () => {
  const { cluster, namespace } = await deployer([
    '{ apiGroups: [""], resources: [namespaces], verbs: [get, patch, create] }',
  ]);
  const ref = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', name });
  const found = await ask(
    cluster,
    neededForApply([target(ref(namespace), 'present'), target(ref(`${namespace}-new`), 'absent')]),
  );
  expect(missing(found)).toEqual([
    `create namespaces /${namespace}-new`,
    `get namespaces ${namespace}-new/${namespace}-new`,
    `patch namespaces ${namespace}-new/${namespace}-new`,
  ]);
  // The server's own word on it.
  const apply = (name: string) =>
    cluster.asIdentity.request(
      {
        method: 'PATCH',
        path: `/api/v1/namespaces/${name}?fieldManager=test&dryRun=All`,
        body: {
          type: 'application/apply-patch+yaml',
          text: JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
        },
      },
      never,
    );
  expect(await apply(namespace)).toMatchObject({ ok: true });
  expect((await apply(`${namespace}-new`)).ok).toBe(false);
});

test('what may not be read is possibly to be created: told, and no gap', async () => {
  const { cluster, namespace, username } = await deployer([
    '{ apiGroups: [""], resources: [configmaps], verbs: [patch] }',
  ]);
  const found = await ask(cluster, neededForApply([target(configMap(namespace, 'a'), 'unknown')]));
  expect(missing(found)).toEqual([`get configmaps ${namespace}/a`]);
  expect(found.possible.map(({ right }) => right.verb)).toEqual(['create']);
  expect(gap(found, username).details).toEqual([
    `the identity may not create configmaps "a" in namespace ${namespace}, which is possibly needed (ConfigMap ${namespace}/a)`,
  ]);
});

describe('objects of RBAC', () => {
  const rbac = 'rbac.authorization.k8s.io/v1';
  const roleTarget = (namespace: string, rules: unknown, live?: unknown): ApplyTarget => ({
    ...target({ apiVersion: rbac, kind: 'Role', namespace, name: 'app' }, live === undefined ? 'absent' : 'present'),
    value: { rules },
    ...(live === undefined ? {} : { live: { rules: live } }),
  });
  const bindingTarget = (namespace: string): ApplyTarget => ({
    ...target({ apiVersion: rbac, kind: 'RoleBinding', namespace, name: 'app' }),
    value: { roleRef: { kind: 'Role', name: 'app' }, subjects: [{ kind: 'User', name: 'ann' }] },
  });
  const WRITE = `{ apiGroups: [rbac.authorization.k8s.io], resources: [roles, rolebindings], verbs: [get, patch, create] }`;
  const grants = [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }];

  test('take the rights that they grant', async () => {
    const { cluster, namespace } = await deployer([WRITE, '{ apiGroups: [""], resources: [pods], verbs: [get] }']);
    const found = await ask(cluster, neededForApply([roleTarget(namespace, grants), bindingTarget(namespace)]));
    expect(new Set(missing(found))).toEqual(new Set([`list pods ${namespace}/`]));
  });

  test('or escalate and bind', async () => {
    const { cluster, namespace } = await deployer([
      WRITE,
      '{ apiGroups: [rbac.authorization.k8s.io], resources: [roles], resourceNames: [app], verbs: [escalate, bind] }',
    ]);
    const found = await ask(cluster, neededForApply([roleTarget(namespace, grants), bindingTarget(namespace)]));
    expect(missing(found)).toEqual([]);
  });

  test('take the rights of a role that is there already, or bind on it', async () => {
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }];
    const bindAndRead = (namespace: string): Needed[] =>
      neededForApply([bindingTarget(namespace)], [{ resource: 'roles', namespace, name: 'app', value: { rules } }]);
    const some = await deployer([WRITE, '{ apiGroups: [""], resources: [pods], verbs: [get] }']);
    expect(missing(await ask(some.cluster, bindAndRead(some.namespace)))).toEqual([`bind roles ${some.namespace}/app`]);
    const all = await deployer([WRITE, '{ apiGroups: [""], resources: [pods], verbs: [get, list] }']);
    expect(missing(await ask(all.cluster, bindAndRead(all.namespace)))).toEqual([]);
    const bind = '{ apiGroups: [rbac.authorization.k8s.io], resources: [roles], resourceNames: [app], verbs: [bind] }';
    const binder = await deployer([WRITE, bind]);
    expect(missing(await ask(binder.cluster, bindAndRead(binder.namespace)))).toEqual([]);
  });

  test('take nothing for certain where they do not change', async () => {
    const { cluster, namespace } = await deployer([WRITE]);
    const found = await ask(cluster, neededForApply([roleTarget(namespace, grants, grants)]));
    expect(missing(found)).toEqual([]);
    expect(found.possible).toHaveLength(2);
  });

  test('that grant everything have no grant proposed', async () => {
    const { cluster, namespace, username } = await deployer([WRITE]);
    const everything = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];
    const problem = gap(await ask(cluster, neededForApply([roleTarget(namespace, everything)])), username);
    expect(problem.yaml).toBeUndefined();
    expect(problem.fix).toContain('must be able to do everything');
  });
});
