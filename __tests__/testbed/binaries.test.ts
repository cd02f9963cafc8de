import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { announcement, cacheKey, cacheRoot, ensureBinaries, goArguments } from '../../testbed/binaries.ts';
import { withLock } from '../../testbed/lock.ts';
import { moduleOf, pinned } from '../../testbed/versions.ts';

const files = { goMod: 'module a', goSum: 'a h1:x' };

test('the cache is where the user says, or where caches are', () => {
  expect(cacheRoot({ DEPLOY_AS_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a/deploy-as/testbed');
  expect(cacheRoot({ DEPLOY_AS_CACHE: '', XDG_CACHE_HOME: '/b' })).toBe('/b/deploy-as/testbed');
  expect(cacheRoot({})).toMatch(/\/\.cache\/deploy-as\/testbed$/);
});

test('the cache key changes with everything that a build depends on', () => {
  const key = cacheKey('etcd', pinned.etcd, files, 'linux-x64');
  expect(key).toMatch(/^etcd-v[\d.]+-[0-9a-f]{12}$/);
  expect(cacheKey('etcd', pinned.etcd, { ...files }, 'linux-x64')).toBe(key);
  const others = [
    cacheKey('etcd', pinned.etcd, { ...files, goMod: 'module b' }, 'linux-x64'),
    cacheKey('etcd', pinned.etcd, { ...files, goSum: 'a h1:y' }, 'linux-x64'),
    cacheKey('etcd', { ...pinned.etcd, stamps: { 'main.version': '1' } }, files, 'linux-x64'),
    cacheKey('etcd', { ...pinned.etcd, version: 'v0.0.1' }, files, 'linux-x64'),
    cacheKey('etcd', pinned.etcd, files, 'linux-arm64'),
  ];
  expect(new Set([key, ...others]).size).toBe(6);
});

test('builds are verified by go.sum, reproducible, and stamped as upstream stamps them', () => {
  expect(goArguments(pinned.act)).toEqual([
    'build',
    '-mod=readonly',
    '-trimpath',
    '-buildvcs=false',
    '-ldflags',
    '-s -w -X main.version=0.2.89',
  ]);
});

test('who waits is told for what, and about how long', () => {
  expect(announcement('etcd', ['etcd'], { position: 2, of: 3 })).toBe(
    `Building etcd ${pinned.etcd.version} from source (2 of 3): not in the cache yet; about 30 s on two cores, only this once`,
  );
});

test('every binary has its module', () => {
  expect(moduleOf('kubectl')).toBe('kubernetes');
  expect(moduleOf('helm3')).toBe('helm3');
});

describe('with a cache of its own', () => {
  const environment = { ...process.env };
  let cache = '';

  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'deploy-as-cache-'));
    process.env.DEPLOY_AS_CACHE = cache;
  });

  afterEach(async () => {
    process.env = { ...environment };
    await rm(cache, { recursive: true });
  });

  test('without Go it says what to install', async () => {
    process.env.PATH = cache;
    const lines: string[] = [];
    const building = ensureBinaries(['etcd'], (line) => lines.push(line));
    await expect(building).rejects.toThrow(/Go 1\.26 or newer.*https:\/\/go\.dev\/dl\//);
    expect(lines).toEqual([announcement('etcd', ['etcd'], { position: 1, of: 1 })]);
  });

  test("a failed build carries go's own words", async () => {
    await writeFile(join(cache, 'go'), '#!/bin/sh\necho missing go.sum entry >&2\nexit 3\n', { mode: 0o755 });
    process.env.PATH = `${cache}:/usr/bin:/bin`;
    const building = ensureBinaries(['etcd'], () => undefined);
    await expect(building).rejects.toThrow(/failed with exit code 3 .*etcd v[\d.]+:\nmissing go\.sum entry/);
  });

  test('two who need the same build it once', async () => {
    const script = '#!/bin/sh\necho built >> "$(dirname "$0")/count"\nwhile [ "$1" != -o ]; do shift; done\n';
    await writeFile(join(cache, 'go'), `${script}echo '#!/bin/sh' > "$2"; chmod 755 "$2"\n`, { mode: 0o755 });
    process.env.PATH = `${cache}:/usr/bin:/bin`;
    const lines: string[] = [];
    const need = () => ensureBinaries(['etcd'], (line) => lines.push(line));
    const [one, two] = await Promise.all([need(), need()]);
    expect(one).toEqual(two);
    expect(lines.filter((line) => line.startsWith('Building'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('Built'))).toHaveLength(1);
  });

  test('kube-apiserver and etcd come from KUBEBUILDER_ASSETS, where it has them', async () => {
    process.env.KUBEBUILDER_ASSETS = cache;
    for (const name of ['etcd', 'kube-apiserver']) await writeFile(join(cache, name), '', { mode: 0o755 });
    await expect(ensureBinaries(['etcd', 'kube-apiserver'], () => undefined)).resolves.toEqual({
      etcd: join(cache, 'etcd'),
      'kube-apiserver': join(cache, 'kube-apiserver'),
    });
  });

  test("a dead holder's lock is broken", async () => {
    const file = join(cache, 'a.lock');
    // No process has the largest id that Linux allows, plus one.
    await writeFile(file, '4194305');
    await expect(withLock(file, { onWait: () => undefined, signal: undefined }, async () => 'done')).resolves.toBe(
      'done',
    );
  });
});
