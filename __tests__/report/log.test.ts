import { describe, expect, test } from '@jest/globals';
import { changeLines, resultLine } from '../../src/report/log.ts';
import { buildChange, buildProblem, buildReport } from './build-report.ts';
import { STORIES } from './stories.ts';

test('changes are aligned lines, unchanged objects a number', () => {
  const changes = [
    buildChange('unchanged', 'Service', 'web'),
    buildChange('created', 'ConfigMap', 'web', 3),
    buildChange('configured', 'Deployment', 'web', 9),
    { ...buildChange('failed', 'Job', 'migrate'), source: undefined },
  ].map(({ source, ...change }) => (source === undefined ? change : { ...change, source }));
  expect(changeLines({ changes })).toEqual([
    'failed      Job shop/migrate',
    'created     ConfigMap shop/web  (deploy/shop.yaml:3)',
    'configured  Deployment shop/web  (deploy/shop.yaml:9)',
    '1 object unchanged',
  ]);
});

test('no change is no line', () => {
  expect(changeLines({ changes: [] })).toEqual([]);
});

describe('the log ends with the result in one line', () => {
  test.each([
    ['success', 'Deployed (3.7 s). 5 objects: 3 created, 1 configured, 1 unchanged. 2 rollouts are ready.'],
    ['chart', 'Deployed (2 min 6 s). Release `web` is at revision 7. 2 objects: 1 configured, 1 unchanged.'],
    ['setup', 'Ready (812 ms). kubectl, helm and every client-go tool of later steps act as `shop/deployer`.'],
    ['denied-impersonation', 'Denied: a right is missing (159 ms). No object in the cluster was changed.'],
    ['invalid-inputs', 'Invalid: 2 problems in what was given (9 ms).'],
  ])('of %s', (name, line) => {
    expect(resultLine(STORIES[name] ?? buildReport())).toBe(line);
  });

  test('of a deployment that found everything in place', () => {
    const changes = [buildChange('unchanged', 'Service', 'web')];
    expect(resultLine(buildReport({ changes }))).toBe('Nothing to change (3.7 s). 1 object: 1 unchanged.');
  });

  test('of a script', () => {
    const facts = { mode: 'run', tellsChanges: false } as const;
    expect(resultLine(buildReport(facts))).toBe('The script succeeded (3.7 s). It ran as `shop/deployer`.');
    const failed = buildReport({ ...facts, exitCode: 3, problems: [{ kind: 'script', message: 'It exited with 3.' }] });
    expect(resultLine(failed)).toBe('The script failed with exit code 3 (3.7 s). What it did before that stays.');
  });

  test('of a failure half way', () => {
    const changes = [buildChange('created', 'ConfigMap', 'a'), buildChange('failed', 'Job', 'b')];
    const report = buildReport({ changes, problems: [{ ...buildProblem(), kind: 'apply' } as const] });
    expect(resultLine(report)).toBe(
      'Applying failed (3.7 s). 2 objects: 1 failed, 1 created. What was applied stays; running again is safe.',
    );
  });
});
