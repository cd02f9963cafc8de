import type { ApiFailure, ApiRequest } from './client.ts';

/** The try that has just failed. */
export interface Attempt {
  /** 1 for the first. */
  readonly number: number;
  readonly method: ApiRequest['method'];
  /** Sent twice it does no more than sent once: everything but a POST that creates something. */
  readonly repeatable: boolean;
  /** In [0, 1): where in its range the delay lies, so that twelve matrix legs do not come back together. */
  readonly jitter: number;
}

const FIRST_DELAY = 400;
const LONGEST_DELAY = 8_000;
/** A server that asks for more than this is not coming back within a deployment. */
const LONGEST_RETRY_AFTER = 60_000;

/** With the delays above: an API server that restarts behind its load balancer is waited for, 10 to 16 s. */
const TRIES = 6;
/** Something that is not there is most often a wrong address: 1 to 3 s. */
const TRIES_TO_CONNECT = 4;
/** Each of these has already taken the whole limit of a request. */
const TRIES_AFTER_TIMEOUT = 2;
/** A webhook may take 30 s to be given up. It stands before the write: nothing has been created yet. */
const TRIES_WITH_DEAD_WEBHOOK = 4;

/** No byte of the request has reached the server. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ERR_PROXY',
]);
/** The connection broke; nobody knows what the server did. */
const BROKEN = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ENOTCONN']);

/**
 * Whether to try again, and after how many milliseconds; undefined: this failure is the answer. Which failures are
 * worth it was tried on a real server: resets, 429, 502, 503, 504, a 500 that says when to come back or that a webhook did
 * not answer, a 409 that is not about fields. A 500 without a reason is how server-side apply says "no such field".
 */
export function retryDelay(failure: ApiFailure, attempt: Attempt): number | undefined {
  const tries = triesOf(failure, attempt);
  if (attempt.number >= tries) return undefined;
  const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempt.number - 1));
  const backoff = longest * (0.5 + attempt.jitter / 2);
  const wanted = failure.kind === 'status' ? (failure.retryAfterSeconds ?? 0) * 1_000 : 0;
  if (wanted > LONGEST_RETRY_AFTER) return undefined;
  return Math.round(wanted === 0 ? backoff : Math.max(wanted * (1 + attempt.jitter / 4), backoff));
}

/** How often a request that fails like this is sent in all, the first time included. */
export function triesOf(failure: ApiFailure, attempt: Pick<Attempt, 'method' | 'repeatable'>): number {
  switch (failure.kind) {
    case 'cancelled':
    case 'credential':
      return 1;
    case 'unreachable':
      if (NOT_CONNECTED.has(failure.code)) return TRIES_TO_CONNECT;
      if (!attempt.repeatable) return 1;
      if (BROKEN.has(failure.code)) return TRIES;
      return failure.code === 'ETIMEDOUT' ? TRIES_AFTER_TIMEOUT : 1;
    case 'status':
      if (isDeadWebhook(failure)) return TRIES_WITH_DEAD_WEBHOOK;
      return isPassing(failure, attempt) ? TRIES : 1;
  }
}

function isDeadWebhook(failure: ApiFailure & { readonly kind: 'status' }): boolean {
  return failure.status === 500 && failure.reason !== '' && failure.message.includes('failed calling webhook');
}

function isPassing(
  failure: ApiFailure & { readonly kind: 'status' },
  attempt: Pick<Attempt, 'method' | 'repeatable'>,
): boolean {
  switch (failure.status) {
    case 429:
      return true;
    case 502:
    case 503:
    case 504:
      return attempt.repeatable;
    case 500:
      return failure.reason !== '' && attempt.repeatable && failure.retryAfterSeconds !== undefined;
    case 409:
      // A PUT carries the resourceVersion that has just become too old, and always will.
      return (
        failure.reason === 'Conflict' &&
        attempt.method !== 'PUT' &&
        !failure.causes.some((cause) => cause.reason === 'FieldManagerConflict')
      );
    default:
      return false;
  }
}
