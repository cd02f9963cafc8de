import { displayName } from '../identity/name.ts';
import type { IdentityRequest } from '../inputs.ts';
import type { Denied, ObjectRef, Problem, Source } from '../problem.ts';
import { NO_SINGLE_RIGHT, readForbiddens } from '../rights/forbidden.ts';
import { APPLY_GRANT, smallestGrant } from '../rights/grant.ts';
import { impersonationRights } from '../rights/impersonation.ts';
import { deniedOf, type Right } from '../rights/right.ts';

export interface Refusal {
  /** What the server said, or the text (a whole stderr) in which a tool quotes it. */
  readonly text: string;
  readonly identity: IdentityRequest;
  /** What was refused, in words: "Deployment shop/web", "the release web". */
  readonly for: string;
  /** The right that it took, for a text that names none. */
  readonly right?: Right;
  readonly object?: ObjectRef;
  readonly source?: Source;
}

/**
 * A 403 in the middle of a run: which rights the identity lacks, with the smallest RBAC that gives them. Where the
 * token has lost the impersonation itself, the token's. A 403 that is about no right at all (a quota, PodSecurity,
 * an escalation) is told in the server's words, with nothing in `denied`.
 */
export function forbiddenProblem(refusal: Refusal): Problem & { readonly kind: 'forbidden' } {
  const { identity } = refusal;
  const read = readForbiddens(refusal.text);
  const own = read.filter(({ user }) => user === identity.username).map(({ right }) => right);
  const token = read.filter(({ user, right }) => user !== identity.username && isImpersonation(right));
  const lacking = own.length > 0 || token.length > 0 || refusal.right === undefined ? own : [refusal.right];
  const place = {
    ...(refusal.object === undefined ? {} : { object: refusal.object }),
    ...(refusal.source === undefined ? {} : { source: refusal.source }),
  };
  if (lacking.length === 0 && token.length === 0) return { ...withoutRight(refusal), ...place };
  const denied: Denied[] = [
    ...lacking.map((right) => deniedOf('identity', right, refusal.for)),
    ...token.map(({ right }) => deniedOf('token', right, `to impersonate ${displayName(identity.username)}`)),
  ];
  const tokens = [...new Set(token.map(({ user }) => user))];
  return {
    kind: 'forbidden',
    message:
      lacking.length > 0
        ? `${identity.username} may not do what ${refusal.for} takes: it lacks ${lacking.length === 1 ? 'a right' : `${lacking.length} rights`}.`
        : `The token may no longer impersonate ${identity.username} for ${refusal.for}.`,
    denied,
    fix: APPLY_GRANT,
    yaml: [
      ...(lacking.length === 0 ? [] : [smallestGrant(lacking, identity.username)]),
      ...tokens.map((user) => smallestGrant(impersonationRights(identity), user)),
    ].join('---\n'),
    ...place,
  };
}

/**
 * Whether `text` refuses the token the impersonation itself. Then `impersonationProblem` knows more: since 1.36 the
 * server names the check that failed first, and kubectl and helm say no more than `Forbidden): unknown` where it was
 * their discovery that was refused (https://kep.k8s.io/5284).
 */
export function refusesImpersonation(text: string, identity: IdentityRequest): boolean {
  const read = readForbiddens(text);
  if (read.length === 0) return /\(Forbidden\): unknown/.test(text);
  return read.some(({ user, right }) => user !== identity.username && isImpersonation(right));
}

/** In the legacy form or in the constrained one: `impersonate`, `impersonate:user-info`, `impersonate-on:…`. */
function isImpersonation(right: Right): boolean {
  return /^impersonate($|:|-on:)/.test(right.verb);
}

function withoutRight(refusal: Refusal): Problem & { readonly kind: 'forbidden' } {
  return {
    kind: 'forbidden',
    message: `The API server refused ${refusal.for}: ${refusal.text.trim()}`,
    denied: [],
    fix: NO_SINGLE_RIGHT,
  };
}
