import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { promisify } from 'node:util';

/** A release that the mirror has, made of one real (or any other) executable. */
export interface MirroredTool {
  /** With `v`, as upstream tags it. */
  readonly version: string;
  readonly file: string;
  /** Default: this machine's, in upstream's words. */
  readonly os?: 'linux' | 'darwin';
  readonly arch?: 'amd64' | 'arm64';
}

export interface MirrorOptions {
  /** The last of a minor is the newest of it, the very last is `stable`. */
  readonly kubectl?: readonly MirroredTool[];
  /** The last of a major is the newest of it, the very last is the latest. */
  readonly helm?: readonly MirroredTool[];
  /** PEM. With it the mirror speaks https. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/** What goes wrong instead of an answer. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: number }
  /** Another body than the right one, with status 200. */
  | { readonly kind: 'body'; readonly body: string }
  /** Half of the body, then the connection ends. */
  | { readonly kind: 'truncated' }
  | { readonly kind: 'reset' }
  /** The head and half of the body, and then nothing. */
  | { readonly kind: 'stalled' };

export interface MirrorRequest {
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Mirror {
  /** Without trailing slash: what `kubectl-download-url` and `helm-download-url` are. */
  readonly url: string;
  readonly requests: readonly MirrorRequest[];
  /** Path (`/release/stable.txt`) → SHA-256 of what is served there. */
  digestOf(path: string): string;
  /** Serves `body` there, or nothing where it is undefined. */
  serve(path: string, body: string | undefined): void;
  /** From now on `fault` happens to requests of `path`, `times` times (default: for ever); then the next one that was added. */
  fail(path: string, fault: Fault, times?: number): void;
  /** Takes back every `serve` and `fail`, and forgets the requests: packing real tools again takes seconds. */
  heal(): void;
  close(): Promise<void>;
}

/**
 * A mirror of dl.k8s.io and get.helm.sh on a free port of loopback, with their layout: releases, checksums and the
 * files that name the newest one.
 */
export async function startMirror(options: MirrorOptions = {}): Promise<Mirror> {
  const files = new Map<string, Buffer>();
  for (const tool of options.kubectl ?? []) await addKubectl(files, tool);
  for (const tool of options.helm ?? []) await addHelm(files, tool);
  const whole = new Map(files);
  const faults: { path: string; fault: Fault; left: number }[] = [];
  const requests: MirrorRequest[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '';
    requests.push({ path, headers: request.headers });
    const file = path.split('?')[0] ?? '';
    const planned = faults.find((candidate) => candidate.path === file && candidate.left > 0);
    if (planned === undefined) return send(response, files.get(file));
    planned.left -= 1;
    misbehave(response, planned.fault, files.get(file) ?? Buffer.from('there is nothing'));
  };
  const { tls } = options;
  const server =
    tls === undefined ? createServer(answer) : createSecureServer({ cert: tls.certificate, key: tls.key }, answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    requests,
    digestOf(path) {
      const body = files.get(path);
      if (body === undefined) throw new Error(`the mirror has no ${path}`);
      return sha256(body);
    },
    serve(path, body) {
      if (body === undefined) files.delete(path);
      else files.set(path, Buffer.from(body));
    },
    fail: (path, fault, times = Number.POSITIVE_INFINITY) => void faults.push({ path, fault, left: times }),
    heal() {
      files.clear();
      for (const [path, body] of whole) files.set(path, body);
      faults.length = 0;
      requests.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The path of a kubectl release. */
export function kubectlPath({ version, os = here.os, arch = here.arch }: Omit<MirroredTool, 'file'>): string {
  return `/release/${version}/bin/${os}/${arch}/kubectl`;
}

/** The path of a helm release. */
export function helmPath({ version, os = here.os, arch = here.arch }: Omit<MirroredTool, 'file'>): string {
  return `/helm-${version}-${os}-${arch}.tar.gz`;
}

const here = {
  os: process.platform === 'darwin' ? 'darwin' : 'linux',
  arch: process.arch === 'arm64' ? 'arm64' : 'amd64',
} as const;

async function addKubectl(files: Map<string, Buffer>, tool: MirroredTool): Promise<void> {
  const path = kubectlPath(tool);
  const body = await readFile(tool.file);
  files.set(path, body);
  files.set(`${path}.sha256`, Buffer.from(sha256(body)));
  const minor = tool.version.slice(1).split('.').slice(0, 2).join('.');
  files.set(`/release/stable-${minor}.txt`, Buffer.from(tool.version));
  files.set('/release/stable.txt', Buffer.from(tool.version));
}

async function addHelm(files: Map<string, Buffer>, tool: MirroredTool): Promise<void> {
  const path = helmPath(tool);
  const body = await packHelm(tool);
  files.set(path, body);
  files.set(`${path}.sha256sum`, Buffer.from(`${sha256(body)}  ${posix.basename(path)}\n`));
  files.set(`/helm${tool.version.slice(1).split('.')[0]}-latest-version`, Buffer.from(`${tool.version}\n`));
  files.set('/helm-latest-version', Buffer.from(`${tool.version}\n`));
}

/** An archive as helm's releases are: the executable and two texts in a folder named after the platform. */
async function packHelm({ file, os = here.os, arch = here.arch }: MirroredTool): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'deploy-as-mirror-'));
  try {
    const inside = `${os}-${arch}`;
    await mkdir(join(folder, inside));
    await copyFile(file, join(folder, inside, 'helm'));
    await promisify(execFile)('tar', ['-czf', 'helm.tar.gz', inside], { cwd: folder });
    return await readFile(join(folder, 'helm.tar.gz'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function send(response: ServerResponse, body: Buffer | undefined): void {
  if (body === undefined)
    response.writeHead(404, { 'Content-Type': 'application/xml' }).end('<Error>NoSuchKey</Error>');
  else response.writeHead(200, { 'Content-Length': body.length }).end(body);
}

function misbehave(response: ServerResponse, fault: Fault, body: Buffer): void {
  switch (fault.kind) {
    case 'status':
      response.writeHead(fault.status, { ...fault.headers }).end('no');
      return;
    case 'redirect':
      response.writeHead(fault.status ?? 302, { Location: fault.to }).end();
      return;
    case 'body':
      send(response, Buffer.from(fault.body));
      return;
    case 'truncated':
    case 'stalled':
      response.writeHead(200, { 'Content-Length': body.length });
      response.write(body.subarray(0, body.length / 2), () => {
        if (fault.kind === 'truncated') response.socket?.end();
      });
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
  }
}

function sha256(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}
