import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { startWorkplace, type Workplace } from './terminal.ts';

let place: Workplace;
beforeEach(() => {
  place = startWorkplace();
  place.write('deploy/web.yaml', `${configMap('settings')}---\n${deployment('web')}`);
});
afterEach(() => place.end());

const configMap = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`;
const deployment = (name: string) => `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec: {}\n`;

const SHOP = ['rbac', '--as', 'system:serviceaccount:shop:deployer', '--manifests', 'deploy'];
const CI = ['--ci-service-account', 'ci/agent'];

interface Item {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly Record<string, readonly string[]>[];
  readonly subjects?: readonly Record<string, string>[];
  readonly roleRef?: Record<string, string>;
}

async function items(...args: readonly string[]): Promise<Item[]> {
  const { code, stdout, stderr } = await place.run(...args, '--output', 'json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const list: { items: Item[] } = JSON.parse(stdout);
  return list.items;
}

function named(all: readonly Item[], kind: string, name: string): Item {
  const found = all.find((item) => item.kind === kind && item.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

describe('manifests', () => {
  test('become namespace, service account, Role and impersonator, each rule with what needs it', async () => {
    const { code, stdout, stderr } = await place.run(...SHOP, ...CI);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`rules:
  # ConfigMap shop/settings
  - apiGroups: [""]
    resources: [configmaps]
    resourceNames: [settings]
    verbs: [create, get, patch]
  # Deployment shop/web
  - apiGroups: [apps]
    resources: [deployments]
    resourceNames: [web]
    verbs: [create, get, patch]
`);
    expect(stdout).toContain(`  # to become shop/deployer
  - apiGroups: [""]
    resources: [serviceaccounts]
    resourceNames: [deployer]
    verbs: [impersonate]
`);
    const kinds = parseAllDocuments(stdout).flatMap((document) => {
      const value: unknown = document.toJS();
      return typeof value === 'object' && value !== null && 'kind' in value ? [value.kind] : [];
    });
    expect(kinds).toEqual(['Namespace', 'ServiceAccount', 'Role', 'RoleBinding', 'Role', 'RoleBinding']);
  });

  test('give the same text every time, whatever order the files come in', async () => {
    const first = await place.run(...SHOP, ...CI);
    place.write('deploy/a.yaml', deployment('web'));
    place.write('deploy/web.yaml', configMap('settings'));
    expect((await place.run(...SHOP, ...CI)).stdout).toBe(first.stdout);
  });

  test('the Role of the impersonator is in the namespace of the deployer, and no ClusterRole is needed', async () => {
    const all = await items(...SHOP, ...CI);
    expect(named(all, 'Role', 'impersonate-deployer').metadata.namespace).toBe('shop');
    expect(named(all, 'RoleBinding', 'impersonate-deployer').subjects).toEqual([
      { kind: 'ServiceAccount', namespace: 'ci', name: 'agent' },
    ]);
    expect(all.filter(({ kind }) => kind.startsWith('Cluster'))).toEqual([]);
  });

  test.each([
    [['--ci-user', 'jane'], { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'jane' }],
    [['--ci-group', 'deployers'], { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'deployers' }],
    [['--ci-github-repository-id', '42'], { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'github:42' }],
  ])('%j is the subject of its binding', async (option, subject) => {
    expect(named(await items(...SHOP, ...option), 'RoleBinding', 'impersonate-deployer').subjects).toEqual([subject]);
  });

  test('what is cluster-scoped goes into a ClusterRole, what is in another namespace into a Role there', async () => {
    place.write(
      'deploy/more.yaml',
      `apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: { name: high }\nvalue: 1\n---\n${configMap('x').replace('name: x', 'name: x, namespace: other')}`,
    );
    const all = await items(...SHOP, ...CI);
    expect(named(all, 'ClusterRole', 'deploy-as-shop-deployer').rules).toEqual([
      {
        apiGroups: ['scheduling.k8s.io'],
        resources: ['priorityclasses'],
        resourceNames: ['high'],
        verbs: ['create', 'get', 'patch'],
      },
    ]);
    expect(named(all, 'Role', 'deploy-as-shop-deployer').metadata.namespace).toBe('other');
    expect(named(all, 'Namespace', 'other')).toBeDefined();
  });

  test('a kind is known from a CustomResourceDefinition among the files, and otherwise asked for', async () => {
    place.write('deploy/cr.yaml', 'apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: big }\n');
    const unknown = await place.run(...SHOP, ...CI);
    expect({ code: unknown.code, stdout: unknown.stdout }).toEqual({ code: 1, stdout: '' });
    expect(unknown.stderr).toContain('deploy/cr.yaml:1: Widget in example.com/v1 is no built-in kind');
    place.write(
      'deploy/crd.yaml',
      `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgetses.example.com }
