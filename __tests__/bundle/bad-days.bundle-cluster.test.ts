import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createAuthority, issue } from '../../testbed/certificates.ts';
import { type Job, provide, runMain, runPost, type StepResult, startJob } from '../../testbed/runner.ts';
import { type Story, startStory } from '../../testbed/story.ts';

const MINUTES = 60_000;
let story: Story;
let job: Job;

beforeAll(async () => {
  story = await startStory('bad-days');
}, 2 * MINUTES);
afterAll(() => story?.end());
beforeEach(() => {
  job = startJob();
  provide(job, { kubectl: story.binaries.kubectl, helm: story.binaries.helm4 });
});
afterEach(() => job?.end());

const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: bad-day }\n';

async function deploy(inputs: Record<string, string>): Promise<StepResult> {
  writeFileSync(join(job.workspace, 'a.yaml'), CONFIG_MAP);
  return await runMain(job, { ...story.inputs, manifests: 'a.yaml', ...inputs });
}

/** The last error annotation: the reason and the fix. */
function lastError(result: StepResult): string {
  return (
    result.log
      .split('\n')
      .filter((line) => line.startsWith('::error'))
      .at(-1) ?? ''
  );
}

/** Something on loopback that answers in the API server's place. */
async function standIn(
  answer: (path: string) => { status: number; body: string; headers?: Record<string, string> },
): Promise<{ server: Server; url: string; ca: string; asked: string[] }> {
  const authority = createAuthority('bad-day authority');
  const pair = issue(authority, { commonName: 'stand-in', hosts: ['127.0.0.1', 'localhost'] });
  const asked: string[] = [];
  const server = createServer({ cert: pair.certificate, key: pair.key }, (request, response) => {
    asked.push(request.url ?? '');
    const { status, body, headers } = answer(request.url ?? '');
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `https://127.0.0.1:${portOf(server)}`, ca: authority.certificate, asked };
}

function portOf(server: Server | ReturnType<typeof createPlainServer>): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on no port');
  return address.port;
}

const status = (code: number, reason: string, message: string) =>
  JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message });

describe('the API server', () => {
  test(
    'that refuses connections is unreachable, and the address is named',
    async () => {
      const closed = createPlainServer();
      await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
      const port = portOf(closed);
      await new Promise((resolve) => closed.close(resolve));
      const result = await deploy({ server: `https://127.0.0.1:${port}` });
      expect(result).toMatchObject({ exitCode: 1, outputs: { result: 'unreachable' } });
      expect(lastError(result)).toContain(`127.0.0.1:${port}`);
    },
    MINUTES,
  );

  test(
    'of an unknown authority is unreachable, and the input to mend is named',
    async () => {
      const result = await deploy({ 'certificate-authority': createAuthority('another').certificate });
      expect(result.outputs.result).toBe('unreachable');
      expect(lastError(result)).toContain('certificate-authority');
    },
    MINUTES,
  );

  test(
    'that does not know the token says which credential it was',
    async () => {
      const result = await deploy({ token: 'not-a-token-that-anybody-knows' });
      expect(result.outputs.result).toBe('unauthenticated');
      expect(lastError(result)).toContain('`token`');
    },
    MINUTES,
  );

  test(
    'that is busy for a moment is asked again when it says so',
    async () => {
      let refusals = 0;
      const { server, url, ca, asked } = await standIn((path) => {
        if (refusals < 3) {
          refusals += 1;
          return { status: 429, body: status(429, 'TooManyRequests', 'slow down'), headers: { 'retry-after': '1' } };
        }
        return { status: 401, body: status(401, 'Unauthorized', `Unauthorized ${path}`) };
      });
      const result = await deploy({ server: url, 'certificate-authority': ca });
      server.close();
      expect(result.outputs.result).toBe('unauthenticated');
      expect(asked.length).toBeGreaterThan(3);
    },
    MINUTES,
  );

  test(
    'that stays unavailable is unreachable in the end',
    async () => {
      const { server, url, ca } = await standIn(() => ({
        status: 503,
        body: status(503, 'ServiceUnavailable', 'apiserver not ready'),
      }));
      const result = await deploy({ server: url, 'certificate-authority': ca });
      server.close();
      expect(result.outputs.result).toBe('unreachable');
      expect(lastError(result)).toContain('503');
    },
    2 * MINUTES,
  );

  test(
    'that is a login page is told from one',
    async () => {
      const { server, url, ca } = await standIn(() => ({
        status: 200,
        body: '<html><title>Sign in</title></html>',
        headers: { 'content-type': 'text/html' },
      }));
      const result = await deploy({ server: url, 'certificate-authority': ca });
      server.close();
      expect(result.outputs.result).toBe('unreachable');
    },
    MINUTES,
  );
});

test(
  'a refused impersonation names every missing right and the RBAC that gives it; nothing is changed',
  async () => {
    const mark = await story.admin.auditMark();
    const result = await deploy({
      as: 'system:serviceaccount:default:nobody-may',
      'as-groups': 'ops',
      namespace: story.namespace,
    });
    expect(result).toMatchObject({ exitCode: 1, outputs: { result: 'denied', changed: 'false' } });
    const denied: unknown = JSON.parse(result.outputs.denied ?? '[]');
    expect(denied).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          who: 'token',
          verb: 'impersonate',
          resource: 'serviceaccounts',
          namespace: 'default',
          name: 'nobody-may',
        }),
        expect.objectContaining({ who: 'token', verb: 'impersonate', resource: 'groups', name: 'ops' }),
      ]),
    );
    expect(result.log).toContain('kind: Role');
    expect(await story.writes(mark)).toEqual([]);
  },
  MINUTES,
);

