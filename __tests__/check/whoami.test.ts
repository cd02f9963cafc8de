import { afterEach, describe, expect, test } from '@jest/globals';
import { tokenUser, whoami } from '../../src/check/whoami.ts';
import type { Cluster } from '../../src/cluster/client.ts';
import { openCluster } from '../../src/cluster/open.ts';
import type { IdentityRequest } from '../../src/inputs.ts';
import type { Outcome, Problem } from '../../src/problem.ts';
import { connectionTo, hastyClock } from '../cluster/connection-to.ts';
import { json, loopback, type Received, status } from '../cluster/loopback.ts';
import { identityOf } from '../rights/identity-of.ts';

/** A server that takes nobody's rights from RBAC: what no real one can be made to say. */
interface Answers {
  readonly identity?: unknown;
  readonly token?: unknown;
  /** Whether a right is there, or the answer to asking. */
  readonly access?: (attributes: Readonly<Record<string, string>>) => unknown;
}

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const never = new AbortController().signal;
const deployer = identityOf('system:serviceaccount:shop:deployer', { groups: ['dev'], extra: ['note=a'] });
const said = `serviceaccounts "deployer" is forbidden: User "ci" cannot impersonate-on:serviceaccount:create resource "selfsubjectreviews" in API group "authentication.k8s.io" at the cluster scope`;
const refused = status(403, 'Forbidden', said);

async function asking(
  identity: IdentityRequest,
  answers: Answers,
): Promise<{ cluster: Cluster; requests: Received[] }> {
  const server = await loopback((request, response) => {
    const answer = answerTo(request, answers);
    json(response, Number(Reflect.get(Object(answer), 'code') ?? 201), answer);
  });
  closing.push(server.close);
  const connection = connectionTo({ server: server.url, ca: server.ca });
  const cluster = openCluster({ connection, identity, clock: hastyClock() });
  closing.push(cluster.close);
  return { cluster, requests: server.requests };
}

function answerTo(request: Received, answers: Answers): unknown {
  if (request.path.endsWith('/selfsubjectreviews')) {
    return request.headers['impersonate-user'] === undefined ? answers.token : answers.identity;
  }
  const { resourceAttributes } = JSON.parse(request.body).spec;
  const answer = answers.access?.(resourceAttributes);
  return typeof answer === 'boolean' ? { status: { allowed: answer } } : answer;
}

function seen(username: string, parts: Readonly<Record<string, unknown>> = {}): unknown {
  return { kind: 'SelfSubjectReview', status: { userInfo: { username, ...parts } } };
}

async function ask(identity: IdentityRequest, answers: Answers): Promise<Outcome<unknown>> {
  const { cluster } = await asking(identity, answers);
  return whoami(cluster, identity, { credentialName: 'the input `token`' }, never);
}

async function problemOf(answers: Answers): Promise<Problem> {
  const outcome = await ask(deployer, answers);
  const problem = outcome.ok ? undefined : outcome.problems[0];
  if (problem === undefined) throw new Error('nothing went wrong');
  return problem;
}

test('who was asked for and seen is an identity', async () => {
  const groups = ['dev', 'system:authenticated'];
  expect(await ask(deployer, { identity: seen(deployer.username, { groups, extra: { note: ['a'] } }) })).toEqual({
    ok: true,
    value: {
      ...deployer,
      confirmed: { username: deployer.username, uid: undefined, groups, extra: new Map([['note', ['a']]]) },
    },
  });
});

test('a proxy that drops the headers is found out', async () => {
  const problem = await problemOf({ identity: seen('ci', { groups: ['dev'], extra: { note: ['a'] } }) });
  expect(problem).toMatchObject({
    kind: 'forbidden',
    denied: [],
    details: [`user name: asked for ${deployer.username}, got ci`],
    fix: expect.stringContaining('proxy'),
  });
});

