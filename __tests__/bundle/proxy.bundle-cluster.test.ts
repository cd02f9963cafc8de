import { execFile } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createAuthority, issue } from '../../testbed/certificates.ts';
import { type Job, provide, runMain, runPost, type StepResult, startJob } from '../../testbed/runner.ts';
import { type Story, startStory } from '../../testbed/story.ts';
import { type Proxy as ConnectProxy, MADE_UP_HOST, startConnectProxy } from '../connect/loopback.ts';

const MINUTES = 60_000;
const PASSWORD = 'pr0xy-p@ss/word+1';
let story: Story;
let job: Job;
let proxy: ConnectProxy;
/** Of the API server. */
let port: number;

beforeAll(async () => {
  story = await startStory('proxy');
  port = Number(new URL(story.info.server).port);
}, 2 * MINUTES);
afterAll(() => story?.end());
beforeEach(async () => {
  job = startJob();
  provide(job, { kubectl: story.binaries.kubectl, helm: story.binaries.helm4 });
  writeWorkspace();
  proxy = await startConnectProxy(port);
});
afterEach(async () => {
  job?.end();
  await proxy?.close();
});

function writeWorkspace(): void {
  mkdirSync(join(job.workspace, 'chart', 'templates'), { recursive: true });
  const files = {
    'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: by-manifests }\n',
    'chart/Chart.yaml': 'apiVersion: v2\nname: proxied\nversion: 1.0.0\n',
    'chart/templates/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: by-chart }\n',
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(job.workspace, path), text);
}

/** The ways in which a step reaches the API server: by itself, through kubectl, through helm. */
const MODES = {
  manifests: { manifests: 'a.yaml' },
  run: { run: 'kubectl create configmap by-run --dry-run=server -o name' },
  chart: { chart: './chart', release: 'proxied' },
} as const;

async function step(inputs: Record<string, string>): Promise<StepResult> {
  return await runMain(job, { ...story.inputs, server: `https://${MADE_UP_HOST}:${port}`, ...inputs });
}

/** Deploys in every mode and checks that each went through the proxy, all of it. */
async function expectProxied(inputs: Record<string, string>, target: string, login?: string): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const [mode, deploy] of Object.entries(MODES)) {
    const before = proxy.asked.length;
    const result = await step({ ...inputs, ...deploy });
    results.push(result);
    expect({ mode, log: result.log, result: result.outputs.result }).toMatchObject({ mode, result: 'succeeded' });
    // One is ours, more are kubectl's and helm's.
    expect({ mode, asked: proxy.asked.length - before > (mode === 'manifests' ? 0 : 1) }).toEqual({
      mode,
      asked: true,
    });
  }
  const authorization = login === undefined ? undefined : `Basic ${Buffer.from(login, 'utf8').toString('base64')}`;
  for (const asked of proxy.asked) expect(asked).toEqual({ target, authorization });
  return results;
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('it listened on no port');
  return address.port;
}

function lastError(result: StepResult): string {
  return (
    result.log
      .split('\n')
      .filter((line) => line.startsWith('::error'))
      .at(-1) ?? ''
  );
}

function kubeconfigWith(cluster: Record<string, string>): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'proxied',
    clusters: [
      {
        name: 'proxied',
        cluster: {
          server: story.info.server,
          'certificate-authority-data': Buffer.from(story.info.ca).toString('base64'),
          ...cluster,
        },
      },
    ],
    users: [{ name: 'agent', user: { token: story.token } }],
    contexts: [{ name: 'proxied', context: { cluster: 'proxied', user: 'agent' } }],
  });
}

