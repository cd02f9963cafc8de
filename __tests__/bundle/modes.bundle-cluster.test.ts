import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Job, provide, runMain, runPost, type StepResult, startJob } from '../../testbed/runner.ts';
import { type Story, startStory } from '../../testbed/story.ts';

const MINUTES = 60_000;
let story: Story;
let job: Job;

beforeAll(async () => {
  story = await startStory('modes');
}, 2 * MINUTES);
afterAll(() => story?.end());
beforeEach(() => {
  job = startJob();
  provide(job, { kubectl: story.binaries.kubectl, helm: story.binaries.helm4 });
});
afterEach(() => job.end());

function file(path: string, text: string): void {
  const full = join(job.workspace, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
}

async function step(inputs: Record<string, string>): Promise<StepResult> {
  return await runMain(job, { ...story.inputs, ...inputs });
}

async function object(path: string): Promise<Record<string, unknown>> {
  return await story.admin.get(path);
}

/** Every write since `mark`, checked to be the agent's as the deployer. */
async function expectWritesAsDeployer(mark: number): Promise<void> {
  const writes = await story.writes(mark);
  expect(writes.length).toBeGreaterThan(0);
  for (const event of writes) {
    expect({ user: event.user.username, impersonatedUser: event.impersonatedUser?.username }).toEqual({
      user: story.agent,
      impersonatedUser: story.deployer,
    });
  }
}

const deployment = (name: string, image = 'shop/web:1') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 2
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: web, image: "${image}" }] }
`;

const configMap = (name: string, value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { value: "${value}" }\n`;

describe('manifests', () => {
  test(
    'files, folders, globs, Lists and JSON are deployed as the deployer, and again nothing changes',
    async () => {
      file('deploy/web.yaml', `${deployment('web')}---\n${configMap('second-document', 'a')}`);
      file('deploy/deeper/settings.yml', configMap('in-a-folder', 'b'));
      file(
        'extra/one.json',
        JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'in-json' }, data: { value: 'c' } }),
      );
      file(
        'lists/list.yaml',
        `apiVersion: v1\nkind: List\nitems:\n- ${configMap('in-a-list', 'd').trim().replaceAll('\n', '\n  ')}\n`,
      );
      const manifests = 'deploy/\nextra/*.json\nlists/list.yaml\n# a comment';
      const mark = await story.admin.auditMark();

      const first = await step({ manifests });
      expect({ exitCode: first.exitCode, log: first.log, ...first.outputs }).toMatchObject({
        exitCode: 0,
        result: 'succeeded',
        changed: 'true',
        'changed-count': '5',
        username: story.deployer,
      });
      await expectWritesAsDeployer(mark);
      for (const name of ['second-document', 'in-a-folder', 'in-json', 'in-a-list']) {
        const live = await object(`/api/v1/namespaces/${story.namespace}/configmaps/${name}`);
        expect(live.metadata).toMatchObject({
          managedFields: [expect.objectContaining({ manager: 'deploy-as', operation: 'Apply' })],
        });
      }
      expect((await object(`/apis/apps/v1/namespaces/${story.namespace}/deployments/web`)).status).toMatchObject({
        availableReplicas: 2,
        updatedReplicas: 2,
      });

      const again = await step({ manifests });
      expect(again.outputs).toMatchObject({
        result: 'succeeded',
        changed: 'false',
        'changed-count': '0',
        changes: '[]',
      });
    },
    2 * MINUTES,
  );

  test(
    'everything that is wrong is named at once, at its file and line, and nothing is changed',
    async () => {
      file(
        'bad/a.yaml',
        `${configMap('fine', 'x')}---\napiVersion: v1\nmetadata: { name: kindless }\n---\napiVersion: v1\nkind: ConfigMap\ndata: {}\n`,
      );
      file('bad/b.yaml', `apiVersion: v1\nkind: ConfigMap\nmetadata: { generateName: made-up- }\n`);
      file('bad/c.yaml', `apiVersion: v1\nkind: Namespace\nmetadata: { name: x, namespace: y }\n`);
      file('bad/d.yaml', configMap('fine', 'twice'));
      file('bad/e.yaml', 'a: [unclosed\n');
      const mark = await story.admin.auditMark();
      const result = await step({ manifests: 'bad' });
      expect(result.exitCode).toBe(1);
      expect(result.outputs).toMatchObject({ result: 'invalid', changed: 'false' });
      for (const place of ['bad/a.yaml:', 'bad/b.yaml', 'bad/c.yaml', 'bad/d.yaml', 'bad/e.yaml'])
        expect(result.log).toContain(place.replace(':', ''));
      const errors = result.log.split('\n').filter((line) => line.startsWith('::error'));
      expect(errors.length).toBeLessThanOrEqual(10);
      expect(errors.filter((line) => /^::error file=bad\/\w\.yaml,line=\d+/.test(line)).length).toBeGreaterThanOrEqual(
        5,
      );
      expect(await story.writes(mark)).toEqual([]);
    },
    MINUTES,
  );
});

