import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { AuditEvent } from '../../testbed/audit-log.ts';
import {
  type Job,
  provide,
  runMain,
  runPost,
  type StepOptions,
  type StepResult,
  startJob,
} from '../../testbed/runner.ts';
import { type Story, startStory } from '../../testbed/story.ts';
import { type Pod, SERVICE_ACCOUNT_FOLDER, startPod, tryNamespaces } from './pod.ts';

const MINUTES = 60_000;
const namespaces = tryNamespaces();
/** Ubuntu, for one, keeps user namespaces from ordinary users: sysctl kernel.apparmor_restrict_unprivileged_userns. */
const inPod: (name: string, body: () => Promise<void>, timeout: number) => void = namespaces.ok
  ? test
  : (name, body) => test.skip(`${name} [skipped: this machine makes no mount namespace: ${namespaces.why}]`, body);

let story: Story;
let job: Job;
let pod: Pod;

beforeAll(async () => {
  story = await startStory('in-cluster');
}, 2 * MINUTES);
afterAll(() => story?.end());
beforeEach(() => {
  job = startJob();
  provide(job, { kubectl: story.binaries.kubectl, helm: story.binaries.helm4 });
  if (namespaces.ok) pod = startPod(namespaces, story.info.server);
});
afterEach(() => {
  job?.end();
  pod?.end();
});

/** A token of the agent that is good until `revoke` settles. */
interface PodToken {
  readonly text: string;
  /** How audit events name it: authentication.kubernetes.io/credential-id. */
  readonly id: string;
  revoke(): Promise<void>;
}

/** Bound to an object, as a pod's token is to its pod: it ends with it. */
async function boundToken(): Promise<PodToken> {
  const name = `pod-token-${randomUUID().slice(0, 8)}`;
  const [, , , agentName = ''] = story.agent.split(':');
  const secrets = '/api/v1/namespaces/kube-system/secrets';
  const secret = await story.admin.request<{ metadata: { uid: string } }>('POST', secrets, {
    body: { apiVersion: 'v1', kind: 'Secret', metadata: { name } },
  });
  const boundObjectRef = { apiVersion: 'v1', kind: 'Secret', name, uid: secret.body.metadata.uid };
  const issued = await story.admin.request<{ status: { token: string } }>(
    'POST',
    `/api/v1/namespaces/kube-system/serviceaccounts/${agentName}/token`,
    {
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds: 3600, boundObjectRef },
      },
    },
  );
  const { token } = issued.body.status;
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { jti: string };
  return {
    text: token,
    id: `JTI=${claims.jti}`,
    async revoke() {
      await story.admin.request('DELETE', `${secrets}/${name}`);
      // The API server remembers for some seconds that a token was good.
      await story.admin.waitFor(
        'the revoked token to be refused',
        async () => (await story.admin.request('GET', '/api', { token })).status === 401,
      );
    },
  };
}

function project(token: PodToken): void {
  pod.project({ token: token.text, 'ca.crt': story.info.ca, namespace: 'kube-system' });
}

async function step(inputs: Record<string, string>, options: StepOptions = {}): Promise<StepResult> {
  return await runMain(
    job,
    { as: story.deployer, ...inputs },
    { ...options, through: pod.through, environment: { ...pod.environment, ...options.environment } },
  );
}

/** Runs `act` once, when `line` is in the log; `settled` is its end. */
function when(line: RegExp, act: () => Promise<void>): { onLine: (text: string) => void; settled(): Promise<void> } {
  let acting: Promise<void> | undefined;
  return {
    onLine(text) {
      if (acting === undefined && line.test(text)) acting = act();
    },
    async settled() {
      if (acting === undefined) throw new Error(`no line of the log was ${line}`);
      await acting;
    },
  };
}

function credentialOf(event: AuditEvent): string | undefined {
  return event.user.extra?.['authentication.kubernetes.io/credential-id']?.[0];
}

const CHART = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: podded\nversion: 1.0.0\n',
  'chart/templates/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "{{ .Release.Name }}-config" }\n',
};

function writeChart(): void {
  mkdirSync(join(job.workspace, 'chart', 'templates'), { recursive: true });
  for (const [path, text] of Object.entries(CHART)) writeFileSync(join(job.workspace, path), text);
}

