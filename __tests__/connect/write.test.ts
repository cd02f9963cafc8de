import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { load } from 'js-yaml';
import type { BaseEntry } from '../../src/connect/connection.ts';
import { makePrivateFolder } from '../../src/connect/private-files.ts';
import { kubeconfigText, writeKubeconfig } from '../../src/connect/write.ts';
import { connected, DEPLOYER, identity, inline, kubeconfigOf, source } from './sources-of.ts';

let temp = '';

beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'write-'));
});

afterEach(() => rmSync(temp, { recursive: true, force: true }));

const BASE: BaseEntry = {
  contextName: 'prod',
  clusterName: 'c',
  userName: 'ci',
  cluster: { server: 'https://c:6443', 'proxy-url': 'http://p:1', 'a-key-of-tomorrow': [1, { x: null }] },
  user: { token: 't', as: 'left-over', 'as-uid': '9' },
  context: { cluster: 'c', user: 'ci', namespace: 'other', extensions: [{ name: 'somebody', extension: { a: 1 } }] },
};

test('the kubeconfig has one cluster, one user and one context, which is the current one and marked as ours', () => {
  const text = kubeconfigText(BASE, identity(DEPLOYER, { groups: ['g'], extra: ['k/x=a', 'k/x=50 %, ü'] }), 'shop');
  expect(load(text)).toEqual({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'prod',
    clusters: [{ name: 'c', cluster: BASE.cluster }],
    users: [
      {
        name: 'ci',
        user: { token: 't', as: DEPLOYER, 'as-groups': ['g'], 'as-user-extra': { 'k/x': ['a', '50 %, ü'] } },
      },
    ],
    contexts: [
      {
        name: 'prod',
        context: {
          cluster: 'c',
          user: 'ci',
          namespace: 'shop',
          extensions: [
            { name: 'somebody', extension: { a: 1 } },
            { name: 'deploy-as', extension: { identity: 'shop/deployer' } },
          ],
        },
      },
    ],
  });
});

test('without a namespace the context names none, also not that of the base', () => {
  expect(kubeconfigText(BASE, identity(), undefined)).not.toContain('namespace');
});

test('a text that looks like something else stays a text, in the YAML of 1.1 as well, which kubectl reads', () => {
  const texts = ['on', 'yes', 'y', '0644', '1:30', '1_000', '2020-01-01', '0x1f', '1e3', '~', 'null', '.5', '+1', '='];
  const written = kubeconfigText(BASE, identity('jane', { groups: texts }), undefined);
  for (const text of texts) expect(written).toMatch(new RegExp(`- ['"]${text.replace(/[.+]/g, '\\$&')}['"]\n`));
});

test('it is written for this user alone, once', async () => {
  const folder = await makePrivateFolder(temp);
  const file = await writeKubeconfig(folder, BASE, identity(), 'shop');
  expect(readFileSync(file, 'utf8')).toBe(kubeconfigText(BASE, identity(), 'shop'));
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  await expect(writeKubeconfig(folder, BASE, identity(), 'shop')).rejects.toMatchObject({ code: 'EEXIST' });
});

test('parallel jobs that share a folder for temporary files do not collide', async () => {
  const files = await Promise.all(
    Array.from({ length: 20 }, async () => writeKubeconfig(await makePrivateFolder(temp), BASE, identity(), 'shop')),
  );
  expect(new Set(files).size).toBe(20);
  expect(readdirSync(temp)).toHaveLength(20);
});

test('whatever keys a base entry has, they survive reading and writing', async () => {
  const known =
    /^(server|tls-|insecure|certificate|proxy|disable|client-|token|username|password|exec|auth|as|cluster$|user$|namespace$|extensions$)/;
  const keys = fc
    .dictionary(
      fc.string().filter((key) => !known.test(key)),
      fc.jsonValue(),
    )
    .map((value): Record<string, unknown> => JSON.parse(JSON.stringify(value)));
  await fc.assert(
    fc.asyncProperty(keys, keys, keys, async (cluster, user, context) => {
      const base = kubeconfigOf({ cluster, user: { ...user, token: 'base-token' }, context });
      const first = await connected(source(inline(base)));
      const text = kubeconfigText(first.base, identity(), 'shop');
      const again = await connected(source(inline(text)), { identity: identity('somebody-else') });
      expect(again.base.cluster).toEqual({ ...cluster, server: 'https://127.0.0.1:6443' });
      expect(again.base.user).toEqual({ ...user, token: 'base-token' });
      expect(again.base.context).toMatchObject(context);
    }),
    { numRuns: 50 },
  );
});

test('a second step that is given the kubeconfig of the first has its credential and replaces its identity', async () => {
  const first = await connected(source(inline(kubeconfigOf({ context: { namespace: 'a' } }))));
  const one = identity('one', { groups: ['g'], uid: '1', extra: ['k=v'] });
  const text = kubeconfigText(first.base, one, 'shop');
  for (const from of [
    inline(text),
    { kind: 'inline', text, encoding: 'base64', directory: '/nowhere' } as const,
    { kind: 'file', file: await writeKubeconfig(await makePrivateFolder(temp), first.base, one, 'shop') } as const,
  ]) {
    const second = await connected(source(from), { identity: identity('two') });
    expect(load(kubeconfigText(second.base, identity('two'), 'shop'))).toEqual(
      load(kubeconfigText(first.base, identity('two'), 'shop')),
    );
  }
});
