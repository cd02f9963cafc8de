import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { Connection } from '../connect/connection.ts';
import type { Clock, Log } from '../host.ts';
import { impersonationHeaders } from '../identity/headers.ts';
import type { IdentityRequest } from '../inputs.ts';
import { readAnswer, readStatus } from './answer.ts';
import type { ApiAnswer, ApiClient, ApiFailure, ApiRequest, ApiResult, Cluster, WatchEvent } from './client.ts';
import { ConnectionError, PATIENCE, type Patience, readLines, readText, send } from './http.ts';
import { at, parseJson, textAt } from './json.ts';
import { retryDelay, triesOf } from './retry.ts';
import { slots } from './slots.ts';

/** Measured: more connections made a thousand objects no faster, and one flow of the server's queues takes no more. */
const REQUESTS_AT_A_TIME = 16;
/** Within the silence that a connection is allowed. */
const WATCH_SECONDS = 60;

export interface ClusterSpec {
  readonly connection: Connection;
  readonly identity: IdentityRequest;
  readonly clock: Clock;
  /** Every retry is a debug line; that the server makes us wait is told once for each cause. */
  readonly log?: Pick<Log, 'debug' | 'info'>;
  /** How long a connection may be silent; default: what a real API server needs. */
  readonly patience?: Patience;
}

/**
 * The two parties of a connection: the token, and the identity, which is the same connection with the impersonation
 * headers. Nothing is sent yet. `close()` ends the pool of connections.
 */
export function openCluster(spec: ClusterSpec): Cluster {
  const inSlot = slots(REQUESTS_AT_A_TIME);
  const told = new Set<string>();
  const party = (name: ApiClient['party'], headers: OutgoingHttpHeaders): ApiClient => {
    const wire: Wire = { ...spec, patience: spec.patience ?? PATIENCE, party: name, headers, inSlot, told };
    return {
      party: name,
      server: spec.connection.server,
      request: (request, signal) => answerTo(wire, request, signal),
      watch: (path, signal) => eventsOf(wire, path, signal),
    };
  };
  return {
    asToken: party('token', {}),
    asIdentity: party('identity', impersonationHeaders(spec.identity)),
    close: () => spec.connection.agent.destroy(),
  };
}

interface Wire extends ClusterSpec {
  readonly patience: Patience;
  readonly party: ApiClient['party'];
  readonly headers: OutgoingHttpHeaders;
  readonly inSlot: ReturnType<typeof slots>;
  /** Causes of waiting that the log has. */
  readonly told: Set<string>;
}

async function answerTo(wire: Wire, request: ApiRequest, signal: AbortSignal): Promise<ApiAnswer> {
  const plainText = request.accept?.startsWith('text/plain') ?? false;
  const tried = await retried(wire, request, signal, (fresh) =>
    wire.inSlot(async () => {
      const started = await start(wire, request, fresh, signal);
      if (!started.ok) return started;
      return settle(await toAnswer(started.value, wire, plainText));
    }),
  );
  return tried.ok ? tried.value : tried;
}

function settle(answer: ApiAnswer): ApiResult<ApiAnswer & { readonly ok: true }> {
  return answer.ok ? { ok: true, value: answer } : answer;
}

/**
 * Tries until it succeeds or the failure is the answer. A 401 is asked once more with a fresh credential: it may have
 * run out since it was read.
 */
