import type { ApiFailure, ApiResult, Cluster } from '../cluster/client.ts';
import { problemOf } from '../cluster/failures.ts';
import { type ReviewedUser, selfSubjectReview, selfSubjectRulesReview } from '../cluster/reviews.ts';
import { displayName, serviceAccountOf } from '../identity/name.ts';
import type { IdentityRequest } from '../inputs.ts';
import { failure, type Outcome, type Problem, success } from '../problem.ts';
import { constrainedModeOf } from '../rights/constrained.ts';
import { readForbidden } from '../rights/forbidden.ts';
import { APPLY_GRANT, smallestGrant } from '../rights/grant.ts';
import { type ConstrainedMode, impersonationRights, isImpersonation } from '../rights/impersonation.ts';
import { deniedOf, type Right } from '../rights/right.ts';
import { type Difference, differencesOf } from './confirmation.ts';
import type { Identity } from './identity.ts';
import { askStanding, missingRights, type Way } from './impersonation.ts';

export interface WhoamiContext {
  /** As in `Connection.credentialName`. */
  readonly credentialName: string;
}

/**
 * Asks the API server through the impersonation who we are, and holds the answer against what was asked for. A refusal
 * is explained: each right that becoming `request` takes is asked as the token, and the missing ones come with the RBAC
 * that grants them. Problems: `forbidden` (also where the server sees somebody else), `unauthenticated`, `unreachable`,
 * `cancelled`; `unexpected` where the server is older than 1.28.
 */
export async function whoami(
  cluster: Cluster,
  request: IdentityRequest,
  context: WhoamiContext,
  signal: AbortSignal,
): Promise<Outcome<Identity>> {
  const review = await selfSubjectReview(cluster.asIdentity, signal);
  const asking: Asking = { cluster, request, credentialName: context.credentialName };
  if (!review.ok) return failure(await problemOfReview(asking, review.failure, signal));
  const differences = differencesOf(request, review.value);
  if (differences.length > 0) return failure(somebodyElse(asking, differences));
  return success(confirmedBy(request, review.value));
}

/**
 * Why the server refused an impersonation with the words `said`: each right that becoming `request` takes is asked as
 * the token. For a 403 in the middle of a run, too: rights may be taken away.
 */
export function impersonationProblem(
  cluster: Cluster,
  request: IdentityRequest,
  said: string,
  context: WhoamiContext,
  signal: AbortSignal,
): Promise<Problem> {
  return explainRefusal({ cluster, request, credentialName: context.credentialName }, said, signal);
}

/** The token's own user name; undefined where the server does not tell it. */
export async function tokenUser(cluster: Cluster, signal: AbortSignal): Promise<string | undefined> {
  const review = await selfSubjectReview(cluster.asToken, signal);
  return review.ok ? review.value.username : undefined;
}

interface Asking extends WhoamiContext {
  readonly cluster: Cluster;
  readonly request: IdentityRequest;
}

function confirmedBy(request: IdentityRequest, user: ReviewedUser): Identity {
  const uid = user.uid === '' ? undefined : user.uid;
  return { ...request, confirmed: { username: user.username, uid, groups: user.groups, extra: user.extra } };
}

function somebodyElse(asking: Asking, differences: readonly Difference[]): Problem {
  return {
    kind: 'forbidden',
    message: `${asking.cluster.asIdentity.server} takes us for somebody else than ${asking.request.username}.`,
    details: differences.map(({ what, asked, got }) => `${what}: asked for ${asked}, got ${got}`),
    fix: 'Something between this runner and the API server (a proxy, a gateway) changes or drops the Impersonate-* headers. Let it pass them on as they are, or connect to the API server itself.',
    denied: [],
  };
}

async function problemOfReview(asking: Asking, refusal: ApiFailure, signal: AbortSignal): Promise<Problem> {
  if (refusal.kind !== 'status') return plainProblem(asking, refusal);
  if (refusal.status === 404) return serverTooOld(asking);
  if (refusal.status !== 403) return plainProblem(asking, refusal);
  return explainRefusal(asking, refusal.message, signal);
}

