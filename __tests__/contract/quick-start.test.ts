import { describe, expect, test } from '@jest/globals';
import { list, mapping, parseYaml, parseYamlStream, read, sequence, text } from './documents.ts';

const rbac = parseYamlStream(read('examples/quick-start/rbac.yaml'), 'rbac.yaml');
const deployed = list('examples/quick-start/deploy/*.yaml').flatMap((file) => parseYamlStream(read(file), file));
const workflow = parseYaml(read('examples/quick-start/workflow.yml'), 'workflow.yml');

interface Rule {
  readonly apiGroups: unknown[];
  readonly resources: unknown[];
  readonly resourceNames: unknown[];
  readonly verbs: unknown[];
}

describe('the quick start', () => {
  test('becomes a service account that its RBAC makes', () => {
    const [, , namespace, name] = text(
      mapping(sequence(mapping(mapping(workflow, 'jobs'), 'deploy'), 'steps').at(-1), 'with'),
      'as',
    ).split(':');
    expect(object('ServiceAccount', name ?? '')).toMatchObject({ metadata: { namespace } });
  });

  test('gives the token one right: to impersonate one service account, in its own namespace', () => {
    expect(boundTo('cicd-agent')).toEqual(['my-namespace/become-deployer']);
    expect(rulesOf('become-deployer')).toEqual([
      { apiGroups: [''], resources: ['serviceaccounts'], resourceNames: ['deployer'], verbs: ['impersonate'] },
    ]);
  });

  test('binds nothing in the whole cluster', () => {
    expect(rbac.map((entry) => text(entry, 'kind')).filter((kind) => kind.startsWith('Cluster'))).toEqual([]);
  });

  test('gives the deployer what applying needs on each kind that is deployed', () => {
    for (const entry of deployed)
      expect([text(entry, 'kind'), verbsOn(entry)]).toEqual([
        text(entry, 'kind'),
        expect.arrayContaining(['get', 'create', 'patch']),
      ]);
  });

  test('gives it what waiting needs on workloads, and on nothing else', () => {
    for (const entry of deployed) {
      expect(['list', 'watch'].every((verb) => verbsOn(entry).includes(verb))).toBe(
        text(entry, 'kind') === 'Deployment',
      );
    }
  });

  test('names no namespace in what it deploys, so that all goes to the deployer’s', () => {
    for (const entry of deployed) expect(mapping(entry, 'metadata')).not.toHaveProperty('namespace');
  });
});

function object(kind: string, name: string): unknown {
  return rbac.find((entry) => text(entry, 'kind') === kind && text(mapping(entry, 'metadata'), 'name') === name);
}

function boundTo(serviceAccount: string): string[] {
  return rbac
    .filter((entry) => sequence(entry, 'subjects').some((subject) => text(subject, 'name') === serviceAccount))
    .map((entry) => `${text(mapping(entry, 'metadata'), 'namespace')}/${text(mapping(entry, 'roleRef'), 'name')}`);
}

function rulesOf(role: string): unknown[] {
  return sequence(object('Role', role), 'rules');
}

function verbsOn(entry: unknown): unknown[] {
  const group = text(entry, 'apiVersion').includes('/') ? text(entry, 'apiVersion').split('/')[0] : '';
  const resource = `${text(entry, 'kind').toLowerCase()}s`;
  return rulesOf('deployer')
    .map(
      (rule): Rule => ({
        apiGroups: sequence(rule, 'apiGroups'),
        resources: sequence(rule, 'resources'),
        resourceNames: sequence(rule, 'resourceNames'),
        verbs: sequence(rule, 'verbs'),
      }),
    )
    .filter(
      (rule) => rule.apiGroups.includes(group) && rule.resources.includes(resource) && rule.resourceNames.length === 0,
    )
    .flatMap((rule) => rule.verbs);
}
