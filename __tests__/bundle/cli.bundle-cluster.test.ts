import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Job, provide, runMain, startJob } from '../../testbed/runner.ts';
import { type Story, startStory } from '../../testbed/story.ts';

const MINUTES = 60_000;
const root = fileURLToPath(new URL('../../', import.meta.url));
let story: Story;
let job: Job;

beforeAll(async () => {
  story = await startStory('cli');
}, 2 * MINUTES);
afterAll(() => story?.end());
beforeEach(() => {
  job = startJob();
  provide(job, { kubectl: story.binaries.kubectl, helm: story.binaries.helm4 });
});
afterEach(() => job.end());

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function deployAs(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'dist', 'cli', 'index.js'), ...args], {
      cwd: job.workspace,
      env: { ...job.environment, ...environment },
    });
    const texts = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        texts[stream] += text;
      });
    }
    child.on('error', reject).on('close', (code) => resolve({ code, ...texts }));
  });
}

describe('deploy-as check', () => {
  const connection = (): string[] => {
    writeFileSync(join(job.workspace, 'ca.crt'), story.info.ca);
    return ['--as', story.deployer, '--server', story.info.server, '--certificate-authority', 'ca.crt'];
  };

  test('is clean for a token that can only impersonate', async () => {
    const checked = await deployAs(['check', ...connection()], { DEPLOY_AS_TOKEN: story.token });
    expect(checked).toEqual({ code: 0, stderr: '', stdout: expect.stringContaining(`${story.agent} may become`) });
  });

  test('tells what a token may do besides, as data, and nowhere the token', async () => {
    const checked = await deployAs(['check', ...connection(), '--output', 'json'], {
      DEPLOY_AS_TOKEN: story.info.adminToken,
    });
    expect(checked.code).toBe(1);
    expect(JSON.parse(checked.stdout)).toMatchObject({
      as: story.deployer,
      findings: [expect.objectContaining({ rank: 'cluster-admin' })],
    });
    expect(checked.stdout + checked.stderr).not.toContain(story.info.adminToken);
  });

  test('takes a kubeconfig as well', async () => {
    const checked = await deployAs(['check', '--as', story.deployer, '--kubeconfig', story.info.adminKubeconfig]);
    expect(checked).toMatchObject({ code: 1, stdout: expect.stringContaining('can become cluster-admin') });
  });

  test('fails for a token that cannot become the deployer, and names the right', async () => {
    const args = ['check', ...connection()].map((arg) => (arg === story.deployer ? `${arg}-other` : arg));
    const checked = await deployAs(args, { DEPLOY_AS_TOKEN: story.token });
    expect(checked.code).toBe(1);
    expect(checked.stderr).toContain('impersonate serviceaccounts "deployer-other"');
  });
});

describe('deploy-as rbac', () => {
  const all = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { a: b }\n';

  /** Applies the written RBAC and deploys with nothing else. */
  async function deploy(
    namespace: string,
    source: readonly string[],
    inputs: Readonly<Record<string, string>>,
  ): Promise<void> {
    const agent = story.agent.split(':').slice(-2).join('/');
    const written = await deployAs(['rbac', '--namespace', namespace, ...source, '--ci-service-account', agent]);
    expect(written).toMatchObject({ code: 0, stderr: '' });
    await story.admin.apply(written.stdout);
    const as = `system:serviceaccount:${namespace}:deployer`;
    const result = await runMain(job, { ...story.inputs, as, ...inputs });
    expect({ log: result.log, ...result.outputs }).toMatchObject({
      result: 'succeeded',
      changed: 'true',
      username: as,
    });
  }

  test(
    'writes what the action needs for manifests',
    async () => {
      const namespace = await story.admin.createNamespace('cli-manifests');
      mkdirSync(join(job.workspace, 'deploy'));
      writeFileSync(join(job.workspace, 'deploy', 'all.yaml'), all);
      await deploy(namespace, ['--manifests', 'deploy'], { manifests: 'deploy' });
      await story.admin.request('DELETE', `/api/v1/namespaces/${namespace}`);
    },
    2 * MINUTES,
  );

  test(
    'writes what helm needs for a chart, and says so where the helm on PATH renders it',
    async () => {
      const namespace = await story.admin.createNamespace('cli-chart');
      mkdirSync(join(job.workspace, 'web', 'templates'), { recursive: true });
      writeFileSync(join(job.workspace, 'web', 'Chart.yaml'), 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
      writeFileSync(join(job.workspace, 'web', 'templates', 'all.yaml'), all);
      await deploy(namespace, ['--chart', './web'], { chart: './web' });
      await story.admin.request('DELETE', `/api/v1/namespaces/${namespace}`);
    },
    2 * MINUTES,
  );
});
