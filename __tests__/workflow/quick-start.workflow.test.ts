import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Story, startStory } from '../../testbed/story.ts';
import { startWorkflowMachine, type WorkflowMachine, type WorkflowRun } from './act.ts';

const MINUTES = 60_000;
const here = dirname(fileURLToPath(import.meta.url));
const quickStart = join(here, '..', '..', 'examples', 'quick-start');

let story: Story;
let machine: WorkflowMachine;
let mark: number;

beforeAll(async () => {
  story = await startStory('workflow');
  machine = startWorkflowMachine(story.binaries.act, {
    kubectl: story.binaries.kubectl,
    helm: story.binaries.helm4,
  });
}, 2 * MINUTES);
afterAll(async () => {
  machine?.end();
  await story?.end();
});
beforeEach(async () => {
  mark = await story.admin.auditMark();
});

const REPOSITORY = {
  'deploy/settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\n',
  'deploy/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "shop/web:1" }] }
`,
  'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'chart/templates/config.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "{{ .Release.Name }}-settings" }\n',
};

async function push(fixture: string): Promise<WorkflowRun> {
  return await machine.push({
    workflow: readFileSync(join(here, 'fixtures', fixture), 'utf8'),
    files: REPOSITORY,
    secrets: { AGENT_TOKEN: story.token },
    variables: {
      CLUSTER_SERVER: story.info.server,
      CLUSTER_CA: Buffer.from(story.info.ca, 'utf8').toString('base64'),
      NAMESPACE: story.namespace,
    },
  });
}

function dataOf(directory: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(join(quickStart, directory)).map((name) => [
      `${directory}/${name}`,
      readFileSync(join(quickStart, directory, name), 'utf8'),
    ]),
  );
}

test(
  'the workflow of the quick start deploys, with the rights of the quick start and no others',
  async () => {
    const namespace = `${story.namespace}-qs`;
    const agent = `agent-${namespace}`;
    const renamed = (text: string) => text.replaceAll('my-namespace', namespace).replaceAll('cicd-agent', agent);
    await story.admin.apply(renamed(readFileSync(join(quickStart, 'rbac.yaml'), 'utf8')));
    const token = await story.admin.serviceAccountToken('kube-system', agent);

    const run = await machine.push({
      workflow: renamed(readFileSync(join(quickStart, 'workflow.yml'), 'utf8')),
      files: dataOf('deploy'),
      secrets: { CICD_AGENT_TOKEN: token },
      variables: {
        CLUSTER_SERVER: story.info.server,
        CLUSTER_CA: Buffer.from(story.info.ca, 'utf8').toString('base64'),
      },
    });

    expect({ exitCode: run.exitCode, log: run.log }).toMatchObject({ exitCode: 0 });
    expect(run.log).not.toContain(token);
    const web = await story.admin.get<{ status: unknown }>(`/apis/apps/v1/namespaces/${namespace}/deployments/web`);
    expect(web.status).toMatchObject({ readyReplicas: 2 });
    const events = await story.admin.auditEvents(
      ({ user }) => user.username === `system:serviceaccount:kube-system:${agent}`,
      { since: mark },
    );
    const patches = events.filter(({ verb }) => verb === 'patch');
    expect(patches.map(({ objectRef }) => objectRef?.resource).sort()).toEqual(
      ['configmaps', 'deployments', 'services'].sort(),
    );
    for (const { impersonatedUser } of patches)
      expect(impersonatedUser?.username).toBe(`system:serviceaccount:${namespace}:deployer`);

    await story.admin.request('DELETE', `/api/v1/namespaces/kube-system/serviceaccounts/${agent}`);
    await story.admin.request('DELETE', `/api/v1/namespaces/${namespace}`);
  },
  3 * MINUTES,
);

test(
  'jobs set up and go on, look at outputs, and are two identities, each write naming both of its users',
  async () => {
    await allowAnother();

    const run = await push('deploys.yml');

    expect({ exitCode: run.exitCode, log: run.log }).toMatchObject({ exitCode: 0 });
    expect(run.log.match(/🏁 {2}Job succeeded/g)).toHaveLength(3);
    expect(run.log).not.toContain(story.token);
    expect(run.left).toEqual(['[]', '[]', '[]']);

    const another = `system:serviceaccount:${story.namespace}:another`;
    const writers = new Map<string, string | undefined>();
    for (const { objectRef, user, impersonatedUser } of await story.writes(mark)) {
      expect(user.username).toBe(story.agent);
      if (objectRef?.resource === 'configmaps') writers.set(objectRef.name ?? '', impersonatedUser?.username);
      expect([story.deployer, another]).toContain(impersonatedUser?.username);
    }
    expect(Object.fromEntries(writers)).toEqual({
      'by-kubectl': story.deployer,
      'by-helm-settings': story.deployer,
      settings: story.deployer,
      'by-another': another,
      'by-another-later': another,
      'by-the-deployer-still': story.deployer,
    });
  },
  3 * MINUTES,
);

test(
  'a misspelt secret fails the job with its likely causes, and nothing is asked of the cluster',
  async () => {
    const run = await push('misspelt-secret.yml');

    expect(run.exitCode).toBe(1);
    expect(run.log).toMatch(/::error::.*input `token`: it was given, but it is empty/);
    expect(run.log).toContain('secrets: inherit');
    expect(run.log).toContain('Invalid: 1 problem');
    expect(run.log).not.toContain('this step must not run\n');
    expect(run.log).toContain('Success - Post ./');
    expect(run.left).toEqual(['[]']);
    expect(await story.events(mark)).toEqual([]);
  },
  MINUTES,
);

/** A second identity that the agent may become. */
async function allowAnother(): Promise<void> {
  await story.admin.createServiceAccount(story.namespace, 'another');
  await story.admin.apply(`
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: another, namespace: ${story.namespace} }
rules:
  - { apiGroups: [""], resources: [configmaps], verbs: [create] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: another, namespace: ${story.namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: another }
subjects: [{ kind: ServiceAccount, name: another, namespace: ${story.namespace} }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: become-another, namespace: ${story.namespace} }
rules:
  - { apiGroups: [""], resources: [serviceaccounts], resourceNames: [another], verbs: [impersonate] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: become-another, namespace: ${story.namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: become-another }
subjects: [{ kind: ServiceAccount, name: "${story.agent.split(':')[3]}", namespace: kube-system }]
`);
}
