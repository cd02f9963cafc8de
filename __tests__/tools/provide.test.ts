import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Clock, Log, ToolStore } from '../../src/host.ts';
import { formatProblem, type Outcome } from '../../src/problem.ts';
import { Secrets } from '../../src/secret.ts';
import { createDownload } from '../../src/tools/download.ts';
import { processRunner } from '../../src/tools/process.ts';
import { type ProvidedTools, provideTools, type ToolsQuestion } from '../../src/tools/provide.ts';
import { parseToolRequests, type ToolInputs } from '../../src/tools/version.ts';
import { helmPath, kubectlPath, type Mirror, startMirror } from '../stand-ins/mirror.ts';

const never = new AbortController().signal;
/** The tools are shell scripts here. */
const onUnix = process.platform === 'win32' ? describe.skip : describe;
const network = { httpsProxy: undefined, httpProxy: undefined, noProxy: undefined, extraRoots: [] };
const token = new Secrets().register('mirror-token-1234');

let folder = '';
let mirror: Mirror;
let lines: string[] = [];
const mirrors: Mirror[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deploy-as-provide-'));
  await Promise.all(['own', 'cache', 'temp'].map((name) => mkdir(join(folder, name))));
  lines = [];
  mirror = await mirrorOf({ kubectl: ['v1.35.9', 'v1.36.2', 'v1.36.3'], helm: ['v3.22.0', 'v4.3.1'] });
});

afterEach(async () => {
  await Promise.all(mirrors.splice(0).map((each) => each.close()));
  await rm(folder, { recursive: true });
});

/** A small executable that answers as the tool does. */
async function fakeTool(tool: 'kubectl' | 'helm', version: string, file: string): Promise<string> {
  const answer = tool === 'kubectl' ? `{\n  "clientVersion": {\n    "gitVersion": "${version}"\n  }\n}` : version;
  await writeFile(file, `#!/bin/sh\ncat <<'END'\n${answer}\nEND\n`, { mode: 0o755 });
  return file;
}

async function mirrorOf(versions: { kubectl?: string[]; helm?: string[] }): Promise<Mirror> {
  const made = async (tool: 'kubectl' | 'helm') =>
    Promise.all(
      (versions[tool] ?? []).map(async (version) => ({
        version,
        file: await fakeTool(tool, version, join(folder, `${tool}-${version}`)),
      })),
    );
  const started = await startMirror({ kubectl: await made('kubectl'), helm: await made('helm') });
  mirrors.push(started);
  return started;
}

/** Pauses pass at once; the long time that a tool gets to tell its version does not. */
const clock: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) =>
    milliseconds < 20_000
      ? Promise.resolve()
      : new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
};

const log: Log = {
  info: (line) => void lines.push(line),
  script: () => {},
  warn: (problem) => void lines.push(problem.message),
  debug: () => {},
  group: (_, work) => work(),
};

/** One run of the action: its own private folder, one tool cache for all. */
async function provide(
  inputs: Partial<ToolInputs> = {},
  overrides: Partial<ToolsQuestion> & { store?: ToolStore; clock?: Clock; signal?: AbortSignal } = {},
): Promise<Outcome<ProvidedTools>> {
  const tools = parseToolRequests({
    kubectlVersion: '',
    helmVersion: '',
    kubectlDownloadUrl: mirror.url,
    helmDownloadUrl: mirror.url,
    kubectlSha256: '',
    helmSha256: '',
    downloadToken: undefined,
    mode: 'setup',
    ...inputs,
  });
  if (!tools.ok) throw new Error(tools.problems.map(formatProblem).join('\n'));
  const { store, clock: otherClock, signal, ...question } = overrides;
  return provideTools(
    {
      tools: tools.value,
      mode: inputs.mode ?? 'setup',
      clusterVersion: 'v1.36.3',
      nodePlatform: process.platform,
      nodeArch: process.arch,
      environment: { PATH: `${join(folder, 'own')}:/usr/bin:/bin`.replace('/usr/bin', join(folder, 'nothing')) },
      cwd: folder,
      folder: await mkdtemp(join(folder, 'run-')),
      ...question,
    },
    {
      process: processRunner({ grace: 100, killed: 1_000, quiet: 100 }),
      download: createDownload({ clock, network, stallMilliseconds: 5_000 }),
      clock: otherClock ?? clock,
      store: store ?? toolStore(),
      log,
    },
    signal ?? never,
  );
}