describe('a refusal', () => {
  test('lists what the server denies when asked, not what its message says', async () => {
    const problem = await problemOf({
      identity: refused,
      token: seen('ci'),
      access: ({ resource }) => resource !== 'groups',
    });
    expect(problem).toMatchObject({
      kind: 'forbidden',
      message: expect.stringContaining('it lacks 1 of the 3 rights'),
      denied: [
        { who: 'token', verb: 'impersonate', resource: 'groups', name: 'dev', for: 'to impersonate shop/deployer' },
      ],
      yaml: expect.stringContaining('resourceNames: ["dev"]'),
    });
    expect(problem.message).toContain('user ci, from the input `token`');
  });

  test('is asked as the token, one review for each header', async () => {
    const { cluster, requests } = await asking(deployer, {
      identity: refused,
      token: seen('ci'),
      access: () => false,
    });
    await whoami(cluster, deployer, { credentialName: 'x' }, never);
    const reviews = requests.filter(({ path }) => path.endsWith('selfsubjectaccessreviews'));
    expect(reviews.every(({ headers }) => headers['impersonate-user'] === undefined)).toBe(true);
    const attributes = reviews.map(({ body }) => JSON.parse(body).spec.resourceAttributes);
    expect(attributes).toHaveLength(3);
    expect(attributes).toContainEqual({
      verb: 'impersonate',
      group: 'authentication.k8s.io',
      resource: 'userextras',
      subresource: 'note',
      namespace: '',
      name: 'a',
    });
  });

  test('with every right there is told in the server’s words', async () => {
    const problem = await problemOf({ identity: refused, token: seen('ci'), access: () => true });
    expect(problem).toMatchObject({ kind: 'forbidden', denied: [], message: expect.stringContaining(said) });
  });

  test('of the identity’s own review is the identity’s', async () => {
    const own = `selfsubjectreviews.authentication.k8s.io is forbidden: User "${deployer.username}" cannot create resource "selfsubjectreviews" in API group "authentication.k8s.io" at the cluster scope`;
    const problem = await problemOf({
      identity: status(403, 'Forbidden', own),
      token: seen('ci'),
      access: () => true,
    });
    expect(problem).toMatchObject({
      denied: [{ who: 'identity', verb: 'create', resource: 'selfsubjectreviews' }],
      yaml: expect.stringContaining('selfsubjectreviews'),
    });
  });

  test('to a token that may ask nothing grants all that it takes to the user in the message', async () => {
    const no = status(403, 'Forbidden', 'no');
    const problem = await problemOf({ identity: refused, token: no, access: () => no });
    expect(problem).toMatchObject({
      message: expect.stringContaining('may not ask which right it lacks'),
      denied: [{ who: 'token', resource: 'selfsubjectaccessreviews' }],
      yaml: expect.stringContaining('name: ci\n'),
    });
    expect(Reflect.get(problem, 'yaml')).toContain('userextras/note');
  });

  test('to a credential that is nobody to the server grants nothing to the anonymous user', async () => {
    const no = (verb: string, resource: string) =>
      status(
        403,
        'Forbidden',
        `${resource} is forbidden: User "system:anonymous" cannot ${verb} resource "${resource}" in API group "" in the namespace "shop"`,
      );
    const problem = await problemOf({
      identity: no('impersonate', 'serviceaccounts'),
      token: no('create', 'selfsubjectreviews'),
      access: () => no('create', 'selfsubjectaccessreviews'),
    });
    expect(problem).toMatchObject({
      kind: 'forbidden',
      message: expect.stringMatching(
        /did not accept the credential as anybody's: the input `token` is system:anonymous/,
      ),
      denied: [],
    });
    expect(problem).not.toHaveProperty('yaml');
  });

  test('to `as: system:anonymous` grants nothing to it either', async () => {
    const anonymous = identityOf('system:anonymous');
    const own =
      'selfsubjectreviews.authentication.k8s.io is forbidden: User "system:anonymous" cannot create resource "selfsubjectreviews" in API group "authentication.k8s.io" at the cluster scope';
    const outcome = await ask(anonymous, {
      identity: status(403, 'Forbidden', own),
      token: seen('ci'),
      access: () => true,
    });
    expect(outcome).toMatchObject({ ok: false, problems: [{ denied: [], fix: expect.stringContaining('`as`') }] });
    expect(JSON.stringify(outcome)).not.toContain('ClusterRoleBinding');
  });

  test('that cannot be looked into is what stands in the way', async () => {
    const problem = await problemOf({
      identity: refused,
      token: seen('ci'),
      access: () => status(401, 'Unauthorized', 'Unauthorized'),
    });
    expect(problem.kind).toBe('unauthenticated');
  });
});

test('a 401 names the credential', async () => {
  const problem = await problemOf({ identity: status(401, 'Unauthorized', 'Unauthorized') });
  expect(problem).toMatchObject({ kind: 'unauthenticated', message: expect.stringContaining('the input `token`') });
});

test('a server without the review is too old', async () => {
  const problem = await problemOf({ identity: status(404, 'NotFound', 'not found') });
  expect(problem).toMatchObject({ kind: 'unexpected', fix: expect.stringContaining('1.28') });
});

test('the token’s user is whom the server sees, or nobody', async () => {
  const { cluster } = await asking(deployer, { token: seen('ci') });
  expect(await tokenUser(cluster, never)).toBe('ci');
  const { cluster: mute } = await asking(deployer, { token: status(403, 'Forbidden', 'no') });
  expect(await tokenUser(mute, never)).toBeUndefined();
});
