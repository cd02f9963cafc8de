import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createToolStore } from '../../src/action/tool-store.ts';
import type { Clock, Log } from '../../src/host.ts';
import { formatProblem } from '../../src/problem.ts';
import { createDownload } from '../../src/tools/download.ts';
import { findOwn } from '../../src/tools/own.ts';
import { processRunner } from '../../src/tools/process.ts';
import { type ProvidedTools, provideTools } from '../../src/tools/provide.ts';
import { parseToolRequests, type ToolInputs } from '../../src/tools/version.ts';
import { ensureBinaries } from '../../testbed/binaries.ts';
import { pinned } from '../../testbed/versions.ts';
import { helmPath, type Mirror, startMirror } from '../stand-ins/mirror.ts';

const never = new AbortController().signal;
const clock: Clock = { now: Date.now, sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }) };
const log: Log = { info: () => {}, script: () => {}, warn: () => {}, debug: () => {}, group: (_, work) => work() };
const network = { httpsProxy: undefined, httpProxy: undefined, noProxy: undefined, extraRoots: [] };
const kubernetes = pinned.kubernetes.version;
const [helm3, helm4] = [pinned.helm3.version, pinned.helm4.version];
const cacheBefore = process.env.RUNNER_TOOL_CACHE;

let folder = '';
let mirror: Mirror;

// A first build takes minutes.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deploy-as-real-tools-'));
  process.env.RUNNER_TOOL_CACHE = join(folder, 'cache');
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const binaries = await ensureBinaries(
    ['kubectl', 'helm3', 'helm4'],
    (line) => void process.stderr.write(`${line}\n`),
  );
  mirror = await startMirror({
    kubectl: [{ version: kubernetes, file: binaries.kubectl }],
    helm: [
      { version: helm3, file: binaries.helm3 },
      { version: helm4, file: binaries.helm4 },
    ],
  });
}, 1_200_000);

afterAll(async () => {
  jest.restoreAllMocks();
  if (cacheBefore === undefined) delete process.env.RUNNER_TOOL_CACHE;
  else process.env.RUNNER_TOOL_CACHE = cacheBefore;
  await mirror?.close();
  await rm(folder, { recursive: true });
});

async function provide(inputs: Partial<ToolInputs>): Promise<ProvidedTools> {
  const tools = parseToolRequests({
    kubectlVersion: 'auto',
    helmVersion: 'auto',
    kubectlDownloadUrl: mirror.url,
    helmDownloadUrl: mirror.url,
    kubectlSha256: '',
    helmSha256: '',
    downloadToken: undefined,
    mode: 'setup',
    ...inputs,
  });
  if (!tools.ok) throw new Error(tools.problems.map(formatProblem).join('\n'));
  const run = await mkdtemp(join(folder, 'run-'));
  const outcome = await provideTools(
    {
      tools: tools.value,
      mode: 'setup',
      clusterVersion: kubernetes,
      environment: {},
      cwd: run,
      nodePlatform: process.platform,
      nodeArch: process.arch,
      folder: run,
    },
    {
      process: processRunner(),
      download: createDownload({ clock, network }),
      store: createToolStore({ toolCache: join(folder, 'cache'), temp: run }),
      clock,
      log,
    },
    never,
  );
  if (!outcome.ok) throw new Error(outcome.problems.map(formatProblem).join('\n'));
  return outcome.value;
}

/** What the tool at `path` says when it is found on PATH. */
async function versionOf(tool: 'kubectl' | 'helm', path: string | undefined): Promise<string> {
  const environment = { PATH: dirname(path ?? ''), HOME: folder };
  const found = await findOwn(
    tool,
    { environment, cwd: folder, nodePlatform: process.platform },
    { process: processRunner(), clock },
    never,
  );
  return found.kind === 'usable' ? found.own.version : found.kind;
}

test('the real kubectl and helm are downloaded, verified, kept and run', async () => {
  const first = await provide({});
  expect([first.kubectl?.origin, first.helm?.origin]).toEqual(['download', 'download']);
  expect(await versionOf('kubectl', first.kubectl?.path)).toBe(kubernetes);
  expect(await versionOf('helm', first.helm?.path)).toBe(helm4);
  const second = await provide({});
  expect([second.kubectl?.origin, second.helm?.origin]).toEqual(['cache', 'cache']);
  expect(await versionOf('helm', second.helm?.path)).toBe(helm4);
});

test('the real Helm 3 is provided by its line, and pinned by the digest of its archive', async () => {
  const byLine = await provide({ helmVersion: '3', kubectlVersion: 'none' });
  expect(await versionOf('helm', byLine.helm?.path)).toBe(helm3);
  const helmSha256 = mirror.digestOf(helmPath({ version: helm3 }));
  const byPin = await provide({ helmVersion: helm3, helmSha256, kubectlVersion: 'none' });
  expect(byPin.helm).toMatchObject({ version: helm3, origin: 'cache' });
});
