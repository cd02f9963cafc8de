import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { missingRights } from '../../src/check/impersonation.ts';
import type { ApiRequest, Cluster } from '../../src/cluster/client.ts';
import { openCluster } from '../../src/cluster/open.ts';
import { selfSubjectReview } from '../../src/cluster/reviews.ts';
import { serviceAccountOf } from '../../src/identity/name.ts';
import type { IdentityRequest } from '../../src/inputs.ts';
import { confirmingRight, constrainedModeOf, constrainedNeeds } from '../../src/rights/constrained.ts';
import { type Rule, smallestGrant } from '../../src/rights/grant.ts';
import { impersonationRights } from '../../src/rights/impersonation.ts';
import type { Needed } from '../../src/rights/needed.ts';
import { allows } from '../../src/rights/verdict.ts';
import { type Admin, connectAdmin, type KubernetesObject } from '../../testbed/admin.ts';
import { sharedTestbed } from '../../testbed/shared.ts';
import { connectionTo, hastyClock } from '../cluster/connection-to.ts';
import { identityOf } from './identity-of.ts';
import { atATime, rbacUsers } from './rbac-users.ts';
import { realRequest, refusedRight } from './real-requests.ts';

const never = new AbortController().signal;
let admin: Admin;
let namespace: string;
const closing: (() => unknown)[] = [];
const clusterScoped: KubernetesObject[] = [];

beforeAll(async () => {
  admin = connectAdmin(sharedTestbed().info);
  namespace = await admin.createNamespace('constrained');
});
afterAll(async () => {
  for (const close of closing) close();
  for (const { kind, metadata } of clusterScoped) {
    await admin.request('DELETE', `/apis/rbac.authorization.k8s.io/v1/${kind.toLowerCase()}s/${metadata.name}`);
  }
  admin?.close();
});

let number = 0;

/** A new token with every constrained right that `mode` takes for the parts of `request`, and no other. */
async function clusterWith(request: IdentityRequest): Promise<Cluster> {
  number += 1;
  const name = `ci-${number}`;
  await admin.createServiceAccount(namespace, name);
  const user = `system:serviceaccount:${namespace}:${name}`;
  const answer = constrainedModeOf(request);
  const mode = answer.mode ?? answer.byName;
  const rights = [...impersonationRights(request, mode), confirmingRight(mode)];
  const applied = await admin.apply(smallestGrant(rights, user));
  clusterScoped.push(...applied.filter(({ metadata }) => metadata.namespace === undefined));
  const { server, ca } = sharedTestbed().info;
  const token = await admin.serviceAccountToken(namespace, name);
  const cluster = openCluster({
    connection: connectionTo({ server, ca, token }),
    identity: request,
    clock: hastyClock(),
  });
  closing.push(cluster.close);
  await admin.waitFor('the rights', async () => {
    const missing = await missingRights(cluster.asToken, rights, never);
    return missing.ok && missing.value.length === 0;
  });
  return cluster;
}

const IDENTITIES: readonly [string, string, Parameters<typeof identityOf>[1]][] = [
  ['a service account', 'system:serviceaccount:NS:deployer', {}],
  ['a service account with a group', 'system:serviceaccount:NS:deployer', { groups: ['dev'] }],
  ['a service account with a uid', 'system:serviceaccount:NS:deployer', { uid: 'u-1' }],
  ['a service account with an extra', 'system:serviceaccount:NS:deployer', { extra: ['example.com/a=b'] }],
  ['a node', 'system:node:node-1.example.com', {}],
  ['a node with a uid', 'system:node:node-1', { uid: 'u-1' }],
  ['a user that looks like a node', 'system:node:Node_1', {}],
  ['a user', 'bob', {}],
  ['a user with blanks and quotes', 'bob "the builder" <&>', {}],
  ['a user with groups', 'bob', { groups: ['dev', 'comma, blank', 'größe', 'd', 'e'] }],
  ['a user with uid and extras', 'bob', { uid: 'u-1', extra: ['example.com/a=b', 'example.com/a=c', 'x.io/y/z=1'] }],
  ['a user with five extras', 'bob', { extra: [1, 2, 3, 4, 5].map((index) => `example.com/${index}=v`) }],
  ['an extra without a domain', 'bob', { extra: ['note=a'] }],
  ['an extra with a blank in its key', 'bob', { extra: ['example.com/a b=a'] }],
  ['an extra with an underscore in its domain', 'bob', { extra: ['exa_mple.com/a=a'] }],
  ['an extra with odd characters in its path', 'bob', { extra: ["example.com/%~_!$&'()*+,;=a"] }],
];

