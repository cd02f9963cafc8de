import { expect, test } from '@jest/globals';
import { readObjects } from '../../src/manifests/draft.ts';
import { lintRbac } from '../../src/rbac/lint.ts';

const HEAD = 'apiVersion: rbac.authorization.k8s.io/v1\n';

function role(name: string, ...rules: readonly string[]): string {
  return `${HEAD}kind: Role\nmetadata: { name: ${name}, namespace: shop }\nrules:\n${rules.map((rule) => `  - ${rule}\n`).join('')}`;
}

function clusterRole(name: string, ...rules: readonly string[]): string {
  return `${HEAD}kind: ClusterRole\nmetadata: { name: ${name} }\nrules:\n${rules.map((rule) => `  - ${rule}\n`).join('')}`;
}

function binding(
  kind: 'RoleBinding' | 'ClusterRoleBinding',
  roleKind: string,
  name: string,
  subject = 'agent',
): string {
  const namespace = kind === 'RoleBinding' ? ', namespace: shop' : '';
  return `${HEAD}kind: ${kind}\nmetadata: { name: ${name}${namespace} }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${roleKind}, name: ${name} }\nsubjects: [{ kind: User, name: "${subject}" }]\n`;
}

/** Each finding as `level rank id`. */
function lint(...documents: readonly string[]): string[] {
  const draft = readObjects(documents.join('---\n'), { kind: 'file', file: 'rbac.yaml' });
  expect(draft.problems).toEqual([]);
  return lintRbac(draft.objects).map(({ level, rank, id }) => `${level} ${rank} ${id}`);
}

const IMPERSONATE =
  '{ apiGroups: [""], resources: [serviceaccounts], resourceNames: [deployer], verbs: [impersonate] }';

test('a named service account through a ClusterRoleBinding is the textbook’s mistake; through a Role it is right', () => {
  expect(lint(clusterRole('ci', IMPERSONATE), binding('ClusterRoleBinding', 'ClusterRole', 'ci'))).toEqual([
    'finding become-others textbook-impersonator',
  ]);
  expect(lint(role('ci', IMPERSONATE), binding('RoleBinding', 'Role', 'ci'))).toEqual([]);
  expect(lint(clusterRole('ci', IMPERSONATE), binding('RoleBinding', 'ClusterRole', 'ci'))).toEqual([]);
});

test('a token that does more than impersonate is told of everything else', () => {
  const more = '{ apiGroups: [apps], resources: [deployments], verbs: [get, patch] }';
  expect(lint(role('ci', IMPERSONATE, more))).toEqual(['finding write workloads']);
  expect(lint(role('ci', IMPERSONATE.replace(', resourceNames: [deployer]', '')))).toEqual([
    'finding become-others impersonate-others',
  ]);
});

test('the textbook’s deployer, without patch, passes its first deployment only', () => {
  const textbook = '{ apiGroups: [apps], resources: [deployments], verbs: [create, update, get, list] }';
  expect(lint(role('deployer', textbook))).toEqual(['finding not-enough cannot-change', 'note write workloads']);
  const patch = '{ apiGroups: [apps], resources: [deployments], verbs: [patch] }';
  expect(new Set(lint(role('deployer', textbook, patch)))).toEqual(new Set(['note write workloads']));
});

test('patch without get is not enough, and a right of another name does not help', () => {
  const rule = (names: string, verbs: string) =>
    `{ apiGroups: [""], resources: [configmaps], resourceNames: [${names}], verbs: [${verbs}] }`;
  expect(lint(role('deployer', rule('a', 'create, get, patch'), rule('b', 'create, patch')))).toEqual([
    'finding not-enough cannot-read',
  ]);
  expect(lint(role('deployer', rule('a, b', 'create, patch'), rule('a, b, c', 'get')))).toEqual([]);
});

test('helm’s own records need no patch', () => {
  const rule = '{ apiGroups: [""], resources: [secrets], verbs: [create, delete, get, list, update] }';
  expect(lint(role('deployer', rule))).toEqual(['note read-secrets read-secrets']);
});

test('a deployer that writes is no finding, one that may do anything is', () => {
  const write = '{ apiGroups: [""], resources: [configmaps, services], verbs: [get, create, patch, delete] }';
  expect(lint(role('deployer', write))).toEqual([]);
  expect(lint(role('deployer', '{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }'))).toEqual([
    'finding write everything',
  ]);
});

test.each([
  ['escalate', '{ apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [escalate] }'],
  ['bind', '{ apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind] }'],
  ['serviceaccount-tokens', '{ apiGroups: [""], resources: [serviceaccounts/token], verbs: [create] }'],
  ['exec', '{ apiGroups: [""], resources: [pods/exec], verbs: [create] }'],
])('%s is a finding', (id, rule) => {
  expect(
    lint(role('deployer', rule)).map((line) => line.split(' ').slice(0, 1).concat(line.split(' ').slice(2))),
  ).toEqual([['finding', id]]);
});

test('bind on one named role is what deploying a binding takes; on cluster-admin it is everything', () => {
  const bind = (name: string) =>
    `{ apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], resourceNames: [${name}], verbs: [bind] }`;
  expect(lint(role('deployer', bind('view')))).toEqual(['note write bind']);
  expect(lint(role('deployer', bind('cluster-admin')))).toEqual(['finding write bind']);
});

test.each([
  ['ClusterRoleBinding', 'cluster-admin', 'finding cluster-admin built-in-role'],
  ['RoleBinding', 'cluster-admin', 'finding write built-in-role'],
  ['ClusterRoleBinding', 'edit', 'finding cluster-admin built-in-role'],
  ['RoleBinding', 'admin', 'finding become-others built-in-role'],
] as const)('a %s of %s', (kind, name, found) => {
  expect(lint(binding(kind, 'ClusterRole', name))).toEqual([found]);
});

test('a binding of view is none', () => {
  expect(lint(binding('RoleBinding', 'ClusterRole', 'view'))).toEqual([]);
});

test('rights for everybody are a finding', () => {
  expect(lint(role('ci', IMPERSONATE), binding('RoleBinding', 'Role', 'ci', 'system:authenticated'))).toEqual([
    'finding become-others everybody',
  ]);
});

test('what a Role cannot give is told', () => {
  const rule = '{ apiGroups: [""], resources: [nodes, pods], verbs: [get] }';
  expect(lint(role('viewer', rule))).toEqual(['finding not-enough void']);
});

test('the worst comes first', () => {
  const ranks = lint(
    role('deployer', '{ apiGroups: [apps], resources: [deployments], verbs: [create, update] }'),
    clusterRole('boss', '{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }'),
  ).map((line) => line.split(' ')[1]);
  expect(ranks).toEqual(['cluster-admin', 'not-enough', 'write']);
});