test(
  'kustomize: overlays and generators are rendered and deployed as the deployer',
  async () => {
    file(
      'kustomize/base/kustomization.yaml',
      'resources: [web.yaml]\nconfigMapGenerator:\n- name: settings\n  literals: [colour=blue]\n',
    );
    file('kustomize/base/web.yaml', deployment('kustomized'));
    file(
      'kustomize/prod/kustomization.yaml',
      'resources: [../base]\nnamePrefix: prod-\nreplicas:\n- { name: kustomized, count: 1 }\n',
    );
    const mark = await story.admin.auditMark();
    const first = await step({ kustomize: 'kustomize/prod' });
    expect({ log: first.log, ...first.outputs }).toMatchObject({
      result: 'succeeded',
      changed: 'true',
      'changed-count': '2',
    });
    await expectWritesAsDeployer(mark);
    expect(
      (await object(`/apis/apps/v1/namespaces/${story.namespace}/deployments/prod-kustomized`)).spec,
    ).toMatchObject({ replicas: 1 });
    const again = await step({ kustomize: 'kustomize/prod' });
    expect(again.outputs).toMatchObject({ result: 'succeeded', changed: 'false' });
  },
  2 * MINUTES,
);

test(
  'chart: a folder is installed by helm as the deployer, with values, values-files and set; again nothing changes',
  async () => {
    file('chart/Chart.yaml', 'apiVersion: v2\nname: shop\nversion: 1.0.0\n');
    file('chart/values.yaml', 'inline: none\nfromFile: none\nset: none\n');
    file(
      'chart/templates/config.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "{{ .Release.Name }}-settings" }\ndata:\n  inline: {{ .Values.inline | quote }}\n  fromFile: {{ .Values.fromFile | quote }}\n  set: {{ .Values.set | quote }}\n',
    );
    file('values.yaml', 'fromFile: yes-file\n');
    const inputs = {
      chart: './chart',
      release: 'shop',
      values: 'inline: yes-inline\n',
      'values-files': 'values.yaml',
      set: 'set=yes-set',
    };
    const mark = await story.admin.auditMark();
    const first = await step(inputs);
    expect({ log: first.log, ...first.outputs }).toMatchObject({
      result: 'succeeded',
      changed: 'true',
      'changed-count': '1',
      'release-revision': '1',
    });
    await expectWritesAsDeployer(mark);
    expect((await object(`/api/v1/namespaces/${story.namespace}/configmaps/shop-settings`)).data).toEqual({
      inline: 'yes-inline',
      fromFile: 'yes-file',
      set: 'yes-set',
    });
    const again = await step(inputs);
    expect({ log: again.log, ...again.outputs }).toMatchObject({
      result: 'succeeded',
      changed: 'false',
      'release-revision': '2',
    });
  },
  2 * MINUTES,
);