test.each(IDENTITIES)('%s is impersonated by constrained rights as we say', async (_, name, more) => {
  const request = identityOf(name.replace('NS', namespace), more);
  const cluster = await clusterWith(request);
  const review = await selfSubjectReview(cluster.asIdentity, never);
  if (constrainedModeOf(request).mode === undefined) {
    expect(review).toMatchObject({ ok: false, failure: { status: 403 } });
    return;
  }
  if (!review.ok) throw new Error(JSON.stringify(review.failure));
  const answer = review.value;
  expect(answer.username).toBe(request.username);
  expect(answer.groups).toEqual(expect.arrayContaining([...request.groups]));
  expect(answer.uid).toBe(request.uid ?? '');
  for (const [key, values] of request.extra) expect(answer.extra.get(key)).toEqual(values);
});

const PAIRS = 200;
const asked = process.env.RBAC_SEED;
const seed = asked === undefined ? Math.floor(Math.random() * 0x7fffffff) : Number(asked);

const RESOURCES = [
  ['', 'configmaps'],
  ['', 'secrets'],
  ['apps', 'deployments'],
] as const;
const VERBS = ['get', 'list', 'create', 'update', 'patch', 'delete'] as const;

const verbs = fc.uniqueArray(fc.constantFrom(...VERBS, ...VERBS, '*'), { minLength: 1, maxLength: 4 });
const someRule = fc.record({
  apiGroups: fc.constantFrom([''], ['apps'], ['', 'apps'], ['*']),
  resources: fc.constantFrom(['configmaps'], ['secrets', 'configmaps'], ['deployments'], ['*']),
  resourceNames: fc.constantFrom(undefined, undefined, ['web'], ['other']),
  verbs,
});

/** What the identity may, and what the token may as it. */
const pairs = fc.record({
  identity: fc.array(someRule, { maxLength: 3 }),
  token: fc.array(someRule, { maxLength: 3 }),
  isLegacyToo: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
});

function ruleOf({
  resourceNames,
  ...rule
}: { readonly resourceNames?: readonly string[] | undefined } & Omit<Rule, 'resourceNames'>): Rule {
  return resourceNames === undefined ? rule : { ...rule, resourceNames };
}

/** The verb `*` would be the legacy right, too. */
function acting(rule: Rule): Rule {
  const named = rule.verbs.flatMap((verb) => (verb === '*' ? VERBS : [verb]));
  return { ...rule, verbs: [...new Set(named)].map((verb) => `impersonate-on:serviceaccount:${verb}`) };
}

