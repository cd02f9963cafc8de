import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deploymentStatus } from '../../../src/rollout/status/deployment.ts';
import { buildWorkload, condition } from '../build-workload.ts';

const deployment = (fields: Omit<Parameters<typeof buildWorkload>[0], 'kind'>) =>
  buildWorkload({ kind: 'Deployment', ...fields });

const LOOK =
  'Look at its pods: `kubectl -n shop describe pods -l app=web` and `kubectl -n shop logs deployment/web --all-containers`.';

test('is ready when every replica is updated and available', () => {
  const status = { replicas: 3, updatedReplicas: 3, availableReplicas: 3 };
  expect(deploymentStatus(deployment({ spec: { replicas: 3 }, status }))).toEqual({ state: 'ready' });
});

test('is ready at once with no replicas', () => {
  expect(deploymentStatus(deployment({ spec: { replicas: 0 }, status: {} }))).toEqual({ state: 'ready' });
});

test.each([
  [{ updatedReplicas: 1, replicas: 4, availableReplicas: 3 }, '1 of 3 replicas are updated'],
  [{ updatedReplicas: 3, replicas: 4, availableReplicas: 3 }, '1 old replica is still ending'],
  [{ updatedReplicas: 3, replicas: 5, availableReplicas: 3 }, '2 old replicas are still ending'],
  [{ updatedReplicas: 3, replicas: 3, availableReplicas: 1 }, '1 of 3 updated replicas are available'],
  [{}, '0 of 3 replicas are updated'],
])('with %j says that %s', (status, missing) => {
  expect(deploymentStatus(deployment({ spec: { replicas: 3 }, status }))).toEqual({
    state: 'pending',
    missing,
    fix: LOOK,
  });
});

test.each([
  ['no status', deployment({ spec: { replicas: 3 } })],
  [
    'the status of an older spec',
    deployment({ status: { observedGeneration: 1, updatedReplicas: 1, availableReplicas: 1 } }),
  ],
])('with %s waits for the controller', (_, object) => {
  expect(deploymentStatus(object)).toMatchObject({
    state: 'pending',
    missing: 'the controller has not seen the new spec yet',
  });
});

test('wants one replica where none is said', () => {
  expect(deploymentStatus(deployment({ status: {} }))).toMatchObject({ missing: '0 of 1 replicas are updated' });
});

test('a paused one says so', () => {
  expect(deploymentStatus(deployment({ spec: { replicas: 2, paused: true }, status: {} }))).toEqual({
    state: 'pending',
    missing: '0 of 2 replicas are updated; the Deployment is paused',
    fix: 'Remove `spec.paused`, or run `kubectl rollout resume`.',
  });
});

describe('the progress deadline', () => {
  const conditions = [
    condition('Progressing', 'ProgressDeadlineExceeded', 'ReplicaSet "web-1" has timed out', 'False'),
  ];
  const late = { replicas: 3, updatedReplicas: 3, availableReplicas: 1, conditions };

  test('is a failure, with what was missing', () => {
    const object = deployment({ spec: { replicas: 3, progressDeadlineSeconds: 600 }, status: late });
    expect(deploymentStatus(object)).toEqual({
      state: 'failed',
      reason: 'It made no progress within its progress deadline of 600 s: 1 of 3 updated replicas are available.',
      fix: LOOK,
    });
  });

  test('of an older spec is none', () => {
    const object = deployment({ spec: { replicas: 3 }, status: { ...late, observedGeneration: 1 } });
    expect(deploymentStatus(object).state).toBe('pending');
  });
});

test('pods that the API server refuses are told with its words', () => {
  const conditions = [condition('ReplicaFailure', 'FailedCreate', 'pods "web-1" is forbidden: exceeded quota: pods.')];
  expect(deploymentStatus(deployment({ status: { conditions } }))).toMatchObject({
    missing: '0 of 1 replicas are updated; its pods are refused: pods "web-1" is forbidden: exceeded quota: pods',
  });
});

test('a selector with expressions is not given to kubectl', () => {
  const selector = { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] };
  expect(deploymentStatus(deployment({ spec: { selector }, status: {} }))).toMatchObject({
    fix: 'Look at its pods: `kubectl -n shop describe deployment/web` and `kubectl -n shop logs deployment/web --all-containers`.',
  });
});

test('it is ready exactly where all of its numbers agree', () => {
  const count = fc.integer({ min: 0, max: 3 });
  const status = fc.record({ replicas: count, updatedReplicas: count, availableReplicas: count });
  fc.assert(
    fc.property(count, status, (replicas, counts) => {
      const verdict = deploymentStatus(deployment({ spec: { replicas }, status: counts }));
      const ready =
        counts.updatedReplicas >= replicas &&
        counts.replicas <= counts.updatedReplicas &&
        counts.availableReplicas >= counts.updatedReplicas;
      expect(verdict.state).toBe(ready ? 'ready' : 'pending');
    }),
  );
});
