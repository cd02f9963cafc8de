import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { guard } from '../../src/check/guard.ts';
import type { ApiClient, Cluster } from '../../src/cluster/client.ts';
import { openCluster } from '../../src/cluster/open.ts';
import { type ReviewedRules, selfSubjectAccessReview, selfSubjectRulesReview } from '../../src/cluster/reviews.ts';
import type { Connection } from '../../src/connect/connection.ts';
import { serviceAccountOf } from '../../src/identity/name.ts';
import { adminCanaries, type Canary, tokenCanaries } from '../../src/rights/canaries.ts';
import { confirmingRight, constrainedModeOf } from '../../src/rights/constrained.ts';
import { findingsOf, gives, wantedFor } from '../../src/rights/dangerous.ts';
import type { Finding } from '../../src/rights/finding.ts';
import type { Rule } from '../../src/rights/grant.ts';
import { impersonationRights } from '../../src/rights/impersonation.ts';
import { type Right, rightKey } from '../../src/rights/right.ts';
import { allows, verdictOf } from '../../src/rights/verdict.ts';
import { type Admin, connectAdmin } from '../../testbed/admin.ts';
import { sharedTestbed } from '../../testbed/shared.ts';
import { connectionTo, hastyClock } from '../cluster/connection-to.ts';
import { identityOf } from './identity-of.ts';
import { RBAC_CASES } from './rbac-cases.ts';
import { type RbacSet, rbacSets } from './rbac-sets.ts';
import { atATime, placed, type RbacUsers, rbacUsers } from './rbac-users.ts';
import { realRequest, refusedRight } from './real-requests.ts';

const MADE_UP = 500;
/** Of the questions about dangers, which are many, each set is asked every third, and the guard's own. */
const THIRDS = 3;
const MINUTE = 60_000;
const never = new AbortController().signal;
const asked = process.env.RBAC_SEED;
const seed = asked === undefined ? Math.floor(Math.random() * 0x7fffffff) : Number(asked);

let admin: Admin;
let users: RbacUsers;
let connection: Connection;

beforeAll(async () => {
  const { info } = sharedTestbed();
  admin = connectAdmin(info);
  users = await rbacUsers(admin, 'verdict');
  connection = connectionTo({ server: info.server, ca: info.ca, token: info.adminToken });
}, MINUTE);

afterAll(async () => {
  await users?.end();
  connection?.agent.destroy();
  admin?.close();
}, MINUTE);

test(
  `what we say of ${MADE_UP} made-up sets of RBAC is what the API server does`,
  async () => {
    const options = { seed, numRuns: MADE_UP };
    const sets = [...Object.values(RBAC_CASES), ...fc.sample(rbacSets, options)].map(here);
    const granted = await users.grant(sets);
    const tally: Tally = { allowed: 0, refused: 0, real: 0, findings: 0, stopped: 0 };
    const wrong = (
      await atATime(sets, async (set, index) => ({
        index,
        wrongs: await wrongsOf(set, granted[index] ?? '', tally, index),
      }))
    ).filter(({ wrongs }) => wrongs.length > 0);
    const [first] = wrong;
    if (first !== undefined) {
      throw new Error(
        [
          `seed ${seed}: wrong about ${wrong.length} of ${sets.length} sets (set RBAC_SEED=${seed} to see them again)`,
          ...wrong.slice(0, 5).map(({ index, wrongs }) => `set ${index}: ${wrongs.join('; ')}`),
          await smallest(sets[first.index]),
        ].join('\n'),
      );
    }
    process.stderr.write(`verdicts: seed ${seed}, ${sets.length} sets, ${JSON.stringify(tally)}\n`);
    // A generator that only makes up what is refused, or never finds a danger, would prove nothing.
    for (const [what, count] of Object.entries(tally)) expect([what, count > MADE_UP / 20]).toEqual([what, true]);
  },
  5 * MINUTE,
);

const IMPERSONATORS = 40;

test(
  'whom we say a token may become it becomes, and nobody else',
  async () => {
    const impersonates = (rule: Rule): boolean =>
      rule.verbs.some((verb) => verb === '*' || verb.startsWith('impersonate'));
    const some = rbacSets.filter((set) => [...set.cluster, ...set.local].some(impersonates));
    const sets = [...Object.values(RBAC_CASES), ...fc.sample(some, { seed, numRuns: IMPERSONATORS })].map(here);
    const granted = await users.grant(sets);
    const tally = { became: 0, refused: 0 };
    const wrongs = await atATime(sets, async (set, index) => {
      const user = serviceAccountOf(granted[index] ?? '');
      if (user === undefined) throw new Error('no service account');
      const token = await admin.serviceAccountToken(user.namespace, user.name);
      return (await Promise.all(whoElse().map((other) => impersonationWrong(set, token, other, tally)))).flat();
    });
    expect([`seed ${seed}`, ...wrongs.flat()]).toEqual([`seed ${seed}`]);
    process.stderr.write(`impersonations: seed ${seed}, ${JSON.stringify(tally)}\n`);
    expect(Math.min(tally.became, tally.refused)).toBeGreaterThan(IMPERSONATORS / 4);
  },
  2 * MINUTE,
);

