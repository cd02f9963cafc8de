import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { type Agent, createServer as createHttpsServer, type RequestOptions, request } from 'node:https';
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { createAuthority, issue, type KeyPair } from '../../testbed/certificates.ts';

/** A name that nothing resolves but our proxies: https://www.rfc-editor.org/rfc/rfc6761#section-6.4 */
export const MADE_UP_HOST = 'cluster.test.invalid';

/** What a request looked like when it arrived. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly servername: string | false | undefined;
  /** Common name of the client certificate, where it was shown and is good. */
  readonly client: string | undefined;
}

/** Something that listens on loopback until it is closed, with every connection that it has. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

export interface ApiServer extends Listening {
  readonly authority: KeyPair;
  readonly seen: Seen[];
  /** How many connections were made. */
  connections(): number;
}

/** An https server for `hosts` that answers every request with `{}`, and whatever `answer` writes. */
export async function startApiServer(
  hosts: readonly string[] = ['localhost', '127.0.0.1', MADE_UP_HOST],
  answer: (request: IncomingMessage, body: string) => { status?: number; body: unknown } = () => ({ body: {} }),
): Promise<ApiServer> {
  const authority = createAuthority('loopback');
  const own = issue(authority, { commonName: 'server', hosts });
  const seen: Seen[] = [];
  const server = createHttpsServer(
    { key: own.key, cert: own.certificate, ca: authority.certificate, requestCert: true, rejectUnauthorized: false },
    (incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        seen.push(seenOf(incoming));
        const { status = 200, body } = answer(incoming, Buffer.concat(chunks).toString('utf8'));
        outgoing.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
      });
    },
  );
  let connections = 0;
  server.on('secureConnection', () => {
    connections += 1;
  });
  return { ...(await listen(server)), authority, seen, connections: () => connections };
}

function seenOf(incoming: IncomingMessage): Seen {
  const socket = incoming.socket as TLSSocket;
  const peer: PeerCertificate | undefined = socket.authorized ? socket.getPeerCertificate() : undefined;
  const name = peer?.subject?.CN;
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: incoming.headers,
    servername: socket.servername ?? undefined,
    client: typeof name === 'string' ? name : undefined,
  };
}

export interface Proxy extends Listening {
  /** `host:port` of every tunnel asked for, and the credential that came with it. */
  readonly asked: { target: string; authorization: string | undefined }[];
}

/** A proxy that leads every name to `port` on loopback, or answers `status` instead; with `pair` it speaks https. */
export async function startConnectProxy(port: number, status = 200, pair?: KeyPair): Promise<Proxy> {
  const asked: Proxy['asked'] = [];
  const server = pair === undefined ? createHttpServer() : createHttpsServer({ key: pair.key, cert: pair.certificate });
  server.on('connect', (incoming: IncomingMessage, client: Duplex) => {
    asked.push({ target: incoming.url ?? '', authorization: incoming.headers['proxy-authorization'] });
    if (status !== 200) {
      client.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect({ host: '127.0.0.1', port }, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      join(client, upstream);
    });
  });
  return { ...(await listen(server)), asked };
}

/** A SOCKS 5 proxy that leads every name to `port` on loopback; with `login` it asks for that. */
export async function startSocksProxy(port: number, login?: { user: string; password: string }): Promise<Proxy> {
  const asked: Proxy['asked'] = [];
  const server = createTcpServer((client) => {
    void serveSocks(client, port, login, asked).catch(() => client.destroy());
  });
  return { ...(await listen(server)), asked };
}

async function serveSocks(
  client: Socket,
  port: number,
  login: { user: string; password: string } | undefined,
  asked: Proxy['asked'],
): Promise<void> {
  const [, methods = 0] = await take(client, 2);
  await take(client, methods);
  client.write(Buffer.of(5, login === undefined ? 0 : 2));
  let authorization: string | undefined;
  if (login !== undefined) {
    const [, length = 0] = await take(client, 2);
    const user = (await take(client, length)).toString();
    const password = (await take(client, (await take(client, 1))[0] ?? 0)).toString();
    authorization = `${user}:${password}`;
    const isRight = user === login.user && password === login.password;
    client.write(Buffer.of(1, isRight ? 0 : 1));
    if (!isRight) {
      client.end();
      return;
    }
  }
  const [, , , kind] = await take(client, 4);
  const name =
    kind === 3 ? (await take(client, (await take(client, 1))[0] ?? 0)).toString() : (await take(client, 4)).join('.');
  asked.push({ target: `${name}:${(await take(client, 2)).readUInt16BE()}`, authorization });
  const upstream = connect({ host: '127.0.0.1', port }, () => {
    client.write(Buffer.of(5, 0, 0, 1, 127, 0, 0, 1, 0, 0));
    join(client, upstream);
  });
}

async function take(socket: Socket, bytes: number): Promise<Buffer> {
  if (bytes === 0) return Buffer.alloc(0);
  for (;;) {
    const chunk: unknown = socket.read(bytes);
    if (Buffer.isBuffer(chunk)) return chunk;
    if (socket.destroyed || socket.readableEnded) throw new Error('closed');
    await new Promise<void>((resolve) => {
      const wake = () => {
        socket.off('readable', wake).off('end', wake).off('close', wake);
        resolve();
      };
      socket.on('readable', wake).on('end', wake).on('close', wake);
    });
  }
}

function join(a: Duplex, b: Duplex): void {
  a.pipe(b).pipe(a);
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    one.on('error', () => other.destroy()).on('close', () => other.destroy());
  }
}

async function listen(server: Server): Promise<Listening> {
  const sockets = new Set<Duplex>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on no port');
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The status of a GET over `agent`. */
export function get(url: string, agent: Agent, options: RequestOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { ...options, agent }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    })
      .on('error', reject)
      .end();
  });
}