async function retried<T>(
  wire: Wire,
  request: ApiRequest,
  signal: AbortSignal,
  ask: (fresh: boolean) => Promise<ApiResult<T>>,
): Promise<ApiResult<T>> {
  let fresh = false;
  for (let number = 1; ; ) {
    const tried = await attemptOnce(ask, fresh, signal);
    if (tried.ok) return tried;
    const { failure } = tried;
    if (failure.kind === 'status' && failure.status === 401 && !fresh) {
      fresh = true;
      continue;
    }
    const attempt = { number, method: request.method, repeatable: isRepeatable(request), jitter: Math.random() };
    const delay = request.once === true ? undefined : retryDelay(failure, attempt);
    if (delay === undefined) return { ok: false, failure: withTries(failure, number) };
    wire.log?.debug(
      `${request.method} ${request.path} as the ${wire.party}: ${inWords(failure)}, once more in ${delay} ms`,
    );
    tellWaiting(wire, failure, `try ${number + 1} of ${triesOf(failure, attempt)} in ${Math.ceil(delay / 1_000)} s`);
    try {
      await wire.clock.sleep(delay, signal);
    } catch (error) {
      if (signal.aborted) return { ok: false, failure: { kind: 'cancelled' } };
      throw error;
    }
    number += 1;
  }
}

/** A timeout's message names the time of one try. */
function withTries(failure: ApiFailure, number: number): ApiFailure {
  if (failure.kind !== 'unreachable' || failure.code !== 'ETIMEDOUT' || number === 1) return failure;
  return { ...failure, message: `${failure.message}, tried ${number} times` };
}

/** A conflict passes within moments; of everything else a reader of the log wonders what the run is waiting for. */
function tellWaiting(wire: Wire, failure: ApiFailure, next: string): void {
  const cause = inWords(failure);
  if (wire.told.has(cause) || (failure.kind === 'status' && failure.status === 409)) return;
  wire.told.add(cause);
  const said = failure.kind === 'unreachable' ? `${failure.message}; ` : '';
  wire.log?.info(`Waiting for ${wire.connection.server}: ${said}${cause}; ${next}.`);
}

async function attemptOnce<T>(
  attempt: (fresh: boolean) => Promise<ApiResult<T>>,
  fresh: boolean,
  signal: AbortSignal,
): Promise<ApiResult<T>> {
  if (signal.aborted) return { ok: false, failure: { kind: 'cancelled' } };
  try {
    return await attempt(fresh);
  } catch (error) {
    return { ok: false, failure: failureOf(error, signal) };
  }
}

/** Reviews answer a question and leave nothing behind; a dry run neither. */
function isRepeatable(request: ApiRequest): boolean {
  if (request.method !== 'POST') return true;
  return (
    /^\/apis\/(authentication|authorization)\.k8s\.io\/[^/]+\/(namespaces\/[^/]+\/)?[a-z]+reviews(\?|$)/.test(
      request.path,
    ) || /[?&]dryRun=All(&|$)/.test(request.path)
  );
}

async function start(
  wire: Wire,
  request: ApiRequest,
  fresh: boolean,
  signal: AbortSignal,
): Promise<ApiResult<IncomingMessage>> {
  const url = new URL(wire.connection.server);
  if (url.protocol !== 'https:') {
    return {
      ok: false,
      failure: { kind: 'unreachable', code: 'PLAIN_HTTP', message: `${url.protocol}// is not encrypted` },
    };
  }
  const options = await wire.connection.requestOptions(signal, { fresh });
  if (!options.ok) {
    const problem = options.problems[0];
    const cancelled = signal.aborted || problem?.kind === 'cancelled';
    if (cancelled) return { ok: false, failure: { kind: 'cancelled' } };
    const { message = 'there is no credential', fix, details } = problem ?? {};
    return {
      ok: false,
      failure: { kind: 'credential', message, fix, ...(details === undefined ? {} : { details }) },
    };
  }
  const body = request.body === undefined ? undefined : Buffer.from(request.body.text, 'utf8');
  const response = await send(
    {
      ...options.value,
      ...address(url, request.path),
      agent: wire.connection.agent,
      method: request.method,
      headers: {
        ...credentialHeaders(options.value),
        ...wire.headers,
        accept: request.accept ?? 'application/json',
        'user-agent': 'deploy-as',
        ...(request.body === undefined ? {} : { 'content-type': request.body.type }),
      },
    },
    body,
    wire.patience,
    signal,
  );
  return { ok: true, value: response };
}