/** User names, and groups with one of them. */
function whoElse(): (readonly [username: string, ...groups: string[]])[] {
  return [
    ['admin'],
    ['somebody'],
    ['system:kube-scheduler'],
    ['admin', 'system:nodes'],
    [`system:serviceaccount:${users.namespace}:deployer`],
    ['system:serviceaccount:kube-system:deployer'],
    ['system:serviceaccount:elsewhere:somebody'],
  ];
}

async function impersonationWrong(
  set: RbacSet,
  token: string,
  [username, ...groups]: readonly [username: string, ...groups: string[]],
  tally: { became: number; refused: number },
): Promise<string[]> {
  const request = identityOf(username, { groups });
  const { mode } = constrainedModeOf(request);
  const ways = [
    impersonationRights(request),
    ...(mode === undefined ? [] : [[...impersonationRights(request, mode), confirmingRight(mode)]]),
  ];
  const says = ways.some((rights) =>
    rights.every((right) => rulesAt(set, right.namespace).some((rule) => allows(rule, right))),
  );
  const { status } = await admin.request('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {
    token,
    headers: { 'impersonate-user': username, ...(groups.length === 0 ? {} : { 'impersonate-group': groups }) },
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
  });
  tally[status === 201 ? 'became' : 'refused'] += 1;
  if ((status === 201) === says) return [];
  return [`${username} ${groups.join(' ')}: we say ${says}, the server ${status} to ${JSON.stringify(set)}`];
}

function rulesAt(set: RbacSet, namespace: string): readonly Rule[] {
  if (namespace === users.namespace) return [...set.cluster, ...set.local];
  return namespace === 'kube-system' ? [...set.cluster, ...set.system] : set.cluster;
}

interface Tally {
  allowed: number;
  refused: number;
  real: number;
  findings: number;
  stopped: number;
}

function here(set: RbacSet): RbacSet {
  return placed(set, users.namespace);
}

/** A smaller set that goes wrong as well, to be kept among the cases. */
async function smallest(set: RbacSet | undefined): Promise<string> {
  if (set === undefined) return '';
  let found = set;
  for (let shrunk = true; shrunk; ) {
    shrunk = false;
    const smaller = smallerThan(found);
    const granted = await users.grant(smaller);
    for (const [index, one] of smaller.entries()) {
      if ((await wrongsOf(one, granted[index] ?? '')).length === 0) continue;
      found = one;
      shrunk = true;
      break;
    }
  }
  return `the smallest, for rbac-cases.ts:\n${JSON.stringify(found, null, 2)}`;
}

/** Without one of its rules or probes, and without one of the words of a rule. */
function smallerThan(set: RbacSet): RbacSet[] {
  const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, index) => index !== at);
  return [
    ...set.probes.map((_, at) => ({ ...set, probes: without(set.probes, at) })),
    ...(['cluster', 'local', 'system'] as const).flatMap((scope) =>
      set[scope].flatMap((rule, at) => [
        { ...set, [scope]: without(set[scope], at) },
        ...(['apiGroups', 'resources', 'resourceNames', 'verbs'] as const).flatMap((part) => {
          const words = rule[part] ?? [];
          if (words.length < 2) return [];
          return words.map((_, word) => ({
            ...set,
            [scope]: set[scope].map((one) => (one === rule ? { ...rule, [part]: without(words, word) } : one)),
          }));
        }),
      ]),
    ),
  ];
}

/** In what we and the server disagree about a user with this RBAC. */
async function wrongsOf(set: RbacSet, user: string, tally?: Tally, turn?: number): Promise<string[]> {
  const identity = identityOf(user);
  const cluster = openCluster({ connection, identity, clock: hastyClock() });
  const { asIdentity: client } = cluster;
  const [everywhere, local, system] = await Promise.all([
    rulesIn(client, `nowhere-${user.split('-').at(-1)}`),
    rulesIn(client, users.namespace),
    rulesIn(client, 'kube-system'),
  ]);
  const wrongs = [
    ...(
      await Promise.all(set.probes.map((right) => verdictWrongs(client, right, { everywhere, local }, tally)))
    ).flat(),
    ...(await findingWrongs(client, { everywhere, local, system }, tally, turn)),
    ...(await guardWrongs(cluster, user, tally)),
  ];
  return wrongs;
}

