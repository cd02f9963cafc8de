import { expect, test } from '@jest/globals';
import { errorAnnotations } from '../../src/report/annotations.ts';
import { reportJson } from '../../src/report/json.ts';
import { redactReport } from '../../src/report/redact.ts';
import { COMMENT, summary } from '../../src/report/summary.ts';
import { Secrets } from '../../src/secret.ts';
import { buildIdentity, buildProblem, buildRef, buildReport } from './build-report.ts';
import { STORIES } from './stories.ts';

const PASSWORD = 'pa_ss|w*rd`<1>';

function masking(...values: readonly string[]): (text: string) => string {
  const secrets = new Secrets();
  for (const value of values) secrets.mask(value);
  return (text) => secrets.redact(text);
}

test('a secret is gone from wherever it stands, before Markdown could disguise it', () => {
  const report = buildReport({
    credentialName: `user of ${PASSWORD}`,
    identity: buildIdentity({ extra: new Map([['example.com/note', [`x${PASSWORD}`]]]) }),
    changes: [{ action: 'created', ref: buildRef('ConfigMap', PASSWORD), source: { file: `${PASSWORD}.yaml` } }],
    problems: [
      buildProblem({
        message: `${'x'.repeat(1990)}${PASSWORD}`,
        fix: `Not ${PASSWORD}.`,
        details: [`helm: ${PASSWORD}`],
      }),
    ],
    rollouts: { ready: [], failed: [], pending: [{ ref: buildRef('Deployment', 'web'), missing: PASSWORD }] },
  });
  const safe = redactReport(report, masking(PASSWORD));
  const texts = [
    summary(safe, COMMENT),
    reportJson(safe),
    errorAnnotations(safe)
      .map(({ message }) => message)
      .join(),
  ];
  for (const text of texts) expect(text).not.toMatch(/pa\\?_ss|pa&#95;ss|w\\?\*rd|w&#42;rd/);
  expect(summary(safe, COMMENT)).toContain('user of \\*\\*\\*');
});

test('a report without secrets stays what it is', () => {
  for (const report of Object.values(STORIES)) expect(redactReport(report, masking('nowhere'))).toEqual(report);
});

test('a secret that is one of our own words changes no result', () => {
  const report = buildReport({ problems: [buildProblem()] });
  const safe = redactReport(report, masking('invalid', 'manifest', 'manifests'));
  expect([safe.result, safe.facts.mode, safe.facts.problems[0]?.kind]).toEqual(['invalid', 'manifests', 'manifest']);
});