/**
 * Where to send. The path is put together as text, for `new URL` would resolve `..` in it, and a server may live
 * below a path of its own (`https://rancher.example.com/k8s/clusters/c-1`).
 */
function address(url: URL, path: string): RequestOptions {
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? 443 : Number(url.port);
  return { protocol: url.protocol, host: hostname, hostname, port, path: `${url.pathname.replace(/\/+$/, '')}${path}` };
}

/** The headers of the base credential. An impersonation among them would make the token somebody else unseen. */
function credentialHeaders(options: RequestOptions): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (name.toLowerCase().startsWith('impersonate-')) throw new Error(`the connection itself sends ${name}`);
    headers[name] = value;
  }
  return headers;
}

async function toAnswer(response: IncomingMessage, wire: Wire, plainText: boolean): Promise<ApiAnswer> {
  const text = await readText(response);
  return readAnswer(
    {
      status: response.statusCode ?? 0,
      headers: response.headers,
      warnings: response.headersDistinct.warning ?? [],
      text,
    },
    wire.clock.now(),
    plainText,
  );
}

async function* eventsOf(wire: Wire, path: string, signal: AbortSignal): AsyncGenerator<WatchEvent> {
  const request: ApiRequest = { method: 'GET', path: watchPath(path) };
  const started = await retried(wire, request, signal, async (fresh) => {
    const answered = await start(wire, request, fresh, signal);
    if (!answered.ok || (answered.value.statusCode ?? 0) === 200) return answered;
    const answer = await toAnswer(answered.value, wire, false);
    return answer.ok ? { ok: false, failure: notAWatch(answer.status) } : answer;
  });
  if (!started.ok) {
    yield { type: 'FAILURE', failure: started.failure };
    return;
  }
  const response = started.value;
  try {
    for await (const line of readLines(response)) {
      if (line.trim() === '') continue;
      const event = watchEvent(line);
      yield event;
      if (event.type === 'FAILURE') return;
    }
  } catch (error) {
    yield { type: 'FAILURE', failure: failureOf(error, signal) };
  } finally {
    response.destroy();
  }
}

function watchPath(path: string): string {
  const query = new URLSearchParams(path.split('?')[1] ?? '');
  const added = [
    ...(query.has('watch') ? [] : ['watch=true']),
    ...(query.has('timeoutSeconds') ? [] : [`timeoutSeconds=${WATCH_SECONDS}`]),
  ].join('&');
  if (added === '') return path;
  return `${path}${path.includes('?') ? '&' : '?'}${added}`;
}

function watchEvent(line: string): WatchEvent {
  let event: ReturnType<typeof parseJson>;
  try {
    event = parseJson(line);
  } catch {
    return { type: 'FAILURE', failure: { kind: 'unreachable', code: 'NOT_KUBERNETES', message: 'a watch broke off' } };
  }
  const type = textAt(event, 'type');
  const object = at(event, 'object') ?? null;
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
    case 'BOOKMARK':
      return { type, object };
    case 'ERROR':
      return { type: 'FAILURE', failure: readStatus(object, 500) };
    default:
      return { type: 'FAILURE', failure: notAWatch(200) };
  }
}

function notAWatch(status: number): ApiFailure {
  return { kind: 'unreachable', code: 'NOT_KUBERNETES', message: `answered ${status}, but not with a watch` };
}

/** A failure of the network as data; anything else is nobody's answer and goes on as it is. */
function failureOf(error: unknown, signal: AbortSignal): ApiFailure {
  if (signal.aborted) return { kind: 'cancelled' };
  if (!(error instanceof ConnectionError)) throw error;
  return { kind: 'unreachable', code: error.code, message: error.message };
}

function inWords(failure: ApiFailure): string {
  switch (failure.kind) {
    case 'status':
      return `${failure.status} ${failure.reason}`.trim();
    case 'unreachable':
      return failure.code;
    default:
      return failure.kind;
  }
}
