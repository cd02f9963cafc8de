import type { Cluster } from '../cluster/client.ts';
import type { IdentityRequest } from '../inputs.ts';
import type { Problem } from '../problem.ts';
import { discoveryRights, toolNeeds } from '../rights/constrained.ts';
import { isFailureWithoutReason, isForbiddenWithoutReason, readForbiddens } from '../rights/forbidden.ts';
import { APPLY_GRANT, smallestGrant } from '../rights/grant.ts';
import { type ConstrainedMode, isImpersonation } from '../rights/impersonation.ts';
import type { Needed } from '../rights/needed.ts';
import { deniedOf, type Right } from '../rights/right.ts';
import {
  type ForbiddenProblem,
  forbiddenProblem,
  lastLines,
  placeOf,
  type Refusal,
  withoutRight,
} from './forbidden.ts';
import { askStanding, missingRights } from './impersonation.ts';
import { impersonationProblem } from './whoami.ts';

/** Whom to ask where a server's words tell only half of it. */
export interface Explaining {
  readonly cluster: Cluster;
  readonly identity: IdentityRequest;
  /** As in `Connection.credentialName`. */
  readonly credentialName: string;
  /** The token's own user name, where the server told it. */
  readonly tokenUser: string | undefined;
}

/** Explains the 403s of a text: see `explainForbidden`. */
export type ExplainForbidden = (refusal: Omit<Refusal, 'identity'>) => Promise<ForbiddenProblem[]>;

/** `explainForbidden` for one run. */
export function forbiddenExplainer(asking: Explaining, signal: AbortSignal): ExplainForbidden {
  return (refusal) => explainForbidden(refusal, asking, signal);
}

/**
 * What the 403s in a text are about, kubectl's and helm's "unknown" included: the identity's rights as
 * `forbiddenProblem` has them, the token's asked again as the token, since the server names only the check that failed
 * first. Empty where the text tells of none.
 */
export async function explainForbidden(
  said: Omit<Refusal, 'identity'>,
  asking: Explaining,
  signal: AbortSignal,
): Promise<ForbiddenProblem[]> {
  const refusal: Refusal = { ...said, identity: asking.identity };
  const read = readForbiddens(refusal.text);
  const token = read.filter(({ user, right }) => user !== refusal.identity.username && isImpersonation(right));
  const others = read.length > token.length ? [forbiddenProblem({ ...refusal, text: withoutToken(refusal) })] : [];
  const nameless = namelessIn(refusal.text);
  if (token.length === 0 && nameless === 'no') return others;
  const named = token.map(({ right }) => right);
  return [...others, ...(await explainToken({ ...refusal, named, nameless }, asking, signal))];
}

/** Whether `text` tells of a 403 without a reason. */
type Nameless = 'no' | 'perhaps' | 'yes';

function namelessIn(text: string): Nameless {
  if (isForbiddenWithoutReason(text)) return 'yes';
  return isFailureWithoutReason(text) ? 'perhaps' : 'no';
}

/** The lines that are not about the token's impersonation. */
function withoutToken({ text, identity }: Refusal): string {
  const isAboutToken = (line: string) =>
    readForbiddens(line).some(({ user, right }) => user !== identity.username && isImpersonation(right));
  return text
    .split('\n')
    .filter((line) => !isAboutToken(line))
    .join('\n');
}

interface TokenRefusal extends Refusal {
  /** The rights that the server named. */
  readonly named: readonly Right[];
  /** Whether it named none: client-go dropped its words. */
  readonly nameless: Nameless;
}