test(
  'run: kubectl and helm in a script are the deployer with nothing else to say',
  async () => {
    const mark = await story.admin.auditMark();
    const result = await step({
      run: `kubectl auth whoami -o jsonpath='{.status.userInfo.username}'; echo
kubectl create configmap from-script --from-literal=a=b
helm list
echo "ran=yes" >> "$GITHUB_OUTPUT"`,
    });
    expect({ log: result.log, ...result.outputs }).toMatchObject({ result: 'succeeded', changed: '', ran: 'yes' });
    expect(result.log).toContain(story.deployer);
    await expectWritesAsDeployer(mark);
    expect((await object(`/api/v1/namespaces/${story.namespace}/configmaps/from-script`)).data).toEqual({ a: 'b' });
  },
  2 * MINUTES,
);

test(
  'a script that exits 3 fails the step and says so',
  async () => {
    const result = await step({ run: 'echo before\nexit 3\necho after' });
    expect(result).toMatchObject({ exitCode: 1, outputs: { result: 'script-failed', changed: '' } });
    expect(result.log).toMatch(/before[\s\S]*::error::.*3/);
    expect(result.log).not.toMatch(/^after/m);
  },
  MINUTES,
);

test(
  'nothing to deploy: later steps of the job are the deployer until the post step, and nobody afterwards',
  async () => {
    job.environment.HELM_KUBEASUSER = 'somebody-else';
    const main = await step({});
    expect({ log: main.log, ...main.outputs }).toMatchObject({ result: 'succeeded', changed: '' });
    const whoami = () =>
      execFileSync('kubectl', ['auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}'], {
        env: job.environment,
        encoding: 'utf8',
      });
    expect(whoami()).toBe(story.deployer);
    expect(() => execFileSync('helm', ['list'], { env: job.environment, stdio: 'pipe' })).not.toThrow();
    expect(job.environment.HELM_KUBEASUSER).toBe('');
    expect((await runPost(job, main)).exitCode).toBe(0);
    expect(readdirSync(job.temp)).toEqual([]);
    expect(whoami).toThrow();
  },
  MINUTES,
);

test('the token itself can do none of it', async () => {
  const attempts = [
    [
      'POST',
      `/api/v1/namespaces/${story.namespace}/configmaps`,
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'stolen' } },
    ],
    ['GET', `/api/v1/namespaces/${story.namespace}/secrets`, undefined],
    ['GET', `/apis/apps/v1/namespaces/${story.namespace}/deployments`, undefined],
    ['DELETE', `/api/v1/namespaces/${story.namespace}`, undefined],
  ] as const;
  for (const [method, path, body] of attempts) {
    const answer = await story.admin.request(method, path, {
      token: story.token,
      ...(body === undefined ? {} : { body }),
    });
    expect({ method, path, status: answer.status }).toEqual({ method, path, status: 403 });
  }
});

test(
  'two steps with two identities in one job each deploy as their own, and each post step removes its own files only',
  async () => {
    await story.admin.createServiceAccount(story.namespace, 'reader');
    await story.admin.apply(`
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader, namespace: ${story.namespace} }
rules:
- { apiGroups: [""], resources: [serviceaccounts], resourceNames: [reader], verbs: [impersonate] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: impersonate-reader, namespace: ${story.namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
subjects: [{ kind: ServiceAccount, name: "${story.agent.split(':')[3]}", namespace: kube-system }]
`);
    const reader = `system:serviceaccount:${story.namespace}:reader`;
    const first = await step({});
    const kubeconfigOfFirst = job.environment.KUBECONFIG ?? '';
    const second = await runMain(job, { as: reader });
    expect({ log: second.log, ...second.outputs }).toMatchObject({ result: 'succeeded', username: reader });
    const whoami = (kubeconfig: string) =>
      execFileSync('kubectl', ['auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}'], {
        env: { ...job.environment, KUBECONFIG: kubeconfig },
        encoding: 'utf8',
      });
    expect(whoami(kubeconfigOfFirst)).toBe(story.deployer);
    expect(whoami(job.environment.KUBECONFIG ?? '')).toBe(reader);
    await runPost(job, second);
    expect(whoami(kubeconfigOfFirst)).toBe(story.deployer);
    await runPost(job, first);
    expect(readdirSync(job.temp)).toEqual([]);
  },
  MINUTES,
);
