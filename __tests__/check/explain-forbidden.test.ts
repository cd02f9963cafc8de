import { afterEach, describe, expect, test } from '@jest/globals';
import {
  type Explaining,
  explainForbidden,
  explainImpersonation,
  toolWarning,
} from '../../src/check/explain-forbidden.ts';
import { problemOf } from '../../src/cluster/failures.ts';
import { openCluster } from '../../src/cluster/open.ts';
import { nameRight, type Problem } from '../../src/problem.ts';
import { connectionTo, hastyClock } from '../cluster/connection-to.ts';
import { json, loopback, type Received } from '../cluster/loopback.ts';
import { identityOf } from '../rights/identity-of.ts';

const never = new AbortController().signal;
const identity = identityOf('system:serviceaccount:shop:deployer');
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const LEGACY = ['impersonate'];
const CONSTRAINED = ['impersonate:serviceaccount', 'impersonate-on:serviceaccount:create'];

/** A server whose reviews allow these verbs: those on paths are written with their path (`get /version`). */
async function serverThatAllows(...verbs: string[]): Promise<{ asking: Explaining; requests: readonly Received[] }> {
  const server = await loopback((request, response) => {
    const party = request.headers['impersonate-user'] === undefined ? '' : 'identity ';
    if (request.path.endsWith('/selfsubjectreviews')) {
      return json(response, 201, { status: { userInfo: { username: 'ci' } } });
    }
    if (request.path.endsWith('/selfsubjectrulesreviews'))
      return json(response, 201, { status: { resourceRules: [] } });
    const { resourceAttributes, nonResourceAttributes } = JSON.parse(request.body).spec;
    const asked =
      nonResourceAttributes === undefined
        ? resourceAttributes.verb
        : `${party}${nonResourceAttributes.verb} ${nonResourceAttributes.path}`;
    json(response, 201, { status: { allowed: verbs.includes(asked) } });
  });
  const cluster = openCluster({
    connection: connectionTo({ server: server.url, ca: server.ca }),
    identity,
    clock: hastyClock(),
  });
  closing.push(server.close, cluster.close);
  return {
    asking: { cluster, identity, credentialName: 'the input `token`', tokenUser: 'ci' },
    requests: server.requests,
  };
}

const patch = `deployments.apps "web" is forbidden: User "${identity.username}" cannot patch resource "deployments" in API group "apps" in the namespace "shop"`;
const act = `pods is forbidden: User "ci" cannot impersonate-on:serviceaccount:list resource "pods" in API group "" in the namespace "shop"`;
const unknown = 'Error from server (Forbidden): unknown';
const DISCOVERY = ['/version', '/api', '/api/*', '/apis', '/apis/*', '/openapi/*'];

async function explained(text: string, ...verbs: string[]) {
  const { asking } = await serverThatAllows(...verbs);
  const problems = await explainForbidden({ text, for: 'the script' }, asking, never);
  return {
    problems,
    rights: problems.flatMap(({ denied }) => denied.map((right) => `${right.who} ${nameRight(right)}`)),
  };
}

