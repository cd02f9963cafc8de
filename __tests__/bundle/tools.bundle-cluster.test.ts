import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Job, runMain, runPost, type StepOptions, type StepResult, startJob } from '../../testbed/runner.ts';
import { type Story, startStory } from '../../testbed/story.ts';
import { pinned } from '../../testbed/versions.ts';
import { helmPath, kubectlPath, type Mirror, startMirror } from '../stand-ins/mirror.ts';

const MINUTES = 60_000;
const TOKEN = 'mirr0r-t0ken-that-nobody-may-see';
const kubectl = pinned.kubernetes.version;
const [helm3, helm4] = [pinned.helm3.version, pinned.helm4.version];
const KUBECTL = kubectlPath({ version: kubectl });
const HELM = helmPath({ version: helm4 });
const WRONG_DIGEST = 'f'.repeat(64);

let story: Story;
let mirror: Mirror;
let job: Job;
const jobs: Job[] = [];

beforeAll(async () => {
  story = await startStory('tools');
  const { binaries } = story;
  mirror = await startMirror({
    kubectl: [{ version: kubectl, file: binaries.kubectl }],
    helm: [
      { version: helm3, file: binaries.helm3 },
      { version: helm4, file: binaries.helm4 },
    ],
  });
}, 2 * MINUTES);
afterAll(async () => {
  await mirror?.close();
  await story?.end();
});
beforeEach(() => {
  mirror.heal();
  job = startToollessJob();
});
afterEach(() => {
  for (const each of jobs.splice(0)) each.end();
});

/** A job on a machine that has no kubectl and no helm: what scripts and unpacking need is all that is on its PATH. */
function startToollessJob(): Job {
  const started = startJob();
  jobs.push(started);
  const bin = join(started.temp, '..', 'bin');
  mkdirSync(bin);
  for (const name of ['bash', 'sh', 'cat', 'sleep', 'tar', 'gzip']) symlinkSync(pathOf(name), join(bin, name));
  started.environment.PATH = bin;
  return started;
}

function pathOf(name: string): string {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {}
  }
  throw new Error(`there is no ${name} on PATH`);
}

async function step(
  inputs: Record<string, string>,
  options: StepOptions & { readonly in?: Job } = {},
): Promise<StepResult> {
  return await runMain(
    options.in ?? job,
    {
      ...story.inputs,
      'kubectl-download-url': mirror.url,
      'helm-download-url': mirror.url,
      'download-token': TOKEN,
      ...inputs,
    },
    options,
  );
}

/** Another job on the same machine: only the tool cache is left of the one before. */
function nextJob(): Job {
  return { ...startToollessJob(), toolCache: job.toolCache };
}

function output(tool: string, args: string[], environment: Record<string, string>): string {
  return execFileSync('sh', ['-c', '"$@"', 'sh', tool, ...args], { env: environment, encoding: 'utf8' }).trim();
}

function asked(): string[] {
  return mirror.requests.map(({ path }) => path);
}

function lastError(result: StepResult): string {
  return (
    result.log
      .split('\n')
      .filter((line) => line.startsWith('::error'))
      .at(-1) ?? ''
  );
}

/** Nothing of a download is anywhere, and later steps got nothing on their PATH. */
async function expectNothingLeft(result: StepResult): Promise<void> {
  expect(readdirSync(job.toolCache)).toEqual([]);
  const files = readdirSync(job.temp, { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => /kubectl|helm|\.gz|deploy-as-tool/.test(file))).toEqual([]);
  expect(job.environment.PATH).not.toContain(delimiter);
  await runPost(job, result);
  expect(readdirSync(job.temp)).toEqual([]);
}

