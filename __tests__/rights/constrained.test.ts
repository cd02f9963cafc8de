import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { nameRight } from '../../src/problem.ts';
import {
  constrainedModeOf,
  constrainedNeeds,
  constrainedRights,
  needsOfToken,
  reviewNeeds,
  toolNeeds,
} from '../../src/rights/constrained.ts';
import { smallestGrant } from '../../src/rights/grant.ts';
import { impersonationRights, isImpersonation } from '../../src/rights/impersonation.ts';
import { type Needed, neededForApply } from '../../src/rights/needed.ts';
import { pathRight, type Right } from '../../src/rights/right.ts';
import { identityOf } from './identity-of.ts';

const deployer = identityOf('system:serviceaccount:shop:deployer');
const settings = {
  ref: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'settings' },
  resource: { group: '', resource: 'configmaps', namespaced: true },
};

describe('the mode', () => {
  test('of a service account by its name alone is its own', () => {
    expect(constrainedModeOf(deployer)).toEqual({ mode: 'serviceaccount' });
  });

  test.each([
    ['groups', { groups: ['dev'] }, 'groups'],
    ['a uid', { uid: 'u-1' }, 'a uid'],
    ['extras', { extra: ['example.com/a=b'] }, 'extras'],
    ['all of them', { groups: ['dev'], uid: 'u-1', extra: ['a=b'] }, 'groups, a uid and extras'],
  ])('of a service account with %s is none', (_, more, words) => {
    expect(constrainedModeOf(identityOf('system:serviceaccount:shop:deployer', more))).toEqual({
      mode: undefined,
      byName: 'serviceaccount',
      because: `constrained impersonation takes a service account by its name alone, without ${words}`,
    });
  });

  test('of a node is that of any node, and of a node with groups none', () => {
    expect(constrainedModeOf(identityOf('system:node:n1'))).toEqual({ mode: 'arbitrary-node' });
    expect(constrainedModeOf(identityOf('system:node:n1', { groups: ['system:nodes'] }))).toMatchObject({
      mode: undefined,
      byName: 'arbitrary-node',
    });
  });

  test('of all others is user-info, with uid, groups and extras', () => {
    for (const name of ['bob', 'system:node:Not A Node', 'system:kube-scheduler']) {
      expect(constrainedModeOf(identityOf(name, { groups: ['dev'], uid: 'u', extra: ['example.com/a=b'] }))).toEqual({
        mode: 'user-info',
      });
    }
  });

  test.each(['note', '/a', 'example.com/', 'exa_mple.com/a', 'example.com/größe'])(
    'of a user with the extra %s is none: the server takes keys with a domain only',
    (key) => {
      expect(constrainedModeOf(identityOf('bob', { extra: [`${key}=x`] }))).toMatchObject({
        mode: undefined,
        byName: 'user-info',
        because: expect.stringContaining(JSON.stringify(key)),
      });
    },
  );
});

describe('becoming somebody', () => {
  test('is asked for in the group authentication.k8s.io, a service account in its namespace', () => {
    expect(impersonationRights(deployer, 'serviceaccount').map(nameRight)).toEqual([
      'impersonate:serviceaccount serviceaccounts.authentication.k8s.io "deployer" in namespace shop',
    ]);
  });

  test('as a node is about nodes; by the legacy verb a node is a user', () => {
    const node = identityOf('system:node:n1');
    expect(impersonationRights(node, 'arbitrary-node').map(nameRight)).toEqual([
      'impersonate:arbitrary-node nodes.authentication.k8s.io "n1"',
    ]);
    expect(impersonationRights(node).map(nameRight)).toEqual(['impersonate users "system:node:n1"']);
  });

  test('as a user takes each part', () => {
    const bob = identityOf('bob', { groups: ['dev'], uid: 'u', extra: ['example.com/a=b'] });
    expect(impersonationRights(bob, 'user-info').map(nameRight)).toEqual([
      'impersonate:user-info users.authentication.k8s.io "bob"',
      'impersonate:user-info groups.authentication.k8s.io "dev"',
      'impersonate:user-info uids.authentication.k8s.io "u"',
      'impersonate:user-info userextras/example.com/a.authentication.k8s.io "b"',
    ]);
  });

  test('is told from other rights by the verb', () => {
    const verbs = ['impersonate', 'impersonate:user-info', 'impersonate-on:user-info:get'];
    expect(verbs.every((verb) => isImpersonation({ verb }))).toBe(true);
    expect(['get', 'impersonates', '*'].some((verb) => isImpersonation({ verb }))).toBe(false);
  });
});

