import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';

/** Time to the end of the TLS handshake, through a proxy or not. client-go's dialer has the same. */
const CONNECT_MILLISECONDS = 30_000;
/**
 * Silence on an open connection. The API server gives up a request after 60 s (`--request-timeout`), so that whatever
 * is silent for longer is gone. It is a limit of the connection; how long the work may take is the caller's signal.
 */
const SILENCE_MILLISECONDS = 90_000;

/** The limits in milliseconds; tests take shorter ones. */
export interface Patience {
  readonly connect: number;
  readonly silence: number;
}

export const PATIENCE: Patience = { connect: CONNECT_MILLISECONDS, silence: SILENCE_MILLISECONDS };

/** What the network did to a request, as opposed to a request that we made wrongly. */
export class ConnectionError extends Error {
  /** Node's (`ECONNRESET`, …); `UNKNOWN` where there is none, as with some proxies. */
  readonly code: string;

  constructor(message: string, code: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }

  static of(error: unknown): ConnectionError {
    if (error instanceof ConnectionError) return error;
    const { code = 'UNKNOWN', message = String(error) } = partsOf(error);
    return new ConnectionError(message === '' ? code : message, code, error);
  }
}

/**
 * Sends one request and resolves as soon as the answer's head is there. Redirects are not followed. Rejects with
 * a `ConnectionError`, also when `signal` aborts.
 */
export function send(
  options: RequestOptions,
  body: Buffer | undefined,
  patience: Patience,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, signal });
    const connecting = setTimeout(() => {
      sent.destroy(timeout(`no connection within ${patience.connect / 1_000} s`));
    }, patience.connect);
    const connected = () => clearTimeout(connecting);
    sent.once('socket', (socket) => {
      if (sent.reusedSocket) connected();
      else socket.once('secureConnect', connected);
    });
    sent.once('finish', connected);
    let silent: { destroy(error: Error): unknown } = sent;
    sent.setTimeout(patience.silence, () => {
      silent.destroy(timeout(`no answer for ${patience.silence / 1_000} s`));
    });
    sent.once('close', connected);
    sent.once('response', (response) => {
      // From here on the response has the reader: the request would tell it no more than "aborted".
      silent = response;
      resolve(response);
    });
    sent.on('error', (error) => reject(ConnectionError.of(error)));
    // A Buffer, or nothing: with a string Node writes the headers as UTF-8 and mangles the impersonation extras.
    sent.end(body);
  });
}

/** The whole body as text. Rejects with a `ConnectionError` where it breaks off. */
export async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of chunksOf(response)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Lines as they come, without their ends; the last one also where the body ends without a line end. Throws a
 * `ConnectionError` where the body breaks off.
 */
export async function* readLines(response: IncomingMessage): AsyncGenerator<string> {
  let pending: Buffer[] = [];
  for await (const chunk of chunksOf(response)) {
    let rest = chunk;
    for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED)) {
      yield Buffer.concat([...pending, rest.subarray(0, end)]).toString('utf8');
      pending = [];
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) pending.push(rest);
  }
  if (pending.length > 0) yield Buffer.concat(pending).toString('utf8');
}

const LINE_FEED = 10;

async function* chunksOf(response: IncomingMessage): AsyncGenerator<Buffer> {
  const chunks = response[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        throw ConnectionError.of(error);
      });
      if (next.done === true) return;
      yield Buffer.from(next.value);
    }
  } finally {
    response.destroy();
  }
}

function partsOf(error: unknown): { readonly code?: string; readonly message?: string } {
  if (typeof error !== 'object' || error === null) return {};
  const { code, message }: { code?: unknown; message?: unknown } = error;
  return {
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof message === 'string' ? { message } : {}),
  };
}

function timeout(message: string): ConnectionError {
  return new ConnectionError(message, 'ETIMEDOUT');
}
