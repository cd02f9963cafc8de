import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Admin, type AdminAnswer, connectAdmin } from '../../testbed/admin.ts';
import { sharedTestbed, type Testbed } from '../../testbed/shared.ts';
import { EXAMPLES } from './examples.ts';
import { type Example, Proving, type Staged } from './proving.ts';

const MINUTES = 60_000;
const execute = promisify(execFile);

let testbed: Testbed;
let admin: Admin;
let proving: Proving;
let folder: string;
let plannerToken: string;
let ciNamespace: string;

beforeAll(async () => {
  testbed = sharedTestbed();
  admin = connectAdmin(testbed.info);
  folder = mkdtempSync(join(tmpdir(), 'deploy-as-planner-'));
  ciNamespace = await admin.createNamespace('planner-ci');
  await admin.createServiceAccount(ciNamespace, 'agent');
  await admin.createServiceAccount(ciNamespace, 'pull-requests');
  const token = await admin.serviceAccountToken(ciNamespace, 'agent');
  plannerToken = await admin.serviceAccountToken(ciNamespace, 'pull-requests');
  proving = new Proving(testbed, admin, { namespace: ciNamespace, name: 'agent', token });
}, MINUTES);
afterAll(() => {
  proving?.end();
  admin?.close();
  rmSync(folder, { recursive: true, force: true });
});

function exampleNamed(words: string): Example {
  const found = EXAMPLES.find(({ name }) => name.includes(words));
  if (found === undefined) throw new Error(`there is no example of ${words}`);
  return found;
}

/** A namespace with deployer and planner, the first deployment done, and the policy in force. */
async function stageWithPlanner(example: Example): Promise<Staged> {
  const ci = { kind: 'ServiceAccount', namespace: ciNamespace, name: 'pull-requests' } as const;
  const staged = await proving.stage(example, { request: { planner: { name: 'planner', ci } } });
  await admin.waitFor('the policy to be in force', async () => {
    const answer = await asPlanner(staged, 'PATCH', '/api/v1/namespaces/NS/configmaps/settings?fieldManager=probe', {
      body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } },
      contentType: 'application/apply-patch+yaml',
    });
    return answer.status === 403 && answer.text.includes('may only dry-run');
  });
  // The API server takes a moment to know a policy: until then the question was a real one.
  await admin.remove(`/api/v1/namespaces/${staged.scene.namespace}/configmaps/settings`);
  return staged;
}

/** A request of the pull request's token as the planner; `NS` in the path is the namespace. */
function asPlanner(
  staged: Staged,
  method: string,
  path: string,
  options: { readonly body?: unknown; readonly contentType?: string } = {},
): Promise<AdminAnswer> {
  const { namespace } = staged.scene;
  return admin.request(method, path.replace('NS', namespace), {
    ...options,
    token: plannerToken,
    headers: { 'Impersonate-User': `system:serviceaccount:${namespace}:planner` },
  });
}

function kubeconfig(token: string, as: string, namespace: string): string {
  const file = join(folder, `${namespace}-${as.split(':').pop()}.yaml`);
  const { server, ca } = testbed.info;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') } }],
    users: [{ name: 'u', user: { token, as } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u', namespace } }],
    'current-context': 'x',
  };
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}

async function tool(
  name: 'kubectl' | 'helm4',
  staged: Staged,
  args: readonly string[],
): Promise<{ code: number; text: string }> {
  const { namespace } = staged.scene;
  const file = kubeconfig(plannerToken, `system:serviceaccount:${namespace}:planner`, namespace);
  const env = { PATH: process.env.PATH, HOME: folder, KUBECONFIG: file };
  try {
    const { stdout, stderr } = await execute(testbed.binaries[name], [...args], { env, cwd: staged.folder });
    return { code: 0, text: stdout + stderr };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: number; stdout?: string; stderr?: string };
    return { code: code ?? 1, text: stdout + stderr };
  }
}

/** Rights that the planner does not have by itself, so that nothing but the policy can refuse what it does with them. */
async function grantEverything({ scene: { namespace } }: Staged): Promise<void> {
  await admin.apply(
    `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: planner-anything, namespace: ${namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects: [{ kind: ServiceAccount, name: planner, namespace: ${namespace} }]
`,
  );
}

