import { describe, expect, test } from '@jest/globals';
import type { ApiFailure } from '../../src/cluster/client.ts';
import { problemOf } from '../../src/cluster/failures.ts';

const context = {
  server: 'https://prod.example.com:6443',
  credentialName: 'the input `token`',
  doing: 'reading Deployment shop/web',
};

function unreachable(code: string, message = code): ApiFailure {
  return { kind: 'unreachable', code, message };
}

function status(code: number, message = '', reason = ''): ApiFailure {
  return { kind: 'status', status: code, reason, message, causes: [], retryAfterSeconds: undefined };
}

describe('what cannot be reached says what to look at', () => {
  test.each([
    ['ECONNREFUSED', 'refuses connections', 'host and port'],
    ['ENOTFOUND', 'The host name prod.example.com does not resolve', 'typo'],
    ['EHOSTUNREACH', 'no route', 'its own network'],
    ['ETIMEDOUT', 'does not answer', 'firewall'],
    ['ECONNRESET', 'broke the connection', 'load balancer'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'authority that nobody here knows', '`certificate-authority`'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'authority that nobody here knows', '`certificate-authority-data`'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'is for other names', '`tls-server-name`'],
    ['CERT_HAS_EXPIRED', 'has expired', 'Renew it'],
    ['PLAIN_HTTP', 'unencrypted', '`https://`'],
    ['ERR_PROXY', 'cannot be reached', '`proxy-url`'],
    ['NOT_KUBERNETES', 'is not a Kubernetes API server', 'kubectl cluster-info'],
    ['REDIRECT', 'is not a Kubernetes API server', 'login page'],
    ['SOMETHING_ELSE', 'cannot be reached', 'network'],
  ])('%s', (code, what, fix) => {
    const problem = problemOf(unreachable(code), context);
    expect(problem.kind).toBe('unreachable');
    expect(problem.message).toContain(what);
    expect(problem.message).toContain(code);
    expect(problem.fix).toContain(fix);
  });

  test('OpenSSL’s words are told apart', () => {
    const fixOf = (message: string) => problemOf(unreachable('EPROTO', message), context);
    expect(fixOf('SSL routines:ssl3_get_record:wrong version number').message).toContain('does not speak TLS');
    expect(fixOf('tlsv13 alert certificate required').fix).toContain('client-certificate-data');
    expect(fixOf('no shared cipher').message).toContain('agree on no TLS connection');
  });
});

test('a server that is busy or restarting is unreachable', () => {
  for (const code of [429, 502, 503, 504]) expect(problemOf(status(code), context).kind).toBe('unreachable');
  const webhook = problemOf(status(500, 'failed calling webhook "a.b.c": EOF', 'InternalError'), context);
  expect(webhook).toMatchObject({ kind: 'unreachable', message: expect.stringContaining('admission webhook') });
});

test('a 401 names the credential', () => {
  const problem = problemOf(status(401, 'Unauthorized', 'Unauthorized'), context);
  expect(problem.kind).toBe('unauthenticated');
  expect(problem.message).toBe(
    'https://prod.example.com:6443 does not know the credential: the input `token` (401 to reading Deployment shop/web).',
  );
  expect(problem.fix).toContain('expired');
});

test('a credential that cannot be had passes its own fix on', () => {
  expect(problemOf({ kind: 'credential', message: 'the plugin failed', fix: 'install it' }, context)).toEqual({
    kind: 'unauthenticated',
    message: 'There is no credential for https://prod.example.com:6443: the plugin failed.',
    fix: 'install it',
  });
});

describe('a 403', () => {
  const said =
    'secrets is forbidden: User "bob" cannot list resource "secrets" in API group "" in the namespace "shop"';

  test('lists the right that the server names, and grants it', () => {
    expect(problemOf(status(403, said), context)).toMatchObject({
      kind: 'forbidden',
      message: 'bob lacks a right for reading Deployment shop/web (403 of https://prod.example.com:6443).',
      denied: [{ who: 'identity', verb: 'list', resource: 'secrets', namespace: 'shop', for: context.doing }],
      yaml: expect.stringContaining('resources: ["secrets"]'),
    });
    expect(problemOf(status(403, said), { ...context, party: 'token' })).toMatchObject({ denied: [{ who: 'token' }] });
  });

  test('of an impersonation is the token’s, and grants nothing that would not help', () => {
    const problem = problemOf(status(403, said.replace('list', 'impersonate-on:user-info:list')), context);
    expect(problem).toMatchObject({ kind: 'forbidden', denied: [{ who: 'token' }] });
    expect(problem).not.toHaveProperty('yaml');
  });

  test('about no right is told in the server’s words', () => {
    expect(problemOf(status(403, 'pods "web" is forbidden: exceeded quota: q'), context)).toMatchObject({
      denied: [],
      message: expect.stringContaining('exceeded quota'),
      fix: expect.stringContaining('a quota'),
    });
  });
});

test('everything else is told as it is, with its place', () => {
  const source = { file: 'deploy/web.yaml', line: 3 };
  expect(problemOf(status(418, 'I am a teapot'), { ...context, source })).toEqual({
    kind: 'unexpected',
    message: 'https://prod.example.com:6443 answered 418 to reading Deployment shop/web. It said: I am a teapot.',
    source,
  });
  expect(problemOf({ kind: 'cancelled' }, context)).toMatchObject({ kind: 'cancelled' });
});
