// How long it takes to know whether a deployer may apply 1,000 objects, beside asking kubectl for each right.
import { spawnSync } from 'node:child_process';
import { Agent } from 'node:https';
import { preflight } from '../src/check/preflight.ts';
import { type Discovery, discover } from '../src/cluster/discovery.ts';
import { openCluster } from '../src/cluster/open.ts';
import { requestIdentity } from '../src/identity/request.ts';
import { success } from '../src/problem.ts';
import { type Needed, neededForApply } from '../src/rights/needed.ts';
import { connectAdmin } from '../testbed/admin.ts';
import { startControlPlane } from '../testbed/control-plane.ts';

const OBJECTS = 1000;
/** A loop over all of them would take minutes: so many are asked, and the rest is multiplied. */
const ASKED = 30;
const ROUNDS = 5;
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

/** Starts a control plane of its own; prints requests and time of both. */
export async function benchPreflight(): Promise<void> {
  const controlPlane = await startControlPlane({ log: () => undefined });
  const admin = connectAdmin(controlPlane);
  try {
    const namespace = await admin.createNamespace('bench');
    await admin.createServiceAccount(namespace, 'deployer');
    await admin.apply(role(namespace));
    const username = `system:serviceaccount:${namespace}:deployer`;
    const never = new AbortController().signal;
    const identity = requestIdentity({ as: username, groups: [], uid: '', extra: [] });
    if (!identity.ok) throw new Error('this is a valid identity');
    const cluster = openCluster({
      connection: {
        server: controlPlane.server,
        namespace,
        base: { contextName: 'b', clusterName: 'b', userName: 'b', cluster: {}, user: {}, context: {} },
        credentialName: 'the admin token',
        agent: new Agent({ keepAlive: true, ca: controlPlane.ca }),
        requestOptions: async () => success({ headers: { Authorization: `Bearer ${controlPlane.adminToken}` } }),
      },
      identity: identity.value,
      clock: { now: () => Date.now(), sleep: () => Promise.reject(new Error('nothing is retried here')) },
    });
    const discovery = await discover(cluster.asToken, never);
    if (!discovery.ok) throw new Error('no discovery');
    const needed = needs(discovery.value, namespace);

    const times: number[] = [];
    let reviews = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      const found = await preflight(cluster, needed, { credentialName: 'the admin token' }, never);
      times.push(performance.now() - start);
      if (!found.ok) throw new Error('the server did not answer');
      reviews = found.value.reviews;
    }
    cluster.close();

    const start = performance.now();
    for (const { right } of needed.slice(0, ASKED)) {
      const resource = right.apiGroup === '' ? right.resource : `${right.resource}.${right.apiGroup}`;
      const args = ['auth', 'can-i', right.verb, `${resource}/${right.name}`, '-n', namespace, '--as', username];
      const env = { ...process.env, KUBECONFIG: controlPlane.adminKubeconfig };
      const child = spawnSync(controlPlane.binaries.kubectl, args, { env, stdio: 'ignore' });
      if (child.error !== undefined) throw child.error;
    }
    const each = (performance.now() - start) / ASKED;
    console.log(
      `preflight, ${needed.length} rights on ${OBJECTS} objects of ${KINDS.length} kinds: ${median(times).toFixed(0)} ms, ` +
        `review requests: ${reviews} (median of ${ROUNDS}); kubectl auth can-i in a loop: ${each.toFixed(0)} ms each, ` +
        `${((each * needed.length) / 1000).toFixed(0)} s for all (from ${ASKED} of them), ${needed.length} requests`,
    );
  } finally {
    admin.close();
    await controlPlane.stop();
  }
}

function needs(discovery: Discovery, namespace: string): Needed[] {
  return neededForApply(
    Array.from({ length: OBJECTS }, (_, index) => {
      const [apiVersion, kind] = KINDS[index % KINDS.length] ?? KINDS[0];
      const resource = discovery.find(apiVersion, kind);
      if (resource === undefined) throw new Error(`the server has no ${kind}`);
      const ref = { apiVersion, kind, namespace, name: `object-${index}` };
      return { ref, resource, presence: index % 2 === 0 ? 'present' : 'absent' };
    }),
  );
}

/** A deployer that may do something about most of these kinds, and nothing about the others. */
function role(namespace: string): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: deployer, namespace: ${namespace} }
rules:
  - { apiGroups: ["", apps, batch, networking.k8s.io], resources: [configmaps, secrets, services, deployments, jobs, ingresses], verbs: [get, create, patch] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: deployer, namespace: ${namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer }
subjects: [{ kind: ServiceAccount, name: deployer, namespace: ${namespace} }]
`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
