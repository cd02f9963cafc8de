import { pathRight, type Right } from './right.ts';

/** Who was refused what. */
export interface ForbiddenRight {
  readonly user: string;
  readonly right: Right;
}

/** The fix for a 403 that names no right. */
export const NO_SINGLE_RIGHT =
  'This is about no single right: an admission rule (a quota, PodSecurity, a policy) or an escalation refuses it. Change the object, or ask whoever owns the rule.';

/**
 * Reads the refusal of an authorizer out of a server's 403, or out of a line in which kubectl, helm or another client
 * quotes it. The server's text is `<resource> "<name>" is forbidden: User "<user>" cannot <verb> resource "<resource>"
 * in API group "<group>" in the namespace "<namespace>"` (or `at the cluster scope`), or `cannot <verb> path "<path>"`;
 * texts in it are quoted as Go quotes them. A constrained impersonation is refused in the same words with a verb such
 * as `impersonate-on:user-info:create`.
 *
 * Undefined for every other 403: of admission (a quota, PodSecurity), of an escalation. The verb is the one that the
 * server names; with an impersonation it is the first that failed of several.
 * https://github.com/kubernetes/apiserver/blob/master/pkg/endpoints/handlers/responsewriters/errors.go
 */
export function readForbidden(message: string): ForbiddenRight | undefined {
  return readForbiddens(message)[0];
}

/** Every refusal in `text`, each once, in their order: the stderr of a whole script, say. */
export function readForbiddens(text: string): ForbiddenRight[] {
  const found = new Map<string, ForbiddenRight>();
  for (const line of text.split('\n')) {
    const plain = readLine(line);
    for (const forbidden of plain.length > 0 ? plain : readLine(unescapedOnce(line))) {
      const key = JSON.stringify(forbidden);
      if (!found.has(key)) found.set(key, forbidden);
    }
  }
  return [...found.values()];
}

/**
 * Whether `text` quotes a 403 of which client-go dropped the reason, so that "unknown" is all that is left. That is what
 * kubectl and helm make of a refusal on /version, /api, /apis or /openapi: "Error from server (Forbidden): unknown",
 * "failed to download openapi: unknown".
 */
export function isForbiddenWithoutReason(text: string): boolean {
  return /\(Forbidden\): unknown\b|(cluster unreachable|download openapi|server version from Kubernetes|apiVersions from Kubernetes): (.*\bunknown$|unknown;)/im.test(
    text,
  );
}

/**
 * Whether `text` holds an error that ends in client-go's "unknown", as in "couldn't get current server API group list:
 * unknown": that may be a 403 too, or anything else.
 */
export function isFailureWithoutReason(text: string): boolean {
  return /: unknown(?=$|["';])/m.test(text);
}

function readLine(line: string): ForbiddenRight[] {
  return [...line.matchAll(FORBIDDEN)].flatMap((match) => fromMatch(match.groups ?? {}) ?? []);
}

/** A text as Go's `%q` writes it. */
const QUOTED = '"((?:[^"\\\\]|\\\\.)*)"';

function quoted(name: string): string {
  return QUOTED.replace('(', `(?<${name}>`);
}

const FORBIDDEN = new RegExp(
  `(?: ${quoted('name')} is forbidden: )?User ${quoted('user')} cannot (?<verb>\\S+) ` +
    `(?:path ${quoted('path')}|resource ${quoted('resource')} ` +
    `in API group ${quoted('group')} (?:at the cluster scope|in the namespace ${quoted('namespace')}))`,
  'g',
);

function fromMatch(groups: Readonly<Record<string, string | undefined>>): ForbiddenRight | undefined {
  const { user, verb, path, resource, group } = groups;
  if (user === undefined || verb === undefined) return undefined;
  if (path !== undefined) {
    const right = pathRight(withoutEntities(verb), unquote(withoutEntities(path)));
    return { user: unquote(withoutEntities(user)), right };
  }
  if (resource === undefined || group === undefined) return undefined;
  const [plural = '', ...rest] = unquote(withoutEntities(resource)).split('/');
  return {
    user: unquote(withoutEntities(user)),
    right: {
      verb: withoutEntities(verb),
      apiGroup: unquote(withoutEntities(group)),
      resource: plural,
      subresource: rest.join('/'),
      namespace: unquote(withoutEntities(groups.namespace ?? '')),
      // The name stands before the part that the server makes safe for browsers.
      name: unquote(groups.name ?? ''),
    },
  };
}

/** The server writes `&`, `<` and `>` as HTML entities, whatever the answer's type. */
function withoutEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** A structured log quotes the whole message, so that the quotes in it are escaped: `error="… User \"ci\" cannot …"`. */
function unescapedOnce(text: string): string {
  return text.replace(/\\(["\\])/g, '$1');
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/** The text that Go's `strconv.Quote` wrote. https://pkg.go.dev/strconv#Quote */
function unquote(text: string): string {
  const parts = text.matchAll(/\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})|\\(.)|([^\\]+)/gs);
  const bytes: Buffer[] = [];
  for (const [, byte, short, long, letter, plain] of parts) {
    const hex = short ?? long;
    if (byte !== undefined) bytes.push(Buffer.from(byte, 'hex'));
    else if (hex !== undefined) bytes.push(Buffer.from(character(Number.parseInt(hex, 16))));
    else if (letter !== undefined) bytes.push(Buffer.from(ESCAPES[letter] ?? letter));
    else bytes.push(Buffer.from(plain ?? ''));
  }
  return Buffer.concat(bytes).toString('utf8');
}

function character(codePoint: number): string {
  return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : '\ufffd';
}
