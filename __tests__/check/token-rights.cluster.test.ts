import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { checkToken, type TokenQuestion, type TokenRights } from '../../src/check/token-rights.ts';
import { openCluster } from '../../src/cluster/open.ts';
import { serviceAccountOf } from '../../src/identity/name.ts';
import type { IdentityRequest } from '../../src/inputs.ts';
import { confirmingRight, constrainedModeOf } from '../../src/rights/constrained.ts';
import { type Rule, rulesFor } from '../../src/rights/grant.ts';
import { impersonationRights } from '../../src/rights/impersonation.ts';
import { type Admin, connectAdmin } from '../../testbed/admin.ts';
import { sharedTestbed } from '../../testbed/shared.ts';
import { connectionTo, hastyClock } from '../cluster/connection-to.ts';
import { identityOf } from '../rights/identity-of.ts';
import type { RbacSet } from '../rights/rbac-sets.ts';
import { type RbacUsers, rbacUsers } from '../rights/rbac-users.ts';

const never = new AbortController().signal;
const MINUTE = 60_000;
const AUTHENTICATION = 'authentication.k8s.io';

let admin: Admin;
let users: RbacUsers;
let deployer: IdentityRequest;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  admin = connectAdmin(sharedTestbed().info);
  users = await rbacUsers(admin, 'token-rights');
  deployer = identityOf(`system:serviceaccount:${users.namespace}:deployer`);
}, MINUTE);
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
afterAll(async () => {
  await users?.end();
  admin?.close();
}, MINUTE);

const impersonator = (): Rule[] => rulesFor(impersonationRights(deployer));

/** What a new token with just these rights may do besides becoming `identity`. */
async function check(
  rules: Partial<RbacSet>,
  depth: TokenQuestion['depth'],
  identity = deployer,
): Promise<TokenRights & { readonly user: string; readonly token: string }> {
  const [user = ''] = await users.grant([{ cluster: [], local: [], system: [], probes: [], ...rules }]);
  const account = serviceAccountOf(user);
  if (account === undefined) throw new Error('no service account');
  const token = await admin.serviceAccountToken(account.namespace, account.name);
  const { server, ca } = sharedTestbed().info;
  const cluster = openCluster({ connection: connectionTo({ server, ca, token }), identity, clock: hastyClock() });
  closing.push(cluster.close);
  const question = { identity, namespace: users.namespace, depth, credentialName: 'the input `token`' };
  const outcome = await checkToken(cluster, question, never);
  if (!outcome.ok) throw new Error(outcome.problems.map(({ message }) => message).join('\n'));
  return { ...outcome.value, user, token };
}

const told = ({ findings }: TokenRights): string[] =>
  findings.map(({ rank, id, namespace }) => `${rank} ${id}${namespace === '' ? '' : ` in ${namespace}`}`);

describe('a token that may only impersonate', () => {
  test('has no other rights, whichever form its right has', async () => {
    const { mode } = constrainedModeOf(deployer);
    if (mode === undefined) throw new Error('a service account has a constrained mode');
    const constrained = rulesFor(impersonationRights(deployer, mode));
    const reviews = rulesFor([confirmingRight(mode)]);
    for (const depth of ['quiet', 'full'] as const) {
      expect(await check({ local: impersonator() }, depth)).toMatchObject({ findings: [], complete: true, depth });
      expect(await check({ local: constrained, cluster: reviews }, depth)).toMatchObject({ findings: [] });
    }
  });

  test('of a user with groups, uid and extras has none either', async () => {
    const identity = identityOf(`bob-${users.namespace}`, { groups: ['dev'], uid: '1', extra: ['note=a'] });
    const rules = rulesFor(impersonationRights(identity));
    expect(await check({ cluster: rules }, 'full', identity)).toMatchObject({ findings: [] });
  });

  test('is asked quietly: its rules, and one access review', async () => {
    const mark = await admin.auditMark();
    const { user } = await check({ local: impersonator() }, 'quiet');
    const events = await admin.auditEvents((event) => event.user.username === user, { since: mark });
    expect(events.map(({ objectRef }) => objectRef?.resource).sort()).toEqual([
      'selfsubjectaccessreviews',
      'selfsubjectrulesreviews',
      'selfsubjectrulesreviews',
    ]);
  });
});

describe('quietly found', () => {
  test('is the textbook’s ClusterRoleBinding: the name is free in every namespace', async () => {
    const [finding, ...more] = (await check({ cluster: impersonator() }, 'quiet')).findings;
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      rank: 'become-others',
      namespace: '',
      takeAway: { resources: ['serviceaccounts'], resourceNames: ['deployer'], verbs: ['impersonate'] },
    });
  });

  test('is every right of the namespace and of the cluster', async () => {
    const rights = await check(
      {
        local: [
          ...impersonator(),
          { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'patch'] },
          { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] },
        ],
        cluster: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }],
        system: [{ apiGroups: [''], resources: ['pods'], verbs: ['create'] }],
      },
      'quiet',
    );
    expect(told(rights)).toEqual([`write workloads in ${users.namespace}`, 'read-secrets read-secrets']);
  });
});

describe('found when everything is asked', () => {
  test('is a right in kube-system, too', async () => {
    const system: Rule[] = [{ apiGroups: [''], resources: ['serviceaccounts'], verbs: ['impersonate'] }];
    const rights = await check({ local: impersonator(), system }, 'full');
    expect(told(rights)).toEqual(['cluster-admin impersonate-serviceaccounts in kube-system']);
  });

  test('is a token that reads every Secret as somebody else, though it has no legacy right at all', async () => {
    const cluster: Rule[] = [
      { apiGroups: [AUTHENTICATION], resources: ['users'], verbs: ['impersonate:user-info'] },
      { apiGroups: [''], resources: ['secrets'], verbs: ['impersonate-on:user-info:list'] },
    ];
    const rights = await check({ cluster }, 'full');
    expect(told(rights)).toEqual(['cluster-admin impersonate-users', 'become-others impersonate-others']);
    const listed = await admin.request('GET', '/api/v1/secrets?limit=1', {
      token: rights.token,
      headers: { 'impersonate-user': 'system:kube-controller-manager' },
    });
    expect(listed.status).toBe(200);
  });

  test('is what ClusterRole edit brings', async () => {
    const role = await admin.get<{ rules: Rule[] }>('/apis/rbac.authorization.k8s.io/v1/clusterroles/edit');
    const rights = await check({ local: [...impersonator(), ...role.rules] }, 'full');
    expect([...new Set(rights.findings.map(({ rank }) => rank))]).toEqual(['write', 'read-secrets', 'become-others']);
    expect(rights.findings.every(({ namespace }) => namespace === users.namespace)).toBe(true);
  });

  test('is a cluster-admin, in one line', async () => {
    const cluster: Rule[] = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];
    expect(told(await check({ cluster }, 'full'))).toEqual(['cluster-admin everything']);
  });
});
