import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Change } from '../../src/apply/applied.ts';
import type { Problem } from '../../src/problem.ts';
import { COMMENT, STEP_SUMMARY, summary } from '../../src/report/summary.ts';
import { buildChange, buildIdentity, buildProblem, buildRef, buildReport, buildRequest } from './build-report.ts';
import { expectGolden } from './golden.ts';
import { STORIES } from './stories.ts';

test.each(Object.entries(STORIES))('the summary of %s is as committed', (name, report) => {
  expectGolden(summary(report, COMMENT), `${name}.golden.md`);
});

describe('the heading tells runs apart', () => {
  const headingOf = (...args: Parameters<typeof buildReport>) =>
    summary(buildReport(...args), COMMENT).split('\n', 1)[0];

  test('by namespace, host and identity', () => {
    expect(headingOf()).toBe('## `shop` on `prod.example.com` as `shop/deployer`');
  });

  test('by the port where it is not the usual one', () => {
    expect(headingOf({ server: 'https://127.0.0.1:34567' })).toBe('## `shop` on `127.0.0.1:34567` as `shop/deployer`');
  });

  test('by the path of a cluster behind a proxy', () => {
    expect(headingOf({ server: 'https://rancher.example.com/k8s/clusters/c-1' })).toBe(
      '## `shop` on `rancher.example.com/k8s/clusters/c-1` as `shop/deployer`',
    );
  });

  test('without a namespace where there is none', () => {
    expect(headingOf({ namespace: undefined, wanted: buildRequest({ as: 'jane@example.com' }) })).toBe(
      '## `prod.example.com` as `jane@example.com`',
    );
  });

  test('by the identity alone where nothing was connected', () => {
    expect(headingOf({ namespace: undefined, server: undefined })).toBe('## as `shop/deployer`');
  });
});

describe('who deployed as whom', () => {
  test('shows groups, uid and extras as the server confirmed them', () => {
    const identity = buildIdentity({
      uid: '4711',
      groups: ['ops|night', 'system:authenticated'],
      extra: new Map([['github.com/actor', ['mona', 'a, b']]]),
    });
    const text = summary(buildReport({ identity }), COMMENT);
    expect(text).toContain('| Became | `system:serviceaccount:shop:deployer` |');
    expect(text).toContain('| uid | `4711` |');
    expect(text).toContain('| Groups | <code>ops&#124;night</code>, `system:authenticated` |');
    expect(text).toContain('| Extra `github.com/actor` | `mona`, `a, b` |');
    expect(text).toContain('| Confirmed | by the API server');
  });

  test('says so where nobody confirmed it', () => {
    const text = summary(buildReport({ identity: undefined, problems: [buildProblem()] }), COMMENT);
    expect(text).toContain('| Asked to become | `system:serviceaccount:shop:deployer` |');
    expect(text).toContain('| Confirmed | no |');
  });
});

describe('whatever the names and messages are', () => {
  const nasty = 'x | y `z` <script>alert(1)</script>\n```\n# heading @octocat [a](https://evil.example) ~~no~~';

  test('a message cannot leave its paragraph or become HTML, a link or a mention', () => {
    const text = summary(buildReport({ problems: [buildProblem({ message: nasty })] }), COMMENT);
    expect(text).not.toContain('<script>');
    expect(text).not.toContain('@octocat');
    expect(text).not.toContain('\n# heading');
    expect(text).toContain('x &#124; y `z` &#60;script&#62;');
    expect(text).toContain('\\[a\\]');
  });

  test('a row of a table stays one row with its cells', () => {
    const change: Change = { action: 'created', ref: { apiVersion: 'v1', kind: 'Kind|\\', name: 'a`b\nc|d' } };
    const line = summary(buildReport({ changes: [change] }), COMMENT)
      .split('\n')
      .find((candidate) => candidate.startsWith('| created'));
    expect(line).toBe('| created | <code>Kind&#124;&#92; a&#96;b c&#124;d</code> |  |');
  });

  test('details cannot close their fence', () => {
    const problems = [buildProblem({ details: ['before', '````', 'after'] })];
    expect(summary(buildReport({ problems }), COMMENT)).toContain('`````text\nbefore\n````\nafter\n`````');
  });

  test('text that cannot be seen is shown as what it is', () => {
    const problems = [buildProblem({ message: 'a\u202Eb\u0000c \u001B[31mred' })];
    expect(summary(buildReport({ problems }), COMMENT)).toContain('a\\\\u{202e}b\\\\u{0}c \\\\u{1b}\\[31mred');
  });
});

describe('however much there is to tell', () => {
  const many = buildReport({
    problems: Array.from({ length: 60 }, (_, index) =>
      buildProblem({
        message: `Problem number ${index} ${'and more '.repeat(400)}`,
        details: ['| ```', 'x'.repeat(2000)],
      }),
    ),
    changes: Array.from({ length: 5000 }, (_, index) => buildChange('created', 'ConfigMap', `c-${index}`)),
    rollouts: {
      ready: [],
      failed: [],
      pending: Array.from({ length: 900 }, (_, index) => ({
        ref: buildRef('Deployment', `d-${index}`),
        missing: '0 of 1 replicas are updated',
      })),
    },
  });

  test('a comment takes it, with the number of what was left out', () => {
    const text = summary(many, COMMENT);
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text.length).toBeGreaterThan(60_000);
    expect(text).toMatch(/… and \d+ more under “What went wrong”/);
    expect(text).toContain('5000 objects in the report.');
    expect(isWhole(text)).toBe(true);
  });

  test('the step’s summary takes it', () => {
    const text = summary(many, STEP_SUMMARY);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024 * 1024);
    expect(text).toContain('`ConfigMap shop/c-4999`');
    expect(isWhole(text)).toBe(true);
  });

  test('a rule that is too long is left out whole', () => {
    const problem: Problem = { kind: 'forbidden', message: 'no', denied: [], yaml: 'a: b\n'.repeat(10_000) };
    const text = summary(buildReport({ problems: [problem] }), COMMENT);
    expect(text).not.toContain('a: b');
    expect(text).toContain('the log and the report have it');
  });

  test('every text and every size keeps within its limit, whole', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 3000 });
    const report = fc.record({
      messages: fc.array(fc.record({ message: texts, fix: texts, details: fc.array(texts, { maxLength: 5 }) }), {
        maxLength: 40,
      }),
      names: fc.array(texts, { maxLength: 60 }),
    });
    fc.assert(
      fc.property(report, fc.integer({ min: 4000, max: 65_000 }), ({ messages, names }, most) => {
        const text = summary(
          buildReport({
            problems: messages.map(buildProblem),
            changes: names.map((name) => ({ action: 'created', ref: { apiVersion: 'v1', kind: 'ConfigMap', name } })),
          }),
          { unit: 'characters', most },
        );
        expect(text.length).toBeLessThanOrEqual(most);
        expect(isWhole(text)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

/** Every fence is closed, every row of a table outside of fences has its table's number of cells. */
function isWhole(text: string): boolean {
  let bar: string | undefined;
  let cells: number | undefined;
  for (const line of text.split('\n')) {
    const run = /^`{3,}/.exec(line)?.[0];
    if (bar === undefined && run !== undefined) bar = run;
    else if (bar !== undefined) {
      if (line === bar) bar = undefined;
      continue;
    }
    if (!line.startsWith('|')) cells = undefined;
    else {
      const count = line.split('|').length;
      if (cells !== undefined && count !== cells) return false;
      cells = count;
    }
  }
  return bar === undefined && text.split('<details>').length === text.split('</details>').length;
}
