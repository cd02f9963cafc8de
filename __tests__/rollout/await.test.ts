import { describe, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '../../src/manifests/object.ts';
import { awaitRollouts, type RolloutTarget } from '../../src/rollout/await.ts';
import { rolloutProblems } from '../../src/rollout/problems.ts';
import { buildWorkload, condition } from './build-workload.ts';
import { fastClock, type Script, type ScriptedServer, scriptedServer, statusFailure } from './scripted-server.ts';

const PENDING = { replicas: 2, updatedReplicas: 2, availableReplicas: 1 };
const READY = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 };
const LATE = { ...PENDING, conditions: [condition('Progressing', 'ProgressDeadlineExceeded', '', 'False')] };
const FOREVER = new AbortController().signal;

const deployment = (name: string, status?: Record<string, Json>, metadata: Record<string, Json> = {}): JsonObject =>
  buildWorkload({
    kind: 'Deployment',
    metadata: { name, ...metadata },
    spec: { replicas: 2 },
    ...(status === undefined ? {} : { status }),
  });

const target = (name: string, live = deployment(name)): RolloutTarget => ({
  ref: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name },
  source: { file: 'deploy/web.yaml', line: 3 },
  path: `/deployments/${name}`,
  live,
});

async function waiting(
  targets: readonly RolloutTarget[],
  server: ScriptedServer,
  signal = FOREVER,
  clock = fastClock(),
) {
  const lines: string[] = [];
  const rollouts = await awaitRollouts(server, targets, { log: { info: (line) => lines.push(line) }, clock }, signal);
  return { rollouts, lines };
}

const server = (scripts: Record<string, Script>) =>
  scriptedServer(Object.fromEntries(Object.entries(scripts).map(([name, script]) => [`/deployments/${name}`, script])));

test('an object that the apply left ready costs no request', async () => {
  const api = server({});
  const { rollouts, lines } = await waiting([target('web', deployment('web', READY))], api);
  expect(rollouts.ready).toEqual([{ ref: target('web').ref, milliseconds: 0 }]);
  expect(api.reads).toEqual([]);
  expect(lines).toEqual(['Deployment shop/web is ready after 0 ms']);
});

test('a kind without a rollout is not in the answer', async () => {
  const configMap = { ...target('web'), ref: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'web' } };
  const { rollouts } = await waiting([configMap], server({}));
  expect(rollouts).toEqual({ ready: [], failed: [], pending: [], problems: [], unseen: [] });
});

test('all rollouts are awaited at once, each with its own time', async () => {
  const api = server({
    web: [deployment('web', PENDING), deployment('web', READY)],
    worker: [deployment('worker', READY)],
  });
  const { rollouts } = await waiting([target('web'), target('worker')], api);
  expect(rollouts.ready.map(({ ref, milliseconds }) => [ref.name, milliseconds])).toEqual([
    ['web', 625],
    ['worker', 250],
  ]);
  expect(api.reads).toEqual(['/deployments/web', '/deployments/worker', '/deployments/web']);
  expect(rolloutProblems(rollouts, false)).toEqual([]);
});

test('the log says what is missing when that changes, and no more often', async () => {
  const script = [PENDING, PENDING, PENDING, READY].map((status) => deployment('web', status));
  const { lines } = await waiting([target('web')], server({ web: script }));
  expect(lines).toEqual([
    'waiting for Deployment shop/web: the controller has not seen the new spec yet',
    'waiting for Deployment shop/web: 1 of 2 updated replicas are available',
    'Deployment shop/web is ready after 2.0 s',
  ]);
});

test('the log of many counts what it does not list', async () => {
  const names = Array.from({ length: 25 }, (_, index) => `web-${index}`);
  const scripts = Object.fromEntries(names.map((name) => [name, [deployment(name, READY)]]));
  const { lines } = await waiting(
    names.map((name) => target(name)),
    server(scripts),
  );
  expect(lines).toHaveLength(22);
  expect(lines.at(-1)).toBe('… and news of 15 more; 25 of 25 rollouts are settled');
});

