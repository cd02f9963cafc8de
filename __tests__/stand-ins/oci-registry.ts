import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { hasLogin, type Login, startLoopbackServer } from './loopback-server.ts';

export interface OciRegistryOptions {
  /** Who may read and write. Default: everybody. */
  readonly login?: Login;
  /** `basic`: every request logs in; `token`: a token server on the same port does it once. Default: `basic`. */
  readonly scheme?: 'basic' | 'token';
}

export interface OciRegistry {
  /** Host and port: charts are at `oci://<host>/<repository>`. */
  readonly host: string;
  /** `GET /v2/…`, in their order. */
  readonly requests: readonly string[];
  /** Keeps a packaged chart as `<repository>:<version>`, as `helm push` does. */
  addChart(repository: string, chart: { name: string; version: string; content: Buffer }): void;
  close(): Promise<void>;
}

interface Manifest {
  readonly type: string;
  readonly content: Buffer;
}

const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';

/** A registry on loopback over plain HTTP, as much of it as `helm push` and `helm pull` need. https://github.com/opencontainers/distribution-spec/blob/main/spec.md */
export async function startOciRegistry(options: OciRegistryOptions = {}): Promise<OciRegistry> {
  const blobs = new Map<string, Buffer>();
  const manifests = new Map<string, Manifest>();
  const uploads = new Map<string, Buffer>();
  const tokens = new Set<string>();
  const requests: string[] = [];
  const put = (repository: string, reference: string, manifest: Manifest): string => {
    const digest = digestOf(manifest.content);
    manifests.set(`${repository}@${digest}`, manifest);
    if (!reference.startsWith('sha256:')) manifests.set(`${repository}:${reference}`, manifest);
    return digest;
  };

  const server = await startLoopbackServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    void answer(request, response).catch((cause: unknown) =>
      response.destroy(cause instanceof Error ? cause : undefined),
    );
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', `http://${server.host}`);
    const body = await buffer(request);
    if (url.pathname === '/token') {
      issueToken(request, response, body);
      return;
    }
    if (!mayEnter(request)) {
      const challenge =
        options.scheme === 'token'
          ? `Bearer realm="http://${server.host}/token",service="registry"`
          : 'Basic realm="registry"';
      reply(response, 401, JSON.stringify({ errors: [{ code: 'UNAUTHORIZED', message: 'log in' }] }), {
        'www-authenticate': challenge,
      });
      return;
    }
    route(request, response, url, body);
  };

  const mayEnter = (request: IncomingMessage): boolean => {
    if (options.login === undefined) return true;
    if (options.scheme !== 'token') return hasLogin(request, options.login);
    return tokens.has((request.headers.authorization ?? '').replace('Bearer ', ''));
  };

  const issueToken = (request: IncomingMessage, response: ServerResponse, body: Buffer): void => {
    const form = new URLSearchParams(body.toString());
    const { login } = options;
    const isKnown =
      login !== undefined &&
      (hasLogin(request, login) ||
        (form.get('username') === login.username && form.get('password') === login.password));
    if (!isKnown) {
      reply(response, 401, '{}');
      return;
    }
    const token = randomUUID();
    tokens.add(token);
    reply(response, 200, JSON.stringify({ token, access_token: token }));
  };

  const route = (request: IncomingMessage, response: ServerResponse, url: URL, body: Buffer): void => {
    const [, repository = '', kind = '', reference = ''] =
      /^\/v2\/(.+?)\/(manifests|blobs\/uploads|blobs|tags)\/(.*)$/.exec(url.pathname) ?? [];
    if (kind === '') {
      reply(response, url.pathname === '/v2/' ? 200 : 404, '{}');
      return;
    }
    if (kind === 'tags') {
      replyTags(response, repository);
      return;
    }
    if (kind === 'blobs/uploads') {
      upload(request, response, { repository, id: reference, url, body });
      return;
    }
    if (kind === 'manifests' && request.method === 'PUT') {
      const type = request.headers['content-type'] ?? MANIFEST_TYPE;
      const digest = put(repository, reference, { type, content: body });
      reply(response, 201, '', { 'docker-content-digest': digest, location: url.pathname });
      return;
    }
    const separator = reference.startsWith('sha256:') ? '@' : ':';
    const found =
      kind === 'manifests' ? manifests.get(`${repository}${separator}${reference}`) : asBlob(blobs.get(reference));
    if (found === undefined) {
      reply(response, 404, JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'not here' }] }));
      return;
    }
    const headers = { 'content-type': found.type, 'docker-content-digest': digestOf(found.content) };
    if (request.method === 'HEAD') {
      response.writeHead(200, { ...headers, 'content-length': found.content.length }).end();
      return;
    }
    reply(response, 200, found.content, headers);
  };

  const replyTags = (response: ServerResponse, repository: string): void => {
    const prefix = `${repository}:`;
    const tags = [...manifests.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    reply(response, tags.length === 0 ? 404 : 200, JSON.stringify({ name: repository, tags }));
  };

  const upload = (
    request: IncomingMessage,
    response: ServerResponse,
    { repository, id, url, body }: { repository: string; id: string; url: URL; body: Buffer },
  ): void => {
    if (request.method === 'POST') {
      const fresh = randomUUID();
      uploads.set(fresh, Buffer.alloc(0));
      reply(response, 202, '', { location: `/v2/${repository}/blobs/uploads/${fresh}` });
      return;
    }
    const content = Buffer.concat([uploads.get(id) ?? Buffer.alloc(0), body]);
    const digest = url.searchParams.get('digest');
    if (digest === null) {
      uploads.set(id, content);
      reply(response, 202, '', { location: url.pathname });
      return;
    }
    uploads.delete(id);
    if (digestOf(content) !== digest) {
      reply(response, 400, '{}');
      return;
    }
    blobs.set(digest, content);
    reply(response, 201, '', { location: `/v2/${repository}/blobs/${digest}`, 'docker-content-digest': digest });
  };

  return {
    host: server.host,
    requests,
    addChart: (repository, chart) => {
      const config = Buffer.from(JSON.stringify({ apiVersion: 'v2', name: chart.name, version: chart.version }));
      for (const content of [config, chart.content]) blobs.set(digestOf(content), content);
      const manifest = {
        schemaVersion: 2,
        config: descriptor('application/vnd.cncf.helm.config.v1+json', config),
        layers: [descriptor('application/vnd.cncf.helm.chart.content.v1.tar+gzip', chart.content)],
      };
      put(repository, chart.version, { type: MANIFEST_TYPE, content: Buffer.from(JSON.stringify(manifest)) });
    },
    close: server.close,
  };
}

function asBlob(content: Buffer | undefined): Manifest | undefined {
  return content === undefined ? undefined : { type: 'application/octet-stream', content };
}

function descriptor(mediaType: string, content: Buffer): { mediaType: string; digest: string; size: number } {
  return { mediaType, digest: digestOf(content), size: content.length };
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function reply(
  response: ServerResponse,
  status: number,
  content: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(content), ...headers }).end(content);
}
