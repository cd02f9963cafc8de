import { afterEach, describe, expect, test } from '@jest/globals';
import { impersonationOf } from '../../src/check/impersonation.ts';
import { tokenUser, whoami } from '../../src/check/whoami.ts';
import type { Cluster } from '../../src/cluster/client.ts';
import { openCluster } from '../../src/cluster/open.ts';
import type { IdentityRequest } from '../../src/inputs.ts';
import { nameRight, type Outcome, type Problem } from '../../src/problem.ts';
import { connectionTo, hastyClock } from '../cluster/connection-to.ts';
import { json, loopback, type Received, status } from '../cluster/loopback.ts';
import { identityOf } from '../rights/identity-of.ts';

/** A server that takes nobody's rights from RBAC: what no real one can be made to say. */
interface Answers {
  readonly identity?: unknown;
  readonly token?: unknown;
  /** Whether a right is there, or the answer to asking. */
  readonly access?: (attributes: Readonly<Record<string, string>>) => unknown;
  /** The verbs of the token's rules. */
  readonly verbs?: readonly string[];
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
  if (request.path.endsWith('/selfsubjectrulesreviews')) {
    return { status: { resourceRules: [{ apiGroups: ['*'], resources: ['*'], verbs: answers.verbs ?? [] }] } };
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

  test('is asked as the token, one review for each header and one for the name alone', async () => {
    const { cluster, requests } = await asking(deployer, {
      identity: refused,
      token: seen('ci'),
      access: () => false,
    });
    await whoami(cluster, deployer, { credentialName: 'x' }, never);
    const reviews = requests.filter(({ path }) => path.endsWith('selfsubjectaccessreviews'));
    expect(reviews.every(({ headers }) => headers['impersonate-user'] === undefined)).toBe(true);
    const attributes = reviews.map(({ body }) => JSON.parse(body).spec.resourceAttributes);
    expect(attributes.map(({ verb }) => verb)).toEqual([
      'impersonate',
      'impersonate',
      'impersonate',
      'impersonate:serviceaccount',
    ]);
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

describe('a refusal on a server with constrained impersonation', () => {
  const bare = identityOf('system:serviceaccount:shop:deployer');
  const become = 'impersonate:serviceaccount serviceaccounts.authentication.k8s.io "deployer" in namespace shop';
  const confirm = 'impersonate-on:serviceaccount:create selfsubjectreviews.authentication.k8s.io';
  const legacy = 'impersonate serviceaccounts "deployer" in namespace shop';

  async function deniedTo(may: readonly string[], verbs: readonly string[] = []) {
    const outcome = await ask(bare, {
      identity: refused,
      token: seen('ci'),
      access: ({ verb = '' }) => may.some((allowed) => allowed.startsWith(`${verb} `)),
      verbs,
    });
    const problem = outcome.ok ? undefined : outcome.problems[0];
    if (problem?.kind !== 'forbidden') throw new Error('not refused');
    return { rights: problem.denied.map(nameRight), problem };
  }

  test('offers the legacy verb to a token that has nothing, and tells of the other way', async () => {
    const { rights, problem } = await deniedTo([]);
    expect(rights).toEqual([legacy]);
    expect(problem.details?.join()).toContain('impersonate:serviceaccount');
  });

  test('offers what is left of the constrained rights to a token that has one', async () => {
    expect((await deniedTo([become])).rights).toEqual([confirm]);
    expect((await deniedTo([confirm])).rights).toEqual([become]);
  });

  test('offers both to a token that may act in this mode and not become anybody', async () => {
    const { rights, problem } = await deniedTo([], ['impersonate-on:serviceaccount:get']);
    expect(rights).toEqual([become, confirm]);
    expect(problem.yaml).toContain('impersonate-on:serviceaccount:create');
    expect(problem.message).toContain('2 of the 2 rights that constrained impersonation takes');
  });

  test('knows a mode that is not this one', async () => {
    expect((await deniedTo([], ['impersonate-on:user-info:get', 'impersonate:user-info'])).rights).toEqual([legacy]);
  });

  test('with all rights there is told in the server’s words', async () => {
    expect((await deniedTo([become, confirm])).problem.message).toContain('It said: ');
  });

  test('says what constrained impersonation cannot carry', async () => {
    const { details } = await problemOf({
      identity: refused,
      token: seen('ci'),
      access: ({ verb }) => verb === 'impersonate:serviceaccount',
    });
    expect(details).toEqual([
      'The token may become it by name alone (impersonate:serviceaccount), but constrained impersonation takes a service account by its name alone, without groups and extras: the server falls back to the verb impersonate. Leave them out, or grant that.',
    ]);
  });
});

describe('by which right a token impersonates', () => {
  const bare = identityOf('system:serviceaccount:shop:deployer');

  test.each<[string, string[], unknown]>([
    ['legacy', ['impersonate'], { by: 'legacy' }],
    ['constrained', ['impersonate:', 'impersonate-on:'], { by: 'constrained', mode: 'serviceaccount' }],
    ['both', ['impersonate', 'impersonate:', 'impersonate-on:'], { by: 'both', mode: 'serviceaccount' }],
    ['legacy with half of the other', ['impersonate', 'impersonate:'], { by: 'legacy' }],
    ['nothing that a review knows', [], undefined],
  ])('is asked as the token: %s', async (_, may, expected) => {
    const { cluster } = await asking(bare, {
      access: ({ verb = '' }) => may.includes(verb.replace(/:.*/, ':')),
    });
    for (const version of ['1.36.3', '1.35.0-gke.1', '2.0.0', undefined]) {
      expect(await impersonationOf(cluster, bare, version, never)).toEqual(expected);
    }
  });

  test('is the legacy verb on an older server, and where there is no other way: nothing is asked', async () => {
    const { cluster, requests } = await asking(bare, { access: () => false });
    expect(await impersonationOf(cluster, bare, '1.34.2', never)).toEqual({ by: 'legacy' });
    expect(await impersonationOf(cluster, deployer, '1.36.3', never)).toEqual({ by: 'legacy' });
    expect(requests).toEqual([]);
  });

  test('is not known where the token may not ask', async () => {
    const { cluster } = await asking(bare, { access: () => status(403, 'Forbidden', 'no') });
    expect(await impersonationOf(cluster, bare, '1.36.3', never)).toBeUndefined();
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
