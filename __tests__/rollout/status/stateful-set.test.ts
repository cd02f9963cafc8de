import { expect, test } from '@jest/globals';
import { statefulSetStatus } from '../../../src/rollout/status/stateful-set.ts';
import { buildWorkload } from '../build-workload.ts';

const ROLLING = { type: 'RollingUpdate', rollingUpdate: { partition: 0 } };
const SAME = { currentRevision: 'web-1', updateRevision: 'web-1' };
const UPDATING = { currentRevision: 'web-1', updateRevision: 'web-2' };

const statefulSet = (
  spec: Parameters<typeof buildWorkload>[0]['spec'],
  status: Parameters<typeof buildWorkload>[0]['status'],
) =>
  buildWorkload({
    kind: 'StatefulSet',
    spec: { updateStrategy: ROLLING, ...spec },
    ...(status === undefined ? {} : { status }),
  });

test.each([
  ['ready and updated', { replicas: 3 }, { ...SAME, readyReplicas: 3, updatedReplicas: 3 }],
  ['no replicas', { replicas: 0 }, SAME],
  [
    'everything from the partition on updated',
    { replicas: 3, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } },
    { ...UPDATING, readyReplicas: 3, updatedReplicas: 1 },
  ],
  [
    'a partition beyond the replicas',
    { replicas: 3, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 9 } } },
    { ...UPDATING, readyReplicas: 3 },
  ],
  [
    'OnDelete, whose pods only people delete',
    { replicas: 3, updateStrategy: { type: 'OnDelete' } },
    { ...UPDATING, readyReplicas: 1, updatedReplicas: 0 },
  ],
  [
    'OnDelete, all pods there',
    { replicas: 3, updateStrategy: { type: 'OnDelete' } },
    { ...SAME, readyReplicas: 3, updatedReplicas: 3 },
  ],
  [
    'no partition, one revision',
    { replicas: 2, updateStrategy: { type: 'RollingUpdate' } },
    { ...SAME, readyReplicas: 2 },
  ],
])('is ready with %s', (_, spec, status) => {
  expect(statefulSetStatus(statefulSet(spec, status))).toEqual({ state: 'ready' });
});

test.each([
  ['no status', { replicas: 3 }, undefined, 'the controller has not seen the new spec yet'],
  [
    'a status without generation',
    { replicas: 3 },
    { ...SAME, observedGeneration: 0, readyReplicas: 3 },
    'the controller has not seen the new spec yet',
  ],
  [
    'the status of an older spec',
    { replicas: 3 },
    { ...SAME, observedGeneration: 1, readyReplicas: 3, updatedReplicas: 3 },
    'the controller has not seen the new spec yet',
  ],
  [
    'a pod that is not ready',
    { replicas: 3 },
    { ...SAME, readyReplicas: 2, updatedReplicas: 3 },
    '2 of 3 replicas are ready',
  ],
  ['an old pod', { replicas: 3 }, { ...UPDATING, readyReplicas: 3, updatedReplicas: 2 }, '2 of 3 replicas are updated'],
  [
    'an old pod from the partition on',
    { replicas: 3, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } },
    { ...UPDATING, readyReplicas: 3, updatedReplicas: 1 },
    '1 of 2 replicas are updated (partition 1)',
  ],
  [
    'no partition, two revisions',
    { replicas: 2, updateStrategy: { type: 'RollingUpdate' } },
    { ...UPDATING, readyReplicas: 2, updatedReplicas: 1 },
    '1 of 2 replicas are updated',
  ],
  [
    'OnDelete, first rollout',
    { replicas: 3, updateStrategy: { type: 'OnDelete' } },
    { ...SAME, readyReplicas: 1, updatedReplicas: 1 },
    '1 of 3 replicas are ready',
  ],
])('is pending with %s', (_, spec, status, missing) => {
  expect(statefulSetStatus(statefulSet(spec, status))).toMatchObject({ state: 'pending', missing });
});
