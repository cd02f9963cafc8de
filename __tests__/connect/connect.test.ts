import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir, rename, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Secrets } from '../../src/secret.ts';
import { createAuthority, issue } from '../../testbed/certificates.ts';
import { get, type Listening, MADE_UP_HOST, startApiServer, startConnectProxy } from './loopback.ts';
import {
  connected,
  connectTo,
  headersOf,
  identity,
  inline,
  kubeconfigOf,
  network,
  refusals,
  source,
} from './sources-of.ts';

let folder = '';
const open: Listening[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'connect-'));
});

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
  rmSync(folder, { recursive: true, force: true });
});

function kept<T extends Listening>(listening: T): T {
  open.push(listening);
  return listening;
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

const AUTHORITY = createAuthority('test');
const CI = issue(AUTHORITY, { commonName: 'ci' });

describe('a kubeconfig given as a file', () => {
  test('gives server, namespace, credential and a name for messages', async () => {
    const path = file(
      'config',
      kubeconfigOf({ cluster: { server: 'https://c:6443/' }, context: { namespace: 'shop' } }),
    );
    const connection = await connected(source({ kind: 'file', file: path }));
    expect(connection.server).toBe('https://c:6443');
    expect(connection.namespace).toBe('shop');
    expect(connection.credentialName).toBe(`user "ci" of kubeconfig ${path} (token)`);
    expect(await headersOf(connection)).toEqual({ Authorization: 'Bearer base-token' });
  });

  test('has its relative paths resolved against its own folder, and certificates and keys embedded', async () => {
    await mkdir(join(folder, 'pki'));
    file('pki/ca.crt', AUTHORITY.certificate);
    file('pki/ci.crt', CI.certificate);
    file('pki/ci.key', CI.key);
    const user = { 'client-certificate': 'pki/ci.crt', 'client-key': './pki/ci.key' };
    const path = file('config', kubeconfigOf({ cluster: { 'certificate-authority': 'pki/ca.crt' }, user }));
    const connection = await connected(source({ kind: 'file', file: path }));
    expect(connection.base.cluster).toEqual({
      server: 'https://127.0.0.1:6443',
      'certificate-authority-data': base64(AUTHORITY.certificate),
    });
    expect(connection.base.user).toEqual({
      'client-certificate-data': base64(CI.certificate),
      'client-key-data': base64(CI.key),
    });
    expect(connection.credentialName).toBe(`user "ci" of kubeconfig ${path} (client certificate)`);
  });

  test('keeps a token file and a plugin with a relative path as absolute paths, and a bare command as it is', async () => {
    file('token', 'from-file\n');
    const tokenFile = file('config', kubeconfigOf({ user: { tokenFile: 'token', token: 'older' } }));
    const connection = await connected(source({ kind: 'file', file: tokenFile }));
    expect(connection.base.user).toEqual({ tokenFile: join(folder, 'token'), token: 'older' });
    expect(await headersOf(connection)).toEqual({ Authorization: 'Bearer from-file' });
    for (const [command, written] of [
      ['./bin/plugin', join(folder, 'bin/plugin')],
      ['bin/plugin', join(folder, 'bin/plugin')],
      ['plugin', 'plugin'],
      ['/opt/plugin', '/opt/plugin'],
    ]) {
      const exec = { apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'Never', command };
      const { base } = await connected(source({ kind: 'file', file: file('exec', kubeconfigOf({ user: { exec } })) }));
      expect(base.user).toEqual({ exec: { ...exec, command: written } });
    }
  });

  test('has data before the path that stands beside it, as in client-go', async () => {
    const cluster = { 'certificate-authority': 'nowhere', 'certificate-authority-data': base64(AUTHORITY.certificate) };
    const { base } = await connected(source(inline(kubeconfigOf({ cluster }))));
    expect(base.cluster).not.toHaveProperty('certificate-authority');
  });

  test.each([
    ['gone', /^kubeconfig: .*gone cannot be read: there is no such file/],
    ['.', /it is a folder/],
    ['~/config', /without `~`/],
  ])('%j that cannot be read is refused', async (name, reason) => {
    expect((await refusals(source({ kind: 'file', file: join(folder, name) })))[0]).toMatch(reason);
  });
});

describe('a kubeconfig given as text', () => {
  test('has its relative paths resolved against the directory that it is given', async () => {
    file('ca.crt', AUTHORITY.certificate);
    const text = kubeconfigOf({ cluster: { 'certificate-authority': 'ca.crt' } });
    const connection = await connected(source(inline(text, folder)));
    expect(connection.base.cluster).toHaveProperty('certificate-authority-data');
    expect(connection.credentialName).toBe('user "ci" of the text given as `kubeconfig` (token)');
  });

  test('as base64 is masked whole, also as wrapped lines', async () => {
    const secrets = new Secrets();
    const text = kubeconfigOf({ user: { token: 'base-token-of-some-length' } });
    const encoded = base64(text);
    await connected(source({ kind: 'inline', text, encoding: 'base64', directory: folder }), { secrets });
    expect(secrets.redact(`x ${encoded} y`)).toBe('x *** y');
    for (const line of encoded.match(/.{1,76}/g) ?? []) {
      if (line.length > 4) expect(secrets.redact(line)).toBe('***');
    }
  });
});

describe('the ambient kubeconfig', () => {
  test('is the files of the list merged: missing and empty ones are skipped, the first wins', async () => {
    const first = file('first', kubeconfigOf({ user: { token: 'first' } }));
    const second = file('second', kubeconfigOf({ user: { token: 'second' } }));
    const files = [join(folder, 'missing'), file('empty', ''), first, second];
    const connection = await connected(source({ kind: 'ambient', files }));
    expect(await headersOf(connection)).toEqual({ Authorization: 'Bearer first' });
    expect(connection.credentialName).toBe(`user "ci" of kubeconfig ${first} (token)`);
  });

  test('may have context, cluster and user in three files', async () => {
    const parts = Object.entries(JSON.parse(kubeconfigOf({}))).filter(([key]) => !['apiVersion', 'kind'].includes(key));
    const files = parts.map(([key, value]) => file(key, JSON.stringify({ [key]: value })));
    expect((await connected(source({ kind: 'ambient', files }))).server).toBe('https://127.0.0.1:6443');
  });

  test('is an error where no file is there, and where one is broken', async () => {
    const files = [join(folder, 'a'), join(folder, 'b')];
    expect((await refusals(source({ kind: 'ambient', files })))[0]).toContain(`there is none of ${files.join(', ')}`);
    expect((await refusals(source({ kind: 'ambient', files: [join(folder, 'a')] })))[0]).toContain('there is no file');
    const broken = [file('good', kubeconfigOf({})), file('broken', '<html>')];
    expect(await refusals(source({ kind: 'ambient', files: broken }))).toEqual([expect.stringContaining('is HTML')]);
  });
});

describe('in-cluster', () => {
  const inCluster = (host = '10.0.0.1') => ({ kind: 'in-cluster', host, port: '443', directory: folder }) as const;

  test('is the service account of the pod; its token stays a file, read again when it has rotated', async () => {
    // As kubelet projects it: a link to a link, which it swaps.
    await mkdir(join(folder, '..1'));
    writeFileSync(join(folder, '..1/token'), 'one');
    symlinkSync('..1', join(folder, '..data'));
    symlinkSync('..data/token', join(folder, 'token'));
    file('ca.crt', AUTHORITY.certificate);
    file('namespace', 'runners');
    let now = 1_000_000;
    const connection = await connected(source(inCluster()), { clock: { now: () => now } });
    expect(connection.server).toBe('https://10.0.0.1:443');
    expect(connection.namespace).toBe('runners');
    expect(connection.base.user).toEqual({ tokenFile: join(folder, 'token') });
    expect(connection.credentialName).toBe(
      `the service account of the runner's pod (token file ${join(folder, 'token')})`,
    );
    expect(await headersOf(connection)).toEqual({ Authorization: 'Bearer one' });

    await mkdir(join(folder, '..2'));
    writeFileSync(join(folder, '..2/token'), 'two\n');
    symlinkSync('..2', join(folder, '..tmp'));
    await rename(join(folder, '..tmp'), join(folder, '..data'));
    expect(await headersOf(connection)).toEqual({ Authorization: 'Bearer one' });
    expect(await headersOf(connection, true)).toEqual({ Authorization: 'Bearer two' });
    writeFileSync(join(folder, '..2/token'), 'three');
    now += 60_000;
    expect(await headersOf(connection)).toEqual({ Authorization: 'Bearer three' });

    await unlink(join(folder, '..2/token'));
    const gone = await connection.requestOptions(new AbortController().signal, { fresh: true });
    expect(gone).toMatchObject({ ok: false, problems: [{ kind: 'unauthenticated' }] });
  });

  test('puts an IPv6 address into brackets', async () => {
    file('token', 't');
    file('ca.crt', AUTHORITY.certificate);
    expect((await connected(source(inCluster('fd00::1')))).server).toBe('https://[fd00::1]:443');
  });

  test('is an error where the files are missing, never another credential', async () => {
    const [message] = await refusals(source(inCluster()));
    expect(message).toContain(join(folder, 'token'));
    expect(message).toContain(join(folder, 'ca.crt'));
  });

  test('is an error where the token is empty', async () => {
    file('token', '\n');
    file('ca.crt', AUTHORITY.certificate);
    expect((await refusals(source(inCluster())))[0]).toContain('is empty');
  });
});

describe('a server with its authority', () => {
  test('needs a token, and is reached with it', async () => {
    const server = { kind: 'server', server: 'https://prod.example.com:6443', ca: AUTHORITY.certificate } as const;
    const token = new Secrets().register('given-token');
    const connection = await connected(source(server, { token }));
    expect(connection.credentialName).toBe('the input `token`');
    expect(connection.base).toMatchObject({ contextName: 'prod.example.com', user: { token: 'given-token' } });
    expect(await headersOf(connection)).toEqual({ Authorization: 'Bearer given-token' });
    expect((await refusals(source(server)))[0]).toMatch(/^server: .*no credential/);
  });

  test('that is broken is refused by the name of that input', async () => {
    const ca = AUTHORITY.certificate.replace(/\n[^\n]*\n-----END/, '\n-----END');
    const token = new Secrets().register('given-token');
    const [message] = await refusals(source({ kind: 'server', server: 'https://c', ca }, { token }));
    expect(message).toMatch(/^certificate-authority: input `certificate-authority`: .*cannot be used/);
    const [other] = await refusals(source({ kind: 'server', server: 'http://c', ca: undefined }, { token }));
    expect(other).toMatch(/^server: input `server`: .*is not https/);
  });

  test('of the public roots has no authority in its entry', async () => {
    const token = new Secrets().register('given-token');
    const { base } = await connected(
      source({ kind: 'server', server: 'https://prod.example.com', ca: undefined }, { token }),
    );
    expect(base.cluster).toEqual({ server: 'https://prod.example.com' });
  });

  test('of the public roots gets these and the extra ones where some are given, so that kubectl agrees', async () => {
    const api = kept(await startApiServer());
    const token = new Secrets().register('given-token');
    const extraRoots = [file('extra.pem', `comment\n${api.authority.certificate}${AUTHORITY.certificate}`)];
    const server = { kind: 'server', server: `https://127.0.0.1:${api.port}`, ca: undefined } as const;
    const connection = await connected(source(server, { token, network: network({ extraRoots }) }));
    const embedded = Buffer.from(String(connection.base.cluster['certificate-authority-data']), 'base64').toString();
    expect(embedded).toContain(api.authority.certificate);
    expect(embedded.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(50);
    expect(await get(connection.server, connection.agent)).toBe(200);
    connection.agent.destroy();
  });

  test('of the public roots is refused where an extra root cannot be read', async () => {
    const token = new Secrets().register('given-token');
    const server = { kind: 'server', server: 'https://prod.example.com', ca: undefined } as const;
    for (const extra of [join(folder, 'gone'), file('none.pem', 'no certificate')]) {
      const from = source(server, { token, network: network({ extraRoots: [extra] }) });
      expect((await refusals(from))[0]).toMatch(/^certificate-authority: .*NODE_EXTRA_CA_CERTS or SSL_CERT_FILE/);
    }
  });
});

describe('the input `token`', () => {
  test('takes the place of the user of the chosen context, whoever that is', async () => {
    const text = kubeconfigOf({ user: { exec: {}, as: 'somebody' } });
    const token = new Secrets().register('given-token');
    const connection = await connected(source(inline(text), { token, context: 'prod' }));
    expect(connection.base).toMatchObject({ userName: 'ci', user: { token: 'given-token' } });
    expect(await headersOf(connection)).toEqual({ Authorization: 'Bearer given-token' });
  });

  test('makes a kubeconfig of clusters without users enough', async () => {
    const text = JSON.stringify({
      clusters: [{ name: 'c', cluster: { server: 'https://c' } }],
      contexts: [{ name: 'a', context: { cluster: 'c' } }],
    });
    const token = new Secrets().register('given-token');
    expect((await connected(source(inline(text), { token, context: 'a' }))).server).toBe('https://c');
  });
});

describe('an identity in the base kubeconfig', () => {
  test('that differs from the inputs is refused, field by field', async () => {
    const user = { token: 't', as: 'other', 'as-groups': ['g'] };
    const [message, ...others] = await refusals(source(inline(kubeconfigOf({ user }))));
    expect(others).toEqual([]);
    expect(message).toMatch(/^as: input `as`: user "ci" .*`as: "other"`, `as-groups: \["g"\]`/);
  });

  test('that is the same is fine, whatever the order of its extras', async () => {
    const user = { token: 't', as: 'x', 'as-uid': '1', 'as-groups': ['g'], 'as-user-extra': { b: ['2'], a: ['1'] } };
    const same = identity('x', { uid: '1', groups: ['g'], extra: ['a=1', 'b=2'] });
    const connection = await connected(source(inline(kubeconfigOf({ user }))), { identity: same });
    expect(connection.base.user).toEqual({ token: 't' });
  });

  test('that an earlier deploy-as step wrote is set aside', async () => {
    const context = { extensions: [{ name: 'deploy-as', extension: {} }] };
    const user = { token: 't', as: 'other', 'as-groups': ['g'], 'as-uid': '1', 'as-user-extra': { k: ['v'] } };
    const connection = await connected(source(inline(kubeconfigOf({ context, user }))));
    expect(connection.base.user).toEqual({ token: 't' });
    expect(connection.credentialName).toContain('written by an earlier deploy-as step');
  });
});

describe('an entry that cannot work, or not safely', () => {
  test.each<[string, Parameters<typeof kubeconfigOf>[0], RegExp]>([
    ['http', { cluster: { server: 'http://c:8080' } }, /not https: the credential would go over the network in clear/],
    ['no scheme', { cluster: { server: 'c:6443' } }, /"c:6443" is no https address/],
    ['no server', { cluster: { server: null } }, /has no `server`/],
    ['a password in the address', { cluster: { server: 'https://u:s3cret@c' } }, /holds a user name or password/],
    [
      'verification off beside an authority',
      { cluster: { 'insecure-skip-tls-verify': true, 'certificate-authority': 'x' } },
      /which kubectl refuses/,
    ],
    ['a number for text', { user: { token: 12345 } }, /`token` is not text: put it in quotes/],
    ['a text for a switch', { cluster: { 'insecure-skip-tls-verify': 'maybe' } }, /neither true nor false/],
    [
      'an authority that is not there',
      { cluster: { 'certificate-authority': '/gone' } },
      /\/gone, cannot be read: there is no such file/,
    ],
    ['an authority that is none', { cluster: { 'certificate-authority-data': base64('x') } }, /is not base64 of PEM/],
    ['an authority that is no base64', { cluster: { 'certificate-authority-data': '-----BEGIN' } }, /is not base64/],
    [
      'a broken authority',
      {
        cluster: {
          'certificate-authority-data': base64('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
        },
      },
      /certificate authority cannot be used/,
    ],
    ['a certificate without key', { user: { 'client-certificate-data': base64(CI.certificate) } }, /no key for it/],
    [
      'a certificate with another key',
      { user: { 'client-certificate-data': base64(CI.certificate), 'client-key-data': base64(AUTHORITY.key) } },
      /client certificate and its key cannot be used/,
    ],
    ['two credentials', { user: { token: 't', username: 'u', password: 'p' } }, /both a token and a user name/],
    ['none', { user: {} }, /holds no credential .*Give `token`/],
    ['a line break in the token', { user: { token: 'a\nb' } }, /`token` holds a line break/],
    ['a plugin without version', { user: { exec: { command: 'x' } } }, /`apiVersion` of `exec` is not one of/],
    [
      'a plugin that wants a terminal',
      { user: { exec: { command: 'x', apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'Always' } } },
      /a job has no terminal/,
    ],
    [
      'a provider that kubectl has dropped',
      { user: { 'auth-provider': { name: 'gcp' } } },
      /kubectl no longer has Use `gke-gcloud-auth-plugin`/,
    ],
    ['a token file that is not there', { user: { tokenFile: '/gone' } }, /token file \/gone cannot be read/],
    ['a proxy of another kind', { cluster: { 'proxy-url': 'ftp://p' } }, /has the scheme `ftp:`/],
  ])('(%s) is refused with the reason', async (_, entry, reason) => {
    const [message] = await refusals(source(inline(kubeconfigOf(entry))));
    expect(message).toMatch(reason);
    expect(message).not.toContain('s3cret');
  });

  test('is refused with all its faults at once', async () => {
    const entry = { cluster: { server: 'http://c' }, user: { token: 1, as: 'other' } };
    expect(await refusals(source(inline(kubeconfigOf(entry))))).toHaveLength(3);
  });
});

describe('what is secret', () => {
  test('is masked, whichever user it belongs to, and plain settings are not', async () => {
    const secrets = new Secrets();
    const execOf = (more: object) => ({ apiVersion: 'client.authentication.k8s.io/v1', command: 'x', ...more });
    const text = JSON.parse(kubeconfigOf({ user: { username: 'jane', password: 'base-password' } }));
    text.users.push(
      { name: 'a', user: { token: 'token-of-another' } },
      { name: 'b', user: { 'client-key-data': base64(CI.key) } },
      {
        name: 'c',
        user: {
          exec: execOf({
            env: [
              { name: 'AWS_PROFILE', value: 'production' },
              { name: 'AWS_REGION', value: 'eu-central-1' },
              { name: 'CLIENT_SECRET', value: 'exec-secret' },
              { name: 'KEY', value: 'AbCd1234AbCd1234' },
              { name: 'CONFIG_FILE', value: '/home/runner/credentials' },
            ],
            args: [
              'get-token',
              '--client-secret=arg-secret',
              '--password',
              'next-secret',
              '--tenant',
              'tenant-name',
              '--token-cache-storage=disk',
            ],
          }),
        },
      },
      {
        name: 'd',
        user: {
          'auth-provider': { name: 'oidc', config: { 'client-secret': 'oidc-secret', 'client-id': 'deploy-client' } },
        },
      },
    );
    await connected(source(inline(JSON.stringify(text))), { secrets });
    for (const secret of [
      'base-password',
      'token-of-another',
      'exec-secret',
      'AbCd1234AbCd1234',
      'arg-secret',
      'next-secret',
      'oidc-secret',
      base64(CI.key),
      base64('jane:base-password'),
    ]) {
      expect(secrets.redact(secret)).not.toContain(secret);
    }
    for (const line of CI.key.trim().split('\n').slice(1, -1)) expect(secrets.redact(line)).toBe('***');
    for (const plain of [
      'jane',
      'production',
      'eu-central-1',
      '/home/runner/credentials',
      'tenant-name',
      'disk',
      'deploy-client',
      '-----BEGIN PRIVATE KEY-----',
    ]) {
      expect(secrets.redact(plain)).toBe(plain);
    }
  });

  test('in the address of a proxy is masked', async () => {
    const secrets = new Secrets();
    const cluster = { 'proxy-url': 'http://user:kube%40secret@p:1' };
    const from = source(inline(kubeconfigOf({ cluster })), {
      network: network({ httpsProxy: 'http://user:env-secret@p:1' }),
    });
    await connected(from, { secrets });
    expect(secrets.redact('kube@secret kube%40secret env-secret')).toBe('*** *** ***');
  });
});

describe('a connection', () => {
  test('reaches a server of a private authority with a client certificate', async () => {
    const api = kept(await startApiServer());
    const { certificate, key } = issue(api.authority, { commonName: 'jane' });
    const text = kubeconfigOf({
      cluster: {
        server: `https://127.0.0.1:${api.port}`,
        'certificate-authority-data': base64(api.authority.certificate),
      },
      user: { 'client-certificate-data': base64(certificate), 'client-key-data': base64(key) },
    });
    const connection = await connected(source(inline(text)));
    expect(await get(`${connection.server}/version`, connection.agent)).toBe(200);
    expect(api.seen[0]?.client).toBe('jane');
    connection.agent.destroy();
  });

  test('goes through `proxy-url` also to loopback, where the variables do not lead', async () => {
    const api = kept(await startApiServer());
    const proxy = kept(await startConnectProxy(api.port));
    const cluster = {
      server: `https://127.0.0.1:${api.port}`,
      'certificate-authority-data': base64(api.authority.certificate),
      'proxy-url': `http://127.0.0.1:${proxy.port}`,
    };
    const connection = await connected(source(inline(kubeconfigOf({ cluster }))));
    expect(await get(connection.server, connection.agent)).toBe(200);
    expect(proxy.asked).toHaveLength(1);
    connection.agent.destroy();
    const { 'proxy-url': _, ...direct } = cluster;
    const variables = network({ httpsProxy: `http://127.0.0.1:${proxy.port}` });
    const other = await connected(source(inline(kubeconfigOf({ cluster: direct })), { network: variables }));
    expect(await get(other.server, other.agent)).toBe(200);
    expect(proxy.asked).toHaveLength(1);
    other.agent.destroy();
  });

  test('goes through HTTPS_PROXY to a host that only the proxy resolves, unless NO_PROXY names it', async () => {
    const api = kept(await startApiServer());
    const proxy = kept(await startConnectProxy(api.port));
    const cluster = {
      server: `https://${MADE_UP_HOST}:6443`,
      'certificate-authority-data': base64(api.authority.certificate),
    };
    const variables = { httpsProxy: `127.0.0.1:${proxy.port}` };
    const through = await connected(source(inline(kubeconfigOf({ cluster })), { network: network(variables) }));
    expect(await get(through.server, through.agent)).toBe(200);
    expect(proxy.asked.map((each) => each.target)).toEqual([`${MADE_UP_HOST}:6443`]);
    through.agent.destroy();
    const without = network({ ...variables, noProxy: 'test.invalid' });
    const direct = await connected(source(inline(kubeconfigOf({ cluster })), { network: without }));
    await expect(get(direct.server, direct.agent)).rejects.toMatchObject({
      code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/),
    });
    direct.agent.destroy();
  });

  test('sends user name and password in UTF-8', async () => {
    const connection = await connected(source(inline(kubeconfigOf({ user: { username: 'zoë', password: 'pä:ss' } }))));
    expect(await headersOf(connection)).toEqual({ Authorization: `Basic ${base64('zoë:pä:ss')}` });
  });

  test('never holds impersonation headers', async () => {
    const context = { extensions: [{ name: 'deploy-as' }] };
    const connection = await connected(source(inline(kubeconfigOf({ context, user: { token: 't', as: 'x' } }))));
    expect(Object.keys(await headersOf(connection))).toEqual(['Authorization']);
  });
});

test('whatever is given, nothing is thrown', async () => {
  for (const text of [
    '',
    '[]',
    '{}',
    'null',
    '{"clusters":[null]}',
    '{"kind":"Config","contexts":[{"name":"a","context":null}]}',
  ]) {
    expect(await connectTo(source(inline(text)))).toMatchObject({ ok: false });
  }
});

test('whatever stands in the known keys, nothing is thrown, and no refusal repeats a credential', async () => {
  const marker = 's3cret-of-the-test';
  const odd = fc.constantFrom<unknown>(
    '',
    null,
    true,
    7,
    [],
    {},
    base64('x'),
    'https://c',
    'http://c',
    '/gone',
    'relative',
  );
  const secret = fc.constantFrom<unknown>(
    marker,
    `${marker}\n`,
    base64(marker),
    [{ name: 'A_TOKEN', value: marker }],
    { name: 'oidc', config: { 'id-token': marker } },
    { command: '/gone', args: [marker], apiVersion: 'client.authentication.k8s.io/v1' },
  );
  const entry = (values: fc.Arbitrary<unknown>, keys: string) =>
    fc.dictionary(fc.constantFrom(...keys.split(' ')), values);
  const cluster = entry(
    odd,
    'server certificate-authority certificate-authority-data proxy-url tls-server-name extensions',
  );
  const paths = entry(odd, 'tokenFile client-certificate client-key');
  const secrets = entry(
    fc.oneof(odd, secret),
    'token username password client-certificate-data client-key-data exec auth-provider',
  );
  const context = entry(odd, 'namespace extensions cluster user');
  await fc.assert(
    fc.asyncProperty(
      cluster,
      paths,
      secrets,
      context,
      async (...[clusterEntry, pathEntry, secretEntry, contextEntry]) => {
        const user = { ...pathEntry, ...secretEntry };
        const text = kubeconfigOf({ cluster: clusterEntry, user, context: contextEntry });
        const outcome = await connectTo(source(inline(text, folder)));
        if (outcome.ok) return outcome.value.agent.destroy();
        expect(outcome.problems.length).toBeGreaterThan(0);
        expect(JSON.stringify(outcome.problems)).not.toContain(marker);
      },
    ),
    { numRuns: 300 },
  );
});