describe('a failure', () => {
  test('ends the wait for the others after one last look', async () => {
    const api = server({
      web: [deployment('web', LATE)],
      slow: [deployment('slow', PENDING)],
      quick: [deployment('quick', PENDING), deployment('quick', READY)],
    });
    const { rollouts } = await waiting([target('web'), target('slow'), target('quick')], api);
    expect(rollouts.failed.map(({ ref }) => ref.name)).toEqual(['web']);
    expect(rollouts.pending.map(({ ref, missing }) => [ref.name, missing])).toEqual([
      ['slow', '1 of 2 updated replicas are available'],
    ]);
    expect(rollouts.ready.map(({ ref }) => ref.name)).toEqual(['quick']);
    expect(rolloutProblems(rollouts, false)).toMatchObject([
      {
        kind: 'rollout',
        message:
          'Deployment shop/web did not roll out. It made no progress within its progress deadline: 1 of 2 updated replicas are available.',
        source: { file: 'deploy/web.yaml', line: 3 },
        object: { name: 'web' },
      },
    ]);
  });

  test('that the apply already showed needs no pause', async () => {
    const clock = fastClock(() => {
      throw new Error('it slept');
    });
    const { rollouts } = await waiting([target('web', deployment('web', LATE))], server({}), FOREVER, clock);
    expect(rollouts.failed).toHaveLength(1);
  });

  test.each([
    ['an object that is gone', [statusFailure(404, 'NotFound')], 'It was deleted during the wait.'],
    [
      'an object that is going',
      [deployment('web', PENDING, { deletionTimestamp: '2026-01-01T00:00:00Z' })],
      'It was deleted during the wait.',
    ],
    [
      'another object of the same name',
      [deployment('web', READY, { uid: 'uid-2' })],
      'What was applied has been deleted during the wait, and somebody else has created another under its name.',
    ],
  ])('is %s', async (_, script, reason) => {
    const { rollouts } = await waiting([target('web')], server({ web: script }));
    expect(rollouts.failed).toMatchObject([{ ref: { name: 'web' }, reason }]);
  });

  test('is a Job that its own TTL removed before anybody saw its end', async () => {
    const live = buildWorkload({ kind: 'Job', spec: { ttlSecondsAfterFinished: 0 } });
    const job = {
      ...target('web', live),
      ref: { apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop', name: 'web' },
    };
    const { rollouts } = await waiting([job], server({}));
    expect(rollouts.failed[0]?.reason).toContain('removed it before its end was seen');
    expect(rolloutProblems(rollouts, false)[0]).toMatchObject({
      kind: 'rollout',
      message: expect.stringMatching(
        /^Job shop\/web failed\. Its success cannot be proven, which counts as a failure: /,
      ),
      fix: expect.stringContaining('`ttlSecondsAfterFinished`'),
    });
  });
});

describe('when time is up', () => {
  const afterLooks = (count: number) => {
    const controller = new AbortController();
    let sleeps = 0;
    const clock = fastClock(() => {
      sleeps += 1;
      if (sleeps > count) controller.abort();
    });
    return { signal: controller.signal, clock };
  };

  test('what is pending comes back with what was missing last', async () => {
    const { signal, clock } = afterLooks(2);
    const { rollouts } = await waiting([target('web')], server({ web: [deployment('web', PENDING)] }), signal, clock);
    expect(rollouts.pending).toMatchObject([
      { ref: { name: 'web' }, missing: '1 of 2 updated replicas are available' },
    ]);
    expect(rolloutProblems(rollouts, true)).toMatchObject([
      {
        kind: 'timeout',
        message: 'Deployment shop/web was not ready in time: 1 of 2 updated replicas are available.',
        fix: 'Look at its pods: `kubectl -n shop describe pods -l app=web` and `kubectl -n shop logs deployment/web --all-containers`. Raise the input `timeout` if it only needs longer.',
        source: { line: 3 },
      },
    ]);
  });

  test('a cancelled wait has no problem of its own', async () => {
    const { signal, clock } = afterLooks(0);
    const { rollouts } = await waiting([target('web')], server({}), signal, clock);
    expect(rollouts.pending).toHaveLength(1);
    expect(rolloutProblems(rollouts, false)).toEqual([]);
  });

  test('nothing is asked with a signal that has already aborted', async () => {
    const api = server({});
    const { rollouts } = await waiting([target('web')], api, AbortSignal.abort());
    expect(api.reads).toEqual([]);
    expect(rollouts.pending).toHaveLength(1);
  });

  test('an API server that is out of reach is the reason, with what was missing before', async () => {
    const { signal, clock } = afterLooks(3);
    const gone = { kind: 'unreachable', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:6443' } as const;
    const api = server({ web: [deployment('web', PENDING), gone], worker: [deployment('worker', PENDING), gone] });
    const { rollouts } = await waiting([target('web'), target('worker')], api, signal, clock);
    expect(rollouts.pending[0]?.missing).toBe(
      '1 of 2 updated replicas are available when last seen; since then the API server cannot be reached: connect ECONNREFUSED 127.0.0.1:6443',
    );
    expect(rolloutProblems(rollouts, true).map(({ kind }) => kind)).toEqual(['unreachable']);
  });
});

test('a server that is away for a moment is waited for', async () => {
  const busy = statusFailure(503, 'ServiceUnavailable', 'shutting down');
  const { rollouts, lines } = await waiting([target('web')], server({ web: [busy, busy, deployment('web', READY)] }));
  expect(rollouts.ready).toHaveLength(1);
  expect(lines).toContain('waiting for Deployment shop/web: the API server answers 503: shutting down');
});

test('a read that is refused names the right, and the others are awaited all the same', async () => {
  const refused = statusFailure(403, 'Forbidden', 'deployments.apps "web" is forbidden');
  const api = server({ web: [refused], worker: [deployment('worker', PENDING), deployment('worker', READY)] });
  const path = '/apis/apps/v1/namespaces/shop/deployments/web';
  const web = { ...target('web'), path };
  const forbidden = {
    ...api,
    request: (...[request, signal]: Parameters<typeof api.request>) =>
      api.request({ ...request, path: request.path.replace('/apis/apps/v1/namespaces/shop', '') }, signal),
  };
  const { rollouts } = await waiting([web, target('worker')], forbidden);
  expect(rollouts.ready.map(({ ref }) => ref.name)).toEqual(['worker']);
  expect(api.reads.filter((read) => read.endsWith('/web'))).toHaveLength(1);
  expect(rolloutProblems(rollouts, true)).toMatchObject([
    {
      kind: 'forbidden',
      object: { name: 'web' },
      denied: [
        {
          who: 'identity',
          verb: 'get',
          apiGroup: 'apps',
          resource: 'deployments',
          subresource: '',
          namespace: 'shop',
          name: 'web',
          for: 'to wait for Deployment shop/web',
        },
      ],
    },
  ]);
});

test('a credential that has run out ends the wait', async () => {
  const api = server({ web: [statusFailure(401, 'Unauthorized', 'Unauthorized')] });
  const { rollouts } = await waiting([target('web')], api);
  expect(rolloutProblems(rollouts, false)).toMatchObject([
    {
      kind: 'unauthenticated',
      message:
        'The API server stopped accepting the credential during the wait: the API server answers 401: Unauthorized.',
    },
  ]);
});
