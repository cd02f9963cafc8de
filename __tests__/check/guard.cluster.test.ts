import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { guard } from '../../src/check/guard.ts';
import { openCluster } from '../../src/cluster/open.ts';
import type { Connection } from '../../src/connect/connection.ts';
import type { Outcome } from '../../src/problem.ts';
import type { Rule } from '../../src/rights/grant.ts';
import { type Admin, connectAdmin } from '../../testbed/admin.ts';
import { sharedTestbed } from '../../testbed/shared.ts';
import { connectionTo, hastyClock } from '../cluster/connection-to.ts';
import { identityOf } from '../rights/identity-of.ts';
import type { RbacSet } from '../rights/rbac-sets.ts';
import { type RbacUsers, rbacUsers } from '../rights/rbac-users.ts';

const never = new AbortController().signal;
const MINUTE = 60_000;
const RBAC = 'rbac.authorization.k8s.io';

let admin: Admin;
let users: RbacUsers;
let connection: Connection;

beforeAll(async () => {
  const { info } = sharedTestbed();
  admin = connectAdmin(info);
  users = await rbacUsers(admin, 'guard');
  connection = connectionTo({ server: info.server, ca: info.ca, token: info.adminToken });
}, MINUTE);
afterAll(async () => {
  await users?.end();
  connection?.agent.destroy();
  admin?.close();
}, MINUTE);

interface Guarded {
  readonly user: string;
  readonly outcome: Outcome<void>;
  /** The resources that it asked about itself with, in order. */
  readonly asked: readonly (string | undefined)[];
}

async function guarded(rules: Partial<RbacSet>, allowClusterAdmin = false): Promise<Guarded> {
  const [user = ''] = await users.grant([{ cluster: [], local: [], system: [], probes: [], ...rules }]);
  const request = identityOf(user);
  const identity = { ...request, confirmed: { username: user, uid: undefined, groups: [], extra: new Map() } };
  const cluster = openCluster({ connection, identity: request, clock: hastyClock() });
  const mark = await admin.auditMark();
  const question = { namespace: users.namespace, allowClusterAdmin, credentialName: 'the input `token`' };
  const outcome = await guard(cluster, identity, question, never);
  const events = await admin.auditEvents((event) => event.impersonatedUser?.username === user, { since: mark });
  return { user, outcome, asked: events.map(({ objectRef }) => objectRef?.resource).sort() };
}

function rule(apiGroup: string, resource: string, verb: string, ...resourceNames: string[]): Rule {
  const names = resourceNames.length === 0 ? {} : { resourceNames };
  return { apiGroups: [apiGroup], resources: [resource], ...names, verbs: [verb] };
}

const REVIEWS = ['selfsubjectrulesreviews', 'selfsubjectrulesreviews'];

describe('an identity that may do everything', () => {
  const powers: [string, Partial<RbacSet>, RegExp][] = [
    ['* on *', { cluster: [rule('*', '*', '*')] }, /do everything in the whole cluster/],
    ['every group', { cluster: [rule('', 'groups', 'impersonate')] }, /impersonate every group/],
    ['the masters', { cluster: [rule('', 'groups', 'impersonate', 'system:masters')] }, /`system:masters`/],
    ['every verb on users', { cluster: [rule('', 'users', '*')] }, /impersonate every user/],
    ['every service account', { cluster: [rule('', 'serviceaccounts', 'impersonate')] }, /every service account/],
    ['those of kube-system', { system: [rule('', 'serviceaccounts', 'impersonate')] }, /kube-system/],
    [
      'every user, by the constrained verb',
      { cluster: [rule('authentication.k8s.io', 'users', 'impersonate:user-info')] },
      /impersonate every user/,
    ],
  ];
  test.each(powers)('is refused, with the reason: %s', async (_what, rules, reason) => {
    const { outcome } = await guarded(rules);
    expect(outcome).toMatchObject({
      ok: false,
      problems: [
        {
          kind: 'forbidden',
          message: expect.stringMatching(reason),
          fix: expect.stringContaining('allow-cluster-admin: true'),
        },
      ],
    });
  });

  test('passes where it is allowed, and nothing is asked', async () => {
    const { outcome, asked } = await guarded({ cluster: [rule('*', '*', '*')] }, true);
    expect(outcome.ok).toBe(true);
    expect(asked).toEqual([]);
  });
});

describe('an identity with rights that lead further than they seem', () => {
  const rights: [string, Partial<RbacSet>][] = [
    ['everything in its namespace', { local: [rule('*', '*', '*')] }],
    ['users and groups in a Role, where they are void', { local: [rule('', '*', 'impersonate')] }],
    ['escalate', { cluster: [rule(RBAC, 'clusterroles', 'escalate')] }],
    ['bind', { cluster: [rule(RBAC, 'clusterroles', 'bind')] }],
    ['every Secret', { cluster: [rule('', 'secrets', 'get')] }],
    ['every pod', { cluster: [rule('', 'pods', '*')] }],
    ['nodes/proxy', { cluster: [rule('', 'nodes/proxy', 'get')] }],
    ['a group of people', { cluster: [rule('', 'groups', 'impersonate', 'dev')] }],
    ['a service account of this name', { cluster: [rule('', 'serviceaccounts', 'impersonate', 'web')] }],
  ];
  test.each(rights)('is none that may do everything: %s', async (_what, rules) => {
    expect((await guarded(rules)).outcome).toEqual({ ok: true, value: undefined });
  });
});

test('a plain deployer costs two rules reviews, and no question that a security product reports', async () => {
  const { outcome, asked } = await guarded({
    local: [rule('apps', 'deployments', 'patch'), rule('', 'secrets', 'list')],
  });
  expect(outcome.ok).toBe(true);
  expect(asked).toEqual(REVIEWS);
});
