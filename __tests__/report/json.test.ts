import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { jsonReport, reportJson } from '../../src/report/json.ts';
import { buildIdentity, buildRef, buildReport, buildRequest } from './build-report.ts';
import { expectGolden } from './golden.ts';
import { STORIES } from './stories.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test.each(['success', 'denied-impersonation', 'rollout-failed', 'invalid-inputs'])(
  'the JSON of %s is as committed',
  (name) => {
    expectGolden(reportJson(STORIES[name] ?? buildReport()), `${name}.golden.json`);
  },
);

test('docs/report.md shows the very types', () => {
  const source = read('src/report/json.ts');
  const types = /\/\/ begin: docs\/report\.md\n([\s\S]*?)\/\/ end: docs\/report\.md/.exec(source)?.[1]?.trim();
  const documented = /```ts\n([\s\S]*?)```/.exec(read('docs/report.md'))?.[1]?.trim();
  expect(documented).toBe(types);
});

test('extras come out as an object, in asked and confirmed', () => {
  const wanted = buildRequest({ extra: ['github.com/actor=mona', 'github.com/actor=lisa'] });
  const identity = buildIdentity({ extra: new Map([['github.com/actor', ['mona', 'lisa']]]) });
  const { asked, confirmed } = jsonReport(buildReport({ wanted, identity })).identity;
  expect(asked?.extra).toEqual({ 'github.com/actor': ['mona', 'lisa'] });
  expect(confirmed?.extra).toEqual({ 'github.com/actor': ['mona', 'lisa'] });
});

test('a conflict names managers and fields, a failed rollout its place', () => {
  const report = buildReport({
    problems: [
      {
        kind: 'conflict',
        message: 'Others own fields.',
        conflicts: [{ manager: 'kubectl', fields: ['.spec.replicas'] }],
        object: buildRef('Deployment', 'web'),
      },
    ],
    rollouts: {
      ready: [],
      failed: [{ ref: buildRef('Deployment', 'web'), source: { file: 'a.yaml', line: 3 }, reason: 'It was deleted.' }],
      pending: [],
    },
  });
  const json = jsonReport(report);
  expect(json.problems[0]?.conflicts).toEqual([{ manager: 'kubectl', fields: ['.spec.replicas'] }]);
  expect(json.rollouts?.failed[0]).toEqual({
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    namespace: 'shop',
    name: 'web',
    file: 'a.yaml',
    line: 3,
    reason: 'It was deleted.',
    fix: null,
  });
});
