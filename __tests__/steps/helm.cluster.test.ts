import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ChartStep } from '../../src/inputs.ts';
import { formatProblem, resultOf } from '../../src/problem.ts';
import { Secrets } from '../../src/secret.ts';
import { type ChartDeployment, type ChartSurroundings, deployChart } from '../../src/steps/helm.ts';
import type { Admin } from '../../testbed/admin.ts';
import { sharedAdmin, sharedTestbed } from '../../testbed/shared.ts';
import { chartFolder, packageChart } from '../stand-ins/chart-package.ts';
import { startChartRepository } from '../stand-ins/chart-repository.ts';
import { startOciRegistry } from '../stand-ins/oci-registry.ts';
import { chartStep, createDeployer, type Deployer, HELM_RULES, type RecordingHost, recordingHost } from './deployer.ts';

const MINUTES = 60_000;
const login = { username: 'reader', password: 'hunter2-hunter2' };
const secrets = new Secrets();
const secretLogin = { username: login.username, password: secrets.register(login.password) };

let admin: Admin;
let deployer: Deployer;
let host: RecordingHost;

beforeAll(() => {
  admin = sharedAdmin();
});
afterAll(() => admin?.close());

function useDeployer(helm: 'helm4' | 'helm3', version: string): void {
  beforeEach(async () => {
    const { info, binaries } = sharedTestbed();
    deployer = await createDeployer(admin, info, { helm: binaries[helm], version });
    host = recordingHost();
    await cp(chartFolder('web'), join(deployer.surroundings.folders.working, 'web'), { recursive: true });
  }, MINUTES);
  afterEach(() => deployer?.end());
}

