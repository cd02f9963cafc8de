import { describe, expect, test } from '@jest/globals';
import { annotationOf, errorAnnotations, warningAnnotations } from '../../src/report/annotations.ts';
import { buildProblem, buildReport } from './build-report.ts';
import { STORIES } from './stories.ts';

const problemAt = (file: string, line = 1) => buildProblem({ message: `Wrong in ${file}.`, source: { file, line } });

test('a success has no annotations', () => {
  expect(errorAnnotations(buildReport())).toEqual([]);
});

test('a problem stands beside its line, and the last annotation says the reason and the fix', () => {
  const problem = buildProblem({
    message: 'No kind.',
    fix: 'Add `kind`.',
    source: { file: 'deploy\\web.yaml', line: 12 },
  });
  expect(errorAnnotations(buildReport({ problems: [problem] }))).toEqual([
    { level: 'error', file: 'deploy/web.yaml', line: 12, message: 'No kind.\nAdd `kind`.' },
    {
      level: 'error',
      message:
        'Invalid: 1 problem in what was given. No object in the cluster was changed.\ndeploy\\web.yaml:12: No kind.\nAdd `kind`.',
    },
  ]);
});

test('every problem of an input is named in the one annotation', () => {
  const problems = ['as', 'token', 'timeout'].map(
    (input) => ({ kind: 'input', input, message: `input ${input}` }) as const,
  );
  const annotations = errorAnnotations(buildReport({ problems }));
  expect(annotations).toHaveLength(1);
  for (const { message } of problems) expect(annotations[0]?.message).toContain(message);
});

test('of many problems nine stand beside their lines, and the last annotation names the rest', () => {
  const problems = Array.from({ length: 30 }, (_, index) => problemAt(`deploy/${index}.yaml`));
  const annotations = errorAnnotations(buildReport({ problems }));
  expect(annotations).toHaveLength(10);
  expect(annotations.slice(0, 9).map(({ file }) => file)).toEqual(
    Array.from({ length: 9 }, (_, index) => `deploy/${index}.yaml`),
  );
  expect(annotations[9]?.file).toBeUndefined();
  for (let index = 9; index < 30; index++) expect(annotations[9]?.message).toContain(`Wrong in deploy/${index}.yaml.`);
});

test('what does not fit into the last annotation is counted', () => {
  const problems = Array.from({ length: 300 }, (_, index) => problemAt(`deploy/${index}.yaml`));
  expect(errorAnnotations(buildReport({ problems })).at(-1)?.message).toMatch(
    /And \d+ more problems: see the job summary\.$/,
  );
});

test('a missing right is told with the rule that grants it', () => {
  const annotations = errorAnnotations(STORIES['denied-impersonation'] ?? buildReport());
  expect(annotations).toHaveLength(1);
  expect(annotations[0]?.message).toContain('resourceNames: [deployer]');
});

test('a cancel is the reason, whatever failed before', () => {
  const problems = [problemAt('a.yaml'), { kind: 'cancelled', message: 'The job was cancelled.' } as const];
  expect(errorAnnotations(buildReport({ problems })).at(-1)?.message).toContain('Cancelled. ');
  expect(errorAnnotations(buildReport({ problems })).at(-1)?.message).toContain('The job was cancelled.');
});

test.each(['/etc/web.yaml', '../web.yaml', 'C:\\web.yaml', 'deploy/../../web.yaml'])(
  '%s is outside the workspace, so it is named in the text',
  (file) => {
    expect(annotationOf('error', problemAt(file))).toEqual({ level: 'error', message: `${file}:1: Wrong in ${file}.` });
  },
);

test('a page of output is shortened', () => {
  const { message } = annotationOf('error', buildProblem({ message: 'x'.repeat(100_000) }));
  expect(message.length).toBeLessThan(4100);
});

describe('warnings', () => {
  test('are all there up to ten', () => {
    const warnings = Array.from({ length: 10 }, (_, index) => problemAt(`${index}.yaml`));
    expect(warningAnnotations(warnings).map(({ file }) => file)).toEqual(warnings.map(({ source }) => source?.file));
  });

  test('of more, nine and the number of the others', () => {
    const annotations = warningAnnotations(Array.from({ length: 11 }, (_, index) => problemAt(`${index}.yaml`)));
    expect(annotations).toHaveLength(10);
    expect(annotations[9]).toEqual({ level: 'warning', message: '2 more warnings: see the log or the job summary.' });
  });
});
