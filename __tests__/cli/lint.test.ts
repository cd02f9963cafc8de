import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startWorkplace, type Workplace } from './terminal.ts';

let place: Workplace;
beforeEach(() => {
  place = startWorkplace();
});
afterEach(() => place.end());

const EDIT = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: ci, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ kind: ServiceAccount, namespace: ci, name: agent }]
`;

test('findings are the result, with their place, and exit code 1', async () => {
  place.write('rbac/ci.yaml', EDIT);
  const { code, stdout, stderr } = await place.run('rbac', 'lint', 'rbac');
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout).toContain('rbac/ci.yaml:4: RoleBinding shop/ci: can become others [built-in-role]');
  expect(stdout).toContain('1 finding, 0 notes.');
});

test('as JSON and as YAML they are data', async () => {
  place.write('ci.yaml', EDIT);
  const json = await place.run('rbac', 'lint', 'ci.yaml', '--output', 'json');
  expect(JSON.parse(json.stdout)).toMatchObject({
    findings: [{ level: 'finding', rank: 'become-others', id: 'built-in-role', source: { file: 'ci.yaml', line: 4 } }],
  });
  expect((await place.run('rbac', 'lint', 'ci.yaml', '--output', 'yaml')).stdout).toContain('rank: become-others');
});

test('what deploy-as rbac writes is clean', async () => {
  place.write(
    'deploy/all.yaml',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\n---\napiVersion: v1\nkind: Secret\nmetadata: { name: login }\n',
  );
  const options = ['--namespace', 'shop', '--manifests', 'deploy', '--ci-github-repository-id', '42'];
  const variants = [
    [],
    ['--mode', 'constrained'],
    ['--stamp', '--github-repository', 'octo/app'],
    ['--planner', '--planner-ci-user', 'pulls'],
  ];
  for (const variant of variants) {
    place.write('rbac.yaml', (await place.run('rbac', ...options, ...variant)).stdout);
    const linted = await place.run('rbac', 'lint', 'rbac.yaml');
    expect({ variant, ...linted }).toEqual({ variant, code: 0, stdout: linted.stdout, stderr: '' });
  }
});

test('a file that cannot be read is a failure, and one without RBAC is said', async () => {
  place.write('other.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n');
  expect(await place.run('rbac', 'lint', 'other.yaml')).toEqual({
    code: 0,
    stdout: 'No findings.\n',
    stderr: 'There is no RBAC in these files.\n',
  });
  const missing = await place.run('rbac', 'lint', 'nowhere.yaml');
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain('nowhere.yaml does not exist');
  expect(await place.run('rbac', 'lint')).toMatchObject({ code: 2, stdout: '' });
});
