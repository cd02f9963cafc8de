import { describe, expect, test } from '@jest/globals';
import { maskValues } from '../../src/render/helm-values.ts';
import { Secrets } from '../../src/secret.ts';

/** What a log line looks like when these values are known; the lines of the values themselves are not masked here. */
function shown(values: string, line: string): string {
  const secrets = new Secrets();
  maskValues(new Secrets().register(values), secrets);
  return secrets.redact(line);
}

describe('a single secret of the values is masked', () => {
  test.each([
    ['a password, however simple', 'db:\n  password: sunshine', 'sunshine'],
    ['in quotes', 'adminPassword: "two \\"words\\""', 'two "words"'],
    ['a number', 'password: 12345678', '12345678'],
    ['in a flow mapping', 'auth: { user: me, passwd: "sunshine" }', 'sunshine'],
    ['in a list below its name', 'tokens:\n  - first-token\n  - other-token', 'other-token'],
    ['a secret that is no name of something', 'clientSecret: Sun/Shine', 'Sun/Shine'],
    ['a bearer token under any name', 'ci: eyJhbGciOi.eyJpc3Mi.c2lnbmF0dXJl', 'eyJhbGciOi.eyJpc3Mi.c2lnbmF0dXJl'],
    ['base64 of something under any name', 'x: dGhpcyBpcyBhIHNlY3JldA', 'dGhpcyBpcyBhIHNlY3JldA'],
    ['a password in an address', 'url: postgres://me:sun%2Fshine@db/shop', 'sun%2Fshine'],
    ['that password decoded', 'url: postgres://me:sun%2Fshine@db/shop', 'sun/shine'],
    ['behind an anchor', 'a: &p { password: sunshine }\nb: *p', 'sunshine'],
    ['beside a key that is given twice', 'a: 1\na: 2\npassword: sunshine', 'sunshine'],
    ['before what is no YAML', 'password: sunshine\nbroken: [1', 'sunshine'],
  ])('%s', (_, values, secret) => {
    expect(shown(values, `it is <${secret}>`)).toBe('it is <***>');
  });

  test('a block, line by line', () => {
    const values =
      'tls:\n  crt: |\n    -----BEGIN PRIVATE KEY-----\n    MIIEvQIBADANBg\n    -----END PRIVATE KEY-----\n';
    expect(shown(values, '> MIIEvQIBADANBg')).toBe('> ***');
  });
});

describe('what is no secret stays readable', () => {
  test.each([
    ['images', 'image: ghcr.io/shop/web:1.2.3', 'ghcr.io/shop/web:1.2.3'],
    ['commits', 'tag: 4f5e6d7c8b9a0f1e2d3c4b5a69788796a5b4c3d2', '4f5e6d7c8b9a0f1e2d3c4b5a69788796a5b4c3d2'],
    ['digests', 'digest: sha256:0123456789abcdef0123456789abcdef', 'sha256:0123456789abcdef0123456789abcdef'],
    ['hosts', 'host: db-1.prod.example.com', 'db-1.prod.example.com'],
    ['addresses', 'tokenUrl: https://login.example.com/oauth2/token', 'https://login.example.com/oauth2/token'],
    ['names of Secrets', 'existingSecret: shop-database', 'shop-database'],
    ['names of Secrets that are not said to be names', 'secret: shop-database', 'shop-database'],
    ['names of Secrets in lists', 'imagePullSecrets:\n  - name: registry', 'registry'],
    ['names of keys', 'secretKeyRef: { name: shop, key: password }', 'password'],
    ['label keys', 'topologyKey: kubernetes.io/hostname', 'kubernetes.io/hostname'],
    ['switches', 'automountServiceAccountToken: false', 'false'],
    ['paths', 'token: /var/run/secrets/token', '/var/run/secrets/token'],
    ['nothing at all', '', 'nothing'],
  ])('%s', (_, values, line) => {
    expect(shown(values, line)).toBe(line);
  });
});
