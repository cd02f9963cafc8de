import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { createAuthority, issue } from '../../testbed/certificates.ts';

export interface Loopback {
  /** `https://localhost:<port>` */
  readonly url: string;
  readonly port: number;
  /** PEM. */
  readonly ca: string;
  readonly requests: Received[];
  close(): Promise<void>;
}

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headersDistinct'];
  readonly body: string;
}

export type Handler = (request: Received, response: ServerResponse, number: number) => void;

const authority = createAuthority('test');

/** An HTTPS server on loopback; `handler` gets each request with its body, numbered from 1. */
export async function loopback(
  handler: Handler,
  options: { readonly hosts?: readonly string[]; readonly notAfter?: Date } = {},
): Promise<Loopback> {
  const { key, certificate } = issued(options);
  const requests: Received[] = [];
  const server = createServer({ key, cert: certificate }, (incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const request = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headersDistinct,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      requests.push(request);
      handler(request, response, requests.length);
    });
  });
  const port = await listen(server);
  return {
    url: `https://localhost:${port}`,
    port,
    ca: authority.certificate,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string | string[]>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** A `Status` as the API server sends it. */
export function status(code: number, reason: string, message: string, details: unknown = {}): unknown {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message, details };
}

function issued(options: { readonly hosts?: readonly string[]; readonly notAfter?: Date }) {
  const { notAfter } = options;
  return issue(authority, {
    commonName: 'server',
    hosts: options.hosts ?? ['localhost', '127.0.0.1'],
    ...(notAfter === undefined ? {} : { notAfter }),
  });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, 'localhost', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('The server has no port'));
      else resolve(address.port);
    });
  });
}