describe("the service account of the runner's pod", () => {
  inPod(
    'whose token is replaced and revoked while the step waits for a rollout goes on with the new one',
    async () => {
      const [first, second] = [await boundToken(), await boundToken()];
      project(first);
      writeFileSync(join(job.workspace, 'web.yaml'), deploymentThatStays('pending'));
      const rotation = when(/waiting for Deployment/, async () => {
        project(second);
        await first.revoke();
        await story.admin.request('PATCH', `/apis/apps/v1/namespaces/${story.namespace}/deployments/web`, {
          contentType: 'application/merge-patch+json',
          body: { spec: { template: { metadata: { labels: { 'deploy-as.test/stay': null } } } } },
        });
      });
      const mark = await story.admin.auditMark();
      const result = await step({ kubeconfig: 'in-cluster', manifests: 'web.yaml' }, { onLine: rotation.onLine });
      await rotation.settled();

      expect({ log: result.log, ...result.outputs }).toMatchObject({ result: 'succeeded', changed: 'true' });
      const events = await story.events(mark);
      expect(credentialOf(events[0] as AuditEvent)).toBe(first.id);
      expect(events.at(-1)).toMatchObject({
        verb: 'get',
        objectRef: { resource: 'deployments', name: 'web' },
        impersonatedUser: { username: story.deployer },
        responseStatus: { code: 200 },
      });
      expect(credentialOf(events.at(-1) as AuditEvent)).toBe(second.id);
      await runPost(job, result);
      expect(readdirSync(job.temp)).toEqual([]);
    },
    3 * MINUTES,
  );

  inPod(
    'whose token is replaced and revoked while a script runs is good for its kubectl and helm before and after',
    async () => {
      const [first, second] = [await boundToken(), await boundToken()];
      project(first);
      writeChart();
      const rotation = when(/before the rotation/, async () => {
        project(second);
        await first.revoke();
        writeFileSync(join(job.workspace, 'rotated'), '');
      });
      const mark = await story.admin.auditMark();
      const result = await step(
        {
          kubeconfig: 'in-cluster',
          run: `kubectl create configmap before-rotation
echo 'before the rotation'
until [ -e rotated ]; do sleep 0.1; done
kubectl create configmap after-rotation
helm upgrade --install podded ./chart
kubectl get --raw /api >/dev/null`,
        },
        { onLine: rotation.onLine },
      );
      await rotation.settled();

      expect({ log: result.log, ...result.outputs }).toMatchObject({ result: 'succeeded' });
      const writes = await story.writes(mark);
      const by = (name: string) => writes.filter(({ objectRef }) => objectRef?.name === name).map(credentialOf);
      expect(by('before-rotation')).toEqual([first.id]);
      expect(by('after-rotation')).toEqual([second.id]);
      expect(by('podded-config')).toEqual([second.id]);
      for (const event of writes) expect(event.impersonatedUser?.username).toBe(story.deployer);
    },
    3 * MINUTES,
  );

  inPod(
    'is read afresh by the kubeconfig that later steps have, which holds no token itself',
    async () => {
      const [first, second] = [await boundToken(), await boundToken()];
      project(first);
      writeChart();
      const setUp = await step({ kubeconfig: 'in-cluster' });
      expect({ log: setUp.log, ...setUp.outputs }).toMatchObject({ result: 'succeeded', username: story.deployer });
      const written = readFileSync(setUp.outputs.kubeconfig ?? '', 'utf8');
      expect(written).toContain(`tokenFile: ${SERVICE_ACCOUNT_FOLDER}/token`);
      expect(written).not.toContain(first.text);
      project(second);
      await first.revoke();

      const mark = await story.admin.auditMark();
      const [file = '', ...through] = pod.through;
      const whoami = execFileSync(
        file,
        [...through, 'kubectl', 'auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}'],
        { env: job.environment, encoding: 'utf8' },
      );
      expect(whoami).toBe(story.deployer);
      const release = await step({ chart: './chart', release: 'later' });
      expect({ log: release.log, ...release.outputs }).toMatchObject({ result: 'succeeded', changed: 'true' });
      const events = await story.events(mark);
      expect(new Set(events.map(credentialOf))).toEqual(new Set([second.id]));
      await runPost(job, release);
      await runPost(job, setUp);
      expect(readdirSync(job.temp)).toEqual([]);
    },
    3 * MINUTES,
  );
});

describe('without it nothing else is taken in its place', () => {
  /** A kubeconfig with which everything would succeed, at both places where `ambient` looks. */
  function tempt(): Record<string, string> {
    const home = job.environment.HOME ?? '';
    mkdirSync(join(home, '.kube'));
    writeFileSync(join(home, '.kube', 'config'), readFileSync(story.info.adminKubeconfig));
    return { KUBECONFIG: story.info.adminKubeconfig };
  }

  async function expectRefused(refused: Promise<StepResult>, ...words: string[]): Promise<void> {
    const mark = await story.admin.auditMark();
    const result = await refused;
    expect(result).toMatchObject({ exitCode: 1, outputs: { result: 'invalid' } });
    for (const word of words) expect(lastError(result)).toContain(word);
    const isDeployer = ({ impersonatedUser }: AuditEvent) => impersonatedUser?.username === story.deployer;
    expect(await story.admin.auditEvents(isDeployer, { since: mark })).toEqual([]);
  }

  inPod(
    'a pod without token and authority is an error that names both files',
    async () => {
      pod.project({ namespace: 'kube-system' });
      await expectRefused(
        step({ kubeconfig: 'in-cluster', run: 'kubectl get pods' }, { environment: tempt() }),
        `${SERVICE_ACCOUNT_FOLDER}/token`,
        `${SERVICE_ACCOUNT_FOLDER}/ca.crt`,
        'automountServiceAccountToken',
      );
    },
    MINUTES,
  );

  inPod(
    'an empty token file is an error that names it',
    async () => {
      pod.project({ token: '\n', 'ca.crt': story.info.ca, namespace: 'kube-system' });
      await expectRefused(
        step({ kubeconfig: 'in-cluster' }, { environment: tempt() }),
        `${SERVICE_ACCOUNT_FOLDER}/token`,
        'empty',
      );
    },
    MINUTES,
  );

  inPod(
    'an authority that is none is an error that names its file',
    async () => {
      pod.project({ token: (await boundToken()).text, 'ca.crt': 'not a certificate', namespace: 'kube-system' });
      await expectRefused(
        step({ kubeconfig: 'in-cluster' }, { environment: tempt() }),
        `${SERVICE_ACCOUNT_FOLDER}/ca.crt`,
      );
    },
    MINUTES,
  );

  test(
    'a runner that is in no pod is an error that says so',
    async () => {
      await expectRefused(
        runMain(job, { as: story.deployer, kubeconfig: 'in-cluster' }, { environment: tempt() }),
        'KUBERNETES_SERVICE_HOST',
        'not in a pod',
      );
    },
    MINUTES,
  );
});

function lastError(result: StepResult): string {
  return (
    result.log
      .split('\n')
      .filter((line) => line.startsWith('::error'))
      .at(-1) ?? ''
  );
}

function deploymentThatStays(how: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web, deploy-as.test/stay: ${how} } }
    spec: { containers: [{ name: web, image: "shop/web:1" }] }
`;
}
