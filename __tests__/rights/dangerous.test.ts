import { describe, expect, test } from '@jest/globals';
import { findingsOf, sortFindings, wantedFor } from '../../src/rights/dangerous.ts';
import type { Rule } from '../../src/rights/grant.ts';
import { identityOf } from './identity-of.ts';

const AUTHENTICATION = 'authentication.k8s.io';
const deployer = identityOf('system:serviceaccount:shop:deployer');
const wanted = wantedFor(deployer);

function rule(apiGroups: string, resources: string, verbs: string, names?: string): Rule {
  const words = (text: string): string[] => text.split(' ').map((word) => (word === 'core' ? '' : word));
  return {
    apiGroups: words(apiGroups),
    resources: words(resources),
    verbs: words(verbs),
    ...(names === undefined ? {} : { resourceNames: words(names) }),
  };
}

/** `rank id` of each finding. */
function found(one: Rule, namespace = '', besides = wanted): string[] {
  return findingsOf([one], namespace, besides).map(({ rank, id }) => `${rank} ${id}`);
}

describe('a cluster-admin by another name', () => {
  test.each([
    ['everything', rule('*', '*', '*'), 'everything'],
    ['everybody', rule('*', '*', 'impersonate'), 'impersonate-groups'],
    ['every group', rule('core', 'groups', 'impersonate'), 'impersonate-groups'],
    ['the masters', rule('core', 'groups', 'impersonate', 'dev system:masters'), 'impersonate-groups'],
    ['the nodes', rule('core', 'groups', '*', 'system:nodes'), 'impersonate-groups'],
    ['every user', rule('core', 'users', 'impersonate'), 'impersonate-users'],
    ['a node', rule('core', 'users', 'impersonate', 'system:node:a'), 'impersonate-users'],
    ['the scheduler', rule('core', 'users', 'impersonate', 'system:kube-scheduler'), 'impersonate-users'],
    ['every service account', rule('core', 'serviceaccounts', 'impersonate'), 'impersonate-serviceaccounts'],
    [
      'every user, by the constrained verb',
      rule(AUTHENTICATION, 'users', 'impersonate:user-info'),
      'impersonate-users',
    ],
    ['every node', rule(AUTHENTICATION, 'nodes', 'impersonate:arbitrary-node'), 'impersonate-nodes'],
  ])('may become %s', (_what, one, id) => {
    expect(found(one)).toContain(`cluster-admin ${id}`);
    expect(findingsOf([one], '').filter(({ rank }) => rank === 'cluster-admin')).toHaveLength(1);
  });

  test('may become every service account of kube-system', () => {
    const one = rule('core', 'serviceaccounts', 'impersonate');
    expect(found(one, 'kube-system')).toEqual(['cluster-admin impersonate-serviceaccounts']);
    expect(found(one, 'shop')).toEqual(['become-others impersonate-others']);
  });

  test.each([
    ['a group of people', rule('core', 'groups', 'impersonate', 'dev')],
    ['the group of every service account', rule('core', 'groups', 'impersonate', 'system:serviceaccounts')],
    ['escalate', rule('rbac.authorization.k8s.io', 'clusterroles', 'escalate')],
    ['every pod', rule('core', 'pods', '*')],
    ['every verb on deployments', rule('apps', 'deployments', '*')],
    ['every read', rule('*', '*', 'get list watch')],
  ])('is not who may %s', (_what, one) => {
    expect(found(one).filter((text) => text.startsWith('cluster-admin'))).toEqual([]);
  });

  test('is nobody by a Role, but in kube-system', () => {
    expect(found(rule('*', '*', '*'), 'shop')).toEqual(['write everything']);
    expect(found(rule('*', '*', '*'), 'kube-system')).toEqual(['cluster-admin everything']);
    expect(found(rule('core', 'groups users', 'impersonate'), 'shop')).toEqual([]);
  });
});

