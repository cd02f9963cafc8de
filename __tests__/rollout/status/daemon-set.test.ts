import { expect, test } from '@jest/globals';
import { daemonSetStatus } from '../../../src/rollout/status/daemon-set.ts';
import { buildWorkload } from '../build-workload.ts';

type Fields = Parameters<typeof buildWorkload>[0]['status'];

const daemonSet = (status: Fields, type = 'RollingUpdate') =>
  buildWorkload({ kind: 'DaemonSet', spec: { updateStrategy: { type } }, ...(status === undefined ? {} : { status }) });

const counts = (desired: number, current: number, updated: number, available: number): Fields => ({
  desiredNumberScheduled: desired,
  currentNumberScheduled: current,
  updatedNumberScheduled: updated,
  numberAvailable: available,
});

test.each([
  ['every pod updated and available', counts(3, 3, 3, 3), 'RollingUpdate'],
  ['no node to run on', counts(0, 0, 0, 0), 'RollingUpdate'],
  ['OnDelete, whose pods only people delete', counts(3, 3, 0, 1), 'OnDelete'],
  ['OnDelete, all pods there', counts(3, 3, 3, 3), 'OnDelete'],
])('is ready with %s', (_, status, type) => {
  expect(daemonSetStatus(daemonSet(status, type))).toEqual({ state: 'ready' });
});

test.each([
  ['no status', undefined, 'RollingUpdate', 'the controller has not seen the new spec yet'],
  [
    'the status of an older spec',
    { ...counts(3, 3, 3, 3), observedGeneration: 1 },
    'RollingUpdate',
    'the controller has not seen the new spec yet',
  ],
  ['old pods', counts(3, 3, 1, 3), 'RollingUpdate', '1 of 3 pods are updated'],
  ['pods that are not available', counts(3, 3, 3, 2), 'RollingUpdate', '2 of 3 updated pods are available'],
  ['OnDelete, first rollout', counts(3, 1, 1, 0), 'OnDelete', '1 of 3 nodes have its pod'],
  ['OnDelete, first rollout not available', counts(3, 3, 3, 1), 'OnDelete', '1 of 3 updated pods are available'],
])('is pending with %s', (_, status, type, missing) => {
  expect(daemonSetStatus(daemonSet(status, type))).toMatchObject({ state: 'pending', missing });
});
