import type { ApiClient, ApiFailure, ApiResult, Cluster } from '../cluster/client.ts';
import { problemOf } from '../cluster/failures.ts';
import { selfSubjectAccessReview, selfSubjectRulesReview } from '../cluster/reviews.ts';
import { slots } from '../cluster/slots.ts';
import type { Log } from '../host.ts';
import type { Strictness } from '../inputs.ts';
import { type Denied, failure, nameRight, type Outcome, type Problem, success } from '../problem.ts';
import { needsOfToken, toolNeeds } from '../rights/constrained.ts';
import { APPLY_GRANT, smallestGrant } from '../rights/grant.ts';
import type { Impersonation } from '../rights/impersonation.ts';
import { type Needed, onceEach } from '../rights/needed.ts';
import { deniedOf, type Right, rightKey } from '../rights/right.ts';
import { verdictOf } from '../rights/verdict.ts';

/** What came of asking for every right that a step takes. */
export interface Preflight {
  /** Needed for certain, and not there. */
  readonly missing: readonly Needed[];
  /** Not there, and perhaps not needed. */
  readonly possible: readonly Needed[];
  /** How many rights were judged. */
  readonly checked: number;
  /** How many requests that took. */
  readonly reviews: number;
}

export interface PreflightQuestion {
  /** As in `Connection.credentialName`. */
  readonly credentialName: string;
  /** Rights that a request has just shown to be there. */
  readonly proven?: readonly Right[];
}

/** As many as pay at a time. */
const PARALLEL_REVIEWS = 16;
const NO_NAME = '';

/**
 * Asks for every right in `needed`, each as the party that needs it: one rules review for each namespace, from which
 * names are judged as well; an access review only for what no namespace has, and where the rules are incomplete. Fails
 * only where the server does not let them ask.
 */
export function preflight(
  cluster: Pick<Cluster, 'asIdentity' | 'asToken'>,
  needed: readonly Needed[],
  question: PreflightQuestion,
  signal: AbortSignal,
): Promise<Outcome<Preflight>> {
  return askAll(partiesOf(cluster, signal), needed, question);
}

function partiesOf(cluster: Pick<Cluster, 'asIdentity' | 'asToken'>, signal: AbortSignal): readonly Asking[] {
  return [new Asking(cluster.asIdentity, signal), new Asking(cluster.asToken, signal)];
}

async function askAll(
  parties: readonly Asking[],
  needed: readonly Needed[],
  question: PreflightQuestion,
): Promise<Outcome<Preflight>> {
  const needs = onceEach(needed);
  const answers = await Promise.all(
    parties.map((asking) => {
      if (asking.party === 'identity') asking.learn(question.proven ?? []);
      return missingOf(
        asking,
        needs.filter(({ party }) => party === asking.party),
      );
    }),
  );
  const missing: Needed[] = [];
  for (const [index, answer] of answers.entries()) {
    const asking = parties[index];
    if (answer.ok) missing.push(...answer.value);
    else if (asking !== undefined) return failure(cannotAsk(answer.failure, asking.client, question));
  }
  return success({
    missing: missing.filter(({ certainty }) => certainty === 'needed'),
    possible: missing.filter(({ certainty }) => certainty === 'possible'),
    checked: needs.length,
    reviews: parties.reduce((sum, { reviews }) => sum + reviews, 0),
  });
}

async function missingOf(asking: Asking, needs: readonly Needed[]): Promise<ApiResult<Needed[]>> {
  const first = await asking.ask(needs.map(({ right }) => right));
  if (!first.ok) return first;
  const refused = needs.filter(({ right }) => !asking.isAllowed(right));
  const second = await asking.ask(refused.flatMap(({ alternatives = [], orAll = [] }) => [...alternatives, ...orAll]));
  if (!second.ok) return second;
  const hasInstead = ({ alternatives = [], orAll }: Needed) =>
    alternatives.some((right) => asking.isAllowed(right)) || orAll?.every((right) => asking.isAllowed(right)) === true;
  return { ok: true, value: refused.filter((need) => !hasInstead(need)) };
}

