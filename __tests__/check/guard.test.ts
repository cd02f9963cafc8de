import { afterEach, describe, expect, test } from '@jest/globals';
import { guard } from '../../src/check/guard.ts';
import type { Identity } from '../../src/check/identity.ts';
import { checkToken, type TokenQuestion, tokenProblem, tokenWarning } from '../../src/check/token-rights.ts';
import type { Cluster } from '../../src/cluster/client.ts';
import { openCluster } from '../../src/cluster/open.ts';
import { findingsOf } from '../../src/rights/dangerous.ts';
import { findingLine } from '../../src/rights/finding.ts';
import { connectionTo, hastyClock } from '../cluster/connection-to.ts';
import { json, loopback, type Received, status } from '../cluster/loopback.ts';
import { identityOf } from '../rights/identity-of.ts';

/** A server with an authorizer that cannot list its rules, which no test's own has. */
interface Authorizer {
  readonly rules?: readonly unknown[];
  readonly incomplete?: boolean;
  readonly allows?: (attributes: Readonly<Record<string, string>>) => boolean;
  readonly refuses?: boolean;
}

const never = new AbortController().signal;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const deployer = identityOf('system:serviceaccount:shop:deployer');
const identity = confirmed(deployer);
const question = { namespace: 'shop', allowClusterAdmin: false, credentialName: 'the input `token`' };

function confirmed(request: typeof deployer, groups: readonly string[] = []): Identity {
  return { ...request, confirmed: { username: request.username, uid: undefined, groups, extra: new Map() } };
}

async function clusterWith(authorizer: Authorizer): Promise<{ cluster: Cluster; requests: Received[] }> {
  const server = await loopback((request, response) => {
    const answer = answerOf(request, authorizer);
    json(response, Number(Reflect.get(Object(answer), 'code') ?? 201), answer);
  });
  closing.push(server.close);
  const connection = connectionTo({ server: server.url, ca: server.ca });
  const cluster = openCluster({ connection, identity: deployer, clock: hastyClock() });
  closing.push(cluster.close);
  return { cluster, requests: server.requests };
}

function answerOf(request: Received, { rules = [], incomplete = false, allows, refuses }: Authorizer): unknown {
  if (refuses) {
    const said = `selfsubjectrulesreviews.authorization.k8s.io is forbidden: User "ci" cannot create resource "selfsubjectrulesreviews" in API group "authorization.k8s.io" at the cluster scope`;
    return status(403, 'Forbidden', said);
  }
  if (request.path.endsWith('/selfsubjectrulesreviews')) return { status: { resourceRules: rules, incomplete } };
  return { status: { allowed: allows?.(JSON.parse(request.body).spec.resourceAttributes) ?? false } };
}

function accessReviews(requests: readonly Received[]): Record<string, string>[] {
  return requests
    .filter(({ path }) => path.endsWith('/selfsubjectaccessreviews'))
    .map(({ body }) => JSON.parse(body).spec.resourceAttributes);
}

describe('the guard', () => {
  test('refuses a member of system:masters, whatever the inputs allow, and asks nothing', async () => {
    const master = confirmed(identityOf('bob'), ['system:masters']);
    const { cluster, requests } = await clusterWith({});
    const outcome = await guard(cluster, master, { ...question, allowClusterAdmin: true }, never);
    expect(outcome).toMatchObject({
      ok: false,
      problems: [{ kind: 'forbidden', message: expect.stringContaining('system:masters') }],
    });
    expect(requests).toEqual([]);
  });

  test('asks about everything where the rules are incomplete, the constrained verbs included', async () => {
    const { cluster, requests } = await clusterWith({ incomplete: true });
    expect(await guard(cluster, identity, question, never)).toEqual({ ok: true, value: undefined });
    const asked = accessReviews(requests).map(({ verb, resource, name }) => `${verb} ${resource} ${name}`);
    expect(asked).toContain('* * ');
    expect(asked).toContain('impersonate groups system:masters');
    expect(asked.map((words) => words.split(' ')[0])).toEqual(
      expect.arrayContaining(['impersonate:user-info', 'impersonate:serviceaccount', 'impersonate:arbitrary-node']),
    );
    expect(requests.every(({ headers }) => headers['impersonate-user']?.[0] === deployer.username)).toBe(true);
  });

  test('believes an authorizer that lists nothing, but says yes when it is asked', async () => {
    const { cluster } = await clusterWith({ incomplete: true, allows: ({ verb }) => verb === '*' });
    const outcome = await guard(cluster, identity, question, never);
    expect(outcome).toMatchObject({
      problems: [{ message: expect.stringContaining('do everything in the whole cluster') }],
    });
  });

  test('does not believe a rule that the server does not stand by', async () => {
    const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
    const { cluster, requests } = await clusterWith({ rules: [everything] });
    expect((await guard(cluster, identity, question, never)).ok).toBe(true);
    expect(accessReviews(requests).length).toBeGreaterThan(0);
  });

  test('of an identity that may not ask is a right that is missing', async () => {
    const { cluster } = await clusterWith({ refuses: true });
    expect(await guard(cluster, identity, question, never)).toMatchObject({
      ok: false,
      problems: [{ kind: 'forbidden', denied: [{ who: 'identity', resource: 'selfsubjectrulesreviews' }] }],
    });
  });
});