describe('HTTPS_PROXY', () => {
  test.each(['HTTPS_PROXY', 'https_proxy'])(
    '%s leads manifests, kubectl and helm to a server that only the proxy can find',
    async (variable) => {
      await expect(lookup(MADE_UP_HOST)).rejects.toThrow();
      Object.assign(job.environment, { HTTPS_PROXY: '', [variable]: `http://127.0.0.1:${proxy.port}` });
      await expectProxied({}, `${MADE_UP_HOST}:${port}`);
    },
    2 * MINUTES,
  );

  test(
    'with user and password logs in, and never shows the password',
    async () => {
      const url = `http://ci:${encodeURIComponent(PASSWORD)}@127.0.0.1:${proxy.port}`;
      job.environment.HTTPS_PROXY = url;
      const results = await expectProxied({}, `${MADE_UP_HOST}:${port}`, `ci:${PASSWORD}`);
      const said = await step({ run: 'echo "the proxy is $HTTPS_PROXY"' });
      expect(said.log).toContain('the proxy is http://ci:***@127.0.0.1');
      for (const { log, summary, outputs } of [...results, said]) {
        for (const text of [log, summary, JSON.stringify(outputs)]) {
          expect(text).not.toContain(PASSWORD);
          expect(text).not.toContain(encodeURIComponent(PASSWORD));
          expect(text).not.toContain(Buffer.from(`ci:${PASSWORD}`).toString('base64'));
        }
      }
      expect(said.rawLog.indexOf(`::add-mask::${PASSWORD}\n`)).toBeGreaterThan(-1);
    },
    2 * MINUTES,
  );

  test(
    'may be an https proxy, whose authority stands beside that of the cluster since kubectl looks nowhere else',
    async () => {
      const authority = createAuthority('proxy authority');
      await proxy.close();
      proxy = await startConnectProxy(port, 200, issue(authority, { commonName: 'proxy', hosts: ['127.0.0.1'] }));
      job.environment.HTTPS_PROXY = `https://127.0.0.1:${proxy.port}`;
      const both = `${story.info.ca}\n${authority.certificate}`;
      await expectProxied({ 'certificate-authority': both }, `${MADE_UP_HOST}:${port}`);
    },
    2 * MINUTES,
  );

  test(
    'is not for a host that NO_PROXY names, which is then asked for directly',
    async () => {
      Object.assign(job.environment, {
        HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
        NO_PROXY: `other.example.com,.test.invalid`,
      });
      const result = await step(MODES.manifests);
      expect(result.outputs.result).toBe('unreachable');
      expect(lastError(result)).toContain(`The host name ${MADE_UP_HOST} does not resolve`);
      expect(proxy.asked).toEqual([]);
    },
    MINUTES,
  );

  test(
    'is for every host that NO_PROXY does not name',
    async () => {
      Object.assign(job.environment, {
        HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
        NO_PROXY: `other.test.invalid,10.0.0.0/8,${MADE_UP_HOST}:1`,
      });
      await expectProxied({}, `${MADE_UP_HOST}:${port}`);
    },
    2 * MINUTES,
  );

  test(
    'is never for loopback',
    async () => {
      job.environment.HTTPS_PROXY = `http://127.0.0.1:${await closedPort()}`;
      for (const host of ['127.0.0.1', 'localhost']) {
        for (const deploy of Object.values(MODES)) {
          const result = await step({ server: `https://${host}:${port}`, ...deploy });
          expect({ log: result.log, ...result.outputs }).toMatchObject({ result: 'succeeded' });
        }
      }
    },
    2 * MINUTES,
  );

  test(
    'reaches later steps of the job through the written kubeconfig',
    async () => {
      job.environment.HTTPS_PROXY = `http://127.0.0.1:${proxy.port}`;
      const setUp = await step({});
      expect({ log: setUp.log, ...setUp.outputs }).toMatchObject({ result: 'succeeded' });
      const before = proxy.asked.length;
      // Not execFileSync: the proxy is in this process.
      const whoami = await promisify(execFile)(
        'kubectl',
        ['auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}'],
        { env: job.environment },
      );
      expect(whoami.stdout).toBe(story.deployer);
      expect(proxy.asked.length).toBeGreaterThan(before);
      await runPost(job, setUp);
      expect(readdirSync(job.temp)).toEqual([]);
    },
    MINUTES,
  );
});

