import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { forbiddenProblem } from '../../src/check/forbidden.ts';
import type { Cluster } from '../../src/cluster/client.ts';
import { openCluster } from '../../src/cluster/open.ts';
import { objectPath } from '../../src/cluster/paths.ts';
import type { IdentityRequest } from '../../src/inputs.ts';
import { nameRight } from '../../src/problem.ts';
import { readForbidden } from '../../src/rights/forbidden.ts';
import { type Admin, connectAdmin, type KubernetesObject } from '../../testbed/admin.ts';
import { sharedTestbed } from '../../testbed/shared.ts';
import { connectionTo, hastyClock } from '../cluster/connection-to.ts';
import { identityOf } from '../rights/identity-of.ts';

const never = new AbortController().signal;
const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps', namespaced: true };

let admin: Admin;
let namespace: string;
let identity: IdentityRequest;
let cluster: Cluster;
const clusterScoped: KubernetesObject[] = [];

beforeAll(async () => {
  const { info } = sharedTestbed();
  admin = connectAdmin(info);
  namespace = await admin.createNamespace('forbidden');
  identity = identityOf(`system:serviceaccount:${namespace}:default`);
  cluster = openCluster({
    connection: connectionTo({ server: info.server, ca: info.ca, token: info.adminToken }),
    identity,
    clock: hastyClock(),
  });
});
afterAll(async () => {
  cluster?.close();
  for (const { kind, metadata } of clusterScoped) {
    await admin.request('DELETE', `/apis/rbac.authorization.k8s.io/v1/${kind.toLowerCase()}s/${metadata.name}`);
  }
  admin?.close();
});

/** Applies what each refusal prints until `attempt` passes (says nothing); the rights that this took. */
async function grantedUntilItPasses(attempt: () => Promise<string>): Promise<string[]> {
  const granted: string[] = [];
  for (let said = await attempt(); said !== ''; ) {
    const problem = forbiddenProblem({ text: said, identity, for: 'the test' });
    const rights = problem.denied.map(nameRight);
    if (rights.length === 0 || granted.includes(rights[0] ?? '')) throw new Error(`no way on: ${said}`);
    granted.push(...rights);
    const applied = await admin.apply(problem.yaml ?? '');
    clusterScoped.push(...applied.filter(({ metadata }) => metadata.namespace === undefined));
    const before = said;
    said = await admin
      .waitFor('the grant to be seen', async () => {
        const now = await attempt();
        return now === before ? undefined : { now };
      })
      .then(({ now }) => now);
  }
  return granted;
}

test('server-side apply passes with just the rights that its refusals print', async () => {
  const granted = await grantedUntilItPasses(async () => {
    const answer = await cluster.asIdentity.request(
      {
        method: 'PATCH',
        path: `${objectPath(CONFIG_MAPS, namespace, 'applied')}?fieldManager=tests`,
        body: {
          type: 'application/apply-patch+yaml',
          text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: applied }\ndata: { a: b }\n',
        },
      },
      never,
    );
    if (answer.ok) return '';
    if (answer.failure.kind !== 'status') throw new Error(answer.failure.kind);
    return answer.failure.message;
  });
  expect(granted).toEqual([
    `patch configmaps "applied" in namespace ${namespace}`,
    `create configmaps "applied" in namespace ${namespace}`,
  ]);
});

test('a namespace that is not there yet is made with just the rights that are printed', async () => {
  const name = `${namespace}-new`;
  const apply = async () => {
    const answer = await cluster.asIdentity.request(
      {
        method: 'PATCH',
        path: `/api/v1/namespaces/${name}?fieldManager=tests`,
        body: {
          type: 'application/apply-patch+yaml',
          text: `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }\n`,
        },
      },
      never,
    );
    if (answer.ok || answer.failure.kind !== 'status') return '';
    return answer.failure.message;
  };
  const granted = await grantedUntilItPasses(apply);
  expect(granted).toEqual([
    `patch namespaces "${name}" in namespace ${name}`,
    `create namespaces "${name}" in namespace ${name}`,
  ]);
  await admin.request('DELETE', `/api/v1/namespaces/${name}`);
});

test('kubectl apply passes with just the rights that its stderr prints', async () => {
  const { info } = sharedTestbed();
  const manifest =
    '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}';
  const kubectl = promisify(execFile);
  const granted = await grantedUntilItPasses(async () => {
    const running = kubectl(info.binaries.kubectl, [
      '--kubeconfig',
      info.adminKubeconfig,
      '--as',
      identity.username,
      '--namespace',
      namespace,
      '--cache-dir',
      info.directory,
      'apply',
      '-f',
      '-',
    ]);
    running.child.stdin?.end(manifest);
    return running.then(
      () => '',
      (error: unknown) => String(Reflect.get(Object(error), 'stderr')),
    );
  });
  expect(granted).toEqual([
    `get deployments.apps "web" in namespace ${namespace}`,
    `create deployments.apps in namespace ${namespace}`,
  ]);
});

test.each(['größe "x" <&> \\', 'a\tb', '\u200b zero', '😀'])(
  'a name like %j is read back from a real refusal',
  async (name) => {
    const answer = await cluster.asIdentity.request(
      { method: 'GET', path: objectPath(CONFIG_MAPS, namespace, name) },
      never,
    );
    if (answer.ok || answer.failure.kind !== 'status') throw new Error('not refused');
    expect(readForbidden(answer.failure.message)).toEqual({
      user: identity.username,
      right: { verb: 'get', apiGroup: '', resource: 'configmaps', subresource: '', namespace, name },
    });
  },
);
