import { expect, test } from '@jest/globals';
import { forbiddenProblem } from '../../src/check/forbidden.ts';
import { identityOf } from '../rights/identity-of.ts';

const identity = identityOf('system:serviceaccount:shop:deployer');
const patch = `deployments.apps "web" is forbidden: User "${identity.username}" cannot patch resource "deployments" in API group "apps" in the namespace "shop"`;
const list = `secrets is forbidden: User "${identity.username}" cannot list resource "secrets" in API group "" in the namespace "shop"`;
const constrained = `pods is forbidden: User "ci" cannot impersonate-on:serviceaccount:list resource "pods" in API group "" in the namespace "shop"`;

test('every right that the identity lacks is listed, with the Role that gives just them', () => {
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
  const problem = forbiddenProblem({ text: `${patch}\n${list}`, identity, for: 'Deployment shop/web', object });
  expect(problem.message).toBe(
    'system:serviceaccount:shop:deployer may not do what Deployment shop/web takes: it lacks 2 rights.',
  );
  expect(problem.object).toBe(object);
  const right = { who: 'identity', subresource: '', namespace: 'shop', for: 'Deployment shop/web' };
  expect(problem.denied).toEqual([
    { ...right, verb: 'patch', apiGroup: 'apps', resource: 'deployments', name: 'web' },
    { ...right, verb: 'list', apiGroup: '', resource: 'secrets', name: '' },
  ]);
  expect(problem.yaml).toMatch(/^kind: Role$/m);
  expect(problem.yaml).toContain(`
rules:
  - apiGroups: [""]
    resources: ["secrets"]
    verbs: ["list"]
  - apiGroups: ["apps"]
    resources: ["deployments"]
    resourceNames: ["web"]
    verbs: ["patch"]
---`);
  expect(problem.yaml).toContain('  - kind: ServiceAccount\n    namespace: shop\n    name: deployer\n');
});

test('a token that may no longer impersonate is told as the token, with the impersonation’s Role', () => {
  const problem = forbiddenProblem({ text: constrained, identity, for: 'the release web' });
  expect(problem.denied).toMatchObject([{ who: 'token', verb: 'impersonate-on:serviceaccount:list' }]);
  expect(problem.yaml).toContain('resources: ["serviceaccounts"]');
  expect(problem.yaml).toContain('  - kind: User\n    apiGroup: rbac.authorization.k8s.io\n    name: ci\n');
});

test('a text that names no right takes the one that was asked for', () => {
  const right = { verb: 'get', apiGroup: '', resource: 'pods', subresource: '', namespace: 'shop', name: 'web' };
  expect(forbiddenProblem({ text: 'no', identity, for: 'Pod shop/web', right }).denied).toEqual([
    { who: 'identity', ...right, for: 'Pod shop/web' },
  ]);
});

test('a quota is no right, and nothing is granted', () => {
  const text = 'pods "web" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2';
  const problem = forbiddenProblem({ text, identity, for: 'Pod shop/web' });
  expect(problem).toMatchObject({ kind: 'forbidden', denied: [], message: expect.stringContaining('exceeded quota') });
  expect(problem.yaml).toBeUndefined();
});

test('somebody else’s refusal in a script is not the identity’s', () => {
  const text = patch.replace(identity.username, 'somebody');
  expect(forbiddenProblem({ text, identity, for: 'the script' }).denied).toEqual([]);
});
