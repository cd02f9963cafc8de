import type { IncomingHttpHeaders } from 'node:http';
import type { Json } from '../manifests/object.ts';
import type { ApiAnswer, ApiFailure } from './client.ts';
import { at, listAt, parseJson, textAt } from './json.ts';
import { readWarnings } from './warnings.ts';

/** An HTTP answer as it came. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Each `Warning` header, as Node gives it. */
  readonly warnings: readonly string[];
  readonly text: string;
}

/**
 * Reads an HTTP answer as one of Kubernetes: JSON, its failures `Status` objects. `now` (milliseconds since the epoch)
 * is for a Retry-After that names a time. `plainText`: the request asked for text.
 */
export function readAnswer(answer: HttpAnswer, now: number, plainText: boolean): ApiAnswer {
  if (answer.status >= 300 && answer.status < 400) return notKubernetes('REDIRECT', redirect(answer));
  const body = bodyOf(answer, plainText);
  if (answer.status >= 400) {
    return { ok: false, failure: readFailure(answer, body, now) };
  }
  if (body === undefined) {
    return notKubernetes('NOT_KUBERNETES', `answered ${answer.status} with ${describeText(answer)} instead of JSON`);
  }
  return { ok: true, status: answer.status, body, warnings: readWarnings(answer.warnings) };
}

/** A `Status` object, as in a failed answer or in an ERROR event of a watch, as a failure. */
export function readStatus(body: Json | undefined, httpStatus: number): ApiFailure {
  const code = at(body, 'code');
  const retryAfter = at(body, 'details', 'retryAfterSeconds');
  return {
    kind: 'status',
    status: typeof code === 'number' ? code : httpStatus,
    reason: textAt(body, 'reason'),
    message: textAt(body, 'message'),
    causes: listAt(body, 'details', 'causes').map((cause) => ({
      reason: textAt(cause, 'reason'),
      message: textAt(cause, 'message'),
      field: textAt(cause, 'field'),
    })),
    retryAfterSeconds: typeof retryAfter === 'number' && retryAfter > 0 ? retryAfter : undefined,
  };
}

/** Seconds from a `Retry-After` header, which is a number or a date; undefined where it is neither. */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header);
  const time = Date.parse(header);
  return Number.isNaN(time) ? undefined : Math.max(0, Math.ceil((time - now) / 1_000));
}

/** What a status says about a server that is there, but cannot answer now; whoever stands before it may say so too. */
const PASSING = new Set([429, 500, 502, 503, 504]);

function readFailure(answer: HttpAnswer, body: Json | undefined, now: number): ApiFailure {
  const retryAfterSeconds = readRetryAfter(answer.headers['retry-after'], now);
  if (textAt(body, 'kind') === 'Status') {
    const failure = readStatus(body, answer.status);
    return failure.kind === 'status' && failure.retryAfterSeconds === undefined
      ? { ...failure, retryAfterSeconds }
      : failure;
  }
  if (isHtml(answer) && !PASSING.has(answer.status)) {
    return {
      kind: 'unreachable',
      code: 'NOT_KUBERNETES',
      message: `answered ${answer.status} with ${describeText(answer)}`,
    };
  }
  return {
    kind: 'status',
    status: answer.status,
    reason: '',
    message: isHtml(answer) ? describeText(answer) : clip(answer.text.trim()),
    causes: [],
    retryAfterSeconds,
  };
}

function bodyOf(answer: HttpAnswer, plainText: boolean): Json | undefined {
  const isText = (answer.headers['content-type'] ?? '').startsWith('text/plain');
  if (plainText && isText && answer.status < 300) return answer.text;
  try {
    return parseJson(answer.text);
  } catch {
    return undefined;
  }
}

function redirect(answer: HttpAnswer): string {
  const location = answer.headers.location;
  return `answered ${answer.status}, a redirect${location === undefined ? '' : ` to ${withoutQuery(location)}`}`;
}

/** A login page's address carries one-time secrets in its query. */
function withoutQuery(location: string): string {
  return clip(location.replace(/[?#].*$/s, ''));
}

function isHtml(answer: HttpAnswer): boolean {
  return (answer.headers['content-type'] ?? '').includes('text/html') || /^\s*<(!doctype|html)/i.test(answer.text);
}

function describeText(answer: HttpAnswer): string {
  if (answer.text.trim() === '') return 'an empty body';
  if (!isHtml(answer)) return `"${clip(answer.text.trim(), 80)}"`;
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(answer.text)?.[1]?.replace(/\s+/g, ' ').trim() ?? '';
  return title === '' ? 'an HTML page' : `an HTML page ("${clip(title, 80)}")`;
}

function clip(text: string, length = 1_000): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}

function notKubernetes(code: string, message: string): ApiAnswer {
  return { ok: false, failure: { kind: 'unreachable', code, message } };
}
