import { displayName } from '../identity/name.ts';
import type { IdentityRequest } from '../inputs.ts';
import type { Denied, ObjectRef, Problem, Source } from '../problem.ts';
import { NO_SINGLE_RIGHT, readForbiddens } from '../rights/forbidden.ts';
import { APPLY_GRANT, smallestGrant } from '../rights/grant.ts';
import { impersonationRights, isImpersonation } from '../rights/impersonation.ts';
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

export type ForbiddenProblem = Problem & { readonly kind: 'forbidden' };

/**
 * A 403 in the middle of a run, from its words alone: which rights the identity lacks, with the smallest RBAC that
 * gives them. Where the token has lost the impersonation itself, the token's. A 403 that is about no right at all (a
 * quota, PodSecurity, an escalation) is told in the server's words, with nothing in `denied`.
 */
export function forbiddenProblem(refusal: Refusal): ForbiddenProblem {
  const { identity } = refusal;
  const read = readForbiddens(refusal.text);
  const own = read.filter(({ user }) => user === identity.username).map(({ right }) => right);
  const token = read.filter(({ user, right }) => user !== identity.username && isImpersonation(right));
  const lacking = own.length > 0 || token.length > 0 || refusal.right === undefined ? own : [refusal.right];
  if (lacking.length === 0 && token.length === 0) return withoutRight(refusal);
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
    ...placeOf(refusal),
  };
}

/** Where it was, as a problem has it. */
export function placeOf({ object, source }: Pick<Refusal, 'object' | 'source'>): Pick<Refusal, 'object' | 'source'> {
  return { ...(object === undefined ? {} : { object }), ...(source === undefined ? {} : { source }) };
}

/** A 403 in the server's own words, about no right that anybody can read from them. */
export function withoutRight(refusal: Refusal): ForbiddenProblem {
  return {
    kind: 'forbidden',
    message: `The API server refused ${refusal.for}: ${lastLines(refusal.text)}`,
    denied: [],
    fix: NO_SINGLE_RIGHT,
    ...placeOf(refusal),
  };
}

const QUOTED_LINES = 10;

/** The end of a whole stderr; a server's message is a line. */
export function lastLines(text: string): string {
  return text.trim().split('\n').slice(-QUOTED_LINES).join('\n');
}
