import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Admin, connectAdmin } from '../../testbed/admin.ts';
import { sharedTestbed } from '../../testbed/shared.ts';
import { type Example, Proving, type Staged } from './proving.ts';

const MINUTES = 60_000;
let admin: Admin;
let proving: Proving;
let staged: Staged;

const example: Example = {
  name: 'a ConfigMap',
  mode: 'manifests',
  deployments: () => [
    {
      name: 'first install',
      result: 'succeeded',
      files: { 'deploy/all.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\n' },
    },
  ],
};

beforeAll(async () => {
  const testbed = sharedTestbed();
  admin = connectAdmin(testbed.info);
  const namespace = await admin.createNamespace('stamp-ci');
  await admin.createServiceAccount(namespace, 'agent');
  const token = await admin.serviceAccountToken(namespace, 'agent');
  proving = new Proving(testbed, admin, { namespace, name: 'agent', token });
  staged = await proving.stage(example, { request: { stamp: { repository: 'octo/app', repositoryId: '42' } } });
}, MINUTES);
afterAll(async () => {
  await staged?.end();
  proving?.end();
  admin?.close();
});

/** Who the server says the token is with these extras; its answer where it refuses them. */
async function become(extras: Readonly<Record<string, string>>): Promise<unknown> {
  const headers = Object.entries(extras).map(([key, value]) => [`Impersonate-Extra-Github.com%2f${key}`, value]);
  const answer = await admin.request<{ status?: { userInfo?: { extra?: unknown } } }>(
    'POST',
    '/apis/authentication.k8s.io/v1/selfsubjectreviews',
    {
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
      token: proving.agent.token,
      headers: {
        'Impersonate-User': `system:serviceaccount:${staged.scene.namespace}:deployer`,
        ...Object.fromEntries(headers),
      },
    },
  );
  return answer.status === 201 ? answer.body.status?.userInfo?.extra : answer.status;
}

test('the stamp of its own repository is taken, with whatever a run says of itself', async () => {
  const stamp = {
    repository: 'octo/app',
    'repository-id': '42',
    'run-id': '7',
    actor: 'mona',
    environment: 'production',
  };
  expect(await become(stamp)).toEqual(
    Object.fromEntries(Object.entries(stamp).map(([key, value]) => [`github.com/${key}`, [value]])),
  );
});

test('the stamp of another repository is refused, and so are other extras', async () => {
  expect(await become({ repository: 'octo/other' })).toBe(403);
  expect(await become({ 'repository-id': '43' })).toBe(403);
  expect(await become({ 'made-up': 'x' })).toBe(403);
});
