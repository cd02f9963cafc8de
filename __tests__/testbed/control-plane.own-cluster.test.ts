import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Admin, connectAdmin, waitFor } from '../../testbed/admin.ts';
import { writes } from '../../testbed/audit-log.ts';
import type { ControlPlaneInfo } from '../../testbed/control-plane.ts';
import { type Supervised, startSupervised } from '../../testbed/supervised.ts';

const minute = 60_000;

const template = (labels: string) => `
    metadata: { labels: { app: a${labels} } }
    spec: { restartPolicy: POLICY, containers: [{ name: c, image: registry.test.invalid/app }] }`;

const workload = (kind: string, extra: string, labels = '') => `
apiVersion: apps/v1
kind: ${kind}
metadata: { name: a }
spec:
  ${extra}
  selector: { matchLabels: { app: a } }
  template: ${template(labels).replace('POLICY', 'Always')}
`;

const job = (name: string, labels: string) => `
apiVersion: batch/v1
kind: Job
metadata: { name: ${name} }
spec:
  backoffLimit: 0
  template: ${template(labels).replace('POLICY', 'Never')}
`;

interface PodList {
  readonly items: readonly {
    readonly status: {
      readonly phase: string;
      readonly containerStatuses?: readonly { readonly state: { readonly waiting?: { readonly reason: string } } }[];
    };
  }[];
}

describe('a control plane', () => {
  let plane: Supervised;
  let admin: Admin;

  beforeAll(async () => {
    plane = await startSupervised({ nodes: 2 });
    admin = connectAdmin(plane.info);
  }, 20 * minute);

  afterAll(async () => {
    admin.close();
    await plane.stop();
    await expect(aliveOf(plane.info)).resolves.toEqual([]);
    await expect(access(plane.info.directory)).rejects.toThrow(/ENOENT/);
  }, minute);

  const status = async (path: string): Promise<Record<string, unknown>> => {
    const { status: found } = await admin.get<{ status?: Record<string, unknown> }>(path);
    return found ?? {};
  };

  const becomes = (path: string, expected: Record<string, unknown>) =>
    waitFor(`${path} to be ${JSON.stringify(expected)}`, async () => {
      const found = await status(path);
      return Object.entries(expected).every(([field, value]) => found[field] === value);
    });

  const rollsOut = async (): Promise<void> => {
    const namespace = await admin.createNamespace('rollout');
    await admin.apply(workload('Deployment', 'replicas: 3'), { namespace });
    await becomes(`/apis/apps/v1/namespaces/${namespace}/deployments/a`, { readyReplicas: 3, updatedReplicas: 3 });
  };

  test('says the version that was pinned', () => {
    expect(plane.info.version).toMatch(/^v1\.36\.\d+$/);
  });

  test(
    'rolls out every kind of workload',
    async () => {
      await rollsOut();
      const namespace = await admin.createNamespace('workloads');
      const objects = [
        workload('StatefulSet', 'serviceName: a\n  replicas: 2'),
        workload('DaemonSet', ''),
        job('a', ''),
      ];
      await admin.apply(objects.join('---'), { namespace });
      const apps = `/apis/apps/v1/namespaces/${namespace}`;
      await becomes(`${apps}/statefulsets/a`, { readyReplicas: 2 });
      await becomes(`${apps}/daemonsets/a`, { numberReady: 2 });
      await becomes(`/apis/batch/v1/namespaces/${namespace}/jobs/a`, { succeeded: 1 });
    },
    minute,
  );

  test(
    'has pods fail as their labels ask',
    async () => {
      const namespace = await admin.createNamespace('trouble');
      await admin.apply(job('a', ', deploy-as.test/fail: "true"'), { namespace });
      await becomes(`/apis/batch/v1/namespaces/${namespace}/jobs/a`, { failed: 1 });
      const crashing = await admin.createNamespace('crashing');
      await admin.apply(workload('Deployment', '', ', deploy-as.test/stay: crashing'), { namespace: crashing });
      await waitFor('the pod to crash', async () => {
        const { items } = await admin.get<PodList>(`/api/v1/namespaces/${crashing}/pods`);
        return items[0]?.status.containerStatuses?.[0]?.state.waiting?.reason === 'CrashLoopBackOff';
      });
      await expect(status(`/apis/apps/v1/namespaces/${crashing}/deployments/a`)).resolves.toMatchObject({
        unavailableReplicas: 1,
      });
    },
    minute,
  );

  test(
    "tells a service account's writes from everything else",
    async () => {
      const namespace = await admin.createNamespace('audit');
      await admin.createServiceAccount(namespace, 'ci');
      const token = await admin.serviceAccountToken(namespace, 'ci');
      await admin.apply(grant(namespace), { namespace });
      const since = await admin.auditMark();
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
      // RBAC is read from a cache that may not have the grant yet.
      await waitFor('the grant', async () => (await admin.request('POST', path, { token, body })).status === 201);
      expect((await admin.request('POST', `${path}?dryRun=All`, { token, body })).status).toBe(409);
      const mine = await admin.auditEvents(({ user }) => user.username === `system:serviceaccount:${namespace}:ci`, {
        since,
      });
      expect(writes(mine).map(({ verb, objectRef }) => [verb, objectRef?.resource])).toEqual([
        ['create', 'configmaps'],
      ]);
    },
    minute,
  );

  test(
    'applies objects of a kind that it defines first',
    async () => {
      const namespace = await admin.createNamespace('crd');
      const applied = await admin.apply(customResource, { namespace });
      expect(applied.map(({ kind }) => kind)).toEqual(['CustomResourceDefinition', 'Widget']);
      await admin.remove('/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.deploy-as.test');
    },
    minute,
  );

  test(
    'goes on after its API server was restarted',
    async () => {
      await plane.restartApiserver();
      await rollsOut();
    },
    2 * minute,
  );

  test(
    'goes on after its API server was away',
    async () => {
      await plane.stopApiserver();
      await expect(admin.get('/version')).rejects.toThrow(/ECONNREFUSED/);
      await plane.startApiserver();
      await rollsOut();
    },
    2 * minute,
  );
});