describe('a kubeconfig', () => {
  test.each([
    ['that is HTML', '<!DOCTYPE html><html><body>Login</body></html>'],
    ['that is a list', '- a\n- b\n'],
    ['that is empty YAML', '# nothing\n\n'],
    ['whose file is not there', 'no/such/file'],
  ])(
    '%s is refused as an input',
    async (_, kubeconfig) => {
      const result = await runMain(job, { as: story.deployer, kubeconfig });
      expect(result).toMatchObject({ exitCode: 1, outputs: { result: 'invalid' } });
      expect(lastError(result)).toContain('kubeconfig');
    },
    MINUTES,
  );

  test(
    'without the wanted context lists those that it has',
    async () => {
      const result = await runMain(job, {
        as: story.deployer,
        kubeconfig: story.info.adminKubeconfig,
        context: 'prodd',
      });
      expect(result.outputs.result).toBe('invalid');
      expect(lastError(result)).toMatch(/context/);
    },
    MINUTES,
  );
});

describe('what there is to deploy', () => {
  test(
    'an empty folder is an error',
    async () => {
      mkdirSync(join(job.workspace, 'empty'));
      const result = await deploy({ manifests: 'empty' });
      expect(result.outputs.result).toBe('invalid');
      expect(lastError(result)).toContain('empty');
    },
    MINUTES,
  );

  test(
    'a glob that matches nothing is an error',
    async () => {
      const result = await deploy({ manifests: 'deploy/*.yaml' });
      expect(result.outputs.result).toBe('invalid');
      expect(lastError(result)).toContain('deploy/*.yaml');
    },
    MINUTES,
  );

  test(
    'a chart that does not exist is an error',
    async () => {
      const result = await deploy({ manifests: '', chart: './no-chart' });
      expect(result.outputs.result).toBe('invalid');
      expect(lastError(result)).toContain('no-chart');
    },
    MINUTES,
  );
});

const PENDING = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: pending }
spec:
  replicas: 1
  selector: { matchLabels: { app: pending } }
  template:
    metadata:
      labels: { app: pending, deploy-as.test/stay: pending }
    spec: { containers: [{ name: web, image: "shop/web:1" }] }
`;

describe('a rollout', () => {
  test(
    'that is not ready in time ends as timed-out and says what was missing',
    async () => {
      writeFileSync(join(job.workspace, 'pending.yaml'), PENDING);
      const result = await runMain(job, { ...story.inputs, manifests: 'pending.yaml', timeout: '2s' });
      expect(result.outputs).toMatchObject({ result: 'timed-out', changed: 'true' });
      expect(result.log).toMatch(/::error file=pending.yaml,line=\d+::.*pending/);
    },
    MINUTES,
  );

  test(
    'that a failed Job ends is rollout-failed at once',
    async () => {
      writeFileSync(
        join(job.workspace, 'job.yaml'),
        `apiVersion: batch/v1
kind: Job
metadata: { name: migrate }
spec:
  backoffLimit: 0
  template:
    metadata: { labels: { deploy-as.test/fail: "true" } }
    spec: { restartPolicy: Never, containers: [{ name: m, image: "shop/migrate:1" }] }
`,
      );
      const result = await runMain(job, { ...story.inputs, manifests: 'job.yaml' });
      expect(result.outputs.result).toBe('rollout-failed');
      expect(lastError(result)).toContain('migrate');
    },
    MINUTES,
  );
});

describe('a cancelled job', () => {
  /** Cancels as soon as `line` is in the log; resolves with the result and how long the end took. */
  async function cancelAt(
    line: RegExp,
    inputs: Record<string, string>,
  ): Promise<{ result: StepResult; milliseconds: number }> {
    const cancel = new AbortController();
    let at = 0;
    const result = await runMain(
      job,
      { ...story.inputs, ...inputs },
      {
        signal: cancel.signal,
        onLine: (text) => {
          if (at === 0 && line.test(text)) {
            at = performance.now();
            cancel.abort();
          }
        },
      },
    );
    return { result, milliseconds: performance.now() - at };
  }

  test(
    'ends its wait, reports what was applied, and the post step cleans',
    async () => {
      writeFileSync(
        join(job.workspace, 'pending.yaml'),
        PENDING.replaceAll('pending }', 'cancelled }').replace('app: pending,', 'app: cancelled,'),
      );
      const { result } = await cancelAt(/waiting for Deployment/, { manifests: 'pending.yaml' });
      expect(result.exitCode).toBe(1);
      expect(result.outputs).toMatchObject({ result: 'cancelled', 'changed-count': '1' });
      await runPost(job, result);
      expect(readdirSync(job.temp)).toEqual([]);
    },
    MINUTES,
  );

  test(
    'ends a script and everything that it started',
    async () => {
      const { result } = await cancelAt(/the script runs as (\d+)/, {
        manifests: '',
        run: 'sleep 300 & child=$!\necho "the script runs as $$ with $child"\nwait $child',
      });
      expect(result.outputs.result).toBe('cancelled');
      const pids = /the script runs as (\d+) with (\d+)/.exec(result.log)?.slice(1).map(Number) ?? [];
      expect(pids).toHaveLength(2);
      for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    },
    MINUTES,
  );
});

test(
  'a main step that is killed leaves files that its post step removes',
  async () => {
    let pid = 0;
    const result = await runMain(
      job,
      { ...story.inputs, run: 'echo "now or never"; sleep 300' },
      {
        onStart: (started) => {
          pid = started;
        },
        onLine: (line) => {
          if (line.includes('now or never')) process.kill(pid, 'SIGKILL');
        },
      },
    );
    expect(result.exitCode).toBeUndefined();
    expect(readdirSync(job.temp)).not.toEqual([]);
    expect((await runPost(job, result)).exitCode).toBe(0);
    expect(readdirSync(job.temp)).toEqual([]);
  },
  MINUTES,
);