/** A tool cache that says nothing; the action's own prints each command. */
function toolStore(): ToolStore {
  const place = (tool: string, version: string) => join(folder, 'cache', tool, version);
  return {
    find: async (tool, version) =>
      stat(place(tool, version)).then(
        () => place(tool, version),
        () => undefined,
      ),
    async keep(file, name, tool, version) {
      await cp(file, join(place(tool, version), name));
      return place(tool, version);
    },
    async unpack(archive) {
      const unpacked = await mkdtemp(join(folder, 'temp', 'unpacked-'));
      await promisify(execFile)('tar', ['-xzf', archive, '-C', unpacked]);
      return unpacked;
    },
  };
}

function toolsOf(outcome: Outcome<ProvidedTools>): ProvidedTools {
  if (!outcome.ok) throw new Error(outcome.problems.map(formatProblem).join('\n'));
  return outcome.value;
}

/** All problems as a person reads them. */
function wordsOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? '' : outcome.problems.map((problem) => `${problem.kind}: ${formatProblem(problem)}`).join('\n');
}

/** `kubectl v1.36.3 download`, for both tools. */
function summary(outcome: Outcome<ProvidedTools>): string[] {
  const { kubectl, helm } = toolsOf(outcome);
  return [kubectl, helm]
    .filter((tool) => tool !== undefined)
    .map((tool) => `${tool.name} ${tool.version} ${tool.origin}`);
}

const asked = () => mirror.requests.map((request) => request.path);
const own = (tool: 'kubectl' | 'helm', version: string) => fakeTool(tool, version, join(folder, 'own', tool));

