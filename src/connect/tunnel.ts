import { type ClientRequest, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { connect, isIP, isIPv4, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { hostOf, portOf } from './proxy.ts';
import { messageOf } from './refusal.ts';

/** Where a tunnel leads. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/** A tunnel that is being dug; `cancel` ends the attempt. */
export interface Digging {
  readonly socket: Promise<Duplex>;
  cancel(): void;
}

/** A proxy that would not let us through. Its message never holds the proxy's password. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code = 'ERR_PROXY';
}

/**
 * Opens a way to `target` through `proxy` (http, https: CONNECT; socks5). The host's name is resolved by the
 * proxy, never here. `ca` are the authorities that an https proxy's certificate may come from, PEM.
 */
export function openTunnel(proxy: URL, target: Target, ca: readonly string[] | undefined): Digging {
  return proxy.protocol.startsWith('socks5') ? openSocks(proxy, target) : openConnect(proxy, target, ca);
}

function openConnect(proxy: URL, target: Target, ca: readonly string[] | undefined): Digging {
  const authority = `${isIP(target.host) === 6 ? `[${target.host}]` : target.host}:${target.port}`;
  const host = hostOf(proxy);
  const options = {
    method: 'CONNECT',
    host,
    port: portOf(proxy),
    path: authority,
    headers: { Host: authority, ...authorization(proxy) },
    agent: false,
  } as const;
  // Without a server name of its own Node checks the proxy's certificate for the host in the Host header.
  const tls = { servername: isIP(host) === 0 ? host : '', ...(ca === undefined ? {} : { ca: [...ca] }) };
  const request = proxy.protocol === 'https:' ? requestHttps({ ...options, ...tls }) : requestHttp(options);
  return { socket: settleConnect(request, proxy, authority), cancel: () => request.destroy(new Error('cancelled')) };
}

function settleConnect(request: ClientRequest, proxy: URL, authority: string): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    request.on('connect', (answer, socket, head) => {
      if (answer.statusCode === 200) {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(refused(proxy, `answered ${answer.statusCode} ${answer.statusMessage ?? ''}`.trimEnd(), authority));
    });
    request.on('response', (answer) => {
      answer.destroy();
      reject(refused(proxy, `answered ${answer.statusCode} without opening a tunnel`, authority));
    });
    request.on('error', (error) => reject(unreachable(proxy, error)));
    request.end();
  });
}

function authorization(proxy: URL): Record<string, string> {
  if (proxy.username === '' && proxy.password === '') return {};
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(login, 'utf8').toString('base64')}` };
}

/** SOCKS 5: https://www.rfc-editor.org/rfc/rfc1928, user name and password: https://www.rfc-editor.org/rfc/rfc1929 */
function openSocks(proxy: URL, target: Target): Digging {
  const socket = connect({ host: hostOf(proxy), port: portOf(proxy) });
  const negotiated = negotiateSocks(socket, proxy, target).catch((error: unknown) => {
    socket.destroy();
    throw error instanceof ProxyError ? error : unreachable(proxy, error);
  });
  return { socket: negotiated, cancel: () => socket.destroy(new Error('cancelled')) };
}

const NO_LOGIN = 0;
const WITH_PASSWORD = 2;

async function negotiateSocks(socket: Socket, proxy: URL, target: Target): Promise<Duplex> {
  const reader = new ExactReader(socket);
  const hasLogin = proxy.username !== '';
  const name = `${target.host}:${target.port}`;
  socket.write(Buffer.of(5, 1, hasLogin ? WITH_PASSWORD : NO_LOGIN));
  const [version, method] = await reader.read(2);
  if (version !== 5) throw refused(proxy, 'does not speak SOCKS 5', name);
  if (method === WITH_PASSWORD && hasLogin) await logIn(socket, reader, proxy, name);
  else if (method !== NO_LOGIN)
    throw refused(proxy, hasLogin ? 'takes no user name and password' : 'asks for a user name and password', name);
  socket.write(Buffer.concat([Buffer.of(5, 1, 0), encodeTarget(target)]));
  const [, reply = 1, , kind = 0] = await reader.read(4);
  if (reply !== 0) throw refused(proxy, `answered: ${SOCKS_REPLIES[reply] ?? `error ${reply}`}`, name);
  const addressLength = kind === 1 ? 4 : kind === 4 ? 16 : ((await reader.read(1))[0] ?? 0);
  await reader.read(addressLength + 2);
  reader.release();
  return socket;
}

async function logIn(socket: Socket, reader: ExactReader, proxy: URL, name: string): Promise<void> {
  const user = Buffer.from(decodeURIComponent(proxy.username), 'utf8');
  const password = Buffer.from(decodeURIComponent(proxy.password), 'utf8');
  if (user.length > 255 || password.length > 255) throw refused(proxy, 'takes no login of more than 255 bytes', name);
  socket.write(Buffer.concat([Buffer.of(1, user.length), user, Buffer.of(password.length), password]));
  const [, status] = await reader.read(2);
  if (status !== 0) throw refused(proxy, 'refused the user name and password', name);
}

function encodeTarget(target: Target): Buffer {
  const port = Buffer.of(target.port >> 8, target.port & 0xff);
  if (isIPv4(target.host)) return Buffer.concat([Buffer.of(1), Buffer.from(target.host.split('.').map(Number)), port]);
  const name = Buffer.from(target.host, 'ascii');
  return Buffer.concat([Buffer.of(3, name.length), name, port]);
}

const SOCKS_REPLIES: Readonly<Record<number, string>> = {
  1: 'general failure',
  2: 'its rules do not allow the connection',
  3: 'the network cannot be reached',
  4: 'the host cannot be reached',
  5: 'the connection was refused',
  6: 'the connection took too long',
  7: 'it cannot connect',
  8: 'it does not know this kind of address',
};

/** Reads exactly as many bytes as are asked for and leaves the others in the socket. */
class ExactReader {
  readonly #socket: Socket;
  #wake: () => void = () => {};
  #error: Error | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('readable', this.#onReadable).on('error', this.#onError).on('close', this.#onClose);
  }

  async read(bytes: number): Promise<Buffer> {
    if (bytes === 0) return Buffer.alloc(0);
    for (;;) {
      const chunk: unknown = this.#socket.read(bytes);
      if (Buffer.isBuffer(chunk) && chunk.length === bytes) return chunk;
      if (this.#error !== undefined) throw this.#error;
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
  }

  release(): void {
    this.#socket.off('readable', this.#onReadable).off('error', this.#onError).off('close', this.#onClose);
  }

  readonly #onReadable = () => this.#wake();

  readonly #onError = (error: Error) => {
    this.#error ??= error;
    this.#wake();
  };

  readonly #onClose = () => this.#onError(new Error('the connection was closed'));
}

function refused(proxy: URL, what: string, target: string): ProxyError {
  return new ProxyError(`the proxy ${nameProxy(proxy)} ${what} when asked for ${target}`);
}

function unreachable(proxy: URL, cause: unknown): ProxyError {
  return new ProxyError(`the proxy ${nameProxy(proxy)} cannot be reached: ${messageOf(cause)}`, { cause });
}

/** The proxy without user name and password. */
export function nameProxy(proxy: URL): string {
  return `${proxy.protocol}//${proxy.host}`;
}