test(
  `what ${PAIRS} made-up pairs of identity and token may do together is what the API server does`,
  async () => {
    const users = await rbacUsers(admin, 'acting');
    try {
      const made = fc.sample(pairs, { seed, numRuns: PAIRS });
      const set = (local: readonly Rule[]) => ({ cluster: [], local, system: [], probes: [] });
      const identities = await users.grant(made.map(({ identity }) => set(identity.map(ruleOf))));
      const tokens = await users.grant(
        made.map(({ token, isLegacyToo }, index) => {
          const name = serviceAccountOf(identities[index] ?? '')?.name ?? '';
          const become = { resources: ['serviceaccounts'], resourceNames: [name] };
          return set([
            { ...become, apiGroups: ['authentication.k8s.io'], verbs: ['impersonate:serviceaccount'] },
            ...(isLegacyToo ? [{ ...become, apiGroups: [''], verbs: ['impersonate'] }] : []),
            ...token.map(ruleOf).map(acting),
          ]);
        }),
      );
      const tally = { allowed: 0, identity: 0, token: 0 };
      const wrongs = await atATime(made, async (pair, index) => {
        const identity = identityOf(identities[index] ?? '');
        const user = serviceAccountOf(tokens[index] ?? '');
        if (user === undefined) throw new Error('no service account');
        const token = await admin.serviceAccountToken(user.namespace, user.name);
        const { server, ca } = sharedTestbed().info;
        const cluster = openCluster({ connection: connectionTo({ server, ca, token }), identity, clock: hastyClock() });
        try {
          const own = pair.identity.map(ruleOf);
          const theirs = pair.token.map(ruleOf).map(acting);
          const one = async ({ needed, request }: Deed): Promise<string[]> => {
            const may = (rules: readonly Rule[], needs: readonly Needed[]) =>
              needs.every(({ right }) => rules.some((rule) => allows(rule, right)));
            const identityMay = may(own, needed);
            const tokenMay = pair.isLegacyToo || may(theirs, constrainedNeeds(needed, 'serviceaccount'));
            const refused = refusedRight(await cluster.asIdentity.request({ ...request, once: true }, never));
            if (!tokenMay) tally.token += 1;
            else tally[identityMay ? 'allowed' : 'identity'] += 1;
            if ((identityMay && tokenMay) === (refused === undefined)) return [];
            return [
              `${request.method} ${request.path}: ${identityMay} and ${tokenMay}, refused ${refused} with ${JSON.stringify(pair)}`,
            ];
          };
          return (await Promise.all(deeds(users.namespace).map(one))).flat();
        } finally {
          cluster.close();
        }
      });
      expect([`seed ${seed}`, ...wrongs.flat()]).toEqual([`seed ${seed}`]);
      process.stderr.write(`acting: seed ${seed}, ${JSON.stringify(tally)}\n`);
      for (const count of Object.values(tally)) expect(count).toBeGreaterThan(PAIRS / 4);
    } finally {
      await users.end();
    }
  },
  3 * 60_000,
);

interface Deed {
  readonly needed: readonly Needed[];
  readonly request: ApiRequest;
}

/** Every request that changes nothing, and an apply of what is not there. */
function deeds(where: string): Deed[] {
  return RESOURCES.flatMap(([apiGroup, resource]): Deed[] => {
    const need = (verb: string, name: string, requested = true): Needed => ({
      right: { verb, apiGroup, resource, subresource: '', namespace: where, name },
      for: 'the test',
      party: 'identity',
      certainty: 'needed',
      requested,
    });
    const single = VERBS.flatMap((verb): Deed[] => {
      const needed = need(verb, verb === 'create' || verb === 'list' ? '' : 'web');
      const request = realRequest(needed.right);
      return request === undefined ? [] : [{ needed: [needed], request }];
    });
    const kind = { configmaps: 'ConfigMap', secrets: 'Secret', deployments: 'Deployment' }[resource];
    const version = apiGroup === '' ? 'v1' : 'apps/v1';
    const path = `${apiGroup === '' ? '/api/v1' : '/apis/apps/v1'}/namespaces/${where}/${resource}/web?dryRun=All&fieldManager=x`;
    // A Deployment must be valid: what is not is refused before the right to create it is asked for.
    const spec =
      '{ selector: { matchLabels: { a: b } }, template: { metadata: { labels: { a: b } }, spec: { containers: [{ name: c, image: i }] } } }';
    const more = kind === 'Deployment' ? `, spec: ${spec}` : '';
    const text = `{ apiVersion: ${version}, kind: ${kind}, metadata: { name: web }${more} }`;
    const apply: ApiRequest = { method: 'PATCH', path, body: { type: 'application/apply-patch+yaml', text } };
    return [...single, { needed: [need('patch', 'web'), need('create', 'web', false)], request: apply }];
  });
}
