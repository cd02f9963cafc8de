import { spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import type { Cluster } from '../../src/cluster/client.ts';
import { parseJson } from '../../src/cluster/json.ts';
import { openCluster } from '../../src/cluster/open.ts';
import type { Clock } from '../../src/host.ts';
import type { Json, JsonObject } from '../../src/manifests/object.ts';
import { awaitRollouts, type RolloutTarget } from '../../src/rollout/await.ts';
import { rolloutProblems } from '../../src/rollout/problems.ts';
import { sharedAdmin, sharedTestbed } from '../../testbed/shared.ts';
import { connectionTo } from '../cluster/connection-to.ts';
import { buildRequest } from '../report/build-report.ts';

const { info, binaries } = sharedTestbed();
const admin = sharedAdmin();
const clock: Clock = { now: Date.now, sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }) };
const opened: Cluster[] = [];
let namespace = '';

beforeAll(async () => {
  namespace = await admin.createNamespace('rollout');
});

afterAll(() => {
  for (const cluster of opened) cluster.close();
  admin.close();
});

type Fields = Readonly<Record<string, Json>>;
type Kind = 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job';

const PLURALS: Readonly<Record<Kind, string>> = {
  Deployment: 'apps/v1/deployments',
  StatefulSet: 'apps/v1/statefulsets',
  DaemonSet: 'apps/v1/daemonsets',
  Job: 'batch/v1/jobs',
};

interface WorkloadParts {
  readonly spec?: Fields;
  /** What becomes of its pods: the label that the testbed's stages look at. */
  readonly pods?: Readonly<Record<string, string>>;
  readonly image?: string;
}

function workload(kind: Kind, name: string, { spec = {}, pods = {}, image = 'shop/web:1' }: WorkloadParts = {}) {
  const labels = { app: name, ...pods };
  const restart = kind === 'Job' ? { restartPolicy: 'Never' } : {};
  return {
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: { name },
    spec: {
      ...(kind === 'Job' ? {} : { selector: { matchLabels: { app: name } } }),
      ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
      template: { metadata: { labels }, spec: { ...restart, containers: [{ name: 'main', image }] } },
      ...spec,
    },
  };
}

async function applied(object: ReturnType<typeof workload>): Promise<RolloutTarget> {
  const { kind, name } = { kind: object.kind, name: object.metadata.name };
  const path = `/apis/${PLURALS[kind].replace(/\/([a-z]+)$/, `/namespaces/${namespace}/$1/${name}`)}`;
  await admin.apply(stringify(object), { namespace });
  const live = parseJson((await admin.request('GET', path)).text) as JsonObject;
  return { ref: { apiVersion: object.apiVersion, kind, namespace, name }, path, live };
}

function clientOf(token: string): Cluster['asToken'] {
  const cluster = openCluster({
    connection: connectionTo({ server: info.server, ca: info.ca, token }),
    identity: buildRequest(),
    clock,
  });
  opened.push(cluster);
  return cluster.asToken;
}

async function waiting(
  targets: readonly RolloutTarget[],
  onLine: (line: string, abort: () => void) => void = () => {},
) {
  const controller = new AbortController();
  const log = { info: (line: string) => onLine(line, () => controller.abort()) };
  return await awaitRollouts(clientOf(info.adminToken), targets, { log, clock }, controller.signal);
}

/** The exit code of kubectl, as the admin. */
function kubectl(...args: readonly string[]): number | null {
  const command = ['--kubeconfig', info.adminKubeconfig, '-n', namespace, ...args];
  return spawnSync(binaries.kubectl, command, { encoding: 'utf8' }).status;
}

test('workloads that come up are ready, as kubectl says too', async () => {
  const targets = await Promise.all([
    applied(workload('Deployment', 'web', { spec: { replicas: 3 } })),
    applied(workload('Deployment', 'none', { spec: { replicas: 0 } })),
    applied(workload('StatefulSet', 'store', { spec: { replicas: 2 } })),
    applied(workload('DaemonSet', 'agent')),
    applied(workload('Job', 'migrate', { spec: { completions: 2, parallelism: 2 } })),
  ]);
  const rollouts = await waiting(targets);
  expect(rollouts.ready.map(({ ref }) => ref.name).sort()).toEqual(['agent', 'migrate', 'none', 'store', 'web']);
  expect(rollouts).toMatchObject({ failed: [], pending: [], problems: [] });
  for (const name of ['deployment/web', 'deployment/none', 'statefulset/store', 'daemonset/agent']) {
    expect([name, kubectl('rollout', 'status', name, '--watch=false')]).toEqual([name, 0]);
  }
  expect(kubectl('wait', '--for=condition=complete', 'job/migrate', '--timeout=5s')).toBe(0);
});

test('an update is awaited until no old pod is left, as kubectl does', async () => {
  await waiting(
    await Promise.all([
      applied(workload('Deployment', 'update-web', { spec: { replicas: 3 } })),
      applied(workload('StatefulSet', 'update-store', { spec: { replicas: 2 } })),
      applied(workload('DaemonSet', 'update-agent')),
    ]),
  );
  const targets = await Promise.all([
    applied(workload('Deployment', 'update-web', { spec: { replicas: 3 }, image: 'shop/web:2' })),
    applied(workload('StatefulSet', 'update-store', { spec: { replicas: 2 }, image: 'shop/web:2' })),
    applied(workload('DaemonSet', 'update-agent', { image: 'shop/web:2' })),
  ]);
  const rollouts = await waiting(targets);
  expect(rollouts.ready).toHaveLength(3);
  for (const name of ['deployment/update-web', 'statefulset/update-store', 'daemonset/update-agent']) {
    expect([name, kubectl('rollout', 'status', name, '--watch=false')]).toEqual([name, 0]);
  }
  const pods = await admin.get<{ items: { spec: { containers: { image: string }[] } }[] }>(
    `/api/v1/namespaces/${namespace}/pods?labelSelector=app+in+(update-web,update-store,update-agent)`,
  );
  expect(new Set(pods.items.flatMap(({ spec }) => spec.containers.map(({ image }) => image)))).toEqual(
    new Set(['shop/web:2']),
  );
});