spec: { group: example.com, scope: Cluster, names: { kind: Widget, plural: widgetses }, versions: [{ name: v1, served: true }] }
`,
    );
    const all = await items(...SHOP, ...CI);
    expect(named(all, 'ClusterRole', 'deploy-as-shop-deployer').rules).toContainEqual({
      apiGroups: ['example.com'],
      resources: ['widgetses'],
      resourceNames: ['big'],
      verbs: ['create', 'get', 'patch'],
    });
  });

  test('an old version of a built-in kind is known, too', async () => {
    place.write(
      'deploy/hpa.yaml',
      'apiVersion: autoscaling/v2beta2\nkind: HorizontalPodAutoscaler\nmetadata: { name: web }\n',
    );
    const rules = named(await items(...SHOP, ...CI), 'Role', 'deployer').rules ?? [];
    expect(rules.flatMap(({ resources }) => resources)).toContain('horizontalpodautoscalers');
  });
});

describe('RBAC among the files', () => {
  const role = (rule: string) =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: app }\nrules: [${rule}]\n`;

  test('takes the granted rights themselves, and bind for a role that is there already', async () => {
    place.write(
      'deploy/rbac.yaml',
      `${role('{ apiGroups: [""], resources: [pods/log], verbs: [get] }')}---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: app }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: app, namespace: shop }]
`,
    );
    const rules = named(await items(...SHOP, ...CI), 'Role', 'deployer').rules;
    expect(rules).toContainEqual({ apiGroups: [''], resources: ['pods/log'], verbs: ['get'] });
    expect(rules).toContainEqual({
      apiGroups: ['rbac.authorization.k8s.io'],
      resources: ['clusterroles'],
      resourceNames: ['view'],
      verbs: ['bind'],
    });
    expect(JSON.stringify(rules)).not.toContain('escalate');
  });

  test.each([
    ['verbs', '{ apiGroups: [apps], resources: [deployments], verbs: ["*"] }'],
    ['resources', '{ apiGroups: [apps], resources: ["*"], verbs: [get] }'],
    ['resources', '{ apiGroups: [apps], resources: ["*/scale"], verbs: [get] }'],
    ['apiGroups', '{ apiGroups: ["*"], resources: [deployments], verbs: [get] }'],
  ])('is refused where its %s are everything, at its line', async (field, rule) => {
    place.write('deploy/rbac.yaml', role(rule));
    const { code, stdout, stderr } = await place.run(...SHOP, ...CI);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(
      `deploy/rbac.yaml:4: Role shop/app grants \`*\` (${field}), so whoever deploys it must hold`,
    );
  });

  test('is refused where it aggregates, binds cluster-admin, or has the name of the deployer’s own Role', async () => {
    place.write(
      'deploy/rbac.yaml',
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: all }
aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: b } }] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: boss }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: deployer }
rules: []
`,
    );
    const { code, stderr } = await place.run(...SHOP, ...CI);
    expect(code).toBe(1);
    expect(stderr).toContain('deploy/rbac.yaml:4: ClusterRole all has an aggregationRule');
    expect(stderr).toContain('deploy/rbac.yaml:9: RoleBinding shop/boss binds cluster-admin');
    expect(stderr).toContain('Role shop/deployer is among the files, and has the name of an object that gives');
  });
});

describe('modes', () => {
  test('constrained: a right to become the deployer, and one for each request', async () => {
    const all = await items(...SHOP, ...CI, '--mode', 'constrained');
    const rules = named(all, 'Role', 'impersonate-deployer').rules;
    expect(rules).toContainEqual({
      apiGroups: ['authentication.k8s.io'],
      resources: ['serviceaccounts'],
      resourceNames: ['deployer'],
      verbs: ['impersonate:serviceaccount'],
    });
    expect(rules).toContainEqual({
      apiGroups: ['apps'],
      resources: ['deployments'],
      resourceNames: ['web'],
      verbs: ['impersonate-on:serviceaccount:get', 'impersonate-on:serviceaccount:patch'],
    });
    expect(JSON.stringify(rules)).not.toContain('"impersonate"');
    const reviews = named(all, 'ClusterRole', 'impersonate-deploy-as-shop-deployer').rules;
    expect(reviews?.flatMap(({ resources = [] }) => resources)).toContain('selfsubjectreviews');
  });

  test('--stamp pins repository and repository id, and nothing else can be pinned', async () => {
    const stamp = ['--stamp', '--github-repository', 'octo/app', '--ci-github-repository-id', '42'];
    const all = await items(...SHOP, ...stamp);
    const rules = named(all, 'ClusterRole', 'impersonate-deploy-as-shop-deployer').rules;
    const extras = (name: string) => ({
      apiGroups: ['authentication.k8s.io'],
      resources: [`userextras/github.com/${name}`],
      verbs: ['impersonate'],
    });
    expect(rules).toContainEqual({ ...extras('repository'), resourceNames: ['octo/app'] });
    expect(rules).toContainEqual({ ...extras('repository-id'), resourceNames: ['42'] });
    expect(rules?.find(({ resources }) => resources?.includes('userextras/github.com/run-id'))?.resourceNames).toBe(
      undefined,
    );
  });

  test('--stamp is refused with constrained mode, and without what it pins', async () => {
    expect((await place.run(...SHOP, ...CI, '--stamp')).stderr).toContain('--stamp: it pins the repository');
    const constrained = await place.run(...SHOP, ...CI, '--stamp', '--mode', 'constrained');
    expect(constrained.code).toBe(2);
    expect(constrained.stderr).toContain('constrained impersonation of a service account takes none');
  });

  test('--planner binds the same Role to a second identity and guards it with a policy that stands before the binding', async () => {
    const all = await items(...SHOP, ...CI, '--planner', '--planner-ci-service-account', 'ci/pulls');
    expect(named(all, 'RoleBinding', 'deployer').subjects?.map(({ name }) => name)).toEqual(['deployer', 'planner']);
    expect(named(all, 'RoleBinding', 'impersonate-planner').subjects).toEqual([
      { kind: 'ServiceAccount', namespace: 'ci', name: 'pulls' },
    ]);
    expect(named(all, 'RoleBinding', 'impersonate-deployer').subjects?.map(({ name }) => name)).toEqual(['agent']);
    const kinds = all.map(({ kind }) => kind);
    expect(kinds.indexOf('ValidatingAdmissionPolicyBinding')).toBeLessThan(kinds.indexOf('RoleBinding'));
  });

  test('--planner warns where the CI identity of pull requests can become the deployer as well', async () => {
    const { code, stderr, stdout } = await place.run(...SHOP, ...CI, '--planner');
    expect(code).toBe(0);
    expect(stderr).toContain('whoever edits the workflow of a pull request can deploy');
    expect(stdout).toContain('# service account ci/agent may become deployer as well');
  });
});

describe('environments', () => {
  const two = ['--environment', 'staging=shop-staging', '--environment', 'production=shop'];

  test('have identities of their own', async () => {
    const ci = ['--ci-service-account', 'ci/{environment}'];
    const all = await items('rbac', '--manifests', 'deploy', ...two, ...ci);
    const accounts = all.filter(({ kind }) => kind === 'ServiceAccount').map(({ metadata }) => metadata.namespace);
    expect(accounts).toEqual(['shop-staging', 'shop']);
    const become = all.filter(
      ({ kind, metadata }) => kind === 'RoleBinding' && metadata.name === 'impersonate-deployer',
    );
    expect(become.map(({ metadata, subjects }) => [metadata.namespace, subjects?.[0]?.name])).toEqual([
      ['shop-staging', 'staging'],
      ['shop', 'production'],
    ]);
  });

  test('may have files of their own, and stay out of each other', async () => {
    place.write('staging/a.yaml', configMap('a'));
    place.write('production/b.yaml', configMap('b').replace('name: b', 'name: b, namespace: shop-staging'));
    const { code, stderr } = await place.run('rbac', '--manifests', '{environment}', ...two, ...CI);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'production/b.yaml:1: ConfigMap shop-staging/b is in the namespace of the environment staging',
    );
  });

  test('that would share an identity are a mistake', async () => {
    const shared = await place.run(...SHOP, ...two, ...CI);
    expect(shared.code).toBe(2);
    expect(shared.stderr).toContain('--as: it would be the same for all environments');
    const same = ['--environment', 'a=shop', '--environment', 'b=shop'];
    expect((await place.run('rbac', '--manifests', 'deploy', ...same, ...CI)).code).toBe(2);
  });
});

test.each([
  [['--manifests', 'deploy'], '--as: who deploys is not given'],
  [['--as', 'jane', '--manifests', 'deploy'], '--as: "jane" is no service account'],
  [['--namespace', 'shop'], 'what is deployed is not given'],
  [['--namespace', 'shop', '--manifests', 'deploy', '--chart', 'x'], '--manifests and --chart exclude each other'],
  [['--namespace', 'shop', '--manifests', 'deploy', '--set', 'a=b'], '--set: it does nothing without --chart'],
  [['--namespace', 'Shop', '--manifests', 'deploy'], '--namespace: "Shop" cannot be the name of a namespace'],
])('%j is a mistake', async (args, message) => {
  const { code, stdout, stderr } = await place.run('rbac', ...args, ...CI);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
});

test.each([
  [[], 'who the workflow is to the cluster is not given'],
  [['--ci-user', 'a', '--ci-group', 'b'], '--ci-user and --ci-group exclude each other'],
  [['--ci-service-account', 'agent'], '"agent" is no service account'],
  [['--ci-github-repository-id', 'octo/app'], '"octo/app" is no repository id'],
  [['--ci-group', 'system:authenticated'], 'system:authenticated is nearly everybody'],
])('CI identities %j are a mistake', async (args, message) => {
  const { code, stderr } = await place.run(...SHOP, ...args);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test('a tool that is not on PATH is named', async () => {
  const { code, stderr } = await place.run('rbac', '--namespace', 'shop', '--kustomize', 'deploy', ...CI);
  expect(code).toBe(1);
  expect(stderr).toContain('kubectl is needed to render what is deployed, but there is none on PATH.');
});