async function explainToken(
  refusal: TokenRefusal,
  asking: Explaining,
  signal: AbortSignal,
): Promise<ForbiddenProblem[]> {
  const way = await wayOfToken(asking, signal);
  const isSure = refusal.named.length > 0 || refusal.nameless === 'yes';
  switch (way.kind) {
    case 'unknown':
      return isSure ? [withoutRight(refusal)] : [];
    case 'lost':
      return [await lostImpersonation(refusal, asking, signal)];
    case 'legacy':
      return refusal.named.length > 0 ? [grantedByNow(refusal)] : withoutDiscovery(refusal, asking, signal);
    case 'constrained': {
      const gaps = await gapsOf(refusal, asking, way.mode, signal);
      if (gaps !== undefined) return [gaps];
      return refusal.named.length > 0 ? [grantedByNow(refusal)] : withoutDiscovery(refusal, asking, signal);
    }
  }
}

/** The rights to act as the identity that the server named, and those to learn what it serves. */
async function gapsOf(
  refusal: TokenRefusal,
  asking: Explaining,
  mode: ConstrainedMode,
  signal: AbortSignal,
): Promise<ForbiddenProblem | undefined> {
  const acting = refusal.named.filter(({ verb }) => verb.startsWith(`impersonate-on:${mode}:`));
  const discovery = refusal.nameless === 'no' ? [] : await lackedDiscovery(asking, mode, signal);
  const denied = [
    ...acting.map((right) => deniedOf('token', right, refusal.for)),
    ...discovery.map((need) => deniedOf('token', need.right, need.for)),
  ];
  if (denied.length === 0) return undefined;
  return {
    kind: 'forbidden',
    message: lacksActing(asking, refusal.for, denied.length),
    ...(discovery.length === 0 ? {} : { details: [UNKNOWN] }),
    denied,
    ...grantTo(asking, denied),
    ...placeOf(refusal),
  };
}

const UNKNOWN =
  'kubectl and helm say no more than "unknown" where they are not allowed to ask what the server serves; they ask it as the identity.';

function lacksActing({ identity, tokenUser }: Explaining, purpose: string, count: number): string {
  const token = tokenUser === undefined ? 'The token' : `The token (user ${tokenUser})`;
  const lacking = count === 1 ? 'one' : `${count}`;
  return `${token} may impersonate ${identity.username}, but only for the requests that constrained impersonation allows it, and it lacks ${lacking} that ${purpose} takes.`;
}

function grantTo({ tokenUser }: Explaining, rights: readonly Right[]): { fix: string; yaml?: string } {
  if (tokenUser !== undefined) return { fix: APPLY_GRANT, yaml: smallestGrant(rights, tokenUser) };
  return { fix: "Nobody here knows the name of the token's user: bind these rights to it." };
}

type WayOfToken =
  | { readonly kind: 'legacy' | 'lost' | 'unknown' }
  | { readonly kind: 'constrained'; readonly mode: ConstrainedMode };

/** How the token becomes the identity now, if it still may. */
async function wayOfToken({ cluster, identity }: Explaining, signal: AbortSignal): Promise<WayOfToken> {
  const standing = await askStanding(cluster, identity, { constrainedToo: true }, signal);
  if (!standing.ok) return { kind: 'unknown' };
  const { legacy, constrained } = standing.value;
  if (legacy.missing.length === 0) return { kind: 'legacy' };
  // A right to ask as the identity who it is says nothing about becoming it.
  const cannotBecome = constrained?.missing.some(({ verb }) => !verb.startsWith('impersonate-on:')) ?? true;
  return constrained === undefined || cannotBecome ? { kind: 'lost' } : { kind: 'constrained', mode: constrained.mode };
}

/**
 * What kubectl and helm will stumble over where a token becomes the identity by constrained impersonation in `mode`
 * alone: a warning, since nobody knows whether they are used. `where`: "in the script", "in later steps".
 */
export async function toolWarning(
  where: string,
  mode: ConstrainedMode,
  asking: Explaining,
  signal: AbortSignal,
): Promise<Problem | undefined> {
  const lacked = await lackedDiscovery(asking, mode, signal);
  if (lacked.length === 0) return undefined;
  const denied = lacked.map((need) => deniedOf('token', need.right, need.for));
  return {
    kind: 'forbidden',
    message: `kubectl and helm ${where} will fail and say no more than "unknown": they ask as the identity what the server serves, and the token lacks ${denied.length === 1 ? 'a right' : `${denied.length} rights`} that constrained impersonation takes for that.`,
    denied,
    ...grantTo(asking, denied),
  };
}