test('a partition holds the pods before it back, and the rollout is done all the same', async () => {
  const partition = { replicas: 3, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } };
  await waiting([await applied(workload('StatefulSet', 'partitioned', { spec: partition }))]);
  const updated = await applied(workload('StatefulSet', 'partitioned', { spec: partition, image: 'shop/web:2' }));
  const rollouts = await waiting([updated]);
  expect(rollouts.ready).toHaveLength(1);
  expect(kubectl('rollout', 'status', 'statefulset/partitioned', '--watch=false')).toBe(0);
});

test('an update under OnDelete is nothing to wait for, the first rollout is', async () => {
  const onDelete = { updateStrategy: { type: 'OnDelete' } };
  const names: [Kind, string, Fields][] = [
    ['StatefulSet', 'by-hand-store', { replicas: 2, ...onDelete }],
    ['DaemonSet', 'by-hand-agent', onDelete],
  ];
  const lines: string[] = [];
  const first = await Promise.all(names.map(([kind, name, spec]) => applied(workload(kind, name, { spec }))));
  expect((await waiting(first, (line) => lines.push(line))).ready).toHaveLength(2);
  const pods = `/api/v1/namespaces/${namespace}/pods?labelSelector=app+in+(by-hand-store,by-hand-agent)`;
  const { items } = await admin.get<{ items: unknown[] }>(pods);
  expect(items).toHaveLength(3);

  const second = await Promise.all(
    names.map(([kind, name, spec]) => applied(workload(kind, name, { spec, image: 'shop/web:2' }))),
  );
  expect((await waiting(second)).ready).toHaveLength(2);
});

test('a Deployment that makes no progress and a Job whose pods fail have failed, as kubectl says too', async () => {
  const late = await applied(
    workload('Deployment', 'late', {
      spec: { replicas: 1, progressDeadlineSeconds: 1 },
      pods: { 'deploy-as.test/stay': 'unready' },
    }),
  );
  const rollouts = await waiting([late]);
  expect(rollouts.failed).toMatchObject([
    {
      ref: { name: 'late' },
      reason: 'It made no progress within its progress deadline of 1 s: 0 of 1 updated replicas are available.',
    },
  ]);
  expect(kubectl('rollout', 'status', 'deployment/late')).toBe(1);

  const job = await applied(
    workload('Job', 'broken', { spec: { backoffLimit: 0 }, pods: { 'deploy-as.test/fail': 'true' } }),
  );
  const jobs = await waiting([job]);
  expect(jobs.failed).toMatchObject([
    { ref: { name: 'broken' }, reason: 'Its pods failed more often than `backoffLimit` (0) allows.' },
  ]);
  expect(kubectl('wait', '--for=condition=failed', 'job/broken', '--timeout=30s')).toBe(0);
});

test('what is not ready when the time is up says what is missing', async () => {
  const target = await applied(
    workload('Deployment', 'unready', { spec: { replicas: 2 }, pods: { 'deploy-as.test/stay': 'unready' } }),
  );
  const rollouts = await waiting([target], (line, abort) => {
    if (line.includes('updated replicas are available')) abort();
  });
  expect(rolloutProblems(rollouts, true)).toMatchObject([
    {
      kind: 'timeout',
      message: `Deployment ${namespace}/unready was not ready in time: 0 of 2 updated replicas are available.`,
    },
  ]);
  expect(kubectl('rollout', 'status', 'deployment/unready', '--timeout=1s')).toBe(1);
});

test('pods that the API server refuses are told with its words', async () => {
  const restricted = await admin.createNamespace('restricted', { 'pod-security.kubernetes.io/enforce': 'restricted' });
  const before = namespace;
  namespace = restricted;
  const target = await applied(workload('Deployment', 'refused'));
  namespace = before;
  const rollouts = await waiting([target], (line, abort) => {
    if (line.includes('its pods are refused')) abort();
  });
  expect(rollouts.pending[0]?.missing).toContain('violates PodSecurity "restricted');
});

test('a workload that is deleted during the wait has failed', async () => {
  const target = await applied(workload('Deployment', 'deleted', { pods: { 'deploy-as.test/stay': 'unready' } }));
  let removed = Promise.resolve();
  const rollouts = await waiting([target], () => {
    removed = removed.then(() => admin.remove(target.path));
  });
  await removed;
  expect(rollouts.failed).toMatchObject([{ reason: 'It was deleted during the wait.' }]);
});

test('somebody who may not read it is told which right is missing', async () => {
  const target = await applied(workload('Deployment', 'unreadable', { pods: { 'deploy-as.test/stay': 'unready' } }));
  await admin.createServiceAccount(namespace, 'nobody');
  const client = clientOf(await admin.serviceAccountToken(namespace, 'nobody'));
  const log = { info: () => {} };
  const rollouts = await awaitRollouts(client, [target], { log, clock }, new AbortController().signal);
  expect(rolloutProblems(rollouts, false)).toMatchObject([
    {
      kind: 'forbidden',
      denied: [{ verb: 'get', apiGroup: 'apps', resource: 'deployments', namespace, name: 'unreadable' }],
    },
  ]);
});
