import { describe, expect, test } from '@jest/globals';
import type { TokenRights } from '../../src/check/token-rights.ts';
import { jsonReport } from '../../src/report/json.ts';
import { COMMENT, summary } from '../../src/report/summary.ts';
import { findingsOf } from '../../src/rights/dangerous.ts';
import { buildReport } from './build-report.ts';

const findings = [
  ...findingsOf([{ apiGroups: [''], resources: ['groups'], verbs: ['impersonate'] }], ''),
  ...findingsOf([{ apiGroups: [''], resources: ['secrets'], resourceNames: ['a|b'], verbs: ['get'] }], 'shop'),
];

function shown(rights: Partial<TokenRights>): string {
  return summary(buildReport({ tokenRights: { depth: 'quiet', complete: true, findings: [], ...rights } }), COMMENT);
}

describe('the summary', () => {
  test('says that a token has no other rights', () => {
    expect(shown({})).toContain('| Its token may also | nothing that matters, as far as was asked |');
    expect(shown({})).not.toContain('What the token may do besides');
  });

  test('says that nobody can tell where rules are kept beside RBAC', () => {
    expect(shown({ complete: false })).toContain('(an authorizer beside RBAC does not list its rules)');
  });

  test('lists what to take away', () => {
    const text = shown({ findings });
    expect(text).toContain('2 rights too many: it can become cluster-admin, can read Secrets');
    expect(text).toContain(
      '| the whole cluster | `{ apiGroups: [""], resources: ["groups"], verbs: ["impersonate"] }` |',
    );
    expect(text).toContain('| `shop` | <code>');
  });

  test('is silent where nobody asked', () => {
    expect(summary(buildReport(), COMMENT)).not.toContain('Its token');
  });
});

test('the report has each finding as data', () => {
  const { tokenRights } = jsonReport(buildReport({ tokenRights: { depth: 'full', complete: true, findings } }));
  expect(tokenRights).toEqual({
    depth: 'full',
    complete: true,
    findings: [
      {
        id: 'impersonate-groups',
        rank: 'cluster-admin',
        namespace: '',
        meaning: 'impersonate every group, `system:masters` among them, whose members may do everything',
        takeAway: { apiGroups: [''], resources: ['groups'], verbs: ['impersonate'] },
      },
      {
        id: 'read-secrets',
        rank: 'read-secrets',
        namespace: 'shop',
        meaning: 'read the Secret `a|b` in namespace shop',
        takeAway: { apiGroups: [''], resources: ['secrets'], resourceNames: ['a|b'], verbs: ['get'] },
      },
    ],
  });
  expect(jsonReport(buildReport()).tokenRights).toBeNull();
});

test('a right too many is not called one that is missing', () => {
  const problem = { kind: 'forbidden', message: 'The token may do more.', denied: [] } as const;
  expect(summary(buildReport({ problems: [problem] }), COMMENT)).toMatch(/❌ \*\*Denied\*\*/);
});
