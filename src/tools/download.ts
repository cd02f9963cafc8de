import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { type Agent, request as httpsRequest } from 'node:https';
import { createAgent } from '../connect/agent.ts';
import { chooseProxy, hostOf } from '../connect/proxy.ts';
import { publicRoots } from '../connect/roots.ts';
import { ProxyError } from '../connect/tunnel.ts';
import type { Clock, Download, DownloadAnswer, DownloadRequest } from '../host.ts';
import type { NetworkEnvironment } from '../inputs.ts';
import type { Outcome, Problem } from '../problem.ts';
import type { Secret } from '../secret.ts';
import { isLoopback } from './version.ts';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 1_000;
/** A server that asks for a longer pause is a failure: whoever waits for the deployment should know now. */
const LONGEST_PAUSE_MS = 60_000;
const REDIRECTS = 5;
/** Version and checksum files have some dozen bytes; a page that stands in their place has more. */
const LONGEST_TEXT = 64 * 1024;
/** After that long without a byte a transfer counts as broken. */
const STALL_MS = 30_000;

const RETRIED_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);
const REDIRECT_STATUS = new Set([301, 302, 303, 307, 308]);
const RETRIED_CODE = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ERR_STREAM_PREMATURE_CLOSE',
]);
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|ALTNAME/;

export interface DownloadOptions {
  readonly clock: Clock;
  readonly network: Omit<NetworkEnvironment, 'pluginEnvironment'>;
  /** Default 30 seconds. */
  readonly stallMilliseconds?: number;
  /** Between 0 and 1: spreads the retries of jobs that started together. Default `Math.random`. */
  readonly random?: () => number;
}

/**
 * Downloads over https, and over http from this machine only. 408, 429 and 5xx, broken connections and cut bodies
 * are tried five times in all, with growing pauses or the one that Retry-After names. Redirects are followed, but
 * never from https to http, and the token goes no further than the origin it was given for.
 * Answers name addresses without their query, which may hold a signature.
 * Rejects with the signal's reason when that aborts; any other failure is an answer.
 */
export function createDownload(options: DownloadOptions): Download {
  const downloader = new Downloader(options);
  return {
    text: (request, signal) => downloader.get(request, readText, signal),
    file: (request, file, signal) => downloader.get(request, (body) => writeFile(body, file), signal),
  };
}

/** What comes of one body. */
type Sink<T> = (body: IncomingMessage) => Promise<T>;

/** What is asked of one address. */
interface Asked {
  readonly url: URL;
  readonly token: Secret | undefined;
  readonly signal: AbortSignal;
}

class Downloader {
  readonly #options: DownloadOptions;
  readonly #stallMilliseconds: number;
  #roots: Promise<Outcome<string[]>> | undefined;

  constructor(options: DownloadOptions) {
    this.#options = options;
    this.#stallMilliseconds = options.stallMilliseconds ?? STALL_MS;
  }