describe('what a tool says of a 403', () => {
  test('is nothing where there was none', async () => {
    const { asking, requests } = await serverThatAllows();
    expect(await explainForbidden({ text: 'line\nanother', for: 'x' }, asking, never)).toEqual([]);
    expect(requests).toEqual([]);
  });

  test('about the identity is taken at its word', async () => {
    const { asking, requests } = await serverThatAllows();
    const problems = await explainForbidden({ text: patch, for: 'x' }, asking, never);
    expect(problems.flatMap(({ denied }) => denied)).toMatchObject([{ who: 'identity', verb: 'patch' }]);
    expect(requests).toEqual([]);
  });

  test('about a request that a constrained token may not send is that right', async () => {
    const { problems, rights } = await explained(act, ...CONSTRAINED);
    expect(rights).toEqual(['token impersonate-on:serviceaccount:list pods in namespace shop']);
    expect(problems[0]?.yaml).toContain('verbs: ["impersonate-on:serviceaccount:list"]');
    expect(problems[0]?.yaml).toContain('name: ci');
  });

  test('about both parties is two problems', async () => {
    const { rights } = await explained(`${patch}\n${act}`, ...CONSTRAINED);
    expect(rights).toEqual([
      'identity patch deployments.apps "web" in namespace shop',
      'token impersonate-on:serviceaccount:list pods in namespace shop',
    ]);
  });

  test('by a server that names a constrained check although the legacy verb is gone is the legacy verb', async () => {
    const { rights } = await explained(act);
    expect(rights).toEqual(['token impersonate serviceaccounts "deployer" in namespace shop']);
  });

  test('that is no longer true says to run again', async () => {
    const { problems, rights } = await explained(act, ...LEGACY);
    expect(rights).toEqual([]);
    expect(problems).toMatchObject([{ fix: expect.stringContaining('run it again') }]);
  });

  test.each([
    ['kubectl', unknown],
    ['kubectl apply', 'error validating data: failed to download openapi: unknown; if you choose to ignore'],
    ['helm', 'Error: kubernetes cluster unreachable: unknown'],
    [
      'kubectl’s discovery',
      'err="couldn\'t get current server API group list: unknown"\nerror: unable to recognize "a.yaml": unknown',
    ],
  ])('and nothing more (%s) is asked: the paths that a constrained token may not read', async (_, text) => {
    const most = DISCOVERY.slice(1).map((path) => `impersonate-on:serviceaccount:get ${path}`);
    const { problems, rights } = await explained(text, ...CONSTRAINED, ...most);
    expect(rights).toEqual(['token impersonate-on:serviceaccount:get /version']);
    expect(problems[0]?.yaml).toContain('nonResourceURLs: ["/version"]');
  });

  test('and nothing more may be the identity’s own lack', async () => {
    const most = DISCOVERY.slice(2).map((path) => `identity get ${path}`);
    const { rights } = await explained(unknown, ...LEGACY, ...most);
    expect(rights).toEqual(['identity get /version', 'identity get /api']);
  });

  test('and nothing more stays what it is where no right is missing', async () => {
    const all = DISCOVERY.map((path) => `identity get ${path}`);
    expect((await explained(unknown, ...LEGACY, ...all)).problems).toMatchObject([{ kind: 'forbidden', denied: [] }]);
    expect((await explained('status: unknown', ...LEGACY, ...all)).problems).toEqual([]);
  });

  test('cannot be asked about after a cancel, and is told in its own words', async () => {
    const { asking } = await serverThatAllows(...CONSTRAINED);
    const problems = await explainForbidden({ text: act, for: 'x' }, asking, AbortSignal.abort());
    expect(problems).toMatchObject([{ kind: 'forbidden', message: expect.stringContaining(act) }]);
    expect(await explainForbidden({ text: 'x: unknown', for: 'x' }, asking, AbortSignal.abort())).toEqual([]);
  });
});

describe('our own requests that the server refused the token', () => {
  const refusal = (verb: string, name: string): Problem => {
    const said = `configmaps "${name}" is forbidden: User "ci" cannot impersonate-on:serviceaccount:${verb} resource "configmaps" in API group "" in the namespace "shop"`;
    const failure = {
      kind: 'status',
      status: 403,
      reason: 'Forbidden',
      message: said,
      causes: [],
      retryAfterSeconds: undefined,
    } as const;
    return problemOf(failure, { server: 'https://s', credentialName: 'x', doing: `reading ConfigMap shop/${name}` });
  };
  const other: Problem = { kind: 'manifest', message: 'bad' };

  test('are explained with one grant for all of them', async () => {
    const { asking } = await serverThatAllows(...CONSTRAINED);
    const [first, same, last] = await explainImpersonation(
      [refusal('get', 'a'), other, refusal('get', 'b')],
      asking,
      never,
    );
    expect(same).toBe(other);
    expect(first).toMatchObject({
      message: expect.stringContaining('it lacks one that reading ConfigMap shop/a takes'),
    });
    expect(first).not.toHaveProperty('yaml');
    expect(last).toMatchObject({ yaml: expect.stringContaining('resourceNames: ["a", "b"]') });
  });

  test('after the whole right was taken away say that', async () => {
    const { asking } = await serverThatAllows();
    const problems = await explainImpersonation([refusal('get', 'a')], asking, never);
    expect(problems).toMatchObject([{ denied: [{ who: 'token', verb: 'impersonate' }] }]);
  });

  test('leave everything else alone, and ask nothing for it', async () => {
    const { asking, requests } = await serverThatAllows();
    expect(await explainImpersonation([other], asking, never)).toEqual([other]);
    expect(requests).toEqual([]);
  });
});

test('a token without the right to discover is warned of before kubectl is used', async () => {
  const { asking } = await serverThatAllows(...CONSTRAINED);
  const warning = await toolWarning('in the script', 'serviceaccount', asking, never);
  expect(warning).toMatchObject({ kind: 'forbidden', yaml: expect.stringContaining('nonResourceURLs') });
  const all = DISCOVERY.map((path) => `impersonate-on:serviceaccount:get ${path}`);
  const { asking: allowed } = await serverThatAllows(...CONSTRAINED, ...all);
  expect(await toolWarning('in the script', 'serviceaccount', allowed, never)).toBeUndefined();
});