async function rulesIn(client: ApiClient, namespace: string): Promise<ReviewedRules> {
  const review = await selfSubjectRulesReview(client, namespace, never);
  if (!review.ok) throw new Error(JSON.stringify(review.failure));
  return review.value;
}

const answered = new WeakMap<ApiClient, Map<string, Promise<boolean>>>();

/** The server's word. Each right is asked once. */
function mayIt(client: ApiClient, right: Right): Promise<boolean> {
  const answers = answered.get(client) ?? new Map<string, Promise<boolean>>();
  answered.set(client, answers);
  const known = answers.get(rightKey(right)) ?? ask(client, right);
  answers.set(rightKey(right), known);
  return known;
}

async function ask(client: ApiClient, right: Right): Promise<boolean> {
  const answer = await selfSubjectAccessReview(client, right, never);
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value;
}

/** Our verdict from the rules, the server's answer when it is asked, and what it does with a real request. */
async function verdictWrongs(
  client: ApiClient,
  right: Right,
  reviews: { readonly everywhere: ReviewedRules; readonly local: ReviewedRules },
  tally: Tally | undefined,
): Promise<string[]> {
  const review = right.namespace === users.namespace ? reviews.local : reviews.everywhere;
  const verdict = verdictOf(right, review);
  const says = (await mayIt(client, right)) ? 'allowed' : 'denied';
  const words = JSON.stringify(right);
  const wrongs = verdict === says ? [] : [`${words}: we say ${verdict}, a review says ${says}`];
  if (tally !== undefined) tally[says === 'allowed' ? 'allowed' : 'refused'] += 1;
  const request = realRequest(right);
  if (request === undefined) return wrongs;
  const answer = await client.request({ ...request, once: true }, never);
  const refused = refusedRight(answer);
  const does = refused === undefined ? 'allowed' : 'denied';
  if (tally !== undefined) tally.real += 1;
  return verdict === does ? wrongs : [...wrongs, `${words}: we say ${verdict}, ${request.path} is ${does}`];
}

/** Every danger that the server confirms is found in the rules, and every one that is found is confirmed. */
async function findingWrongs(
  client: ApiClient,
  reviews: { readonly everywhere: ReviewedRules; readonly local: ReviewedRules; readonly system: ReviewedRules },
  tally: Tally | undefined,
  turn: number | undefined,
): Promise<string[]> {
  const { namespace } = users;
  const deployer = identityOf(`system:serviceaccount:${namespace}:deployer`);
  const wanted = wantedFor(deployer);
  const known = new Set(reviews.everywhere.rules.map((rule) => JSON.stringify(rule)));
  const only = ({ rules }: ReviewedRules) => rules.filter((rule) => !known.has(JSON.stringify(rule)));
  const findings = [
    ...findingsOf(reviews.everywhere.rules, '', wanted),
    ...findingsOf(only(reviews.local), namespace, wanted),
    ...findingsOf(only(reviews.system), 'kube-system', wanted),
  ];
  const unconfirmed = await Promise.all(
    findings.map(async (finding) =>
      (await mayIt(client, finding.witness)) ? [] : [`not allowed: ${inWords(finding)}`],
    ),
  );
  const unfound = await Promise.all(
    tokenCanaries(deployer, namespace, `nowhere-${namespace}`)
      .filter((_, index) => turn === undefined || index % THIRDS === turn % THIRDS)
      .map(async ({ right, finding }) => {
        const told = findings.some((one) => gives(one, right) && isAtLeast(one, finding));
        return (await mayIt(client, right)) && !told
          ? [`not found: ${inWords(finding)} by ${JSON.stringify(right)}`]
          : [];
      }),
  );
  if (tally !== undefined) tally.findings += findings.length;
  return [...unconfirmed, ...unfound].flat();
}

function isAtLeast(one: Finding, other: Finding): boolean {
  return one.rank === other.rank || one.rank === 'cluster-admin' || one.id === 'everything';
}

function inWords({ rank, id, namespace, witness }: Finding): string {
  return `${rank} ${id} in "${namespace}", ${JSON.stringify(witness)}`;
}

/** An identity is stopped where the server itself says that it is a cluster-admin by another name. */
async function guardWrongs(cluster: Cluster, user: string, tally: Tally | undefined): Promise<string[]> {
  const identity = { ...identityOf(user), confirmed: { username: user, uid: undefined, groups: [], extra: new Map() } };
  const question = { namespace: users.namespace, allowClusterAdmin: false, credentialName: 'the input `token`' };
  const outcome = await guard(cluster, identity, question, never);
  const powers = await Promise.all(adminCanaries().map(({ right }: Canary) => mayIt(cluster.asIdentity, right)));
  if (tally !== undefined && !outcome.ok) tally.stopped += 1;
  return outcome.ok && powers.includes(true) ? ['the guard lets a cluster-admin pass'] : [];
}
