import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../../../src/manifests/object.ts';
import { statusOf } from '../../../src/rollout/status/kinds.ts';

test.each([
  ['apps/v1', 'Deployment'],
  ['apps/v1beta2', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
  ['batch/v1', 'Job'],
])('%s %s has a rollout', (apiVersion, kind) => {
  expect(statusOf({ apiVersion, kind })).toBeDefined();
});

test.each([
  ['v1', 'ConfigMap'],
  ['batch/v1', 'CronJob'],
  ['example.com/v1', 'Deployment'],
  ['v1', 'Job'],
])('%s %s has none', (apiVersion, kind) => {
  expect(statusOf({ apiVersion, kind })).toBeUndefined();
});

const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job'].map((kind) => ({
  kind,
  read: statusOf({ apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1', kind }),
}));

describe.each(KINDS)('the status of a $kind', ({ read }) => {
  test('is an answer for any object', () => {
    const object = fc.record(
      { metadata: fc.jsonValue(), spec: fc.jsonValue(), status: fc.jsonValue() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(object, (any) => {
        expect(read?.(any as JsonObject).state).toMatch(/^(ready|pending|failed)$/);
      }),
    );
  });

  test('says what is missing in one line', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('replicas', 'readyReplicas', 'active'), fc.nat(9)), (status) => {
        const verdict = read?.({ metadata: { generation: 1 }, spec: { replicas: 3 }, status });
        if (verdict?.state === 'pending') expect(verdict.missing).toMatch(/^[a-z0-9][^\n]*[^.\n]$/);
      }),
    );
  });
});
