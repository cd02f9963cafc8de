import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Admin, connectAdmin } from '../../testbed/admin.ts';
import { createAuthority, issue } from '../../testbed/certificates.ts';
import { type Supervised, startSupervised } from '../../testbed/supervised.ts';

const authority = createAuthority('an issuer');
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
let server: Server;
let issuer = '';
let plane: Supervised;
let admin: Admin;

beforeAll(async () => {
  const serving = issue(authority, { commonName: 'issuer', hosts: ['127.0.0.1'] });
  server = createServer({ cert: serving.certificate, key: serving.key }, (request, response) => {
    const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'a', alg: 'ES256', use: 'sig' }];
    const discovery = { issuer, jwks_uri: `${issuer}/keys`, id_token_signing_alg_values_supported: ['ES256'] };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url === '/keys' ? { keys } : discovery));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  issuer = `https://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  plane = await startSupervised({ authenticationConfig: authenticationConfig(issuer) });
  admin = connectAdmin(plane.info);
}, 20 * 60_000);

afterAll(async () => {
  admin.close();
  await plane.stop();
  server.closeAllConnections();
  server.close();
}, 60_000);

test("an issuer's tokens log in beside the testbed's own", async () => {
  const answer = await admin.waitFor('the issuer to be known', async () => {
    const found = await review(token({ repository_id: '42', repository: 'octo/app' }));
    return found.status === 201 && found;
  });
  expect(answer.body.status.userInfo).toMatchObject({
    username: 'github:42',
    extra: { 'github.com/repository': ['octo/app'] },
  });
  expect((await review(token({ repository_id: '43', repository: 'octo/app' }))).status).toBe(401);
}, 60_000);

function review(bearer: string) {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
  return admin.request<{ status: { userInfo: unknown } }>('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {
    body,
    token: bearer,
  });
}

function token(claims: Readonly<Record<string, string>>): string {
  const now = Math.floor(Date.now() / 1000);
  return jwt({ iss: issuer, aud: 'deploy-as', sub: 'a', iat: now, exp: now + 300, ...claims }, privateKey);
}

function jwt(payload: object, key: KeyObject): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: 'ES256', kid: 'a', typ: 'JWT' })}.${encode(payload)}`;
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

function authenticationConfig(url: string): string {
  return JSON.stringify({
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'AuthenticationConfiguration',
    jwt: [
      {
        issuer: { url, audiences: ['deploy-as'], certificateAuthority: authority.certificate },
        claimValidationRules: [{ expression: "claims.repository_id == '42'", message: 'another repository' }],
        claimMappings: {
          username: { expression: "'github:' + claims.repository_id" },
          extra: [{ key: 'github.com/repository', valueExpression: 'claims.repository' }],
        },
      },
    ],
  });
}
