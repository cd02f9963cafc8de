import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  createPrivateFolder,
  makePrivateFolder,
  planPrivateFolder,
  removePrivateFolder,
  writePrivate,
} from '../../src/connect/private-files.ts';

let temp = '';

beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'private-files-'));
});

afterEach(() => rmSync(temp, { recursive: true, force: true }));

const onPosix = process.platform === 'win32' ? test.skip : test;

test('a planned folder is not there yet, and no two plans are the same', () => {
  const plans = Array.from({ length: 50 }, () => planPrivateFolder(temp));
  expect(new Set(plans).size).toBe(50);
  expect(plans.every((folder) => dirname(folder) === temp && !existsSync(folder))).toBe(true);
});

onPosix('folder and file are for this user alone, whatever the umask', async () => {
  const before = process.umask(0);
  try {
    const folder = await makePrivateFolder(temp);
    const file = join(folder, 'kubeconfig');
    await writePrivate(file, 'größe\n');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toBe('größe\n');
  } finally {
    process.umask(before);
  }
});

test('a folder or file that is there already is never used', async () => {
  const folder = await makePrivateFolder(temp);
  await expect(createPrivateFolder(folder)).rejects.toMatchObject({ code: 'EEXIST' });
  const file = join(folder, 'kubeconfig');
  await writePrivate(file, 'mine');
  await expect(writePrivate(file, 'other')).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

onPosix('a symbolic link in the place of folder or file is not followed, also where it leads nowhere', async () => {
  const planned = planPrivateFolder(temp);
  symlinkSync(join(temp, 'elsewhere'), planned);
  await expect(createPrivateFolder(planned)).rejects.toMatchObject({ code: 'EEXIST' });
  const file = join(temp, 'kubeconfig');
  const target = join(temp, 'target');
  symlinkSync(target, file);
  await expect(writePrivate(file, 'secret')).rejects.toMatchObject({ code: 'EEXIST' });
  expect(existsSync(target)).toBe(false);
});

test('removing takes everything in the folder and nothing outside, and twice is fine', async () => {
  const folder = await makePrivateFolder(temp);
  const outside = join(temp, 'outside');
  writeFileSync(outside, 'stays');
  await writePrivate(join(folder, 'kubeconfig'), 'goes');
  if (process.platform !== 'win32') symlinkSync(outside, join(folder, 'link'));
  removePrivateFolder(folder, temp);
  removePrivateFolder(folder, temp);
  expect(existsSync(folder)).toBe(false);
  expect(readFileSync(outside, 'utf8')).toBe('stays');
});

onPosix('a link in the place of the folder is removed itself', () => {
  const folder = planPrivateFolder(temp);
  const elsewhere = mkdtempSync(join(temp, 'elsewhere-'));
  symlinkSync(elsewhere, folder);
  removePrivateFolder(folder, temp);
  expect(lstatSync(elsewhere).isDirectory()).toBe(true);
  expect(existsSync(folder)).toBe(false);
});

test('what cannot be one of our folders is not removed', async () => {
  const folder = await makePrivateFolder(temp);
  for (const [path, in_] of [
    [temp, dirname(temp)],
    [folder, dirname(temp)],
    [join(folder, '..', 'other'), temp],
    [join(temp, 'deploy-as-x', '..'), temp],
    ['', temp],
  ] as const) {
    expect(() => removePrivateFolder(path, in_)).toThrow('is not a folder that deploy-as has made');
  }
  expect(existsSync(folder)).toBe(true);
});