describe('the rights of a token', () => {
  const asking: TokenQuestion = {
    identity: deployer,
    namespace: 'shop',
    depth: 'full',
    credentialName: 'the input `token`',
  };

  test('that an authorizer keeps to itself are found by asking, and the answer says that it may be incomplete', async () => {
    const { cluster } = await clusterWith({
      incomplete: true,
      allows: ({ resource, namespace }) => resource === 'secrets' && namespace === 'shop',
    });
    const outcome = await checkToken(cluster, asking, never);
    expect(outcome).toMatchObject({
      value: { complete: false, findings: [{ id: 'read-secrets', rank: 'read-secrets', namespace: 'shop' }] },
    });
  });

  test('include the same name in a namespace that nobody has, asked as the token', async () => {
    const { cluster, requests } = await clusterWith({ allows: ({ verb }) => verb === 'impersonate' });
    const outcome = await checkToken(cluster, { ...asking, depth: 'quiet' }, never);
    expect(outcome).toMatchObject({ value: { findings: [{ id: 'impersonate-others', namespace: '' }] } });
    const [canary, ...more] = accessReviews(requests);
    expect(more).toEqual([]);
    expect(canary).toMatchObject({ verb: 'impersonate', resource: 'serviceaccounts', name: 'deployer' });
    expect(canary?.namespace).toMatch(/^deploy-as-[0-9a-f-]{36}$/);
    expect(requests.every(({ headers }) => headers['impersonate-user'] === undefined)).toBe(true);
  });

  test('cannot be told where the token may not even ask', async () => {
    const { cluster } = await clusterWith({ refuses: true });
    expect(await checkToken(cluster, asking, never)).toMatchObject({
      ok: false,
      problems: [{ kind: 'forbidden', denied: [{ who: 'token', resource: 'selfsubjectrulesreviews' }] }],
    });
  });

  test('are one line where the run goes on, and all of them where it stops', () => {
    const findings = findingsOf(
      [
        { apiGroups: [''], resources: ['secrets'], verbs: ['get'] },
        { apiGroups: [''], resources: ['groups'], verbs: ['impersonate'] },
      ],
      '',
    );
    const rights = { depth: 'full', findings, complete: true } as const;
    const warning = tokenWarning(rights, asking);
    expect(warning?.message).toMatch(/can become cluster-admin: it may impersonate every group.*\(and 1 more\)/);
    expect(warning?.details).toBeUndefined();
    const problem = tokenProblem(rights, asking);
    expect(problem?.details).toEqual([
      'can become cluster-admin: it may impersonate every group, `system:masters` among them, whose members may do everything. Take away (bound in the whole cluster): { apiGroups: [""], resources: ["groups"], verbs: ["impersonate"] }',
      'can read Secrets: it may read every Secret in every namespace. Take away (bound in the whole cluster): { apiGroups: [""], resources: ["secrets"], verbs: ["get"] }',
    ]);
    expect(findings.map(findingLine)).toEqual(problem?.details);
    expect(tokenProblem({ ...rights, findings: [] }, asking)).toBeUndefined();
    expect(tokenWarning({ ...rights, findings: [] }, asking)).toBeUndefined();
  });
});