describe('manifests', () => {
  let staged: Staged;
  beforeAll(async () => {
    staged = await stageWithPlanner(exampleNamed('a Deployment with its Service'));
  }, MINUTES);
  afterAll(() => staged?.end());

  test('kubectl dry-runs and diffs as the planner before and after the first deployment', async () => {
    const planned = await tool('kubectl', staged, ['apply', '--server-side', '--dry-run=server', '-f', 'deploy']);
    expect(planned).toEqual({
      code: 0,
      text: expect.stringContaining('deployment.apps/web serverside-applied (server dry run)'),
    });

    const [first] = staged.deployments;
    if (first === undefined) throw new Error('an example deploys something');
    await staged.deploy(first, 'enforce');
    const again = await tool('kubectl', staged, [
      'apply',
      '--server-side',
      '--force-conflicts',
      '--dry-run=server',
      '-f',
      'deploy',
    ]);
    expect(again.code).toBe(0);
    const diff = await tool('kubectl', staged, ['diff', '--server-side', '--force-conflicts', '-f', 'deploy']);
    // 1: there are differences (the field manager); more would be an error.
    expect({ ...diff, code: Math.min(diff.code, 1) }).toEqual({ ...diff });
  });

  test('a real apply as the planner is refused by the policy', async () => {
    const applied = await tool('kubectl', staged, ['apply', '--server-side', '--force-conflicts', '-f', 'deploy']);
    expect(applied.code).toBe(1);
    expect(applied.text).toContain('may only dry-run');
  });

  test('the token of a pull request can become the planner, and not the deployer', async () => {
    const { namespace } = staged.scene;
    const answer = await admin.request('GET', `/api/v1/namespaces/${namespace}/configmaps/settings`, {
      token: plannerToken,
      headers: { 'Impersonate-User': `system:serviceaccount:${namespace}:deployer` },
    });
    expect(answer.status).toBe(403);
  });

  test(
    'each real create, patch, update, delete, exec, eviction and token is refused, whatever else RBAC allows',
    async () => {
      await grantEverything(staged);
      const core = '/api/v1/namespaces/NS';
      const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'fresh' } };
      const pods = await admin.get<{ items: { metadata: { name: string } }[] }>(
        `/api/v1/namespaces/${staged.scene.namespace}/pods`,
      );
      const pod = pods.items[0]?.metadata.name ?? '';
      expect(pod).not.toBe('');
      const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod } };
      await admin.waitFor('the rights', async () => (await asPlanner(staged, 'GET', `${core}/pods`)).status === 200);

      const real: readonly [string, string, unknown?][] = [
        ['POST', `${core}/configmaps`, config],
        ['PUT', `${core}/configmaps/settings`, { ...config, metadata: { name: 'settings' } }],
        ['DELETE', `${core}/configmaps/settings`],
        ['DELETE', `${core}/configmaps`],
        ['POST', `${core}/pods/${pod}/exec?command=true&stdout=true`],
        ['GET', `${core}/pods/${pod}/exec?command=true&stdout=true`],
        ['POST', `${core}/pods/${pod}/attach?stdout=true`],
        ['GET', `${core}/pods/${pod}/proxy/`],
        ['POST', `${core}/pods/${pod}/eviction`, eviction],
        [
          'POST',
          `${core}/serviceaccounts/deployer/token`,
          { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
        ],
        [
          'PUT',
          '/apis/apps/v1/namespaces/NS/deployments/web/scale',
          { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'web' }, spec: { replicas: 3 } },
        ],
      ];
      for (const [method, path, body] of real) {
        const answer = await asPlanner(staged, method, path, body === undefined ? {} : { body });
        expect({ method, path, status: answer.status, text: answer.text }).toEqual({
          method,
          path,
          status: 403,
          text: expect.stringContaining('may only dry-run'),
        });
      }

      const dry: readonly [string, string, unknown?][] = [
        ['POST', `${core}/configmaps?dryRun=All`, config],
        ['DELETE', `${core}/configmaps/settings?dryRun=All`],
        ['POST', `${core}/pods/${pod}/eviction?dryRun=All`, { ...eviction, deleteOptions: { dryRun: ['All'] } }],
        [
          'POST',
          '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
          { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace: 'default' } },
        ],
      ];
      for (const [method, path, body] of dry) {
        const answer = await asPlanner(staged, method, path, body === undefined ? {} : { body });
        expect({ method, path, status: Math.floor(answer.status / 100), text: answer.text }).toEqual({
          method,
          path,
          status: 2,
          text: answer.text,
        });
      }
      expect(
        (await admin.request('GET', `/api/v1/namespaces/${staged.scene.namespace}/configmaps/settings`)).status,
      ).toBe(200);
    },
    MINUTES,
  );
});

test(
  'a chart is dry-run by helm as the planner, which cannot install it',
  async () => {
    const staged = await stageWithPlanner(exampleNamed('a chart with a Deployment and a ConfigMap, by helm 4'));
    try {
      const args = ['upgrade', 'web', './chart', '--install', '--set', 'tag=1'];
      const planned = await tool('helm4', staged, [...args, '--dry-run=server']);
      expect(planned).toEqual({ code: 0, text: expect.stringContaining('STATUS: pending-install') });
      const real = await tool('helm4', staged, args);
      expect(real.code).toBe(1);
      expect(real.text).toContain('may only dry-run');
    } finally {
      await staged.end();
    }
  },
  2 * MINUTES,
);

test(
  'admission policies among the files are no way out: the planner may not write what no policy guards',
  async () => {
    const example: Example = {
      name: 'admission policies',
      mode: 'manifests',
      deployments: ({ suffix }) => [
        {
          name: 'first install',
          result: 'succeeded',
          files: {
            'deploy/all.yaml': `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: policy-${suffix} }
spec:
  matchConstraints:
    resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }]
  validations: [{ expression: "true" }]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: hook-${suffix} }
webhooks: []
`,
          },
        },
      ],
      leavings: ({ suffix }) => [
        `/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/policy-${suffix}`,
        `/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/hook-${suffix}`,
      ],
    };
    const staged = await stageWithPlanner(example);
    try {
      await staged.deployAll('enforce');
      const { suffix } = staged.scene;
      const patch = { contentType: 'application/merge-patch+json', body: { metadata: { labels: { changed: 'yes' } } } };
      const root = '/apis/admissionregistration.k8s.io/v1';
      const policy = await asPlanner(staged, 'PATCH', `${root}/validatingadmissionpolicies/policy-${suffix}`, patch);
      expect({ status: policy.status, text: policy.text }).toEqual({
        status: 403,
        text: expect.stringContaining('cannot patch'),
      });
      const hook = `${root}/validatingwebhookconfigurations/hook-${suffix}`;
      expect((await asPlanner(staged, 'PATCH', hook, patch)).text).toContain('may only dry-run');
      expect((await asPlanner(staged, 'PATCH', `${hook}?dryRun=All`, patch)).status).toBe(200);
    } finally {
      await staged.end();
    }
  },
  2 * MINUTES,
);