describe('what the token needs beside the identity', () => {
  test('is each request of it, with its namespace and name; an apply that creates is a patch', () => {
    const needs = constrainedNeeds(neededForApply([{ ...settings, presence: 'absent' }]), 'serviceaccount');
    expect(needs.map(({ party, right }) => `${party} ${nameRight(right)}`)).toEqual([
      'token impersonate-on:serviceaccount:get configmaps "settings" in namespace shop',
      'token impersonate-on:serviceaccount:patch configmaps "settings" in namespace shop',
    ]);
    expect(needs.map((need) => need.for)).toEqual(['ConfigMap shop/settings', 'ConfigMap shop/settings']);
  });

  test('does not hold what the server asks on its own, nor what the token needs anyway', () => {
    const need = (verb: string, more: Partial<Needed> = {}): Needed => ({
      right: { verb, apiGroup: '', resource: 'roles', subresource: '', namespace: 'shop', name: '' },
      for: 'x',
      party: 'identity',
      certainty: 'needed',
      requested: true,
      ...more,
    });
    const needs = constrainedNeeds(
      [need('bind'), need('escalate'), need('list', { requested: false }), need('get', { party: 'token' })],
      'user-info',
    );
    expect(needs).toEqual([]);
  });

  test('keeps doubt, and alternatives', () => {
    const [need] = neededForApply([{ ...settings, presence: 'unknown' }]);
    if (need === undefined) throw new Error('nothing needed');
    const [own] = constrainedNeeds(
      [{ ...need, certainty: 'possible', alternatives: [pathRight('get', '/x')] }],
      'user-info',
    );
    expect(own).toMatchObject({
      certainty: 'possible',
      alternatives: [pathRight('impersonate-on:user-info:get', '/x')],
    });
  });

  test('is nothing where the legacy verb will do', () => {
    const needed = neededForApply([{ ...settings, presence: 'absent' }]);
    expect(needsOfToken(needed, undefined)).toEqual([]);
    expect(needsOfToken(needed, { by: 'legacy' })).toEqual([]);
    expect(needsOfToken(needed, { by: 'both', mode: 'serviceaccount' })).toEqual([]);
    expect(needsOfToken(needed, { by: 'constrained', mode: 'serviceaccount' })).toHaveLength(2);
  });

  test('for kubectl and helm is to read what the server serves', () => {
    expect(toolNeeds('serviceaccount').map(({ right }) => nameRight(right))).toEqual(
      ['/version', '/api', '/api/*', '/apis', '/apis/*', '/openapi/*'].map(
        (path) => `impersonate-on:serviceaccount:get ${path}`,
      ),
    );
  });

  test('for the checks is to ask in the identity’s name', () => {
    expect(reviewNeeds('user-info').map(({ right }) => nameRight(right))).toEqual([
      'impersonate-on:user-info:create selfsubjectreviews.authentication.k8s.io',
      'impersonate-on:user-info:create selfsubjectaccessreviews.authorization.k8s.io',
      'impersonate-on:user-info:create selfsubjectrulesreviews.authorization.k8s.io',
    ]);
  });
});

test('all of it is RBAC: what is in a namespace in a Role, reviews and paths in a ClusterRole', () => {
  const needed = neededForApply([{ ...settings, presence: 'absent' }]);
  const yaml = smallestGrant(constrainedRights(deployer, 'serviceaccount', needed, { tools: true }), 'ci');
  expect(yaml.match(/^kind: .*$/gm)).toEqual([
    'kind: ClusterRole',
    'kind: ClusterRoleBinding',
    'kind: Role',
    'kind: RoleBinding',
  ]);
  expect(yaml).toContain(`rules:
  - apiGroups: ["authentication.k8s.io"]
    resources: ["selfsubjectreviews"]
    verbs: ["impersonate-on:serviceaccount:create"]
  - apiGroups: ["authorization.k8s.io"]
    resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]
    verbs: ["impersonate-on:serviceaccount:create"]
  - nonResourceURLs: ["/api", "/api/*", "/apis", "/apis/*", "/openapi/*", "/version"]
    verbs: ["impersonate-on:serviceaccount:get"]
---`);
  expect(yaml).toContain(`rules:
  - apiGroups: [""]
    resources: ["configmaps"]
    resourceNames: ["settings"]
    verbs: ["impersonate-on:serviceaccount:get", "impersonate-on:serviceaccount:patch"]
  - apiGroups: ["authentication.k8s.io"]
    resources: ["serviceaccounts"]
    resourceNames: ["deployer"]
    verbs: ["impersonate:serviceaccount"]
---`);
});

test('the rules in the documentation are the ones that its example takes', () => {
  const text = readFileSync(new URL('../../docs/constrained-impersonation.md', import.meta.url), 'utf8');
  const yaml = /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const documented = parseAllDocuments(yaml).flatMap((document) => {
    const { metadata, rules } = document.toJS();
    return rules.flatMap((rule: DocumentedRule) => rightsOf(rule, metadata.namespace ?? ''));
  });
  const web = {
    ref: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
    resource: { group: 'apps', resource: 'deployments', namespaced: true },
  };
  const needed = neededForApply([
    { ...settings, presence: 'absent' },
    { ...web, presence: 'present' },
  ]);
  const rights = constrainedRights(deployer, 'serviceaccount', needed, { tools: true });
  expect(documented.map(nameRight).sort()).toEqual(rights.map(nameRight).sort());
});

interface DocumentedRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

function rightsOf(rule: DocumentedRule, namespace: string): Right[] {
  const { apiGroups = [], resources = [], resourceNames = [''], nonResourceURLs = [] } = rule;
  return rule.verbs.flatMap((verb) => [
    ...nonResourceURLs.map((path) => pathRight(verb, path)),
    ...apiGroups.flatMap((apiGroup) =>
      resources.flatMap((resource) =>
        resourceNames.map((name) => ({ verb, apiGroup, resource, subresource: '', namespace, name })),
      ),
    ),
  ]);
}
