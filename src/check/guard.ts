import type { ApiFailure, ApiResult, Cluster } from '../cluster/client.ts';
import { problemOf } from '../cluster/failures.ts';
import { selfSubjectAccessReview, selfSubjectRulesReview } from '../cluster/reviews.ts';
import { displayName } from '../identity/name.ts';
import { failure, type Outcome, type Problem, success } from '../problem.ts';
import { adminCanaries, type Canary } from '../rights/canaries.ts';
import { findingsOf, sortFindings } from '../rights/dangerous.ts';
import type { Finding } from '../rights/finding.ts';
import { rightKey } from '../rights/right.ts';
import type { Identity } from './identity.ts';

/** Its members may do everything, whatever RBAC says: the authorizer does not even look. */
const MASTERS = 'system:masters';

export interface GuardQuestion {
  /** Where the identity deploys; undefined where nobody says. */
  readonly namespace: string | undefined;
  readonly allowClusterAdmin: boolean;
  /** As in `Connection.credentialName`. */
  readonly credentialName: string;
}

/**
 * Refuses an identity that may do everything: a member of `system:masters` always, another only unless the inputs
 * allow it. Such an identity would make the impersonation a formality.
 *
 * Two rules reviews are read; access reviews, some of which security products report, are asked only for what those
 * show, or where they are incomplete.
 */
export async function guard(
  cluster: Pick<Cluster, 'asIdentity'>,
  identity: Identity,
  question: GuardQuestion,
  signal: AbortSignal,
): Promise<Outcome<void>> {
  if ([...identity.groups, ...identity.confirmed.groups].includes(MASTERS)) return failure(isMaster(identity));
  if (question.allowClusterAdmin) return success(undefined);
  const powers = await powersOf(cluster, question, signal);
  if (!powers.ok) return failure(notAnswered(powers.failure, cluster, question));
  return powers.value.length === 0 ? success(undefined) : failure(isAdmin(identity, powers.value));
}

/** What makes the identity a cluster-admin, as the server itself says when it is asked. */
async function powersOf(
  { asIdentity }: Pick<Cluster, 'asIdentity'>,
  { namespace = 'default' }: GuardQuestion,
  signal: AbortSignal,
): Promise<ApiResult<Finding[]>> {
  const places = [...new Set([namespace, 'kube-system'])];
  const reviews = await Promise.all(places.map((place) => selfSubjectRulesReview(asIdentity, place, signal)));
  const suspected: Canary[] = [];
  for (const [index, review] of reviews.entries()) {
    if (!review.ok) return review;
    // A review does not say whether a rule holds in the namespace alone.
    for (const scope of new Set(['', ...places.filter((place, at) => at === index && place === 'kube-system')])) {
      suspected.push(...findingsOf(review.value.rules, scope).map(suspicion));
    }
    if (review.value.incomplete) suspected.push(...adminCanaries());
  }
  const admin = suspected.filter(({ finding }) => finding.rank === 'cluster-admin');
  const questions = [...new Map(admin.map((one) => [rightKey(one.right), one])).values()];
  const answers = await Promise.all(questions.map(({ right }) => selfSubjectAccessReview(asIdentity, right, signal)));
  const confirmed: Finding[] = [];
  for (const [index, answer] of answers.entries()) {
    if (!answer.ok) return answer;
    const finding = questions[index]?.finding;
    if (answer.value && finding !== undefined) confirmed.push(finding);
  }
  return { ok: true, value: sortFindings(confirmed) };
}

function suspicion(finding: Finding): Canary {
  return { finding, right: finding.witness };
}

function isMaster(identity: Identity): Problem {
  return {
    kind: 'forbidden',
    message: `${displayName(identity.username)} is a member of ${MASTERS}, which may do everything: the API server asks no rule about it, and no rule can take anything from it. deploy-as never deploys as one.`,
    fix: `Take \`${MASTERS}\` out of \`as-groups\` (or out of what gives the user this group), and bind a Role with just the rights that this deployment needs to ${identity.username}.`,
    denied: [],
  };
}

const MOST_REASONS = 5;

function isAdmin(identity: Identity, powers: readonly Finding[]): Problem {
  return {
    kind: 'forbidden',
    message: `${displayName(identity.username)} is as good as a cluster-admin: it may ${powers
      .slice(0, MOST_REASONS)
      .map(({ meaning }) => meaning)
      .join('; it may ')}. Nothing would confine a deployment as this identity.`,
    fix: 'Deploy as an identity that has just the rights that this deployment needs, or write `allow-cluster-admin: true` where it must be this one.',
    denied: [],
  };
}

function notAnswered(
  answer: ApiFailure,
  { asIdentity }: Pick<Cluster, 'asIdentity'>,
  question: GuardQuestion,
): Problem {
  return problemOf(answer, {
    server: asIdentity.server,
    credentialName: question.credentialName,
    doing: 'asking whether the identity may do everything',
    party: 'identity',
  });
}