async function deploy(
  overrides: Partial<ChartStep> = {},
  around: Partial<ChartSurroundings> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<ChartDeployment> {
  return await deployChart(chartStep(overrides), { ...deployer.surroundings, ...around }, host, signal);
}

function expectSuccess(deployment: ChartDeployment): void {
  expect(deployment.problems.map(formatProblem)).toEqual([]);
}

const changed = (deployment: ChartDeployment) =>
  deployment.changes.map(({ ref, action }) => `${action} ${ref.kind} ${ref.namespace}/${ref.name}`);

const greeting = async () =>
  (await admin.get<{ data: { greeting: string } }>(`/api/v1/namespaces/${deployer.namespace}/configmaps/web-settings`))
    .data.greeting;

describe('with helm 4', () => {
  useDeployer('helm4', 'v4.3.1');

  test(
    'a folder is installed as the deployer, and again nothing has changed',
    async () => {
      const mark = await admin.auditMark();
      const first = await deploy();
      expectSuccess(first);
      expect(first.release).toEqual({ name: 'web', revision: '1' });
      const { namespace } = deployer;
      expect(changed(first)).toEqual([
        `created ConfigMap ${namespace}/web-settings`,
        `created Deployment ${namespace}/web`,
      ]);
      expect(first.changes[0]?.source).toEqual({ file: 'web/templates/settings.yaml' });
      expect(host.lines).toContain('Release web is deployed, revision 1.');
      expect(host.lines).toContain('web says hello.');
      expect(await deployer.privateFiles()).toEqual([]);

      const writes = await admin.auditEvents(
        ({ verb, objectRef, requestURI }) =>
          ['create', 'update', 'patch', 'delete'].includes(verb) &&
          objectRef?.namespace === namespace &&
          !requestURI.includes('dryRun='),
        { since: mark },
      );
      const ofHelm = writes.filter(({ user }) => user.username === deployer.agent);
      expect(ofHelm.length).toBeGreaterThan(0);
      expect(new Set(ofHelm.map(({ impersonatedUser }) => impersonatedUser?.username))).toEqual(
        new Set([deployer.username]),
      );

      const second = await deploy();
      expectSuccess(second);
      expect(second.release).toEqual({ name: 'web', revision: '2' });
      expect(changed(second)).toEqual([
        `unchanged ConfigMap ${namespace}/web-settings`,
        `unchanged Deployment ${namespace}/web`,
      ]);
      expect(second.warnings).toEqual([]);
    },
    2 * MINUTES,
  );

  test(
    'inline values win over values files, and set over both; what the chart no longer has is pruned',
    async () => {
      const { working } = deployer.surroundings.folders;
      await writeFile(join(working, 'values,1.yaml'), 'greeting: from a file\nreplicas: 2\nextra: [one, two]\n');
      const first = await deploy({
        valuesFiles: ['values,1.yaml'],
        values: secrets.register('greeting: inline\npassword: hunter3-hunter3\n'),
        set: ['extra={one}'],
      });
      expectSuccess(first);
      const { namespace } = deployer;
      expect(await greeting()).toBe('inline');
      expect(changed(first)).toEqual([
        `created Secret ${namespace}/web-login`,
        `created ConfigMap ${namespace}/web-settings`,
        `created ConfigMap ${namespace}/web-one`,
        `created Deployment ${namespace}/web`,
      ]);
      expect(JSON.stringify(host.children)).not.toContain('hunter3');
      expect(host.lines.join('\n')).not.toContain('hunter3');

      const second = await deploy({ valuesFiles: ['values,1.yaml'], set: ['greeting=set', 'extra={two}'] });
      expectSuccess(second);
      expect(await greeting()).toBe('set');
      expect(changed(second)).toEqual([
        `configured ConfigMap ${namespace}/web-settings`,
        `created ConfigMap ${namespace}/web-two`,
        `unchanged Deployment ${namespace}/web`,
        `pruned Secret ${namespace}/web-login`,
        `pruned ConfigMap ${namespace}/web-one`,
      ]);
    },
    2 * MINUTES,
  );

  test(
    'a value that is taken out of the workflow is out of the release too, unless helm-args keep it',
    async () => {
      expectSuccess(await deploy({ set: ['greeting=hi'] }));
      expectSuccess(await deploy({ helmArgs: ['--reuse-values'] }));
      expect(await greeting()).toBe('hi');
      expectSuccess(await deploy());
      expect(await greeting()).toBe('hello');
    },
    MINUTES,
  );

  test(
    'a value of a Secret that has the wrong type is not repeated in log or problem',
    async () => {
      const templates = join(deployer.surroundings.folders.working, 'web', 'templates');
      const secret = '{apiVersion: v1, kind: Secret, metadata: {name: pin}, stringData: {pin: 918273645}}\n';
      await writeFile(join(templates, 'pin.yaml'), secret);
      const deployment = await deploy();
      expect(resultOf(deployment.problems)).toBe('apply-failed');
      expect([...host.lines, ...deployment.problems.map(formatProblem)].join('\n')).not.toContain('918273645');
    },
    MINUTES,
  );

  test(
    'a hook runs and is no change',
    async () => {
      const deployment = await deploy({ set: ['hook=true'] });
      expectSuccess(deployment);
      expect(deployment.changes.map(({ ref }) => ref.kind)).toEqual(['ConfigMap', 'Deployment']);
      const { status } = await admin.request('GET', `/apis/batch/v1/namespaces/${deployer.namespace}/jobs/web-migrate`);
      expect(status).toBe(200);
    },
    MINUTES,
  );

  test.each(['basic', 'token'] as const)(
    'a chart comes from a registry with %s login, which no argument and no file afterwards holds',
    async (scheme) => {
      const registry = await startOciRegistry({ login, scheme });
      try {
        const content = await packageChart(chartFolder('web'), 'web');
        registry.addChart('charts/web', { name: 'web', version: '1.2.3', content });
        const deployment = await deploy({
          chart: `oci://${registry.host}/charts/web`,
          version: '^1.0.0',
          login: secretLogin,
          helmArgs: ['--plain-http'],
        });
        expectSuccess(deployment);
        expect(deployment.release).toEqual({ name: 'web', revision: '1' });
        await expectNoPassword();
      } finally {
        await registry.close();
      }
    },
    MINUTES,
  );

  test(
    'a chart comes from a repository with login, which no argument and no file afterwards holds',
    async () => {
      const content = await packageChart(chartFolder('web'), 'web');
      const repository = await startChartRepository({ charts: [{ name: 'web', version: '1.2.3', content }], login });
      try {
        const deployment = await deploy({ chart: 'web', repository: repository.url, login: secretLogin });
        expectSuccess(deployment);
        expect(repository.requests.map((request) => request.split(' as ')[0])).toEqual([
          'GET /index.yaml',
          'GET /web-1.2.3.tgz',
        ]);
        await expectNoPassword();
      } finally {
        await repository.close();
      }
    },
    MINUTES,
  );

  test(
    'a login is not sent to another host that the repository sends helm to',
    async () => {
      const content = await packageChart(chartFolder('web'), 'web');
      const other = await startChartRepository({ charts: [{ name: 'web', version: '1.2.3', content }] });
      const repository = await startChartRepository({
        charts: [{ name: 'web', version: '1.2.3', content, url: `${other.url}/web-1.2.3.tgz` }],
        login,
      });
      try {
        expectSuccess(await deploy({ chart: 'web', repository: repository.url, login: secretLogin }));
        expect(other.requests).toEqual(['GET /web-1.2.3.tgz']);
      } finally {
        await Promise.all([other.close(), repository.close()]);
      }
    },
    MINUTES,
  );

  test(
    'a chart that brings its CustomResourceDefinitions is installed, and again nothing has changed',
    async () => {
      const { namespace } = deployer;
      await cp(chartFolder('with-crd'), join(deployer.surroundings.folders.working, 'with-crd'), { recursive: true });
      const rules = '- { apiGroups: [charts.deploy-as.test], resources: [widgets], verbs: ["*"] }';
      await deployer.grant(`${HELM_RULES}${rules}`);
      await admin.apply(`
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: ${namespace}-crds }
rules: [{ apiGroups: [apiextensions.k8s.io], resources: [customresourcedefinitions], verbs: ["*"] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: ${namespace}-crds }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${namespace}-crds }
subjects: [{ kind: ServiceAccount, name: deployer, namespace: ${namespace} }]
`);
      const first = await deploy({ chart: 'with-crd', release: 'gears' });
      expectSuccess(first);
      expect(changed(first)).toEqual([`created Widget ${namespace}/gears`]);
      const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
      await admin.remove(`${crds}/widgets.charts.deploy-as.test`);
      for (const kind of ['clusterroles', 'clusterrolebindings']) {
        await admin.remove(`/apis/rbac.authorization.k8s.io/v1/${kind}/${namespace}-crds`);
      }
    },
    MINUTES,
  );

  describe('what goes wrong', () => {
    test(
      'nothing is written while the chart does not render, and the template is named',
      async () => {
        const deployment = await deploy({ set: ['requires=true'] });
        expect(deployment.problems).toEqual([
          expect.objectContaining({
            kind: 'manifest',
            message: 'The template web/templates/settings.yaml:8 of the chart fails: the value `needed` must be given',
            source: { file: 'web/templates/settings.yaml', line: 8 },
          }),
        ]);
        expect(deployment.release).toBeUndefined();
        expect(await releaseSecrets()).toEqual([]);
      },
      MINUTES,
    );

    test.each<[string, Partial<ChartStep>, string, string]>([
      ['values against the schema', { set: ['replicas=-1'] }, 'invalid', "at '/replicas': minimum: got -1, want 0"],
      ['a template that makes no object', { set: ['broken=true'] }, 'invalid', 'does not render to YAML objects'],
      ['a kind that the cluster does not know', { set: ['broken=kind'] }, 'denied', 'check apiVersion and kind'],
      ['an unknown flag', { helmArgs: ['--nonsense'] }, 'invalid', 'unknown flag: --nonsense'],
      ['a chart that is not there', { chart: 'nowhere' }, 'invalid', 'there is no chart nowhere'],
      ['a folder that is no chart', { chart: 'web/templates' }, 'invalid', 'it has no Chart.yaml'],
      ['a values file that is not there', { valuesFiles: ['a.yaml', 'web'] }, 'invalid', 'there is no file a.yaml'],
    ])(
      '%s',
      async (_what, overrides, result, text) => {
        const deployment = await deploy(overrides);
        expect(resultOf(deployment.problems)).toBe(result);
        expect(deployment.problems.map(formatProblem).join('\n')).toContain(text);
        expect(await releaseSecrets()).toEqual([]);
      },
      MINUTES,
    );

    test(
      'inline values that are no YAML are named without their text',
      async () => {
        const deployment = await deploy({ values: secrets.register('a: b\n  hunter5-hunter5: [\n') });
        expect(deployment.problems).toEqual([expect.objectContaining({ kind: 'input', input: 'values' })]);
        expect(deployment.problems.map(formatProblem).join('\n')).not.toContain('hunter5');
      },
      MINUTES,
    );

    test(
      'a values file that is no YAML is named with its line',
      async () => {
        await writeFile(join(deployer.surroundings.folders.working, 'broken.yaml'), 'a: b\n c: [\n');
        const deployment = await deploy({ valuesFiles: ['broken.yaml'] });
        expect(deployment.problems).toEqual([
          expect.objectContaining({ kind: 'manifest', source: { file: 'broken.yaml', line: 2 } }),
        ]);
      },
      MINUTES,
    );

    test(
      'a registry that refuses the login, and one that lacks the version',
      async () => {
        const registry = await startOciRegistry({ login });
        try {
          const chart = `oci://${registry.host}/charts/web`;
          const content = await packageChart(chartFolder('web'), 'web');
          registry.addChart('charts/web', { name: 'web', version: '1.2.3', content });
          const wrong = { username: 'reader', password: secrets.register('hunter4-hunter4') };
          const refused = await deploy({ chart, version: '1.2.3', login: wrong, helmArgs: ['--plain-http'] });
          expect(resultOf(refused.problems)).toBe('unauthenticated');
          expect(refused.problems[0]?.message).toContain('does not take the login of `chart-username` (reader)');
          const missing = await deploy({ chart, version: '9.9.9', login: secretLogin, helmArgs: ['--plain-http'] });
          expect(missing.problems).toEqual([expect.objectContaining({ kind: 'input', input: 'chart-version' })]);
          expect(await deployer.privateFiles()).toEqual([]);
        } finally {
          await registry.close();
        }
      },
      MINUTES,
    );

    test(
      'a repository that is down for a moment is asked again, and one that stays down is named',
      async () => {
        const content = await packageChart(chartFolder('web'), 'web');
        const charts = [{ name: 'web', version: '1.2.3', content }];
        const repository = await startChartRepository({ charts, failures: [503, 503] });
        expectSuccess(await deploy({ chart: 'web', repository: repository.url }));
        await repository.close();
        const gone = await deploy({ chart: 'web', repository: repository.url });
        expect(resultOf(gone.problems)).toBe('unreachable');
        expect(gone.problems[0]?.message).toContain(repository.url);
      },
      MINUTES,
    );

    test.each<[string, Partial<ChartStep>, string]>([
      ['a chart', { chart: 'nope' }, 'chart'],
      ['a version', { chart: 'web', version: '7.0.0' }, 'chart-version'],
    ])(
      'a repository that lacks %s',
      async (_what, overrides, input) => {
        const content = await packageChart(chartFolder('web'), 'web');
        const charts = [{ name: 'web', version: '1.2.3', content }];
        for (const withLogin of [false, true]) {
          const repository = await startChartRepository({ charts, ...(withLogin ? { login } : {}) });
          const { problems } = await deploy({
            ...overrides,
            repository: repository.url,
            ...(withLogin ? { login: secretLogin } : {}),
          });
          await repository.close();
          expect(problems).toEqual([expect.objectContaining({ kind: 'input', input })]);
        }
      },
      MINUTES,
    );

    test(
      'a right that helm lacks to keep releases is denied before anything is written',
      async () => {
        await deployer.grant('- { apiGroups: [""], resources: [configmaps], verbs: ["*"] }');
        const deployment = await deploy();
        expect(resultOf(deployment.problems)).toBe('denied');
        expect(deployment.problems[0]).toMatchObject({
          denied: [
            {
              who: 'identity',
              verb: 'list',
              apiGroup: '',
              resource: 'secrets',
              namespace: deployer.namespace,
              for: `release ${deployer.namespace}/web`,
            },
          ],
          yaml: expect.stringContaining('secrets'),
        });
      },
      MINUTES,
    );

    test(
      'a right that the objects lack is denied, and what was done is known',
      async () => {
        await deployer.grant(
          '- { apiGroups: [""], resources: [secrets, configmaps], verbs: ["*"] }\n- { apiGroups: [apps], resources: [deployments], verbs: [get] }',
        );
        const deployment = await deploy();
        expect(resultOf(deployment.problems)).toBe('denied');
        expect(deployment.problems[0]).toMatchObject({
          denied: expect.arrayContaining([expect.objectContaining({ resource: 'deployments', apiGroup: 'apps' })]),
        });
        expect(deployment.release).toEqual({ name: 'web', revision: '1' });
        expect(changed(deployment)).toEqual([`created ConfigMap ${deployer.namespace}/web-settings`]);
      },
      MINUTES,
    );

    test(
      'a hook that fails is a failed rollout',
      async () => {
        const deployment = await deploy({
          set: ['hook=true'],
          helmArgs: ['--set-string', 'hookPodLabels.deploy-as\\.test/fail=true'],
        });
        expect(resultOf(deployment.problems)).toBe('rollout-failed');
        expect(deployment.problems[0]?.message).toContain('pre-install hook failed');
        expect(deployment.release).toEqual({ name: 'web', revision: '1' });
      },
      MINUTES,
    );

    test(
      'pods that do not become ready in time time out, and the objects are there',
      async () => {
        const deployment = await deploy({
          set: ['podLabels.deploy-as\\.test/stay=unready'],
          wait: { wait: true, timeoutMilliseconds: 3000 },
        });
        expect(resultOf(deployment.problems)).toBe('timed-out');
        expect(deployment.problems.map(formatProblem).join('\n')).toContain(
          `Deployment/${deployer.namespace}/web not ready`,
        );
        expect(changed(deployment)).toEqual([
          `created ConfigMap ${deployer.namespace}/web-settings`,
          `created Deployment ${deployer.namespace}/web`,
        ]);
        const again = await deploy();
        expectSuccess(again);
        expect(again.release?.revision).toBe('2');
      },
      MINUTES,
    );

    test(
      'a field that somebody else owns is a conflict, told with manager and field',
      async () => {
        expectSuccess(await deploy());
        await admin.apply(
          '{apiVersion: v1, kind: ConfigMap, metadata: {name: web-settings}, data: {greeting: theirs}}',
          {
            namespace: deployer.namespace,
          },
        );
        const deployment = await deploy({ set: ['greeting=ours'] });
        expect(deployment.problems).toEqual([
          expect.objectContaining({
            kind: 'conflict',
            message: `Others own fields of ConfigMap ${deployer.namespace}/web-settings that the chart sets to another value.`,
            conflicts: [{ manager: 'testbed', fields: ['.data.greeting'] }],
          }),
        ]);
        expect(await greeting()).toBe('theirs');
      },
      MINUTES,
    );

    test(
      'an object that the release did not make is refused before anything is written',
      async () => {
        await admin.apply('{apiVersion: v1, kind: ConfigMap, metadata: {name: web-settings}}', {
          namespace: deployer.namespace,
        });
        const deployment = await deploy();
        expect(resultOf(deployment.problems)).toBe('invalid');
        expect(deployment.problems[0]?.message).toContain(
          `ConfigMap "web-settings" in namespace "${deployer.namespace}" exists already`,
        );
        expect(await releaseSecrets()).toEqual([]);
      },
      MINUTES,
    );

    test(
      'a cancel ends helm, says what may be left, and the next deployment goes on',
      async () => {
        const controller = new AbortController();
        const cancelled = deploy({ set: ['podLabels.deploy-as\\.test/stay=unready'] }, {}, controller.signal);
        const path = `/apis/apps/v1/namespaces/${deployer.namespace}/deployments/web`;
        await admin.waitFor('the deployment', async () => (await admin.request('GET', path)).status === 200);
        controller.abort();
        const deployment = await cancelled;
        expect(resultOf(deployment.problems)).toBe('cancelled');
        expect(changed(deployment)).toEqual([
          `unknown ConfigMap ${deployer.namespace}/web-settings`,
          `unknown Deployment ${deployer.namespace}/web`,
        ]);
        expect(await deployer.privateFiles()).toEqual([]);
        expectSuccess(await deploy());
      },
      MINUTES,
    );

    test(
      'a cancel before helm began changes nothing',
      async () => {
        const deployment = await deploy({}, {}, AbortSignal.abort());
        expect(deployment).toEqual({
          changes: [],
          problems: [{ kind: 'cancelled', message: 'Cancelled while preparing the chart; nothing was changed.' }],
          warnings: [],
        });
        expect(await releaseSecrets()).toEqual([]);
        expect(await deployer.privateFiles()).toEqual([]);
      },
      MINUTES,
    );

    test(
      'a release that was left pending is explained',
      async () => {
        expectSuccess(await deploy());
        const secretsPath = `/api/v1/namespaces/${deployer.namespace}/secrets`;
        const name = 'sh.helm.release.v1.web.v1';
        const { body } = await admin.request<{ data: { release: string } }>('GET', `${secretsPath}/${name}`);
        const pending = withStatus(body.data.release, 'pending-upgrade');
        await admin.request('PATCH', `${secretsPath}/${name}`, {
          contentType: 'application/merge-patch+json',
          body: { metadata: { labels: { status: 'pending-upgrade' } }, data: { release: pending } },
        });
        const deployment = await deploy();
        expect(resultOf(deployment.problems)).toBe('apply-failed');
        expect(deployment.problems.map(formatProblem).join('\n')).toMatch(
          /is pending: another helm works on it.*\n.*helm rollback web/,
        );
      },
      MINUTES,
    );

    test(
      'a helm that cannot be started, and one that is too old',
      async () => {
        const missing = await deploy({}, { helm: { path: '/nowhere/helm', version: 'v4.3.1' } });
        expect(resultOf(missing.problems)).toBe('tool-failed');
        const old = await deploy({}, { helm: { path: '/nowhere/helm', version: 'v3.12.0' } });
        expect(old.problems[0]?.message).toContain('too old');
      },
      MINUTES,
    );

    test(
      'a credential that the API server does not take, and an API server that is not there',
      async () => {
        const { kubeconfig } = deployer.surroundings;
        const text = await readFile(kubeconfig, 'utf8');
        const config = JSON.parse(text);
        config.users[0].user.token = 'nobody';
        await writeFile(kubeconfig, JSON.stringify(config));
        expect(resultOf((await deploy()).problems)).toBe('unauthenticated');
        config.clusters[0].cluster.server = 'https://127.0.0.1:1';
        await writeFile(kubeconfig, JSON.stringify(config));
        expect(resultOf((await deploy()).problems)).toBe('unreachable');
      },
      MINUTES,
    );
  });
});

describe('with helm 3', () => {
  useDeployer('helm3', 'v3.22.0');

  test(
    'a folder is installed and upgraded, and again nothing has changed',
    async () => {
      expectSuccess(await deploy());
      const second = await deploy({ set: ['greeting=hi'] });
      expectSuccess(second);
      expect(second.release).toEqual({ name: 'web', revision: '2' });
      expect(changed(second)).toEqual([
        `configured ConfigMap ${deployer.namespace}/web-settings`,
        `unchanged Deployment ${deployer.namespace}/web`,
      ]);
      expect(changed(await deploy({ set: ['greeting=hi'] }))).toEqual([
        `unchanged ConfigMap ${deployer.namespace}/web-settings`,
        `unchanged Deployment ${deployer.namespace}/web`,
      ]);
    },
    2 * MINUTES,
  );

  test(
    'a chart comes from a repository and a registry with login',
    async () => {
      const content = await packageChart(chartFolder('web'), 'web');
      const repository = await startChartRepository({ charts: [{ name: 'web', version: '1.2.3', content }], login });
      const registry = await startOciRegistry({ login });
      try {
        registry.addChart('charts/web', { name: 'web', version: '1.2.3', content });
        expectSuccess(await deploy({ chart: 'web', repository: repository.url, login: secretLogin }));
        const chart = `oci://${registry.host}/charts/web`;
        expectSuccess(await deploy({ chart, login: secretLogin, helmArgs: ['--plain-http'] }));
        await expectNoPassword();
        const wrong = { username: 'reader', password: secrets.register('hunter4-hunter4') };
        const refused = await deploy({ chart: 'web', repository: repository.url, login: wrong });
        expect(resultOf(refused.problems)).toBe('unauthenticated');
      } finally {
        await Promise.all([repository.close(), registry.close()]);
      }
    },
    2 * MINUTES,
  );

  test(
    'failures are told apart',
    async () => {
      const results: string[] = [];
      for (const overrides of [
        { set: ['requires=true'] },
        { set: ['hook=true'], helmArgs: ['--set-string', 'hookPodLabels.deploy-as\\.test/fail=true'] },
        { set: ['podLabels.deploy-as\\.test/stay=unready'], wait: { wait: true, timeoutMilliseconds: 3000 } },
      ]) {
        results.push(resultOf((await deploy(overrides)).problems));
      }
      expect(results).toEqual(['invalid', 'rollout-failed', 'timed-out']);
    },
    2 * MINUTES,
  );
});

/** Neither an argument nor the environment of a child held the password, and no file holds it now. */
async function expectNoPassword(): Promise<void> {
  const encoded = Buffer.from(`${login.username}:${login.password}`).toString('base64');
  for (const { args, env } of host.children) {
    for (const text of [...args, ...Object.values(env)]) {
      expect(text).not.toContain(login.password);
      expect(text).not.toContain(encoded);
    }
  }
  expect(await deployer.privateFiles()).toEqual([]);
  const { workspace } = deployer.surroundings.folders;
  const files = await readdir(workspace, { recursive: true, withFileTypes: true });
  for (const file of files.filter((entry) => entry.isFile())) {
    const text = await readFile(join(file.parentPath, file.name), 'latin1');
    expect(text).not.toContain(login.password);
    expect(text).not.toContain(encoded);
  }
}

async function releaseSecrets(): Promise<string[]> {
  const { items } = await admin.get<{ items: { metadata: { name: string } }[] }>(
    `/api/v1/namespaces/${deployer.namespace}/secrets`,
  );
  return items.map(({ metadata }) => metadata.name);
}

/** A release as helm keeps it (base64 of gzip of JSON, as a Secret once more base64) in another state. */
function withStatus(kept: string, status: string): string {
  const decode = (text: string) => Buffer.from(text, 'base64');
  const release = JSON.parse(gunzipSync(decode(decode(kept).toString('latin1'))).toString('utf8'));
  release.info.status = status;
  const encoded = gzipSync(JSON.stringify(release)).toString('base64');
  return Buffer.from(encoded).toString('base64');
}
