import { expect, test } from '@jest/globals';
import { jobStatus } from '../../../src/rollout/status/job.ts';
import { buildWorkload, condition } from '../build-workload.ts';

type Fields = NonNullable<Parameters<typeof buildWorkload>[0]['status']>;

const job = (status?: Fields, spec: Fields = { completions: 1, backoffLimit: 2 }) =>
  buildWorkload({ kind: 'Job', spec, ...(status === undefined ? {} : { status }) });

test('is ready when it is complete', () => {
  const conditions = [condition('SuccessCriteriaMet'), condition('Complete')];
  expect(jobStatus(job({ conditions }))).toEqual({ state: 'ready' });
});

test.each([
  ['no status', undefined, '0 of 1 completions, 0 running'],
  ['a pod at work', { active: 1 }, '0 of 1 completions, 1 running'],
  ['a failed pod and another try', { active: 1, failed: 1 }, '0 of 1 completions, 1 running, 1 failed'],
  [
    'success, pods still ending',
    { conditions: [condition('SuccessCriteriaMet')] },
    'it has succeeded, and its last pods are still ending',
  ],
  [
    'a condition that is not true',
    { conditions: [condition('Complete', '', '', 'False')] },
    '0 of 1 completions, 0 running',
  ],
])('is pending with %s', (_, status, missing) => {
  expect(jobStatus(job(status))).toMatchObject({ state: 'pending', missing });
});

test('a work queue has no number of completions', () => {
  expect(jobStatus(job({ succeeded: 2, active: 1 }, { parallelism: 3 }))).toMatchObject({
    missing: '2 pods have succeeded, 1 running',
  });
});

test('a suspended one says so', () => {
  expect(jobStatus(job({}, { suspend: true }))).toMatchObject({ state: 'pending', missing: 'it is suspended' });
});

test.each([
  [
    condition('Failed', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit'),
    'Its pods failed more often than `backoffLimit` (2) allows.',
  ],
  [condition('FailureTarget', 'BackoffLimitExceeded'), 'Its pods failed more often than `backoffLimit` (2) allows.'],
  [condition('Failed', 'DeadlineExceeded'), 'It was not done within `activeDeadlineSeconds` (30).'],
  [
    condition('Failed', 'PodFailurePolicy', 'Container main for pod shop/web-1 failed with exit code 42'),
    'A pod failed in a way for which `podFailurePolicy` fails the whole Job. The server says: Container main for pod shop/web-1 failed with exit code 42.',
  ],
  [
    condition('Failed', 'FailedIndexes', 'Job has failed indexes.'),
    'It failed with FailedIndexes. The server says: Job has failed indexes.',
  ],
  [condition('Failed'), 'It failed.'],
])('has failed with %j', (failure, reason) => {
  const verdict = jobStatus(job({ conditions: [failure] }, { backoffLimit: 2, activeDeadlineSeconds: 30 }));
  expect(verdict).toEqual({
    state: 'failed',
    reason,
    fix: 'Look at `kubectl -n shop logs job/web --all-containers` and `kubectl -n shop describe job/web`. A Job does not run again when it is applied again: delete it, or give it a new name.',
  });
});