onUnix('the tools of a run', () => {
  test('are downloaded where the runner has none, and can be run', async () => {
    const outcome = await provide();
    expect(summary(outcome)).toEqual(['kubectl v1.36.3 download', 'helm v4.3.1 download']);
    const { kubectl, helm } = toolsOf(outcome);
    for (const tool of [kubectl, helm]) {
      expect((await stat(tool?.path ?? '')).mode & 0o777).toBe(0o755);
      expect(tool?.path).toMatch(/run-\w+\/bin\/(kubectl|helm)$/);
    }
    const run = processRunner();
    const told = await run({ file: helm?.path ?? '', args: [], env: { PATH: '/usr/bin:/bin' }, cwd: folder }, never);
    expect(told.stdout).toBe('v4.3.1\n');
  });

  test('leave nothing but themselves in the private folder', async () => {
    const runFolder = await mkdtemp(join(folder, 'run-'));
    await provide({}, { folder: runFolder });
    expect(await readdir(runFolder)).toEqual(['bin']);
    expect((await readdir(join(runFolder, 'bin'))).sort()).toEqual(['helm', 'kubectl']);
    expect(await readdir(join(folder, 'temp'))).toEqual([]);
  });

  test("are the runner's own where these fit, and nobody is asked then", async () => {
    await own('kubectl', 'v1.35.4-dispatcher');
    await own('helm', 'v3.14.0');
    expect(summary(await provide())).toEqual(['kubectl v1.35.4-dispatcher runner', 'helm v3.14.0 runner']);
    expect(asked()).toEqual([]);
  });

  test("are not the runner's own where these do not fit", async () => {
    await own('kubectl', 'v1.30.6');
    await own('helm', 'v2.17.0');
    expect(summary(await provide())).toEqual(['kubectl v1.36.3 download', 'helm v4.3.1 download']);
    expect(lines.join('\n')).toContain("the runner's own v1.30.6 is further than one minor from that");
  });

  test('are none where the mode needs none', async () => {
    expect(summary(await provide({ mode: 'manifests' }, { clusterVersion: undefined }))).toEqual([]);
    expect(asked()).toEqual([]);
  });

  test('are given to every mode that asks for them', async () => {
    const outcome = await provide({ mode: 'manifests', kubectlVersion: '1.36', helmVersion: '3' });
    expect(summary(outcome)).toEqual(['kubectl v1.36.3 download', 'helm v3.22.0 download']);
  });

  test("are the runner's own where that is the very version", async () => {
    await own('kubectl', 'v1.36.3');
    await own('helm', 'v4.3.1');
    expect(summary(await provide({ kubectlVersion: 'stable', helmVersion: 'v4.3.1' }))).toEqual([
      'kubectl v1.36.3 runner',
      'helm v4.3.1 runner',
    ]);
    expect(asked()).toEqual(['/release/stable.txt']);
  });

  test.each([
    [
      'ends with an error',
      'echo "cannot open shared object" >&2; exit 127',
      '`kubectl version` ended with 127 (cannot open shared object)',
    ],
    ['does not tell a version', 'echo hello', 'it does not tell a version'],
    [
      'does not know its version',
      'echo \'{"clientVersion":{"gitVersion":"v0.0.0-master+$Format:%H$"}}\'',
      'it does not tell a version',
    ],
    ['is ended by a signal', 'kill -SEGV $$', 'was ended by SIGSEGV'],
  ])("are downloaded where the runner's own %s, and the log says so", async (_, script, reason) => {
    await writeFile(join(folder, 'own', 'kubectl'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    expect(summary(await provide({ helmVersion: 'none' }))).toEqual(['kubectl v1.36.3 download']);
    expect(lines[0]).toContain(`The runner's own kubectl at ${join(folder, 'own', 'kubectl')} is of no use`);
    expect(lines[0]).toContain(reason);
  });

  test("are downloaded where the runner's own is no program of this machine", async () => {
    await writeFile(join(folder, 'own', 'kubectl'), Buffer.from('7f454c46000000', 'hex'), { mode: 0o755 });
    expect(summary(await provide({ helmVersion: 'none' }))).toEqual(['kubectl v1.36.3 download']);
    expect(lines[0]).toContain('is of no use');
  });

  test("are downloaded where the runner's own does not answer", async () => {
    await writeFile(join(folder, 'own', 'kubectl'), '#!/bin/sh\nsleep 1000\n', { mode: 0o755 });
    const hasty: Clock = { now: Date.now, sleep: () => Promise.resolve() };
    expect(summary(await provide({ helmVersion: 'none' }, { clock: hasty }))).toEqual(['kubectl v1.36.3 download']);
    expect(lines[0]).toContain('it did not tell its version within 20 s');
  });

  test('read a version among the warnings of a wrapper', async () => {
    const script =
      'echo "wrapper: update available"\necho \'{"clientVersion": {"major":"1", "gitVersion":"v1.36.1"}}\'\necho bye >&2';
    await writeFile(join(folder, 'own', 'kubectl'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    expect(summary(await provide({ helmVersion: 'none' }))).toEqual(['kubectl v1.36.1 runner']);
  });

  test('on a machine that nobody releases for are an error, but not where the runner has them', async () => {
    const outcome = await provide({}, { nodeArch: 'riscv64' });
    expect(wordsOf(outcome)).toContain('linux on riscv64');
    await own('kubectl', 'v1.36.0');
    await own('helm', 'v4.0.0');
    expect(summary(await provide({}, { nodeArch: 'riscv64' }))).toHaveLength(2);
  });
});

onUnix('the tool cache', () => {
  test('is asked before the mirror', async () => {
    const versions = { kubectlVersion: 'v1.36.3', helmVersion: 'v4.3.1' };
    expect(summary(await provide(versions))).toEqual(['kubectl v1.36.3 download', 'helm v4.3.1 download']);
    const before = asked().length;
    const again = await provide(versions);
    expect(summary(again)).toEqual(['kubectl v1.36.3 cache', 'helm v4.3.1 cache']);
    expect(asked()).toHaveLength(before);
    expect(await readFile(toolsOf(again).helm?.path ?? '', 'utf8')).toContain('v4.3.1');
  });

  test('of one mirror says nothing of another', async () => {
    const versions = { kubectlVersion: 'v1.36.3', helmVersion: 'none' };
    await provide(versions);
    const other = await mirrorOf({ kubectl: ['v1.36.3'] });
    expect(summary(await provide({ ...versions, kubectlDownloadUrl: other.url }))).toEqual([
      'kubectl v1.36.3 download',
    ]);
    expect(other.requests).not.toEqual([]);
  });

  test('is not believed where it is damaged', async () => {
    const versions = { kubectlVersion: 'v1.36.3', helmVersion: 'v4.3.1' };
    await provide(versions);
    for (const tool of await readdir(join(folder, 'cache'))) {
      const [version = ''] = await readdir(join(folder, 'cache', tool));
      const [file = ''] = await readdir(join(folder, 'cache', tool, version));
      await chmod(join(folder, 'cache', tool, version, file), 0o600);
      await writeFile(join(folder, 'cache', tool, version, file), 'something else');
    }
    expect(summary(await provide(versions))).toEqual(['kubectl v1.36.3 download', 'helm v4.3.1 download']);
    expect(lines.filter((line) => line.includes('is damaged'))).toHaveLength(2);
  });

  test('is not believed where another digest is pinned', async () => {
    await provide({ kubectlVersion: 'v1.36.3', helmVersion: 'v4.3.1' });
    const pins = { kubectlSha256: 'ab'.repeat(32), helmSha256: 'cd'.repeat(32) };
    const outcome = await provide({ kubectlVersion: 'v1.36.3', helmVersion: 'v4.3.1', ...pins });
    expect(wordsOf(outcome)).toContain('is not what `kubectl-sha256` pins');
    expect(wordsOf(outcome)).toContain('is not what `helm-sha256` pins');
  });

  test('is believed where the same digest is pinned', async () => {
    const versions = { kubectlVersion: 'v1.36.3', helmVersion: 'v4.3.1' };
    await provide(versions);
    const pins = {
      kubectlSha256: mirror.digestOf(kubectlPath({ version: 'v1.36.3' })),
      helmSha256: mirror.digestOf(helmPath({ version: 'v4.3.1' })),
    };
    expect(summary(await provide({ ...versions, ...pins }))).toEqual(['kubectl v1.36.3 cache', 'helm v4.3.1 cache']);
  });

  test('that keeps nothing does not stop the run', async () => {
    const store = { ...toolStore(), keep: () => Promise.reject(new Error('EROFS: read-only file system')) };
    expect(summary(await provide({ helmVersion: 'none' }, { store }))).toEqual(['kubectl v1.36.3 download']);
    expect(lines.join('\n')).toContain(
      'kubectl v1.36.3 cannot be kept in the tool cache, and the next run downloads it again: EROFS',
    );
  });
});

onUnix('a download that is not what it should be', () => {
  const versions = { kubectlVersion: 'v1.36.3', helmVersion: 'v4.3.1' };

  /** Nothing was left to run, unpack or find in a cache. */
  async function expectNothingKept(runFolder: string): Promise<void> {
    expect(await readdir(runFolder)).toEqual([]);
    expect(await readdir(join(folder, 'cache'))).toEqual([]);
    expect(await readdir(join(folder, 'temp'))).toEqual([]);
  }

  test('by its published checksum is thrown away unopened', async () => {
    mirror.serve(`${kubectlPath({ version: 'v1.36.3' })}.sha256`, 'ab'.repeat(32));
    mirror.serve(
      `${helmPath({ version: 'v4.3.1' })}.sha256sum`,
      `${'cd'.repeat(32)}  ${helmPath({ version: 'v4.3.1' }).slice(1)}\n`,
    );
    const runFolder = await mkdtemp(join(folder, 'run-'));
    const words = wordsOf(await provide(versions, { folder: runFolder }));
    expect(words).toContain(
      `tool: kubectl v1.36.3 from ${mirror.url}${kubectlPath({ version: 'v1.36.3' })} is not what its published checksum says`,
    );
    expect(words).toContain(`expected ${'ab'.repeat(32)}`);
    expect(words).toContain(`found    ${mirror.digestOf(kubectlPath({ version: 'v1.36.3' }))}`);
    expect(words).toContain('tool: helm v4.3.1 from');
    await expectNothingKept(runFolder);
  });

  test('by its pin is thrown away, though the published checksum matches', async () => {
    const runFolder = await mkdtemp(join(folder, 'run-'));
    const pins = { kubectlSha256: 'ab'.repeat(32), helmSha256: 'cd'.repeat(32) };
    const words = wordsOf(await provide({ ...versions, ...pins }, { folder: runFolder }));
    expect(words).toContain('is not what `kubectl-sha256` pins; it was thrown away unopened');
    expect(words).toContain('is not what `helm-sha256` pins; it was thrown away unopened');
    await expectNothingKept(runFolder);
  });

  test('is right by its pin where the mirror has no checksums', async () => {
    mirror.serve(`${kubectlPath({ version: 'v1.36.3' })}.sha256`, undefined);
    const kubectlSha256 = mirror.digestOf(kubectlPath({ version: 'v1.36.3' }));
    expect(summary(await provide({ ...versions, kubectlSha256 }))[0]).toBe('kubectl v1.36.3 download');
  });

  test("is downloaded though the runner's own has the version, where it is pinned", async () => {
    await own('kubectl', 'v1.36.3');
    const kubectlSha256 = mirror.digestOf(kubectlPath({ version: 'v1.36.3' }));
    expect(summary(await provide({ ...versions, kubectlSha256 }))[0]).toBe('kubectl v1.36.3 download');
  });

  test.each([
    ['missing', undefined, 'answered 404: there is no checksum for this kubectl, and without one it is not used'],
    ['a page', '<html>sign in</html>', 'should hold the SHA-256 of kubectl, but it says "<html>sign in</html>"'],
    ["another file's", `${'ab'.repeat(32)}  kubelet`, 'should hold the SHA-256 of kubectl'],
  ])('is not used where the checksum is %s', async (_, checksum, reason) => {
    mirror.serve(`${kubectlPath({ version: 'v1.36.3' })}.sha256`, checksum);
    const runFolder = await mkdtemp(join(folder, 'run-'));
    const words = wordsOf(await provide({ kubectlVersion: 'v1.36.3', helmVersion: 'none' }, { folder: runFolder }));
    expect(words).toContain(reason);
    expect(words).toContain('pin an exact `kubectl-version` with `kubectl-sha256`');
    await expectNothingKept(runFolder);
  });

  test('because it is cut is an error after all attempts', async () => {
    mirror.fail(kubectlPath({ version: 'v1.36.3' }), { kind: 'truncated' });
    const runFolder = await mkdtemp(join(folder, 'run-'));
    const words = wordsOf(await provide({ kubectlVersion: 'v1.36.3', helmVersion: 'none' }, { folder: runFolder }));
    expect(words).toContain(
      `Cannot download kubectl v1.36.3: ${mirror.url}${kubectlPath({ version: 'v1.36.3' })}: its answer broke off (tried 5 times).`,
    );
    await expectNothingKept(runFolder);
  });

  test('because the archive holds no helm is an error', async () => {
    const store = { ...toolStore(), unpack: async () => mkdtemp(join(folder, 'temp', 'empty-')) };
    const words = wordsOf(await provide({ kubectlVersion: 'none', helmVersion: 'v4.3.1' }, { store }));
    expect(words).toMatch(
      /helm-v4\.3\.1-\w+-\w+\.tar\.gz was downloaded and verified, but cannot be unpacked: there is no file \w+-\w+\/helm in it/,
    );
  });
});

onUnix('a version that does not exist', () => {
  test('is an error with the address and what to write, once', async () => {
    const words = wordsOf(await provide({ kubectlVersion: 'v1.36.99', helmVersion: 'v4.99.0' }));
    expect(words.split('\n').filter((line) => line.startsWith('tool: '))).toEqual([
      `tool: kubectl v1.36.99 does not exist: ${mirror.url}${kubectlPath({ version: 'v1.36.99' })} answered 404.`,
      `tool: helm v4.99.0 does not exist: ${mirror.url}${helmPath({ version: 'v4.99.0' })} answered 404.`,
    ]);
    expect(words).toContain('Write `kubectl-version` as `stable`');
    expect(words).toContain('Write `helm-version` as `latest`');
  });

  test('is an error for a minor and for the minor of the cluster', async () => {
    const asMinor = wordsOf(await provide({ kubectlVersion: '1.99', helmVersion: 'none' }));
    expect(asMinor).toContain(
      `There is no release that is the newest kubectl 1.99: ${mirror.url}/release/stable-1.99.txt answered 404.`,
    );
    expect(asMinor).toContain('Write `kubectl-version: stable`');
    const ofCluster = wordsOf(await provide({ helmVersion: 'none' }, { clusterVersion: 'v1.99.0-alpha.1' }));
    expect(ofCluster).toContain('/release/stable-1.99.txt answered 404');
  });

  test.each([
    ['a page', '<html>\n<body>sign in'],
    ['nothing', ''],
    ['another minor', 'v1.35.9'],
    ['a path', '../../../v1.36.3'],
  ])('is an error where the file of the newest one says %s', async (_, body) => {
    mirror.serve('/release/stable-1.36.txt', body);
    const words = wordsOf(await provide({ kubectlVersion: '1.36', helmVersion: 'none' }));
    expect(words).toContain(`${mirror.url}/release/stable-1.36.txt should name the newest kubectl 1.36, but it says`);
  });

  test('is an error where the newest helm is one that we do not know', async () => {
    mirror.serve('/helm-latest-version', 'v5.0.0');
    const words = wordsOf(await provide({ kubectlVersion: 'none', helmVersion: 'latest' }));
    expect(words).toContain('The newest helm is v5.0.0, and deploy-as knows Helm 3 and 4.');
  });

  test('for a cluster that does not tell its own is an error', async () => {
    const words = wordsOf(await provide({ helmVersion: 'none' }, { clusterVersion: undefined }));
    expect(words).toContain('The API server does not tell its version');
  });
});

onUnix('the download token', () => {
  test('is sent to the mirror with every request', async () => {
    await provide({ downloadToken: token });
    expect(mirror.requests.length).toBeGreaterThanOrEqual(6);
    expect(new Set(mirror.requests.map((request) => request.headers.authorization))).toEqual(
      new Set(['Bearer mirror-token-1234']),
    );
  });

  test('is never sent upstream', async () => {
    const sent: { url: string; hasToken: boolean }[] = [];
    const refuse = async (request: { url: string; token?: unknown }) => {
      sent.push({ url: request.url, hasToken: request.token !== undefined });
      return { ok: false as const, url: request.url, status: 503, reason: 'it answered 503' };
    };
    const tools = parseToolRequests({
      kubectlVersion: 'v1.36.3',
      helmVersion: 'v4.3.1',
      kubectlDownloadUrl: '',
      helmDownloadUrl: mirror.url,
      kubectlSha256: '',
      helmSha256: '',
      downloadToken: token,
      mode: 'setup',
    });
    if (!tools.ok) throw new Error('these inputs are right');
    const surroundings = {
      environment: {},
      cwd: folder,
      nodePlatform: process.platform,
      nodeArch: process.arch,
      folder,
    };
    await provideTools(
      { tools: tools.value, mode: 'setup', clusterVersion: 'v1.36.3', ...surroundings },
      { process: processRunner(), download: { text: refuse, file: refuse }, clock, store: toolStore(), log },
      never,
    );
    expect(sent.filter(({ url }) => url.startsWith('https://dl.k8s.io/')).map(({ hasToken }) => hasToken)).toEqual([
      false,
      false,
    ]);
    expect(sent.filter(({ url }) => url.startsWith(mirror.url)).map(({ hasToken }) => hasToken)).toEqual([true, true]);
  });

  test('is what a refusal points to', async () => {
    mirror.fail('/release/stable-1.36.txt', { kind: 'status', status: 401 });
    const words = wordsOf(await provide({ helmVersion: 'none' }));
    expect(words).toContain(
      `Cannot download the newest kubectl 1.36: ${mirror.url}/release/stable-1.36.txt: it answered 401 Unauthorized.`,
    );
    expect(words).toContain('Give `download-token`');
  });
});

onUnix('kubectl and helm', () => {
  test('are provided at once, and the problems of both are told', async () => {
    mirror.fail(kubectlPath({ version: 'v1.36.3' }), { kind: 'status', status: 500 });
    mirror.fail(helmPath({ version: 'v4.3.1' }), { kind: 'status', status: 500 });
    const words = wordsOf(await provide({ kubectlVersion: 'v1.36.3', helmVersion: 'v4.3.1' }));
    expect(words).toContain('Cannot download kubectl v1.36.3');
    expect(words).toContain('Cannot download helm v4.3.1');
  });

  test('are given up with the reason of an abort', async () => {
    const reason = new Error('cancelled');
    mirror.fail(kubectlPath({ version: 'v1.36.3' }), { kind: 'stalled' });
    const controller = new AbortController();
    const providing = provide({ kubectlVersion: 'v1.36.3', helmVersion: 'none' }, { signal: controller.signal });
    while (!asked().includes(kubectlPath({ version: 'v1.36.3' }))) await new Promise(setImmediate);
    controller.abort(reason);
    await expect(providing).rejects.toBe(reason);
  });
});