async function lackedDiscovery(
  { cluster }: Explaining,
  mode: ConstrainedMode,
  signal: AbortSignal,
): Promise<readonly Needed[]> {
  const needs = toolNeeds(mode);
  const missing = await missingRights(
    cluster.asToken,
    needs.map(({ right }) => right),
    signal,
  );
  return missing.ok ? needs.filter(({ right }) => missing.value.includes(right)) : needs;
}

async function lostImpersonation(
  refusal: TokenRefusal,
  { cluster, identity, credentialName }: Explaining,
  signal: AbortSignal,
): Promise<ForbiddenProblem> {
  const problem = await impersonationProblem(cluster, identity, refusal.text.trim(), { credentialName }, signal);
  return problem.kind === 'forbidden' ? { ...problem, ...placeOf(refusal) } : withoutRight(refusal);
}

/** The token is not in the way: may the identity itself ask what the server serves? Every user may, unless somebody took it. */
async function withoutDiscovery(
  refusal: TokenRefusal,
  { cluster, identity }: Explaining,
  signal: AbortSignal,
): Promise<ForbiddenProblem[]> {
  const missing = await missingRights(cluster.asIdentity, discoveryRights(), signal);
  if (!missing.ok || missing.value.length === 0) return refusal.nameless === 'yes' ? [withoutRight(refusal)] : [];
  return [
    {
      kind: 'forbidden',
      message: `${identity.username} may not ask what the server serves, as ${refusal.for} has to. Every user may, as long as the cluster has the ClusterRole system:discovery.`,
      details: [UNKNOWN],
      denied: missing.value.map((right) => deniedOf('identity', right, refusal.for)),
      fix: APPLY_GRANT,
      yaml: smallestGrant(missing.value, identity.username),
      ...placeOf(refusal),
    },
  ];
}

function grantedByNow(refusal: Refusal): ForbiddenProblem {
  return {
    kind: 'forbidden',
    message: `The API server refused to let the token impersonate ${refusal.identity.username} for ${refusal.for}, although it says now that no right is missing. It said: ${lastLines(refusal.text)}`,
    denied: [],
    fix: 'Rights that were granted a moment ago may take a second: run it again.',
    ...placeOf(refusal),
  };
}

/**
 * `problems` of our own requests, with those explained in which the server refused the token the impersonation: by
 * rights that are asked again, and with one grant for all of them. The others stay as they are.
 */
export async function explainImpersonation(
  problems: readonly Problem[],
  asking: Explaining,
  signal: AbortSignal,
): Promise<Problem[]> {
  const refused = problems.filter(isUnexplained);
  const last = refused.at(-1);
  if (last === undefined) return [...problems];
  const way = await wayOfToken(asking, signal);
  if (way.kind !== 'constrained') {
    const { cluster, identity, credentialName } = asking;
    const lost = await impersonationProblem(cluster, identity, last.message, { credentialName }, signal);
    return problems.map((problem) => (problem === last ? lost : problem));
  }
  const denied = refused.flatMap((problem) => problem.denied);
  return problems.map((problem) => {
    if (!isUnexplained(problem)) return problem;
    const purpose = problem.denied[0]?.for ?? '';
    const explained = { ...problem, message: lacksActing(asking, purpose, problem.denied.length) };
    return problem === last ? { ...explained, ...grantTo(asking, denied) } : explained;
  });
}

function isUnexplained(problem: Problem): problem is ForbiddenProblem {
  return (
    problem.kind === 'forbidden' &&
    problem.yaml === undefined &&
    problem.denied.length > 0 &&
    problem.denied.every((denied) => denied.who === 'token' && isImpersonation(denied))
  );
}
