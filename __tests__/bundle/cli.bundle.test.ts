import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deploy-as-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The committed bundle as `npx` runs it, with nothing of this checkout around it. */
function deployAs(...args: readonly string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist', 'cli', 'index.js'), ...args], {
    cwd: folder,
    env: { PATH: '/nowhere', HOME: folder },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

test('the bundle begins with the line that makes it a command', () => {
  const { stdout } = spawnSync('head', ['-n', '1', join(root, 'dist', 'cli', 'index.js')], { encoding: 'utf8' });
  expect(stdout).toBe('#!/usr/bin/env node\n');
});

test('it tells what it can do', () => {
  expect(deployAs('--help')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('deploy-as rbac lint'),
    stderr: '',
  });
});

test('it writes the rights of a manifest to stdout, and its own lint finds nothing in them', () => {
  writeFileSync(join(folder, 'web.yaml'), 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\n');
  const written = deployAs('rbac', '--namespace', 'shop', '--manifests', 'web.yaml', '--ci-github-repository-id', '42');
  expect(written).toMatchObject({ code: 0, stderr: '' });
  expect(written.stdout).toContain('  # Deployment shop/web\n  - apiGroups: [apps]\n');
  writeFileSync(join(folder, 'rbac.yaml'), written.stdout);
  expect(deployAs('rbac', 'lint', 'rbac.yaml')).toMatchObject({ code: 0, stderr: '' });
});

test('findings exit with 1, mistakes with 2 and nothing on stdout', () => {
  writeFileSync(
    join(folder, 'bad.yaml'),
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: x }\nrules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]\n',
  );
  expect(deployAs('rbac', 'lint', 'bad.yaml')).toMatchObject({ code: 1, stderr: '' });
  expect(deployAs('rbac', 'lint')).toMatchObject({ code: 2, stdout: '' });
  expect(deployAs('check')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--as: ') });
});