describe('`proxy-url` of a kubeconfig', () => {
  test(
    'applies to loopback too, and comes before HTTPS_PROXY',
    async () => {
      job.environment.HTTPS_PROXY = `http://127.0.0.1:${await closedPort()}`;
      const kubeconfig = kubeconfigWith({ 'proxy-url': `http://127.0.0.1:${proxy.port}` });
      await expectProxied(
        { kubeconfig, server: 'none', 'certificate-authority': 'system', token: 'none' },
        `127.0.0.1:${port}`,
      );
    },
    2 * MINUTES,
  );

  test(
    'with user and password logs in, and never shows the password',
    async () => {
      const url = `http://ci:${encodeURIComponent(PASSWORD)}@127.0.0.1:${proxy.port}`;
      const results = await expectProxied(
        {
          kubeconfig: kubeconfigWith({ 'proxy-url': url, server: `https://${MADE_UP_HOST}:${port}` }),
          server: 'none',
          'certificate-authority': 'system',
          token: 'none',
        },
        `${MADE_UP_HOST}:${port}`,
        `ci:${PASSWORD}`,
      );
      for (const { log, rawLog } of results) {
        expect(log).not.toContain(PASSWORD);
        expect(log).not.toContain(encodeURIComponent(PASSWORD));
        expect(rawLog).toContain(`::add-mask::${PASSWORD}\n`);
      }
    },
    2 * MINUTES,
  );
});

describe('a proxy that does not help is named in the error, without its password', () => {
  const MADE_UP_LOGIN = `ci:${encodeURIComponent(PASSWORD)}@`;

  test(
    'when nothing listens there',
    async () => {
      const closed = await closedPort();
      job.environment.HTTPS_PROXY = `http://${MADE_UP_LOGIN}127.0.0.1:${closed}`;
      const result = await step(MODES.manifests);
      expect(result).toMatchObject({ exitCode: 1, outputs: { result: 'unreachable' } });
      expect(lastError(result)).toContain(`the proxy http://127.0.0.1:${closed} cannot be reached`);
      expect(lastError(result)).toContain('HTTPS_PROXY');
      expect(result.log).not.toContain(PASSWORD);
      expect(result.log).not.toContain(encodeURIComponent(PASSWORD));
    },
    MINUTES,
  );

  test.each([
    [403, 'the target is not allowed'],
    [407, 'the login is wrong'],
    [502, 'the target cannot be reached'],
  ])(
    'when it answers %i, since %s',
    async (status) => {
      await proxy.close();
      proxy = await startConnectProxy(port, status);
      job.environment.HTTPS_PROXY = `http://${MADE_UP_LOGIN}127.0.0.1:${proxy.port}`;
      const result = await step(MODES.manifests);
      expect(result).toMatchObject({ exitCode: 1, outputs: { result: 'unreachable' } });
      expect(lastError(result)).toContain(`the proxy http://127.0.0.1:${proxy.port} answered ${status}`);
      expect(lastError(result)).toContain(`${MADE_UP_HOST}:${port}`);
      expect(result.log).not.toContain(PASSWORD);
    },
    MINUTES,
  );

  test(
    'when the variable holds no address of a proxy',
    async () => {
      job.environment.HTTPS_PROXY = `ftp://${MADE_UP_LOGIN}127.0.0.1:1`;
      const result = await step(MODES.manifests);
      expect(result).toMatchObject({ exitCode: 1, outputs: { result: 'invalid' } });
      expect(lastError(result)).toContain('HTTPS_PROXY');
      expect(result.log).not.toContain(PASSWORD);
      expect(result.log).not.toContain(encodeURIComponent(PASSWORD));
    },
    MINUTES,
  );
});