/** Never from the message alone: since 1.36 it names the check that failed first, which may be another. */
async function explainRefusal(asking: Asking, said: string, signal: AbortSignal): Promise<Problem> {
  const { cluster, request } = asking;
  const answer = constrainedModeOf(request);
  const constrainedToo = speaksOfConstrained(said);
  const [token, standing, byName, held] = await Promise.all([
    selfSubjectReview(cluster.asToken, signal),
    askStanding(cluster, request, { constrainedToo }, signal),
    answer.mode === undefined ? maysByNameAlone(asking, answer.byName, signal) : false,
    constrainedToo && answer.mode !== undefined ? holdsConstrained(asking, answer.mode, signal) : false,
  ]);
  const broken = [token, standing].find((asked) => !asked.ok && !isForbidden(asked.failure));
  if (broken !== undefined && !broken.ok) return plainProblem(asking, broken.failure);
  const refused: Refused = { ...asking, said, username: usernameOf(token, said, request) };
  if (refused.username === ANONYMOUS) return isNobody(asking);
  if (!standing.ok) return mayNotAsk(refused, impersonationRights(request));
  const { legacy, constrained } = standing.value;
  if (legacy.missing.length === 0 || constrained?.missing.length === 0) return refusedAllTheSame(refused);
  if (constrained !== undefined && isNearer(constrained, legacy, held)) return lacksConstrained(refused, constrained);
  const hints =
    answer.mode === undefined
      ? byName
        ? [doesNotCarry(answer.byName, answer.because)]
        : []
      : constrained === undefined
        ? []
        : [alternativeTo(constrained.mode)];
  return lacks(refused, legacy, hints);
}

/** A server that knows constrained impersonation tries it first, and says so. */
function speaksOfConstrained(said: string): boolean {
  const { verb } = readForbidden(said)?.right ?? { verb: '' };
  return verb !== 'impersonate' && isImpersonation({ verb });
}

/** Whether the token would become the identity by a constrained right if nothing but its name were asked for. */
async function maysByNameAlone(
  { cluster, request }: Asking,
  mode: ConstrainedMode,
  signal: AbortSignal,
): Promise<boolean> {
  const missing = await missingRights(cluster.asToken, impersonationRights(request, mode).slice(0, 1), signal);
  return missing.ok && missing.value.length === 0;
}

/** Whether somebody gave the token any constrained right of `mode`, which tells what was meant. */
async function holdsConstrained(
  { cluster, request }: Asking,
  mode: ConstrainedMode,
  signal: AbortSignal,
): Promise<boolean> {
  const namespace = serviceAccountOf(request.username)?.namespace ?? 'default';
  const reviewed = await selfSubjectRulesReview(cluster.asToken, namespace, signal);
  const verbs = reviewed.ok ? reviewed.value.rules.flatMap((rule) => rule.verbs) : [];
  return verbs.some((verb) => verb === `impersonate:${mode}` || verb.startsWith(`impersonate-on:${mode}:`));
}

/** Which way the token was meant to go: the one of which it has more. */
function isNearer(constrained: Way, legacy: Way, holds: boolean): boolean {
  const isBegun = holds || constrained.missing.length < constrained.needed.length;
  const hasNoLegacy = legacy.missing.length === legacy.needed.length;
  return isBegun && (hasNoLegacy || constrained.missing.length <= legacy.missing.length);
}

interface Refused extends Asking {
  /** The server's words. */
  readonly said: string;
  /** The token's own user; empty where nobody says. */
  readonly username: string;
}

/** The token's own review, or else the user that the refusal speaks of, which is the one who impersonates. */
function usernameOf(token: ApiResult<ReviewedUser>, said: string, request: IdentityRequest): string {
  if (token.ok) return token.value.username;
  const user = readForbidden(said)?.user ?? '';
  return user === request.username ? '' : user;
}

/** Whom the server sees where no credential came, or one that it knows nothing of and lets pass. */
const ANONYMOUS = 'system:anonymous';

/** No RBAC is printed: rights for the anonymous user would be everybody's. */
function isNobody({ cluster, credentialName, request }: Asking): Problem {
  const { server } = cluster.asToken;
  return {
    kind: 'forbidden',
    message: `${server} did not accept the credential as anybody's: ${credentialName} is ${ANONYMOUS} to it, who may not impersonate ${request.username}.`,
    denied: [],
    fix: 'Check that the credential is whole and for this cluster, and that nothing on the way (a proxy, a gateway) drops it. Never grant rights to the anonymous user: everybody who reaches the server would have them.',
  };
}

function lacks(refused: Refused, { missing, needed }: Way, details: readonly string[]): Problem {
  const { request } = refused;
  const count = needed.length === 1 ? 'the right' : `${missing.length} of the ${needed.length} rights`;
  return {
    kind: 'forbidden',
    message: `${tokenInWords(refused)} may not impersonate ${request.username} at ${refused.cluster.asToken.server}: it lacks ${count} that this takes.`,
    ...(details.length === 0 ? {} : { details }),
    denied: missing.map((right) => deniedOf('token', right, purposeOf(request))),
    ...grantFor(refused, missing, APPLY_GRANT),
  };
}