describe('what leads further than it seems', () => {
  test.each([
    ['rbac.authorization.k8s.io', 'roles', 'escalate', 'write escalate'],
    ['rbac.authorization.k8s.io', 'clusterroles', 'bind', 'write bind'],
    ['core', 'serviceaccounts/token', 'create', 'become-others serviceaccount-tokens'],
    ['core', 'nodes/proxy', 'get', 'write nodes-proxy'],
    ['certificates.k8s.io', 'certificatesigningrequests/approval', 'update', 'write certificates'],
    ['certificates.k8s.io', 'signers', 'approve', 'write certificates'],
    ['admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'patch', 'write admission'],
    ['apps', 'deployments', 'patch', 'write workloads'],
    ['core', 'pods', 'create', 'write workloads'],
    ['core', 'pods/exec', 'create', 'write exec'],
    ['core', '*/exec', 'get', 'write exec'],
    ['core', 'secrets', 'list', 'read-secrets read-secrets'],
    ['core', 'configmaps', 'delete', 'write write'],
    ['example.com', 'widgets', 'patch', 'write write'],
  ])('%s %s: %s', (group, resource, verb, expected) => {
    expect(found(rule(group, resource, verb))).toContain(expected);
  });

  test('says all that one rule gives', () => {
    expect(found(rule('*', '*', 'get create'), 'shop')).toEqual([
      'write exec',
      'write write',
      'read-secrets read-secrets',
      'become-others serviceaccount-tokens',
    ]);
    expect(found(rule('core', 'secrets', '*'), 'shop')).toEqual(['write write', 'read-secrets read-secrets']);
  });
});

test.each([
  ['reading', rule('core apps', 'pods pods/log deployments', 'get list watch')],
  [
    'asking',
    rule('authorization.k8s.io authentication.k8s.io', 'selfsubjectaccessreviews selfsubjectreviews', 'create'),
  ],
  ['a subresource that RBAC does not know by this name', rule('core', 'pods/*', 'get')],
  ['a stamp', rule(AUTHENTICATION, 'userextras/github.com/run-id', 'impersonate')],
])('%s is no danger', (_what, one) => expect(found(one)).toEqual([]));

describe('the right to become the identity', () => {
  test('is no danger where it is just that', () => {
    expect(found(rule('core', 'serviceaccounts', 'impersonate', 'deployer'), 'shop')).toEqual([]);
    expect(found(rule(AUTHENTICATION, 'serviceaccounts', 'impersonate:serviceaccount', 'deployer'), 'shop')).toEqual(
      [],
    );
    expect(found(rule('apps', 'deployments', 'impersonate-on:serviceaccount:patch'), 'shop')).toEqual([]);
  });

  test.each([
    ['for every namespace', rule('core', 'serviceaccounts', 'impersonate', 'deployer'), ''],
    ['for another namespace', rule('core', 'serviceaccounts', 'impersonate', 'deployer'), 'other'],
    ['for every name', rule('core', 'serviceaccounts', 'impersonate'), 'shop'],
    ['for another name too', rule('core', 'serviceaccounts', 'impersonate', 'deployer admin'), 'shop'],
    ['in another mode', rule(AUTHENTICATION, 'secrets', 'impersonate-on:user-info:list'), ''],
    ['by a verb of tomorrow', rule(AUTHENTICATION, 'things', 'impersonate:thing'), 'shop'],
    ['of the node that it runs on', rule(AUTHENTICATION, 'nodes', 'impersonate:associated-node'), ''],
  ])('is one too many %s', (_what, one, namespace) => {
    expect(found(one, namespace)).toEqual(['become-others impersonate-others']);
  });

  test('takes every part of it: groups, uid, extras', () => {
    const rich = wantedFor(identityOf('bob', { groups: ['dev'], uid: 'u', extra: ['note=a'] }));
    const rules: Rule[] = [
      rule('core', 'users', 'impersonate', 'bob'),
      rule('core', 'groups', 'impersonate', 'dev'),
      rule(AUTHENTICATION, 'uids', 'impersonate', 'u'),
      rule(AUTHENTICATION, 'userextras/note', 'impersonate', 'a'),
    ];
    expect(findingsOf(rules, '', rich)).toEqual([]);
    expect(findingsOf(rules, '', wanted)).toHaveLength(4);
  });

  test('names what to take away, and no more', () => {
    const one = rule('core', 'serviceaccounts', 'impersonate get', 'deployer admin');
    expect(findingsOf([one], 'shop', wanted)[0]?.takeAway).toEqual(
      rule('core', 'serviceaccounts', 'impersonate', 'admin'),
    );
  });
});

test('the worst comes first, and each once', () => {
  const rules = [
    rule('core', 'secrets', 'get'),
    rule('core', 'groups', 'impersonate'),
    rule('core', 'configmaps', 'patch'),
  ];
  const findings = sortFindings([...findingsOf(rules, ''), ...findingsOf(rules, '')]);
  expect(findings.map(({ rank }) => rank)).toEqual(['cluster-admin', 'write', 'read-secrets']);
});

test.each([
  [
    'core',
    'serviceaccounts',
    'impersonate',
    'web',
    'shop',
    'impersonate the service account `web` in namespace shop (`impersonate`)',
  ],
  [
    'core',
    'serviceaccounts',
    'impersonate',
    'deployer',
    '',
    'impersonate the service account `deployer` in every namespace (`impersonate`)',
  ],
  [
    'core',
    'serviceaccounts',
    '*',
    undefined,
    'shop',
    'impersonate every service account in namespace shop (`*` includes it)',
  ],
  ['core', 'groups users', 'impersonate', 'dev', '', 'impersonate groups, users by the name `dev` (`impersonate`)'],
  [
    AUTHENTICATION,
    'nodes',
    'impersonate:associated-node',
    undefined,
    '',
    'impersonate the node that its pod runs on (`impersonate:associated-node`)',
  ],
  [
    'core',
    'secrets',
    'impersonate-on:user-info:list',
    undefined,
    '',
    'send requests about secrets as somebody that it impersonates (`impersonate-on:user-info:list`)',
  ],
])('%s %s %s %s in "%s" is said in a sentence', (group, resources, verbs, names, namespace, words) => {
  const findings = findingsOf([rule(group, resources, verbs, names)], namespace, wanted);
  expect(findings.filter(({ rank }) => rank === 'become-others').map(({ meaning }) => meaning)).toEqual([words]);
});

test('a list of names that is empty means every name', () => {
  const one = { ...rule('core', 'groups', 'impersonate'), resourceNames: [] };
  expect(found(one)).toEqual(['cluster-admin impersonate-groups']);
});