describe('what ends', () => {
  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'with its parent, by %s',
    async (signal) => {
      const { parent, info } = await startParent();
      parent.kill(signal);
      await waitFor('everything to end', async () => (await aliveOf(info)).length === 0);
      await waitFor('its files to be gone', () => isGone(info.directory));
    },
    2 * minute,
  );

  test(
    'with its supervisor, when that is killed',
    async () => {
      const { parent, info } = await startParent();
      process.kill(info.supervisor, 'SIGKILL');
      await waitFor('everything to end', async () => (await aliveOf(info)).length === 0);
      await waitFor('its files to be gone', () => isGone(info.directory));
      parent.kill('SIGKILL');
    },
    2 * minute,
  );
});

type Told = ControlPlaneInfo & { readonly supervisor: number };

async function startParent(): Promise<{ parent: ChildProcess; info: Told }> {
  const module = fileURLToPath(new URL('../../testbed/supervised.ts', import.meta.url));
  const script = `
    const { startSupervised } = await import(${JSON.stringify(module)});
    const { info, pid } = await startSupervised();
    console.log(JSON.stringify({ ...info, supervisor: pid }));`;
  const { NODE_OPTIONS: _, ...env } = process.env;
  const args = ['--input-type=module', '--eval', script];
  const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  const [line] = await once(createInterface({ input: parent.stdout }), 'line');
  return { parent, info: JSON.parse(String(line)) as Told };
}

/** Every component is told where its files are. */
async function aliveOf(info: ControlPlaneInfo): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'args'], { maxBuffer: 16 * 1024 * 1024 });
  return stdout.split('\n').filter((command) => command.includes(info.directory));
}

async function isGone(path: string): Promise<boolean> {
  return access(path).then(
    () => false,
    () => true,
  );
}

const grant = (namespace: string) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: ci }
rules: [{ apiGroups: [''], resources: [configmaps], verbs: [create] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: ci }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ci }
subjects: [{ kind: ServiceAccount, name: ci, namespace: ${namespace} }]
`;

const customResource = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.deploy-as.test }
spec:
  group: deploy-as.test
  scope: Namespaced
  names: { plural: widgets, singular: widget, kind: Widget }
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }]
---
apiVersion: deploy-as.test/v1
kind: Widget
metadata: { name: a }
`;
