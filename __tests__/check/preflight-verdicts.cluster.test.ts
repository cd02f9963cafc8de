import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { preflight } from '../../src/check/preflight.ts';
import { openCluster } from '../../src/cluster/open.ts';
import { objectPath } from '../../src/cluster/paths.ts';
import type { Connection } from '../../src/connect/connection.ts';
import type { ObjectRef } from '../../src/problem.ts';
import type { Rule } from '../../src/rights/grant.ts';
import { type ApplyTarget, type ExistingRole, neededForApply, type Presence } from '../../src/rights/needed.ts';
import { type Admin, connectAdmin } from '../../testbed/admin.ts';
import { sharedTestbed } from '../../testbed/shared.ts';
import { connectionTo, hastyClock } from '../cluster/connection-to.ts';
import { identityOf } from '../rights/identity-of.ts';
import type { RbacSet } from '../rights/rbac-sets.ts';
import { atATime, type RbacUsers, rbacUsers } from '../rights/rbac-users.ts';

const MADE_UP = 500;
const MINUTE = 60_000;
const never = new AbortController().signal;
const asked = process.env.RBAC_SEED;
const seed = asked === undefined ? Math.floor(Math.random() * 0x7fffffff) : Number(asked);
const RBAC = 'rbac.authorization.k8s.io';

let admin: Admin;
let users: RbacUsers;
let connection: Connection;
let existing: readonly ExistingRole[];