/** One party, and what it was told. */
class Asking {
  readonly client: ApiClient;
  readonly #signal: AbortSignal;
  readonly #slot = slots(PARALLEL_REVIEWS);
  readonly #answers = new Map<string, boolean>();
  readonly #rules = new Map<string, ReturnType<typeof selfSubjectRulesReview>>();
  #reviews = 0;

  constructor(client: ApiClient, signal: AbortSignal) {
    this.client = client;
    this.#signal = signal;
  }

  learn(allowed: readonly Right[]): void {
    for (const right of allowed) this.#answers.set(rightKey(right), true);
  }

  get party(): ApiClient['party'] {
    return this.client.party;
  }

  get reviews(): number {
    return this.#reviews;
  }

  /** For a right that was asked. */
  isAllowed(right: Right): boolean {
    return this.#answers.get(rightKey(right)) === true;
  }

  async ask(rights: readonly Right[]): Promise<ApiResult<undefined>> {
    const open = [...new Map(rights.map((right) => [rightKey(right), right])).values()].filter(
      (right) => !this.#answers.has(rightKey(right)),
    );
    const unknown: Right[] = [];
    for (const judged of await Promise.all(open.map((right) => this.#judge(right)))) {
      if (!judged.ok) return judged;
      if (judged.value !== undefined) unknown.push(judged.value);
    }
    const answers = await Promise.all(sameButForName(unknown).map((group) => this.#askGroup(group)));
    return answers.find((answer) => !answer.ok) ?? { ok: true, value: undefined };
  }

  /** The right itself where the rules of its namespace do not tell. */
  async #judge(right: Right): Promise<ApiResult<Right | undefined>> {
    if (right.namespace === '' || right.nonResourceURL !== undefined) return { ok: true, value: right };
    const rules = await this.#rulesOf(right.namespace);
    if (!rules.ok) return isRefusal(rules.failure) ? { ok: true, value: right } : rules;
    const verdict = verdictOf(right, rules.value);
    if (verdict === 'unknown') return { ok: true, value: right };
    this.#answers.set(rightKey(right), verdict === 'allowed');
    return { ok: true, value: undefined };
  }

  #rulesOf(namespace: string): ReturnType<typeof selfSubjectRulesReview> {
    const known = this.#rules.get(namespace);
    if (known !== undefined) return known;
    this.#reviews += 1;
    const rules = this.#slot(() => selfSubjectRulesReview(this.client, namespace, this.#signal));
    this.#rules.set(namespace, rules);
    return rules;
  }

  /** Rights that differ in their name alone: whoever has them without a name has all of them. */
  async #askGroup(group: readonly Right[]): Promise<ApiResult<undefined>> {
    const [first] = group;
    if (first === undefined) return { ok: true, value: undefined };
    if (group.length > 1) {
      const every = { ...first, name: NO_NAME };
      const answer = await this.#askOne(every);
      if (!answer.ok) return answer;
      if (answer.value) {
        for (const right of group) this.#answers.set(rightKey(right), true);
        return { ok: true, value: undefined };
      }
    }
    const answers = await Promise.all(group.map((right) => this.#askOne(right)));
    return answers.find((answer) => !answer.ok) ?? { ok: true, value: undefined };
  }

  async #askOne(right: Right): Promise<ApiResult<boolean>> {
    const known = this.#answers.get(rightKey(right));
    if (known !== undefined) return { ok: true, value: known };
    this.#reviews += 1;
    const answer = await this.#slot(() => selfSubjectAccessReview(this.client, right, this.#signal));
    if (answer.ok) this.#answers.set(rightKey(right), answer.value);
    return answer;
  }
}

function sameButForName(rights: readonly Right[]): Right[][] {
  const groups = new Map<string, Right[]>();
  for (const right of rights) {
    const key = rightKey({ ...right, name: NO_NAME });
    groups.set(key, [...(groups.get(key) ?? []), right]);
  }
  return [...groups.values()];
}

function isRefusal(answer: ApiFailure): boolean {
  return answer.kind === 'status' && answer.status === 403;
}

function cannotAsk(answer: ApiFailure, client: ApiClient, { credentialName }: PreflightQuestion): Problem {
  return problemOf(answer, {
    server: client.server,
    credentialName,
    doing: `asking what the ${client.party} may do`,
    party: client.party,
  });
}

/** Whose rights they are. */
export interface Parties {
  /** The identity's user name. */
  readonly username: string;
  /** The token's own, where the server told it. */
  readonly tokenUser: string | undefined;
}

/** How a step asks for the rights that it takes, and what is done about those that are missing. */
export interface RightsCheck extends Parties {
  readonly strictness: Strictness;
  readonly cluster: Pick<Cluster, 'asIdentity' | 'asToken'>;
  readonly impersonation: Impersonation | undefined;
  readonly credentialName: string;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Told what was found. */
  readonly found: (preflight: Preflight) => void;
}

/** The rights of one step, asked for before it changes anything. */
export interface StepRights {
  /** False with `off`: nobody looks. */
  readonly looks: boolean;
  /**
   * Story step 7: fails where rights are missing and `enforce` was asked for, warns of them with `warn`, and does not
   * look with `off`. By constrained impersonation alone, the token needs a right for each request, too. `tools`: kubectl
   * or helm send some of them.
   */
  check(needs: StepNeeds): Promise<Outcome<void>>;
  /** Whether one of these is known to be missing; false with `off`, and where nobody can tell. Says nothing to anybody. */
  lacks(needed: readonly Needed[]): Promise<boolean>;
}

export interface StepNeeds {
  readonly needed: readonly Needed[];
  /** Rights that a request has just shown to be there. */
  readonly proven?: readonly Right[];
  readonly tools?: boolean;
}

/** `StepRights` that asks nothing twice. */
export function stepRights(check: RightsCheck, signal: AbortSignal): StepRights {
  const { strictness, impersonation, credentialName } = check;
  const parties = partiesOf(check.cluster, signal);
  const withToken = ({ needed, tools = false }: StepNeeds): Needed[] => [
    ...needed,
    ...needsOfToken(needed, impersonation),
    ...(tools && impersonation?.by === 'constrained' ? toolNeeds(impersonation.mode) : []),
  ];
  return {
    looks: strictness !== 'off',
    async check(needs) {
      if (strictness === 'off') return success(undefined);
      const found = await askAll(parties, withToken(needs), { credentialName, proven: needs.proven ?? [] });
      return found.ok ? judged(found.value, check) : unanswered(found.problems, check);
    },
    async lacks(needed) {
      if (strictness === 'off') return false;
      const found = await askAll(parties, withToken({ needed }), { credentialName });
      return found.ok && found.value.missing.length > 0;
    },
  };
}

function judged(found: Preflight, check: RightsCheck): Outcome<void> {
  check.found(found);
  check.log.info(inWords(found));
  const problem = preflightProblem(found, check);
  if (problem !== undefined && check.strictness === 'enforce') return failure(problem);
  if (problem !== undefined) check.log.warn(problem);
  else for (const line of possibleLines(found.possible)) check.log.info(line);
  return success(undefined);
}

/** Whoever may not ask is told so; the step itself then shows what is missing. */
function unanswered(problems: readonly Problem[], { strictness, log }: RightsCheck): Outcome<void> {
  if (strictness === 'enforce' || problems.some(({ kind }) => kind !== 'forbidden')) return failure(...problems);
  for (const problem of problems) log.warn(problem);
  return success(undefined);
}

function inWords({ missing, checked, reviews }: Preflight): string {
  const missed = deniedOnce(missing).length;
  const how = `with ${reviews} ${reviews === 1 ? 'review' : 'reviews'}`;
  return `${checked} ${checked === 1 ? 'right' : 'rights'} checked ${how}: ${missed === 0 ? 'none' : missed} missing.`;
}

/** All gaps as one problem with the one grant that fills exactly them; undefined where there is none. */
export function preflightProblem(found: Preflight, parties: Parties): Problem | undefined {
  const { missing, possible, checked } = found;
  if (missing.length === 0) return undefined;
  const denied = deniedOnce(missing);
  const grant = grantOf(denied, parties);
  return {
    kind: 'forbidden',
    message: `${lackingParties(denied, parties)} ${denied.length === 1 ? 'a right' : `${denied.length} rights`} that this step takes, of ${checked} that were checked before anything is changed.`,
    denied,
    ...(possible.length === 0 ? {} : { details: possibleLines(possible) }),
    ...grant,
  };
}

const MOST_POSSIBLE = 40;

function possibleLines(possible: readonly Needed[]): string[] {
  const lines = deniedOnce(possible).map(
    (denied) => `the ${denied.who} may not ${nameRight(denied)}, which is possibly needed (${denied.for})`,
  );
  const shown = lines.slice(0, MOST_POSSIBLE);
  return lines.length === shown.length ? shown : [...shown, `… and ${lines.length - shown.length} more`];
}

function lackingParties(denied: readonly Denied[], { username, tokenUser }: Parties): string {
  const identity = denied.some(({ who }) => who === 'identity');
  const token = denied.some(({ who }) => who === 'token');
  const tokenWords = tokenUser === undefined ? 'the token' : `the token (user ${tokenUser})`;
  if (!token) return `${username} lacks`;
  return identity ? `${username} and ${tokenWords} lack` : `T${tokenWords.slice(1)} lacks`;
}

/** Each right once a party, with what needs it first. */
function deniedOnce(needs: readonly Needed[]): Denied[] {
  const found = new Map<string, { readonly need: Needed; readonly purposes: Set<string> }>();
  for (const need of needs) {
    const key = `${need.party} ${rightKey(need.right)}`;
    const before = found.get(key);
    if (before === undefined) found.set(key, { need, purposes: new Set([need.for]) });
    else before.purposes.add(need.for);
  }
  return [...found.values()].map(({ need, purposes }) => {
    const more = purposes.size === 1 ? '' : ` and ${purposes.size - 1} more`;
    return deniedOf(need.party, need.right, `${need.for}${more}`);
  });
}

function grantOf(denied: readonly Denied[], { username, tokenUser }: Parties): { fix: string; yaml?: string } {
  const grantable = denied.filter((right) => !isUnlimited(right));
  const own = grantable.filter(({ who }) => who === 'identity');
  const token = grantable.filter(({ who }) => who === 'token');
  const grants = [
    ...(own.length === 0 ? [] : [smallestGrant(own, username)]),
    ...(token.length === 0 || tokenUser === undefined ? [] : [smallestGrant(token, tokenUser)]),
  ];
  const unlimited =
    grantable.length === denied.length
      ? ''
      : 'A Role among the objects grants `*`, so that whoever applies it must be able to do everything: let an administrator apply it, or write out what it grants. ';
  const unnamed =
    token.length > 0 && tokenUser === undefined
      ? "Nobody here knows the name of the token's user: bind its rights to it. "
      : '';
  if (grants.length === 0) return { fix: `${unlimited}${unnamed}`.trim() };
  return { fix: `${unlimited}${unnamed}${APPLY_GRANT}`, yaml: grants.join('---\n') };
}

/** Never to be proposed: it would make the identity an administrator. */
function isUnlimited({ verb, apiGroup, resource, nonResourceURL }: Denied): boolean {
  return [verb, apiGroup, resource, nonResourceURL].includes('*');
}
