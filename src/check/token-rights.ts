import { randomUUID } from 'node:crypto';
import type { ApiFailure, Cluster } from '../cluster/client.ts';
import { problemOf } from '../cluster/failures.ts';
import { type ReviewedRules, selfSubjectAccessReview, selfSubjectRulesReview } from '../cluster/reviews.ts';
import { displayName, serviceAccountOf } from '../identity/name.ts';
import type { IdentityRequest } from '../inputs.ts';
import { failure, type Outcome, type Problem, success } from '../problem.ts';
import { accountCanaries, type Canary, tokenCanaries } from '../rights/canaries.ts';
import { findingsOf, gives, sortFindings, type Wanted, wantedFor } from '../rights/dangerous.ts';
import { type Finding, findingLine, rankInWords, ranksInWords } from '../rights/finding.ts';
import type { Rule } from '../rights/grant.ts';

/** What is asked about a token. */
export interface TokenQuestion {
  /** Whom it is to become. */
  readonly identity: IdentityRequest;
  /** Where that identity deploys; undefined where nobody says. */
  readonly namespace: string | undefined;
  /**
   * `quiet`: its rules, and one access review that no security product takes for an attack. `full`: access reviews for
   * everything that makes a token more than an impersonator; some products report them.
   */
  readonly depth: 'quiet' | 'full';
  /** As in `Connection.credentialName`. */
  readonly credentialName: string;
}

/** What a token may do besides becoming its identity. */
export interface TokenRights {
  readonly depth: TokenQuestion['depth'];
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** False where an authorizer beside RBAC does not list its rules: it may allow what nobody asked about. */
  readonly complete: boolean;
}

/**
 * Asks the server, as the token, what the token may do besides becoming `question.identity`. Reading anything but
 * Secrets is no finding. Fails where the server does not answer, or the token may not even ask (`forbidden`).
 */
export async function checkToken(
  cluster: Pick<Cluster, 'asToken'>,
  question: TokenQuestion,
  signal: AbortSignal,
): Promise<Outcome<TokenRights>> {
  const { asToken } = cluster;
  const full = question.depth === 'full';
  const madeUp = `deploy-as-${randomUUID()}`;
  const places = placesOf(question);
  const canaries = full
    ? tokenCanaries(question.identity, places[0] ?? 'default', madeUp)
    : accountCanaries(question.identity, madeUp).slice(0, 1);
  const [everywhere, answers, ...reviews] = await Promise.all([
    selfSubjectRulesReview(asToken, madeUp, signal),
    Promise.all(canaries.map(({ right }) => selfSubjectAccessReview(asToken, right, signal))),
    ...places.map((place) => selfSubjectRulesReview(asToken, place, signal)),
  ]);
  const broken = [everywhere, ...reviews, ...answers].find((answer) => !answer.ok);
  if (broken !== undefined && !broken.ok) return failure(notAnswered(broken.failure, cluster, question));
  if (!everywhere.ok) throw new Error('a failure was told above');

  const wanted = wantedFor(question.identity);
  const local = reviews.flatMap((review, index) =>
    review.ok ? [{ namespace: places[index] ?? '', review: review.value }] : [],
  );
  const fromRules = [
    ...findingsOf(everywhere.value.rules, '', wanted),
    ...local.flatMap((one) => findingsOf(ofNamespace(one.review, everywhere.value), one.namespace, wanted)),
  ];
  const allowed = canaries.filter((_, index) => {
    const answer = answers[index];
    return answer?.ok === true && answer.value;
  });
  return success({
    depth: question.depth,
    findings: sortFindings([...fromRules, ...untold(allowed, fromRules, wanted)]),
    complete: ![everywhere.value, ...local.map(({ review }) => review)].some(({ incomplete }) => incomplete),
  });
}

/** The namespaces whose rules are asked for: where the identity deploys, and where the right to become it lives. */
function placesOf({ identity, namespace, depth }: TokenQuestion): string[] {
  const own = serviceAccountOf(identity.username)?.namespace;
  const target = namespace ?? own ?? 'default';
  return [
    ...new Set([target, ...(own === undefined ? [] : [own]), ...(depth === 'full' ? ['default', 'kube-system'] : [])]),
  ];
}

/** The rules of a namespace alone: a review of it tells those of the whole cluster, too. */
function ofNamespace({ rules }: ReviewedRules, everywhere: ReviewedRules): Rule[] {
  const known = new Set(everywhere.rules.map((rule) => JSON.stringify(rule)));
  return rules.filter((rule) => !known.has(JSON.stringify(rule)));
}

/** What the server allows and no rule has told of: the rule is kept by some other authorizer. */
function untold(allowed: readonly Canary[], told: readonly Finding[], wanted: Wanted): Finding[] {
  return allowed
    .filter(({ right }) => !told.some((finding) => gives(finding, right)))
    .filter(({ right: { verb, resource, subresource, namespace, name } }) => {
      const combined = subresource === '' ? resource : `${resource}/${subresource}`;
      return !wanted.includes({ verb, resource: combined, namespace, name });
    })
    .map(({ finding }) => finding);
}

function notAnswered(answer: ApiFailure, { asToken }: Pick<Cluster, 'asToken'>, question: TokenQuestion): Problem {
  return problemOf(answer, {
    server: asToken.server,
    credentialName: question.credentialName,
    doing: 'asking what the token may do besides',
    party: 'token',
  });
}

/** One line for a run that goes on: the worst, and how much more there is. */
export function tokenWarning({ findings }: TokenRights, question: TokenQuestion): Problem | undefined {
  const [worst] = findings;
  if (worst === undefined) return undefined;
  const more = findings.length === 1 ? '' : ` (and ${findings.length - 1} more)`;
  return {
    kind: 'forbidden',
    message: `${opening(question)} It ${rankInWords(worst.rank)}: it may ${worst.meaning}${more}. The summary and \`deploy-as check\` say which rules to take away; \`token-rights: enforce\` stops here.`,
    denied: [],
  };
}

/** What stops a run: every finding, with the rule to take away. */
export function tokenProblem({ findings }: TokenRights, question: TokenQuestion): Problem | undefined {
  if (findings.length === 0) return undefined;
  return {
    kind: 'forbidden',
    message: `${opening(question)} It ${ranksInWords(findings)}.`,
    details: findings.map(findingLine),
    fix: 'Take these rules out of the roles that are bound to the token’s user and its groups, so that all it may do is impersonate; `token-rights: warn` goes on all the same.',
    denied: [],
  };
}

function opening({ identity, credentialName }: TokenQuestion): string {
  return `The token (from ${credentialName}) may do more than become ${displayName(identity.username)}.`;
}