describe('real kubectl and helm from a mirror', () => {
  test(
    'are downloaded with the token, verified, kept, and taken from the tool cache by the next job',
    async () => {
      const first = await step({});
      expect({ log: first.log, ...first.outputs }).toMatchObject({ result: 'succeeded' });
      expect(first.log).toContain(`kubectl ${kubectl} (`);
      expect(first.log.match(/downloaded and verified/g)).toHaveLength(2);
      expect(asked()).toEqual(expect.arrayContaining([KUBECTL, `${KUBECTL}.sha256`, HELM, `${HELM}.sha256sum`]));
      for (const { headers } of mirror.requests) expect(headers.authorization).toBe(`Bearer ${TOKEN}`);
      expect(first.log).not.toContain(TOKEN);

      const before = mirror.requests.length;
      const next = nextJob();
      const second = await step({}, { in: next });
      expect({ log: second.log, ...second.outputs }).toMatchObject({ result: 'succeeded' });
      expect(second.log.match(/from the tool cache/g)).toHaveLength(2);
      // What is newest has to be asked each time.
      expect(asked().slice(before).sort()).toEqual(
        ['/helm-latest-version', `/release/stable-${kubectl.slice(1).split('.').slice(0, 2).join('.')}.txt`].sort(),
      );

      for (const [each, result] of [
        [job, first],
        [next, second],
      ] as const) {
        const { environment } = each;
        expect(output('kubectl', ['version', '--client', '-o', 'yaml'], environment)).toContain(kubectl);
        expect(output('kubectl', ['auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}'], environment)).toBe(
          story.deployer,
        );
        expect(output('helm', ['version', '--template', '{{.Version}}'], environment)).toBe(helm4);
        await runPost(each, result);
        expect(readdirSync(each.temp)).toEqual([]);
        expect(() => output('kubectl', ['version', '--client'], environment)).toThrow();
      }
      expect(readdirSync(job.toolCache)).toHaveLength(2);
    },
    2 * MINUTES,
  );

  test(
    'are downloaded at the same time',
    async () => {
      const gate = await startGate([KUBECTL, HELM]);
      const result = await step({ 'kubectl-download-url': gate.url, 'helm-download-url': gate.url });
      gate.close();
      expect({ log: result.log, ...result.outputs }).toMatchObject({ result: 'succeeded' });
    },
    MINUTES,
  );

  test(
    'come only where the mode needs them',
    async () => {
      writeFileSync(join(job.workspace, 'a.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: tool-less }\n');
      const manifests = await step({ manifests: 'a.yaml' });
      expect({ log: manifests.log, ...manifests.outputs }).toMatchObject({ result: 'succeeded' });
      expect(asked()).toEqual([]);
      writeChart();
      const chart = await step({ chart: './chart', release: 'by-helm-4' });
      expect({ log: chart.log, ...chart.outputs }).toMatchObject({ result: 'succeeded', 'release-revision': '1' });
      expect(asked().filter((path) => path.startsWith('/release/'))).toEqual([]);
    },
    MINUTES,
  );

  test(
    'of an older line are what was asked for: Helm 3',
    async () => {
      writeChart();
      const chart = await step({ chart: './chart', release: 'by-helm-3', 'helm-version': '3' });
      expect({ log: chart.log, ...chart.outputs }).toMatchObject({ result: 'succeeded', 'release-revision': '1' });
      expect(chart.log).toContain(`helm ${helm3} (`);
    },
    MINUTES,
  );

  test(
    'are downloaded again where the tool cache is damaged',
    async () => {
      const inputs = { run: 'kubectl version --client', 'helm-version': 'none', 'kubectl-version': kubectl };
      expect((await step(inputs)).outputs.result).toBe('succeeded');
      const files = readdirSync(job.toolCache, { recursive: true, encoding: 'utf8' });
      for (const file of files.filter((each) => each.endsWith('kubectl')))
        writeFileSync(join(job.toolCache, file), '#!/bin/sh\necho taken over\n');
      const next = nextJob();
      const again = await step(inputs, { in: next });
      expect({ log: again.log, ...again.outputs }).toMatchObject({ result: 'succeeded' });
      expect(again.log).toContain('damaged');
      expect(again.log).not.toContain('taken over');
    },
    MINUTES,
  );

  test(
    'are tried again where the mirror has a bad moment',
    async () => {
      mirror.fail(KUBECTL, { kind: 'status', status: 503 }, 1);
      mirror.fail(`${KUBECTL}.sha256`, { kind: 'status', status: 429, headers: { 'Retry-After': '1' } }, 1);
      mirror.fail(HELM, { kind: 'truncated' }, 1);
      mirror.fail(`${HELM}.sha256sum`, { kind: 'reset' }, 1);
      const result = await step({});
      expect({ log: result.log, ...result.outputs }).toMatchObject({ result: 'succeeded' });
      expect(output('helm', ['version', '--template', '{{.Version}}'], job.environment)).toBe(helm4);
    },
    MINUTES,
  );
});

describe('a pinned digest', () => {
  test(
    'that is right makes the published checksum superfluous',
    async () => {
      mirror.serve(`${KUBECTL}.sha256`, undefined);
      mirror.serve(`${HELM}.sha256sum`, undefined);
      const result = await step({
        'kubectl-version': kubectl,
        'kubectl-sha256': mirror.digestOf(KUBECTL),
        'helm-version': helm4,
        'helm-sha256': mirror.digestOf(HELM).toUpperCase(),
      });
      expect({ log: result.log, ...result.outputs }).toMatchObject({ result: 'succeeded' });
      expect(asked().sort()).toEqual([HELM, KUBECTL].sort());
    },
    MINUTES,
  );

  test(
    'that is wrong is an error, whatever the mirror publishes',
    async () => {
      const result = await step({
        'kubectl-version': kubectl,
        'kubectl-sha256': WRONG_DIGEST,
        'helm-version': 'none',
      });
      expect(result).toMatchObject({ exitCode: 1, outputs: { result: 'tool-failed' } });
      for (const words of [`${mirror.url}${KUBECTL}`, '`kubectl-sha256`', WRONG_DIGEST, mirror.digestOf(KUBECTL)])
        expect(lastError(result)).toContain(words);
      await expectNothingLeft(result);
    },
    MINUTES,
  );
});

describe('a download that fails is tool-failed, names its address and what to write, and leaves nothing', () => {
  interface BadDay {
    readonly name: string;
    readonly inputs?: Record<string, string>;
    readonly spoil?: () => void;
    readonly address: string;
    readonly words: readonly string[];
  }
  const badDays: BadDay[] = [
    {
      name: 'a kubectl with another checksum',
      spoil: () => mirror.serve(`${KUBECTL}.sha256`, WRONG_DIGEST),
      address: KUBECTL,
      words: ['thrown away unopened', WRONG_DIGEST, 'do not pin what was found'],
    },
    {
      name: 'a helm with another checksum',
      spoil: () => mirror.serve(`${HELM}.sha256sum`, `${WRONG_DIGEST}  ${HELM.slice(1)}\n`),
      address: HELM,
      words: ['thrown away unopened', WRONG_DIGEST],
    },
    {
      name: 'a checksum that is missing',
      spoil: () => mirror.serve(`${KUBECTL}.sha256`, undefined),
      address: `${KUBECTL}.sha256`,
      words: ['404', '`kubectl-sha256`'],
    },
    {
      name: 'a checksum that is a web page',
      spoil: () => mirror.serve(`${HELM}.sha256sum`, '<!doctype html><title>Sign in</title>'),
      address: `${HELM}.sha256sum`,
      words: ['Sign in', '`helm-sha256`'],
    },
    {
      name: 'a kubectl version that does not exist',
      inputs: { 'kubectl-version': 'v1.36.99' },
      address: kubectlPath({ version: 'v1.36.99' }),
      words: ['kubectl v1.36.99 does not exist', '404', '`kubectl-version`'],
    },
    {
      name: 'a minor that does not exist',
      inputs: { 'kubectl-version': '1.99' },
      address: '/release/stable-1.99.txt',
      words: ['1.99', '404', '`kubectl-version: stable`'],
    },
    {
      name: 'a helm version that does not exist',
      inputs: { 'helm-version': 'v4.99.0' },
      address: helmPath({ version: 'v4.99.0' }),
      words: ['helm v4.99.0 does not exist', '404', '`helm-version`'],
    },
    {
      name: 'a body that is cut off each time',
      spoil: () => mirror.fail(HELM, { kind: 'truncated' }),
      address: HELM,
      words: ['broke off', 'tried 5 times', '`helm-download-url`'],
    },
    {
      name: 'a mirror that does not know the token',
      spoil: () => mirror.fail(KUBECTL, { kind: 'status', status: 401 }),
      address: KUBECTL,
      words: ['401', '`download-token`'],
    },
    {
      name: 'a mirror that leads out of encryption',
      spoil: () => mirror.fail(KUBECTL, { kind: 'redirect', to: 'http://mirror.test.invalid/kubectl' }),
      address: KUBECTL,
      words: ['http://mirror.test.invalid/kubectl, which is not encrypted'],
    },
  ];

  test.each(badDays)(
    '$name',
    async ({ inputs, spoil, address, words }) => {
      spoil?.();
      const result = await step({ run: 'kubectl version; helm version', ...inputs });
      expect({ exitCode: result.exitCode, log: result.log, ...result.outputs }).toMatchObject({
        exitCode: 1,
        result: 'tool-failed',
      });
      expect(lastError(result)).toContain(`${mirror.url}${address}`);
      for (const word of words) expect(lastError(result)).toContain(word);
      expect(result.log).not.toContain(TOKEN);
      // The other tool, which was right, may have been kept.
      const broken = /kubectl/.test(address) || address.startsWith('/release/') ? 'kubectl' : 'helm';
      expect(readdirSync(job.toolCache).filter((name) => name.includes(`-${broken}`))).toEqual([]);
      expect(job.environment.PATH).not.toContain(delimiter);
      await runPost(job, result);
      expect(readdirSync(job.temp)).toEqual([]);
    },
    2 * MINUTES,
  );

  test(
    'both tools at once are both named',
    async () => {
      const result = await step({ 'kubectl-version': 'v1.36.98', 'helm-version': 'v4.98.0' });
      expect(result.outputs.result).toBe('tool-failed');
      for (const version of ['v1.36.98', 'v4.98.0']) expect(lastError(result)).toContain(version);
      await expectNothingLeft(result);
    },
    MINUTES,
  );

  test(
    'a mirror that is not there',
    async () => {
      const gone = await startGate([]);
      gone.close();
      const result = await step({ 'kubectl-download-url': gone.url, 'helm-version': 'none' });
      expect(result.outputs.result).toBe('tool-failed');
      expect(lastError(result)).toContain(gone.url);
      expect(lastError(result)).toContain('`kubectl-download-url`');
      await expectNothingLeft(result);
    },
    MINUTES,
  );

  test(
    'a job that is cancelled meanwhile leaves nothing either',
    async () => {
      mirror.fail(KUBECTL, { kind: 'stalled' });
      const cancel = new AbortController();
      const result = await step(
        { 'kubectl-version': kubectl, 'helm-version': 'none' },
        {
          signal: cancel.signal,
          onLine: (line) => {
            if (line.includes('Downloading kubectl')) cancel.abort();
          },
        },
      );
      expect(result).toMatchObject({ exitCode: 1, outputs: { result: 'cancelled' } });
      await expectNothingLeft(result);
    },
    MINUTES,
  );
});

function writeChart(): void {
  mkdirSync(join(job.workspace, 'chart', 'templates'), { recursive: true });
  const files = {
    'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    'chart/templates/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "{{ .Release.Name }}" }\n',
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(job.workspace, path), text);
}

/** In front of the mirror: it answers none of `paths` before all of them were asked for. */
async function startGate(paths: readonly string[]): Promise<{ url: string; close(): void }> {
  const { url } = mirror;
  const waiting = new Set(paths);
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const server: Server = createServer(async (request, response) => {
    const path = request.url ?? '';
    waiting.delete(path);
    if (waiting.size === 0) open();
    if (paths.includes(path)) await opened;
    httpRequest(`${url}${path}`, { headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