function lacksConstrained(refused: Refused, { missing, needed, mode }: Way & { mode: ConstrainedMode }): Problem {
  const { request } = refused;
  return {
    kind: 'forbidden',
    message: `${tokenInWords(refused)} may not impersonate ${request.username} at ${refused.cluster.asToken.server}: it lacks ${missing.length} of the ${needed.length} rights that constrained impersonation takes to become it and to ask who it is.`,
    details: [
      `Every further request as ${displayName(request.username)} takes a right of the token, too: impersonate-on:${mode}:VERB on the same resource.`,
    ],
    denied: missing.map((right) => deniedOf('token', right, purposeOf(request))),
    ...grantFor(refused, missing, APPLY_GRANT),
  };
}

function doesNotCarry(mode: ConstrainedMode, because: string): string {
  return `The token may become it by name alone (impersonate:${mode}), but ${because}: the server falls back to the verb impersonate. Leave them out, or grant that.`;
}

function alternativeTo(mode: ConstrainedMode): string {
  return `The verb impersonate reaches everything that the identity may do. This server also knows constrained impersonation (https://kep.k8s.io/5284), where the token needs impersonate:${mode} on the identity and impersonate-on:${mode}:VERB on whatever it does as it.`;
}

function mayNotAsk(refused: Refused, rights: readonly Right[]): Problem {
  const reviews: Right = {
    verb: 'create',
    apiGroup: 'authorization.k8s.io',
    resource: 'selfsubjectaccessreviews',
    subresource: '',
    namespace: '',
    name: '',
  };
  return {
    kind: 'forbidden',
    message: `${tokenInWords(refused)} may not impersonate ${refused.request.username} at ${refused.cluster.asToken.server}, and may not ask which right it lacks either: the cluster took the ClusterRole system:basic-user from it. The server said: ${refused.said}`,
    denied: [deniedOf('token', reviews, 'to ask which right it lacks')],
    ...grantFor(refused, rights, 'A cluster admin can apply this, which grants all that the impersonation takes:'),
  };
}

function refusedAllTheSame(refused: Refused): Problem {
  const { request, said } = refused;
  const read = readForbidden(said);
  if (read !== undefined && read.user === ANONYMOUS && request.username === ANONYMOUS) {
    return {
      kind: 'forbidden',
      message: `${refused.cluster.asToken.server} lets the token impersonate ${ANONYMOUS}, but that is who sends no credential at all, and so nobody who may ask who it is.`,
      denied: [],
      fix: 'Write the name of a user or service account in `as`: rights of the anonymous user would be those of everybody who reaches the server.',
    };
  }
  if (read !== undefined && read.user === request.username) {
    return {
      kind: 'forbidden',
      message: `${refused.cluster.asToken.server} lets the token impersonate ${request.username}, but does not let that identity ask who it is. Every authenticated user may, as long as the cluster has the ClusterRole system:basic-user.`,
      denied: [deniedOf('identity', read.right, 'to confirm who it is')],
      fix: 'A cluster admin can apply this, which lets the identity ask:',
      yaml: smallestGrant([read.right], request.username),
    };
  }
  return {
    kind: 'forbidden',
    message: `${refused.cluster.asToken.server} refused to let ${tokenInWords(refused, 'the token')} impersonate ${request.username}, although it says itself that no right is missing. It said: ${said}`,
    denied: [],
    fix: 'The refusal comes from something beside the rights: an authorization webhook, a proxy before the API server. Rights that were granted this very moment may also take a second: run it again.',
  };
}

function grantFor(refused: Refused, rights: readonly Right[], words: string): { fix: string; yaml?: string } {
  if (refused.username !== '') return { fix: words, yaml: smallestGrant(rights, refused.username) };
  return { fix: "Nobody here knows the name of the token's user: bind these rights to it. " };
}

function tokenInWords(refused: Refused, start = 'The token'): string {
  const user = refused.username === '' ? '' : `user ${refused.username}, `;
  return `${start} (${user}from ${refused.credentialName})`;
}

function purposeOf(request: IdentityRequest): string {
  return `to impersonate ${displayName(request.username)}`;
}

function isForbidden(answer: ApiFailure): boolean {
  return answer.kind === 'status' && answer.status === 403;
}

function plainProblem(asking: Asking, answer: ApiFailure): Problem {
  return problemOf(answer, {
    server: asking.cluster.asToken.server,
    credentialName: asking.credentialName,
    doing: `asking who we are as ${asking.request.username}`,
  });
}

function serverTooOld(asking: Asking): Problem {
  return {
    kind: 'unexpected',
    message: `${asking.cluster.asToken.server} has no SelfSubjectReview (authentication.k8s.io/v1), so that nobody can prove as whom we would deploy.`,
    fix: 'Kubernetes has it since 1.28: upgrade the cluster. If it is newer, something before it answers in its place.',
  };
}