  async get<T>(request: DownloadRequest, sink: Sink<T>, signal: AbortSignal): Promise<DownloadAnswer<T>> {
    const random = this.#options.random ?? Math.random;
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      try {
        return { ok: true, value: await this.#attempt(request, sink, signal) };
      } catch (cause) {
        signal.throwIfAborted();
        if (!(cause instanceof Failed)) throw cause;
        const pause = cause.pause ?? FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.75 + 0.5 * random());
        const isLast = attempt === ATTEMPTS || pause > LONGEST_PAUSE_MS;
        if (!cause.isRetried || isLast) return failed(cause, attempt, pause);
        await this.#options.clock.sleep(pause, signal);
      }
    }
  }

  /** One request with its redirects. */
  async #attempt<T>(request: DownloadRequest, sink: Sink<T>, signal: AbortSignal): Promise<T> {
    let asked: Asked = { url: new URL(request.url), token: request.token, signal };
    checkScheme(asked.url, asked.url);
    for (let redirects = 0; redirects <= REDIRECTS; redirects += 1) {
      const agent = await this.#agentFor(asked.url);
      try {
        const response = await this.#ask(asked, agent);
        const next = redirectTarget(asked.url, response);
        if (next === undefined) return await this.#receive(asked, response, sink);
        // Dropped for good: a way back to the origin is not what the token was given for.
        asked = { url: next, token: next.origin === asked.url.origin ? asked.token : undefined, signal };
      } finally {
        agent?.destroy();
      }
    }
    throw new Failed(asked.url, `it redirects more than ${REDIRECTS} times`);
  }

  /** Undefined for http, which is loopback, where no proxy is asked. */
  async #agentFor(url: URL): Promise<Agent | undefined> {
    if (url.protocol === 'http:') return undefined;
    const proxy = chooseProxy(url, undefined, this.#options.network);
    this.#roots ??= publicRoots(this.#options.network.extraRoots);
    const roots = await this.#roots;
    if (!proxy.ok) throw new Failed(url, wordsOf(proxy.problems));
    if (!roots.ok) throw new Failed(url, wordsOf(roots.problems));
    const ca = roots.value;
    return createAgent({
      ca,
      cert: undefined,
      key: undefined,
      serverName: undefined,
      verify: true,
      proxy: proxy.value,
      proxyCa: ca,
    });
  }

  async #ask({ url, token, signal }: Asked, agent: Agent | undefined): Promise<IncomingMessage> {
    const options = {
      host: hostOf(url),
      port: url.port,
      path: `${url.pathname}${url.search}`,
      headers: {
        Accept: '*/*',
        'Accept-Encoding': 'identity',
        'User-Agent': 'deploy-as',
        ...(token === undefined ? {} : { Authorization: `Bearer ${token.reveal()}` }),
      },
      signal,
    };
    const request =
      agent === undefined ? httpRequest({ ...options, agent: false }) : httpsRequest({ ...options, agent });
    const silence = setTimeout(() => request.destroy(this.#stalled(url)), this.#stallMilliseconds);
    try {
      return await answerTo(request);
    } catch (cause) {
      throw cause instanceof Failed ? cause : connectionFailure(url, cause);
    } finally {
      clearTimeout(silence);
    }
  }

  async #receive<T>({ url, signal }: Asked, response: IncomingMessage, sink: Sink<T>): Promise<T> {
    const status = response.statusCode ?? 0;
    if (status !== 200) {
      response.destroy();
      const isRetried = RETRIED_STATUS.has(status);
      const now = this.#options.clock.now();
      const pause = isRetried ? retryAfter(response.headers['retry-after'], now) : undefined;
      throw new Failed(url, answered(response), { status, isRetried, pause });
    }
    response.setTimeout(this.#stallMilliseconds, () => response.destroy(this.#stalled(url)));
    const onAbort = () => response.destroy();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await sink(response);
    } catch (cause) {
      if (cause instanceof Failed) throw cause;
      if (cause instanceof NotRetried) throw new Failed(url, cause.message, { status, cause });
      const isRetried = RETRIED_CODE.has(errorCode(cause) ?? '');
      const reason = isRetried ? 'its answer broke off' : `its answer broke off (${describe(cause)})`;
      throw new Failed(url, reason, { status, isRetried, cause });
    } finally {
      response.destroy();
      signal.removeEventListener('abort', onAbort);
    }
  }

  #stalled(url: URL): Failed {
    return new Failed(url, `it sent nothing for ${this.#stallMilliseconds / 1000} s`, { isRetried: true });
  }
}

interface FailedMore {
  readonly status?: number | undefined;
  readonly isRetried?: boolean;
  /** Milliseconds that the server asked for. */
  readonly pause?: number | undefined;
  readonly cause?: unknown;
}

/** Why an attempt failed, and whether another may do better. */
class Failed extends Error {
  readonly url: string;
  readonly status: number | undefined;
  readonly isRetried: boolean;
  readonly pause: number | undefined;

  constructor(url: URL, reason: string, more: FailedMore = {}) {
    super(reason, { cause: more.cause });
    this.name = 'Failed';
    this.url = nameUrl(url);
    this.status = more.status;
    this.isRetried = more.isRetried ?? false;
    this.pause = more.pause;
  }
}

function failed(cause: Failed, attempts: number, pause: number): Extract<DownloadAnswer<never>, { ok: false }> {
  const tries = attempts > 1 ? ` (tried ${attempts} times)` : '';
  const wait =
    cause.isRetried && pause > LONGEST_PAUSE_MS ? `, and wants to be asked again in ${Math.round(pause / 1000)} s` : '';
  return { ok: false, url: cause.url, status: cause.status, reason: `${cause.message}${wait}${tries}` };
}

