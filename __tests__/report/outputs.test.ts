import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OUTPUTS } from '../../src/action/contract.ts';
import { jsonList, outputsOf } from '../../src/report/outputs.ts';
import { buildChange, buildReport } from './build-report.ts';
import { STORIES } from './stories.ts';

const NO_PATHS = { summary: undefined, report: undefined };

test('the outputs are those of the contract', () => {
  expect(Object.keys(outputsOf(buildReport(), NO_PATHS))).toEqual([...OUTPUTS]);
});

test('a deployment tells everything', () => {
  const report = buildReport({
    changes: [buildChange('created', 'ConfigMap', 'a'), buildChange('unchanged', 'Service', 'b')],
    release: { name: 'web', revision: '7' },
  });
  expect(outputsOf(report, { summary: '/tmp/summary.md', report: '/tmp/report.json' })).toEqual({
    result: 'succeeded',
    kubeconfig: '/tmp/deploy-as-1/kubeconfig',
    username: 'system:serviceaccount:shop:deployer',
    groups: '["system:serviceaccounts","system:serviceaccounts:shop","system:authenticated"]',
    changed: 'true',
    'changed-count': '1',
    changes: '[{"kind":"ConfigMap","apiVersion":"v1","namespace":"shop","name":"a","action":"created"}]',
    denied: '[]',
    'release-revision': '7',
    'summary-path': '/tmp/summary.md',
    report: '/tmp/report.json',
  });
});

test('what is not known is empty, and a list can be read all the same', () => {
  expect(outputsOf(STORIES['invalid-inputs'] ?? buildReport(), NO_PATHS)).toEqual({
    result: 'invalid',
    kubeconfig: '',
    username: '',
    groups: '[]',
    changed: '',
    'changed-count': '',
    changes: '[]',
    denied: '[]',
    'release-revision': '',
    'summary-path': '',
    report: '',
  });
});

test('a refused impersonation is in `denied`, and its user is not who was asked for', () => {
  const outputs = outputsOf(STORIES['denied-impersonation'] ?? buildReport(), NO_PATHS);
  expect(outputs.result).toBe('denied');
  expect(outputs.username).toBe('');
  expect(JSON.parse(outputs.denied)).toEqual([
    {
      who: 'token',
      verb: 'impersonate',
      apiGroup: '',
      resource: 'serviceaccounts',
      subresource: '',
      namespace: 'shop',
      name: 'deployer',
      for: 'to impersonate shop/deployer',
    },
  ]);
});

describe('changed', () => {
  test.each([
    [[], 'false', '0'],
    [['unchanged'], 'false', '0'],
    [['failed'], 'false', '0'],
    [['configured', 'unchanged', 'failed'], 'true', '1'],
    [['unknown'], 'true', '1'],
  ] as const)('after %j is %s', (actions, changed, count) => {
    const changes = actions.map((action) => buildChange(action, 'ConfigMap', 'a'));
    expect(outputsOf(buildReport({ changes }), NO_PATHS)).toMatchObject({ changed, 'changed-count': count });
  });

  test('is empty where nobody knows', () => {
    expect(outputsOf(STORIES.setup ?? buildReport(), NO_PATHS)).toMatchObject({ changed: '', 'changed-count': '' });
  });
});

describe('a list that is too long', () => {
  test('loses whole items from its end, while the count has all', () => {
    const changes = Array.from({ length: 3000 }, (_, index) => buildChange('created', 'ConfigMap', `setting-${index}`));
    const outputs = outputsOf(buildReport({ changes }), NO_PATHS);
    expect(Buffer.byteLength(outputs.changes)).toBeLessThanOrEqual(100 * 1024);
    const listed: unknown[] = JSON.parse(outputs.changes);
    expect(listed.length).toBeGreaterThan(900);
    expect(listed[0]).toMatchObject({ name: 'setting-0' });
    expect(outputs['changed-count']).toBe('3000');
  });

  test('is always the beginning of the whole list', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.integer({ min: 2, max: 200 }), (items, most) => {
        const text = jsonList(items, most);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(most);
        const kept: unknown[] = JSON.parse(text);
        expect(kept).toEqual(items.slice(0, kept.length));
      }),
    );
  });
});