beforeAll(async () => {
  const { info } = sharedTestbed();
  admin = connectAdmin(info);
  users = await rbacUsers(admin, 'applies');
  connection = connectionTo({ server: info.server, ca: info.ca, token: info.adminToken });
  const value = { rules: GRANTED };
  await admin.apply(
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: present }\n---\napiVersion: ${RBAC}/v1\nkind: Role\nmetadata: { name: existing }\nrules: ${JSON.stringify(GRANTED)}`,
    { namespace: users.namespace },
  );
  existing = [{ resource: 'roles', namespace: users.namespace, name: 'existing', value }];
}, MINUTE);
afterAll(async () => {
  await users?.end();
  connection?.agent.destroy();
  admin?.close();
}, MINUTE);

/** What the roles of the test grant. */
const GRANTED = [
  { apiGroups: [''], resources: ['configmaps', 'pods/log'], verbs: ['get', 'patch'] },
  { apiGroups: [''], resources: ['secrets'], resourceNames: ['a'], verbs: ['get'] },
];

interface Case {
  readonly target: ApplyTarget;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Objects of every scope, there and not there, harmless and granting. */
function cases(): Case[] {
  const { namespace } = users;
  const of = (
    apiVersion: string,
    kind: string,
    resource: string,
    name: string,
    more: {
      readonly presence?: Presence;
      readonly cluster?: true;
      readonly fields?: Readonly<Record<string, unknown>>;
    } = {},
  ): Case => {
    const namespaced = more.cluster !== true;
    const ref: ObjectRef = { apiVersion, kind, name, ...(namespaced ? { namespace } : {}) };
    const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
    const body = { apiVersion, kind, metadata: { name }, ...more.fields };
    const presence = more.presence ?? 'absent';
    return { target: { ref, resource: { group, resource, namespaced }, presence, value: body }, body };
  };
  const rules = { fields: { rules: GRANTED } };
  const binds = (kind: string, name: string) => ({
    fields: { roleRef: { apiGroup: RBAC, kind, name }, subjects: [{ apiGroup: RBAC, kind: 'User', name: 'nobody' }] },
  });
  return [
    of('v1', 'ConfigMap', 'configmaps', 'present', { presence: 'present' }),
    of('v1', 'ConfigMap', 'configmaps', 'a'),
    of('v1', 'Secret', 'secrets', 'a'),
    of('v1', 'Namespace', 'namespaces', namespace, { presence: 'present', cluster: true }),
    of('v1', 'Namespace', 'namespaces', `${namespace}-new`, { cluster: true }),
    of(`${RBAC}/v1`, 'Role', 'roles', 'a', rules),
    of(`${RBAC}/v1`, 'ClusterRole', 'clusterroles', `${namespace}-a`, { ...rules, cluster: true }),
    of(`${RBAC}/v1`, 'RoleBinding', 'rolebindings', 'a', binds('Role', 'existing')),
  ];
}

const ruleArbitrary: fc.Arbitrary<Rule> = fc
  .record({
    resources: fc.uniqueArray(
      fc.constantFrom(
        'configmaps',
        'secrets',
        'namespaces',
        'roles',
        'clusterroles',
        'rolebindings',
        'pods/log',
        'pods',
        '*/log',
        '*',
      ),
      { minLength: 1, maxLength: 4 },
    ),
    names: fc.option(
      fc.uniqueArray(fc.constantFrom('a', 'present', 'existing', 'other'), { minLength: 1, maxLength: 3 }),
      {
        nil: undefined,
        freq: 3,
      },
    ),
    verbs: fc.uniqueArray(fc.constantFrom('get', 'patch', 'create', 'bind', 'escalate', 'list', '*'), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ resources, names, verbs }) => ({
    apiGroups: ['', RBAC],
    resources,
    ...(names === undefined ? {} : { resourceNames: names }),
    verbs,
  }));

/** Most sets have the verbs that every apply takes, so that it is the rest that decides. */
const setArbitrary: fc.Arbitrary<RbacSet> = fc
  .record({
    cluster: fc.array(ruleArbitrary, { maxLength: 3 }),
    local: fc.array(ruleArbitrary, { maxLength: 4 }),
    base: fc.constantFrom('none', 'local', 'cluster'),
  })
  .map(({ cluster, local, base }) => {
    const apply: Rule = {
      apiGroups: ['', RBAC],
      resources: ['configmaps', 'roles', 'clusterroles', 'rolebindings', 'namespaces'],
      verbs: ['get', 'patch', 'create'],
    };
    return {
      cluster: base === 'cluster' ? [...cluster, apply] : cluster,
      local: base === 'local' ? [...local, apply] : local,
      system: [],
      probes: [],
    };
  });

/** In what preflight and the server disagree. */
async function wrongsOf(user: string, tally?: { allowed: number; refused: number }): Promise<string[]> {
  const cluster = openCluster({ connection, identity: identityOf(user), clock: hastyClock() });
  const { asIdentity } = cluster;
  const wrongs = cases().map(async ({ target, body }) => {
    const { ref, resource } = target;
    const found = await preflight(cluster, neededForApply([target], existing), { credentialName: 'x' }, never);
    if (!found.ok) throw new Error(JSON.stringify(found.problems));
    const says = found.value.missing.length === 0;
    const path = objectPath({ ...resource, version: 'v1' }, ref.namespace, ref.name);
    const patch = { type: 'application/apply-patch+yaml', text: JSON.stringify(body) };
    const read = await asIdentity.request({ method: 'GET', path }, never);
    const applied = await asIdentity.request(
      { method: 'PATCH', path: `${path}?fieldManager=test&dryRun=All`, body: patch },
      never,
    );
    const refusals = [read, applied].filter(
      (answer) => !answer.ok && answer.failure.kind === 'status' && answer.failure.status === 403,
    );
    const does = refusals.length === 0;
    if (tally !== undefined) tally[does ? 'allowed' : 'refused'] += 1;
    if (says === does) return [];
    const gaps = found.value.missing.map(({ right }) => `${right.verb} ${right.resource} ${right.name}`);
    return [`${ref.kind} ${ref.name}: we say ${says} (${gaps}), the server ${JSON.stringify(refusals)}`];
  });
  return (await Promise.all(wrongs)).flat();
}

/** Sets on which we were wrong once, as they were shrunk. */
const CASES: readonly RbacSet[] = [];

test(
  `what ${MADE_UP} made-up deployers are told to lack is what the API server refuses them`,
  async () => {
    const sets = [...CASES, ...fc.sample(setArbitrary, { seed, numRuns: MADE_UP })];
    const granted = await users.grant(sets);
    const tally = { allowed: 0, refused: 0 };
    const wrong = (
      await atATime(sets, async (set, index) => ({ set, wrongs: await wrongsOf(granted[index] ?? '', tally) }))
    ).filter(({ wrongs }) => wrongs.length > 0);
    const [first] = wrong;
    if (first !== undefined) {
      throw new Error(
        [
          `seed ${seed}: wrong about ${wrong.length} of ${sets.length} sets (set RBAC_SEED=${seed} to see them again)`,
          ...wrong.slice(0, 5).flatMap(({ wrongs }) => wrongs),
          `the smallest, for CASES: ${JSON.stringify(await smallest(first.set))}`,
        ].join('\n'),
      );
    }
    process.stderr.write(`preflights: seed ${seed}, ${sets.length} sets, ${JSON.stringify(tally)}\n`);
    // A generator that makes up only what passes, or only what does not, would prove nothing.
    expect(Math.min(tally.allowed, tally.refused)).toBeGreaterThan(MADE_UP / 2);
  },
  5 * MINUTE,
);

/** Without rules, and words in them, that are not needed to be wrong about it. */
async function smallest(set: RbacSet): Promise<RbacSet> {
  for (const smaller of smallerThan(set)) {
    const [user = ''] = await users.grant([smaller]);
    if ((await wrongsOf(user)).length > 0) return smallest(smaller);
  }
  return set;
}

function smallerThan(set: RbacSet): RbacSet[] {
  return (['cluster', 'local'] as const).flatMap((scope) =>
    set[scope].flatMap((rule, at) => [
      { ...set, [scope]: set[scope].toSpliced(at, 1) },
      ...(['resources', 'resourceNames', 'verbs'] as const).flatMap((part) =>
        (rule[part]?.length ?? 0) < 2
          ? []
          : (rule[part] ?? []).map((_, word) => ({
              ...set,
              [scope]: set[scope].with(at, { ...rule, [part]: (rule[part] ?? []).toSpliced(word, 1) }),
            })),
      ),
    ]),
  );
}