function redirectTarget(url: URL, response: IncomingMessage): URL | undefined {
  const status = response.statusCode ?? 0;
  if (!REDIRECT_STATUS.has(status)) return undefined;
  response.destroy();
  const { location } = response.headers;
  const next = location === undefined ? null : URL.parse(location, url.href);
  if (next === null) throw new Failed(url, `it answered ${status} without saying where to go`, { status });
  checkScheme(next, url);
  return next;
}

function checkScheme(next: URL, from: URL): void {
  if (next.protocol === 'https:') return;
  const isAllowed = next.protocol === 'http:' && isLoopback(next.hostname) && from.protocol === 'http:';
  if (!isAllowed) throw new Failed(from, `it leads to ${nameUrl(next)}, which is not encrypted`);
}

function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', (response) => {
      // Between answer and body nobody else listens, and an unheard error would end the process.
      response.on('error', () => {});
      resolve(response);
    });
    request.on('error', reject);
    request.end();
  });
}

function answered(response: IncomingMessage): string {
  return `it answered ${response.statusCode} ${response.statusMessage ?? ''}`.trim();
}

async function readText(body: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunksOf(body)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LONGEST_TEXT) throw new NotRetried('it sent a long page where a line of text should be');
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function writeFile(body: IncomingMessage, file: string): Promise<{ sha256: string; bytes: number }> {
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
  // Windows knows no O_NOFOLLOW, and O_EXCL refuses links on every system.
  const handle = await open(file, O_CREAT | O_EXCL | O_WRONLY | (O_NOFOLLOW ?? 0), 0o600).catch(cannotWrite(file));
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of chunksOf(body)) {
      hash.update(chunk);
      bytes += chunk.length;
      await handle.writeFile(chunk).catch(cannotWrite(file));
    }
    await handle.close();
    return { sha256: hash.digest('hex'), bytes };
  } catch (cause) {
    await handle.close();
    await rm(file, { force: true });
    throw cause;
  }
}

async function* chunksOf(body: IncomingMessage): AsyncGenerator<Buffer> {
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a body without encoding comes in buffers');
    yield chunk;
  }
  if (!body.complete) throw Object.assign(new Error('the body broke off'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
}

function cannotWrite(file: string): (cause: unknown) => never {
  return (cause) => {
    throw new NotRetried(`${file} cannot be written (${describe(cause)})`, { cause });
  };
}

/** Another attempt would end the same way. */
class NotRetried extends Error {}

function connectionFailure(url: URL, cause: unknown): Failed {
  if (cause instanceof ProxyError) {
    return new Failed(url, cause.message, { isRetried: RETRIED_CODE.has(errorCode(cause.cause) ?? ''), cause });
  }
  const code = errorCode(cause) ?? '';
  if (UNTRUSTED.test(code)) {
    const reason = `its certificate is not trusted (${code}); a private authority's PEM file belongs in NODE_EXTRA_CA_CERTS or SSL_CERT_FILE`;
    return new Failed(url, reason, { cause });
  }
  return new Failed(url, describe(cause), { isRetried: RETRIED_CODE.has(code), cause });
}

function wordsOf(problems: readonly Problem[]): string {
  return problems.map((problem) => problem.message).join('; ');
}

/** In milliseconds from `now`. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  // To V8 even "1.5" is a date.
  return Number.isNaN(date) || !header.endsWith('GMT') ? undefined : Math.max(0, date - now);
}

/** The address without credentials, query and fragment. */
function nameUrl(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

function describe(cause: unknown): string {
  const code = errorCode(cause);
  // Of several addresses that all failed Node tells an error without words.
  const message = cause instanceof Error || hasMessage(cause) ? cause.message : String(cause);
  if (message === '') return code ?? 'it cannot be reached';
  return code === undefined || message.includes(code) ? message : `${message} (${code})`;
}

function hasMessage(cause: unknown): cause is { message: string } {
  return typeof cause === 'object' && cause !== null && 'message' in cause && typeof cause.message === 'string';
}

function errorCode(cause: unknown): string | undefined {
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : undefined;
}
