import { expect, test } from '@jest/globals';
import { type AuditEvent, writes } from '../../testbed/audit-log.ts';

const patched: AuditEvent = {
  auditID: '1',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/shop/configmaps/a?fieldManager=x',
  verb: 'patch',
  user: { username: 'ci' },
  objectRef: { resource: 'configmaps', namespace: 'shop', name: 'a', apiVersion: 'v1' },
  responseStatus: { code: 200 },
  requestReceivedTimestamp: '2026-01-01T00:00:00.000000Z',
  stageTimestamp: '2026-01-01T00:00:00.000000Z',
};

test('writes are what changed the cluster', () => {
  const created: AuditEvent = { ...patched, verb: 'create', responseStatus: { code: 201 } };
  const others: AuditEvent[] = [
    { ...patched, verb: 'get' },
    { ...patched, requestURI: `${patched.requestURI}&dryRun=All` },
    { ...patched, responseStatus: { code: 403 } },
    { ...patched, verb: 'create', objectRef: { resource: 'selfsubjectaccessreviews' } },
  ];
  expect(writes([patched, ...others, created])).toEqual([patched, created]);
});
