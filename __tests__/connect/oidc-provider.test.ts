import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { kubeconfigText } from '../../src/connect/write.ts';
import { Secrets } from '../../src/secret.ts';
import { type ApiServer, type Listening, startApiServer } from './loopback.ts';
import { connected, connectTo, headersOf, identity, inline, kubeconfigOf, source } from './sources-of.ts';

const NOW = Date.parse('2030-01-01T00:00:00Z');
const clock = { now: () => NOW };
const open: Listening[] = [];

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

function token(secondsFromNow: number, name = 'token'): string {
  const claims = Buffer.from(JSON.stringify({ exp: NOW / 1000 + secondsFromNow })).toString('base64url');
  return `${name}.${claims}.signature`;
}

interface Issuer extends ApiServer {
  /** Form fields and credential of each request for a token. */
  readonly asked: { form: Record<string, string>; authorization: string | undefined }[];
  readonly url: string;
}

async function startIssuer(answer: (asked: Issuer['asked']) => { status?: number; body: unknown }): Promise<Issuer> {
  const asked: Issuer['asked'] = [];
  let url = '';
  const respond = (request: IncomingMessage, body: string) => {
    if (request.url === '/.well-known/openid-configuration') return { body: { token_endpoint: `${url}/token` } };
    asked.push({ form: Object.fromEntries(new URLSearchParams(body)), authorization: request.headers.authorization });
    return answer(asked);
  };
  const server = await startApiServer(undefined, respond);
  open.push(server);
  url = `https://127.0.0.1:${server.port}`;
  return { ...server, asked, url };
}

function providerOf(issuer: Issuer | undefined, config: Record<string, string>) {
  const authority = Buffer.from(issuer?.authority.certificate ?? '').toString('base64');
  const own =
    issuer === undefined ? {} : { 'idp-issuer-url': `${issuer.url}/`, 'idp-certificate-authority-data': authority };
  return source(inline(kubeconfigOf({ user: { 'auth-provider': { name: 'oidc', config: { ...own, ...config } } } })));
}

describe('the OIDC provider of a kubeconfig', () => {
  test('gives its token while that is good, and asks nobody', async () => {
    const connection = await connected(providerOf(undefined, { 'id-token': token(60) }), { clock });
    expect(await headersOf(connection)).toEqual({ Authorization: `Bearer ${token(60)}` });
    expect(connection.credentialName).toMatch(/\(OIDC provider\)$/);
  });

  test('renews an expired token before the kubeconfig is written, which gets both new tokens', async () => {
    const renewed = { id_token: token(300, 'renewed'), refresh_token: 'second-refresh' };
    const issuer = await startIssuer(() => ({ body: renewed }));
    const secrets = new Secrets();
    const config = {
      'id-token': token(-1),
      'refresh-token': 'first-refresh',
      'client-id': 'cli',
      'client-secret': 's',
    };
    const connection = await connected(providerOf(issuer, config), { clock, secrets });
    expect(issuer.asked).toEqual([
      {
        form: { grant_type: 'refresh_token', refresh_token: 'first-refresh' },
        authorization: `Basic ${Buffer.from('cli:s').toString('base64')}`,
      },
    ]);
    expect(await headersOf(connection)).toEqual({ Authorization: `Bearer ${renewed.id_token}` });
    const written = load(kubeconfigText(connection.base, identity(), 'shop'));
    expect(written).toMatchObject({
      users: [
        { user: { 'auth-provider': { config: { 'id-token': renewed.id_token, 'refresh-token': 'second-refresh' } } } },
      ],
    });
    expect(secrets.redact(`${renewed.id_token} second-refresh`)).toBe('*** ***');
    await headersOf(connection, true);
    expect(issuer.asked[1]?.form.refresh_token).toBe('second-refresh');
  });

  test('sends the client secret in the form to a provider that does not take it in the header', async () => {
    const issuer = await startIssuer((asked) =>
      asked.length === 1 ? { status: 401, body: { error: 'invalid_client' } } : { body: { id_token: token(300) } },
    );
    const config = { 'refresh-token': 'first-refresh', 'client-id': 'cli', 'client-secret': 's3cret' };
    await connected(providerOf(issuer, config), { clock });
    expect(issuer.asked[1]).toEqual({
      form: { grant_type: 'refresh_token', refresh_token: 'first-refresh', client_id: 'cli', client_secret: 's3cret' },
      authorization: undefined,
    });
  });

  test('that has no good token and cannot renew it is a problem with the reason, and without any token', async () => {
    const refusing = await startIssuer(() => ({ status: 400, body: { error: 'invalid_grant' } }));
    const renewable = { 'refresh-token': 'first-refresh', 'client-id': 'cli' };
    for (const [from, reason] of [
      [providerOf(undefined, { 'id-token': token(-1) }), /has expired, and no `refresh-token`/],
      [providerOf(undefined, { 'client-id': 'cli' }), /has no `id-token`/],
      [providerOf(undefined, { 'refresh-token': 'first-refresh' }), /lacks `idp-issuer-url`/],
      [providerOf(refusing, renewable), /invalid_grant \(400\)/],
      [providerOf({ ...refusing, url: 'https://127.0.0.1:1' }, renewable), /cannot renew its token: .*ECONNREFUSED/],
    ] as const) {
      const outcome = await connectTo(from, { clock });
      expect(outcome).toMatchObject({
        ok: false,
        problems: [{ kind: 'unauthenticated', message: expect.stringMatching(reason) }],
      });
      expect(JSON.stringify(outcome)).not.toContain('first-refresh');
    }
  });
});
