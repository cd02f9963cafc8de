import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Clock } from '../../src/host.ts';
import { Secrets } from '../../src/secret.ts';
import { createDownload, type DownloadOptions } from '../../src/tools/download.ts';
import { createAuthority, issue, type KeyPair } from '../../testbed/certificates.ts';
import { type Mirror, startMirror } from '../stand-ins/mirror.ts';

const never = new AbortController().signal;
const token = new Secrets().register('mirror-token-1234');
const noNetwork = { httpsProxy: undefined, httpProxy: undefined, noProxy: undefined, extraRoots: [] };
const started: { close(): Promise<void> }[] = [];
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deploy-as-download-'));
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()));
  await rm(folder, { recursive: true });
});

/** Time passes at once, and is remembered. */
function quickClock(): Clock & { slept: number[] } {
  const slept: number[] = [];
  let now = Date.parse('2026-08-01T12:00:00Z');
  return {
    slept,
    now: () => now,
    async sleep(milliseconds, signal) {
      signal.throwIfAborted();
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
}

function download(options: Partial<DownloadOptions> = {}) {
  const clock = quickClock();
  return { clock, ...createDownload({ clock, network: noNetwork, random: () => 0.5, ...options }) };
}

async function mirrorWith(files: Record<string, string>, tls?: KeyPair): Promise<Mirror> {
  const mirror = await startMirror(tls === undefined ? {} : { tls });
  started.push(mirror);
  for (const [path, body] of Object.entries(files)) mirror.serve(path, body);
  return mirror;
}

describe('a download', () => {
  test('of a text', async () => {
    const mirror = await mirrorWith({ '/stable.txt': 'v1.36.3' });
    expect(await download().text({ url: `${mirror.url}/stable.txt` }, never)).toEqual({ ok: true, value: 'v1.36.3' });
  });

  test('into a file is private and tells digest and length', async () => {
    const body = 'a'.repeat(1_000_000);
    const mirror = await mirrorWith({ '/kubectl': body });
    const file = join(folder, 'kubectl');
    const answer = await download().file({ url: `${mirror.url}/kubectl` }, file, never);
    const sha256 = createHash('sha256').update(body).digest('hex');
    expect(answer).toEqual({ ok: true, value: { sha256, bytes: 1_000_000 } });
    expect(await readFile(file, 'utf8')).toBe(body);
    // Windows knows no such modes.
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('never overwrites a file', async () => {
    const mirror = await mirrorWith({ '/kubectl': 'new' });
    const file = join(folder, 'kubectl');
    await writeFile(file, 'old');
    const answer = await download().file({ url: `${mirror.url}/kubectl` }, file, never);
    expect(answer).toMatchObject({ ok: false, reason: expect.stringContaining('EEXIST') });
    expect(await readFile(file, 'utf8')).toBe('old');
  });

  test('of what is not there is not tried again', async () => {
    const mirror = await mirrorWith({});
    const { text, clock } = download();
    const url = `${mirror.url}/stable.txt?signature=secret`;
    expect(await text({ url }, never)).toEqual({
      ok: false,
      url: `${mirror.url}/stable.txt`,
      status: 404,
      reason: 'it answered 404 Not Found',
    });
    expect(clock.slept).toEqual([]);
    expect(mirror.requests.map((request) => request.path)).toEqual(['/stable.txt?signature=secret']);
  });

  test('of a long page where a line should be is refused', async () => {
    const mirror = await mirrorWith({ '/stable.txt': 'a'.repeat(100_000) });
    const answer = await download().text({ url: `${mirror.url}/stable.txt` }, never);
    expect(answer).toMatchObject({ ok: false, reason: expect.stringContaining('a long page') });
  });

  test('over plain http from another machine is refused', async () => {
    const answer = await download().text({ url: 'http://mirror.example.com/stable.txt' }, never);
    expect(answer).toMatchObject({ ok: false, status: undefined, reason: expect.stringContaining('not encrypted') });
  });
});

describe('a failing download', () => {
  test('is tried again with growing pauses', async () => {
    const mirror = await mirrorWith({ '/stable.txt': 'v1.36.3' });
    mirror.fail('/stable.txt', { kind: 'status', status: 503 }, 4);
    const { text, clock } = download();
    expect(await text({ url: `${mirror.url}/stable.txt` }, never)).toEqual({ ok: true, value: 'v1.36.3' });
    expect(clock.slept).toEqual([1000, 2000, 4000, 8000]);
  });

  test('is given up after five attempts', async () => {
    const mirror = await mirrorWith({ '/stable.txt': 'v1.36.3' });
    mirror.fail('/stable.txt', { kind: 'status', status: 500 });
    const answer = await download().text({ url: `${mirror.url}/stable.txt` }, never);
    expect(answer).toMatchObject({
      ok: false,
      status: 500,
      reason: 'it answered 500 Internal Server Error (tried 5 times)',
    });
    expect(mirror.requests).toHaveLength(5);
  });

  test('waits as long as Retry-After says, in seconds or until a date', async () => {
    const mirror = await mirrorWith({ '/stable.txt': 'v1.36.3' });
    mirror.fail('/stable.txt', { kind: 'status', status: 429, headers: { 'Retry-After': '7' } }, 1);
    mirror.fail(
      '/stable.txt',
      { kind: 'status', status: 503, headers: { 'Retry-After': 'Sat, 01 Aug 2026 12:00:10 GMT' } },
      1,
    );
    const { text, clock } = download();
    expect(await text({ url: `${mirror.url}/stable.txt` }, never)).toMatchObject({ ok: true });
    expect(clock.slept).toEqual([7000, 3000]);
  });

  test('is given up at once where Retry-After asks for more than a minute', async () => {
    const mirror = await mirrorWith({});
    mirror.fail('/stable.txt', { kind: 'status', status: 429, headers: { 'Retry-After': '3600' } });
    const { text, clock } = download();
    expect(await text({ url: `${mirror.url}/stable.txt` }, never)).toMatchObject({
      status: 429,
      reason: 'it answered 429 Too Many Requests, and wants to be asked again in 3600 s',
    });
    expect(clock.slept).toEqual([]);
  });

  test.each(['reset', 'truncated', 'stalled'] as const)(
    'because the connection was %s is tried again, and leaves no file',
    async (kind) => {
      const mirror = await mirrorWith({ '/kubectl': 'a'.repeat(200_000) });
      mirror.fail('/kubectl', { kind }, 1);
      const { file, clock } = download({ stallMilliseconds: 100 });
      const answer = await file({ url: `${mirror.url}/kubectl` }, join(folder, 'kubectl'), never);
      expect(answer).toMatchObject({ ok: true, value: { bytes: 200_000 } });
      expect(clock.slept).toEqual([1000]);
      mirror.fail('/kubectl', { kind });
      const failed = await file({ url: `${mirror.url}/kubectl` }, join(folder, 'again'), never);
      expect(failed).toMatchObject({
        ok: false,
        url: `${mirror.url}/kubectl`,
        reason: expect.stringMatching(/ \(tried 5 times\)$/),
      });
      expect(await readdir(folder)).toEqual(['kubectl']);
    },
  );

  test('because nobody listens is tried again', async () => {
    const mirror = await startMirror();
    await mirror.close();
    const { text, clock } = download();
    expect(await text({ url: `${mirror.url}/stable.txt` }, never)).toMatchObject({
      ok: false,
      status: undefined,
      reason: expect.stringContaining('ECONNREFUSED'),
    });
    expect(clock.slept).toHaveLength(4);
  });

  test('spreads the attempts of jobs that started together', async () => {
    const mirror = await mirrorWith({});
    mirror.fail('/stable.txt', { kind: 'status', status: 503 });
    const { text, clock } = download({ random: () => 0 });
    await text({ url: `${mirror.url}/stable.txt` }, never);
    expect(clock.slept).toEqual([750, 1500, 3000, 6000]);
  });
});

describe('a redirect', () => {
  test('is followed, with the token on the same origin', async () => {
    const mirror = await mirrorWith({ '/moved': 'v1.36.3' });
    mirror.fail('/stable.txt', { kind: 'redirect', to: '/moved' });
    expect(await download().text({ url: `${mirror.url}/stable.txt`, token }, never)).toEqual({
      ok: true,
      value: 'v1.36.3',
    });
    expect(mirror.requests.map((request) => request.headers.authorization)).toEqual([
      'Bearer mirror-token-1234',
      'Bearer mirror-token-1234',
    ]);
  });

  test('to another origin loses the token for good', async () => {
    const [mirror, other] = [await mirrorWith({ '/back': 'v1.36.3' }), await mirrorWith({})];
    mirror.fail('/stable.txt', { kind: 'redirect', to: `${other.url}/stable.txt` });
    other.fail('/stable.txt', { kind: 'redirect', to: `${mirror.url}/back`, status: 307 });
    expect(await download().text({ url: `${mirror.url}/stable.txt`, token }, never)).toEqual({
      ok: true,
      value: 'v1.36.3',
    });
    expect(mirror.requests.map((request) => request.headers.authorization)).toEqual([
      'Bearer mirror-token-1234',
      undefined,
    ]);
    expect(other.requests.map((request) => request.headers.authorization)).toEqual([undefined]);
  });

  test('in a circle ends', async () => {
    const mirror = await mirrorWith({});
    mirror.fail('/stable.txt', { kind: 'redirect', to: '/stable.txt' });
    const answer = await download().text({ url: `${mirror.url}/stable.txt` }, never);
    expect(answer).toMatchObject({ ok: false, reason: 'it redirects more than 5 times' });
  });

  test('to plain http on another machine is refused', async () => {
    const mirror = await mirrorWith({});
    mirror.fail('/stable.txt', { kind: 'redirect', to: 'http://mirror.example.com/stable.txt' });
    const answer = await download().text({ url: `${mirror.url}/stable.txt` }, never);
    expect(answer).toMatchObject({
      ok: false,
      reason: 'it leads to http://mirror.example.com/stable.txt, which is not encrypted',
    });
  });

  test('without a target is told', async () => {
    const mirror = await mirrorWith({});
    mirror.fail('/stable.txt', { kind: 'status', status: 302 });
    const answer = await download().text({ url: `${mirror.url}/stable.txt` }, never);
    expect(answer).toMatchObject({ ok: false, status: 302, reason: 'it answered 302 without saying where to go' });
  });
});

describe('an abort', () => {
  test('before the download asks nobody', async () => {
    const mirror = await mirrorWith({});
    const reason = new Error('cancelled');
    await expect(download().text({ url: mirror.url }, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(mirror.requests).toEqual([]);
  });

  test('during the body ends it and leaves no file', async () => {
    const mirror = await mirrorWith({ '/kubectl': 'a'.repeat(200_000) });
    mirror.fail('/kubectl', { kind: 'stalled' });
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const downloading = download().file({ url: `${mirror.url}/kubectl` }, join(folder, 'kubectl'), controller.signal);
    while ((await readdir(folder)).length === 0) await new Promise(setImmediate);
    controller.abort(reason);
    await expect(downloading).rejects.toBe(reason);
    expect(await readdir(folder)).toEqual([]);
  });

  test('during a pause ends it', async () => {
    const mirror = await mirrorWith({});
    mirror.fail('/stable.txt', { kind: 'status', status: 503 });
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const clock: Clock = {
      now: () => 0,
      sleep: async (_, signal) => {
        controller.abort(reason);
        signal.throwIfAborted();
      },
    };
    await expect(download({ clock }).text({ url: `${mirror.url}/stable.txt` }, controller.signal)).rejects.toBe(reason);
    expect(mirror.requests).toHaveLength(1);
  });
});

describe('over https', () => {
  let authority: KeyPair;
  let certificate: KeyPair;
  let roots = '';
  let rootsFolder = '';

  beforeAll(async () => {
    authority = createAuthority('mirror authority');
    certificate = issue(authority, { commonName: 'mirror', hosts: ['127.0.0.1', 'mirror.example.test'] });
    rootsFolder = await mkdtemp(join(tmpdir(), 'deploy-as-roots-'));
    roots = join(rootsFolder, 'roots.pem');
    await writeFile(roots, authority.certificate);
  });

  afterAll(() => rm(rootsFolder, { recursive: true }));

  test('an unknown authority is refused with where to name it, and not tried again', async () => {
    const mirror = await mirrorWith({ '/stable.txt': 'v1.36.3' }, certificate);
    const { text, clock } = download();
    expect(await text({ url: `${mirror.url}/stable.txt` }, never)).toMatchObject({
      ok: false,
      status: undefined,
      reason: expect.stringMatching(/not trusted \(.+\).+NODE_EXTRA_CA_CERTS or SSL_CERT_FILE/),
    });
    expect(clock.slept).toEqual([]);
  });

  test('extra roots are believed', async () => {
    const mirror = await mirrorWith({ '/stable.txt': 'v1.36.3' }, certificate);
    const { text } = download({ network: { ...noNetwork, extraRoots: [roots] } });
    expect(await text({ url: `${mirror.url}/stable.txt` }, never)).toEqual({ ok: true, value: 'v1.36.3' });
  });

  test('roots that cannot be read are named', async () => {
    const mirror = await mirrorWith({ '/stable.txt': 'v1.36.3' }, certificate);
    const absent = join(folder, 'absent.pem');
    const { text } = download({ network: { ...noNetwork, extraRoots: [absent] } });
    expect(await text({ url: `${mirror.url}/stable.txt` }, never)).toMatchObject({
      reason: expect.stringContaining(absent),
    });
  });

  test('a redirect to plain http is refused, to this machine too', async () => {
    const [mirror, plain] = [await mirrorWith({}, certificate), await mirrorWith({ '/stable.txt': 'v1.36.3' })];
    mirror.fail('/stable.txt', { kind: 'redirect', to: `${plain.url}/stable.txt` });
    const { text } = download({ network: { ...noNetwork, extraRoots: [roots] } });
    expect(await text({ url: `${mirror.url}/stable.txt` }, never)).toMatchObject({
      reason: expect.stringContaining('not encrypted'),
    });
    expect(plain.requests).toEqual([]);
  });

  /** A proxy that knows where `mirror.example.test` is, as nobody else does. */
  async function startProxy(
    mirror: Mirror,
  ): Promise<{ url: string; asked: { target: string; login: string | undefined }[] }> {
    const asked: { target: string; login: string | undefined }[] = [];
    const server: Server = createServer();
    server.on('connect', (request, socket) => {
      asked.push({ target: request.url ?? '', login: request.headers['proxy-authorization'] });
      const upstream = connect({ host: '127.0.0.1', port: Number(new URL(mirror.url).port) }, () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    started.push({ close: () => new Promise((resolve) => void server.close(() => resolve())) });
    return { url: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
  }

  test('a proxy is asked, with its login and never with the token', async () => {
    const mirror = await mirrorWith({ '/stable.txt': 'v1.36.3' }, certificate);
    const proxy = await startProxy(mirror);
    const { text } = download({
      network: { ...noNetwork, extraRoots: [roots], httpsProxy: `http://me:pw@${proxy.url}` },
    });
    const answer = await text({ url: 'https://mirror.example.test/stable.txt', token }, never);
    expect(answer).toEqual({ ok: true, value: 'v1.36.3' });
    expect(proxy.asked).toEqual([
      { target: 'mirror.example.test:443', login: `Basic ${Buffer.from('me:pw').toString('base64')}` },
    ]);
    expect(mirror.requests.map((request) => request.headers.authorization)).toEqual(['Bearer mirror-token-1234']);
  });

  test('a proxy is never asked for this machine, nor for what NO_PROXY excludes', async () => {
    const mirror = await mirrorWith({ '/stable.txt': 'v1.36.3' }, certificate);
    const proxy = await startProxy(mirror);
    const network = { ...noNetwork, extraRoots: [roots], httpsProxy: proxy.url, noProxy: '.example.test' };
    expect(await download({ network }).text({ url: `${mirror.url}/stable.txt` }, never)).toMatchObject({ ok: true });
    expect(await download({ network }).text({ url: 'https://mirror.example.test/stable.txt' }, never)).toMatchObject({
      ok: false,
      status: undefined,
    });
    expect(proxy.asked).toEqual([]);
  });

  test('a proxy that does not answer is named', async () => {
    const mirror = await startMirror();
    await mirror.close();
    const { text } = download({ network: { ...noNetwork, httpsProxy: mirror.url } });
    expect(await text({ url: 'https://mirror.example.test/stable.txt' }, never)).toMatchObject({
      reason: expect.stringContaining(`the proxy ${mirror.url} cannot be reached`),
    });
  });
});
