import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openCluster } from '../../src/cluster/open.ts';
import type { Connection } from '../../src/connect/connection.ts';
import { makePrivateFolder } from '../../src/connect/private-files.ts';
import { writeKubeconfig } from '../../src/connect/write.ts';
import type { CredentialSource, IdentityRequest } from '../../src/inputs.ts';
import { Secrets } from '../../src/secret.ts';
import { type Admin, connectAdmin } from '../../testbed/admin.ts';
import { issue } from '../../testbed/certificates.ts';
import { sharedTestbed, type Testbed } from '../../testbed/shared.ts';
import { type Listening, MADE_UP_HOST, startConnectProxy, startSocksProxy } from './loopback.ts';
import { connected, identity, inline, kubeconfigOf, source } from './sources-of.ts';

const run = promisify(execFile);
const never = new AbortController().signal;
const EXTRA = ['github.com/repository=octo/app', 'note=50 % %41, größe ☂ a=b', 'note=second'];

const open: Listening[] = [];
let testbed: Testbed;
let admin: Admin;
let namespace: string;
let folder: string;
let deployer: IdentityRequest;
let token: string;
/** A user that has a client certificate, with the same right as the service account `ci`. */
let person: string;

beforeAll(async () => {
  testbed = sharedTestbed();
  admin = connectAdmin(testbed.info);
  folder = mkdtempSync(join(tmpdir(), 'credentials-'));
  namespace = await admin.createNamespace('credentials');
  person = `person-${randomUUID()}`;
  for (const name of ['ci', 'deployer']) await admin.createServiceAccount(namespace, name);
  token = await admin.serviceAccountToken(namespace, 'ci');
  deployer = identity(`system:serviceaccount:${namespace}:deployer`, {
    groups: ['team a', 'größe'],
    uid: '4 2',
    extra: EXTRA,
  });
  const name = `impersonator-${randomUUID()}`;
  await admin.apply(`
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: ${name} }
rules:
- { apiGroups: [""], resources: [serviceaccounts, groups], verbs: [impersonate] }
- apiGroups: [authentication.k8s.io]
  resources: [uids, userextras/github.com/repository, userextras/note]
  verbs: [impersonate]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: ${name} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${name} }
subjects:
- { kind: ServiceAccount, namespace: ${namespace}, name: ci }
- { apiGroup: rbac.authorization.k8s.io, kind: User, name: ${person} }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: deployer, namespace: ${namespace} }
rules: [{ apiGroups: [""], resources: [secrets], verbs: [list] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: deployer, namespace: ${namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer }
subjects: [{ kind: ServiceAccount, namespace: ${namespace}, name: deployer }]
`);
});

afterAll(async () => {
  for (const each of open) await each.close();
  admin?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function cluster(more: Readonly<Record<string, unknown>> = {}) {
  const { server, ca } = testbed.info;
  return { server, 'certificate-authority-data': base64(ca), ...more };
}

/** Writes the kubeconfig of a connection as the action does, and returns its path. */
async function written(connection: Connection): Promise<string> {
  return writeKubeconfig(await makePrivateFolder(folder), connection.base, deployer, namespace);
}

/** An environment that knows nothing but this kubeconfig: what else the machine has must not matter. */
function environment(kubeconfig: string, more: Record<string, string> = {}): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: folder, KUBECONFIG: kubeconfig, ...more };
}

interface Who {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

async function whoKubectlIs(kubeconfig: string, more: Record<string, string> = {}): Promise<Who> {
  const { stdout } = await run(testbed.binaries.kubectl, ['auth', 'whoami', '-o', 'json'], {
    env: environment(kubeconfig, more),
  });
  return JSON.parse(stdout).status.userInfo;
}

async function whoWeAre(connection: Connection): Promise<Who> {
  const ours = openCluster({ connection, identity: deployer, clock: { now: () => Date.now(), sleep: async () => {} } });
  try {
    const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: {} };
    const answer = await ours.asIdentity.request(
      {
        method: 'POST',
        path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
        body: { type: 'application/json', text: JSON.stringify({ ...review, note: 'größe' }) },
      },
      never,
    );
    if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
    return JSON.parse(JSON.stringify(answer.body)).status.userInfo;
  } finally {
    ours.close();
  }
}

function whoIsWanted(): Who {
  return {
    username: deployer.username,
    uid: '4 2',
    groups: ['team a', 'größe', 'system:authenticated'],
    extra: { 'github.com/repository': ['octo/app'], note: ['50 % %41, größe ☂ a=b', 'second'] },
  };
}

/** Asserts that kubectl and our own requests are both exactly the identity. */
async function expectDeployer(from: CredentialSource): Promise<string> {
  const connection = await connected(from, { identity: deployer });
  const kubeconfig = await written(connection);
  expect(await whoKubectlIs(kubeconfig)).toEqual(whoIsWanted());
  expect(await whoWeAre(connection)).toEqual(whoIsWanted());
  return kubeconfig;
}

describe('with each kind of credential, kubectl by the written kubeconfig and our own requests are the identity', () => {
  test('token', async () => {
    await expectDeployer(source(inline(kubeconfigOf({ cluster: cluster(), user: { token } }))));
  });

  test('token in the place of a user that does not work', async () => {
    const user = { exec: { command: 'nobody' } };
    const given = new Secrets().register(token);
    await expectDeployer(source(inline(kubeconfigOf({ cluster: cluster(), user })), { token: given }));
  });

  test('server, authority and token', async () => {
    const { server, ca } = testbed.info;
    await expectDeployer(source({ kind: 'server', server, ca }, { token: new Secrets().register(token) }));
  });

  test('token file, beside an outdated token', async () => {
    writeFileSync(join(folder, 'token'), `${token}\n`);
    const user = { tokenFile: 'token', token: 'outdated' };
    await expectDeployer(source(inline(kubeconfigOf({ cluster: cluster(), user }), folder)));
  });

  test('client certificate, given as files', async () => {
    const { certificate, key } = issue(
      { certificate: testbed.info.ca, key: testbed.info.caKey },
      { commonName: person },
    );
    writeFileSync(join(folder, 'person.crt'), certificate);
    writeFileSync(join(folder, 'person.key'), key);
    const user = { 'client-certificate': 'person.crt', 'client-key': 'person.key' };
    await expectDeployer(source(inline(kubeconfigOf({ cluster: cluster(), user }), folder)));
  });

  test('service account of a pod', async () => {
    const pod = mkdtempSync(join(folder, 'pod-'));
    for (const [name, content] of Object.entries({ token, 'ca.crt': testbed.info.ca, namespace })) {
      writeFileSync(join(pod, name), content);
    }
    const { hostname: host, port } = new URL(testbed.info.server);
    await expectDeployer(source({ kind: 'in-cluster', host, port, directory: pod }));
  });

  test('the kubeconfig of an earlier deploy-as step with another identity', async () => {
    const first = await connected(source(inline(kubeconfigOf({ cluster: cluster(), user: { token } }))));
    const earlier = identity('somebody-else', { groups: ['x'], uid: 'y', extra: ['z=1'] });
    const file = await writeKubeconfig(await makePrivateFolder(folder), first.base, earlier, namespace);
    await expectDeployer(source({ kind: 'ambient', files: [file] }));
  });
});

const onPosix = process.platform === 'win32' ? describe.skip : describe;

onPosix('a credential plugin given by a path relative to its kubeconfig', () => {
  function pluginThatSays(name: string, status: object): Record<string, unknown> {
    const answer = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status };
    const script = `#!/bin/sh\n[ -n "$KUBERNETES_EXEC_INFO" ] || exit 4\ncat <<'END'\n${JSON.stringify(answer)}\nEND\n`;
    writeFileSync(join(folder, name), script);
    chmodSync(join(folder, name), 0o755);
    return { apiVersion: answer.apiVersion, interactiveMode: 'Never', command: `./${name}` };
  }

  test('may give a token', async () => {
    const user = { exec: pluginThatSays('token-plugin', { token }) };
    await expectDeployer(source(inline(kubeconfigOf({ cluster: cluster(), user }), folder)));
  });

  test('may give a client certificate', async () => {
    const { certificate, key } = issue(
      { certificate: testbed.info.ca, key: testbed.info.caKey },
      { commonName: person },
    );
    const user = { exec: pluginThatSays('key-plugin', { clientCertificateData: certificate, clientKeyData: key }) };
    await expectDeployer(source(inline(kubeconfigOf({ cluster: cluster(), user }), folder)));
  });
});

describe('a way to the server of its own', () => {
  test.each([
    ['http', startConnectProxy],
    ['socks5', startSocksProxy],
  ])('may be a proxy of the scheme %s, which alone knows the host', async (scheme, start) => {
    const proxy = await start(testbed.info.port);
    open.push(proxy);
    const server = `https://${MADE_UP_HOST}:6443`;
    const entry = cluster({ server, 'proxy-url': `${scheme}://127.0.0.1:${proxy.port}` });
    await expectDeployer(source(inline(kubeconfigOf({ cluster: entry, user: { token } }))));
    expect(new Set(proxy.asked.map((each) => each.target))).toEqual(new Set([`${MADE_UP_HOST}:6443`]));
  });

  test('may be a server name that the address does not have', async () => {
    const entry = cluster({ 'tls-server-name': MADE_UP_HOST });
    await expectDeployer(source(inline(kubeconfigOf({ cluster: entry, user: { token } }))));
  });

  test('may be extra roots, which kubectl gets in the kubeconfig', async () => {
    const from = source(
      { kind: 'server', server: testbed.info.server, ca: undefined },
      { token: new Secrets().register(token) },
    );
    await expectDeployer({ ...from, network: { ...from.network, extraRoots: [testbed.info.caFile] } });
  });
});

describe('the written kubeconfig', () => {
  test.each(['helm4', 'helm3'] as const)('makes %s the identity, extras and all', async (helm) => {
    const connection = await connected(source(inline(kubeconfigOf({ cluster: cluster(), user: { token } }))), {
      identity: deployer,
    });
    const kubeconfig = await written(connection);
    const since = await admin.auditMark();
    await run(testbed.binaries[helm], ['list'], { env: environment(kubeconfig) });
    const events = await admin.auditEvents(
      (event) => event.objectRef?.namespace === namespace && event.verb === 'list',
      { since },
    );
    expect(events[0]?.user.username).toBe(`system:serviceaccount:${namespace}:ci`);
    expect(events[0]?.impersonatedUser).toEqual(whoIsWanted());
  });

  test('needs no other kubeconfig, and is not mixed with one', async () => {
    const connection = await connected(source(inline(kubeconfigOf({ cluster: cluster(), user: { token } }))), {
      identity: deployer,
    });
    const kubeconfig = await written(connection);
    const { stdout } = await run(testbed.binaries.kubectl, ['config', 'view', '--raw', '-o', 'json'], {
      env: environment(kubeconfig),
    });
    const seen = JSON.parse(stdout);
    expect([seen.clusters.length, seen.users.length, seen.contexts.length]).toEqual([1, 1, 1]);
    expect(seen.contexts[0].context.namespace).toBe(namespace);
    expect(seen.contexts[0].context.extensions).toEqual([
      { name: 'deploy-as', extension: { identity: `${namespace}/deployer` } },
    ]);
  });

  test('that kubectl itself has changed is still known as ours', async () => {
    const connection = await connected(source(inline(kubeconfigOf({ cluster: cluster(), user: { token } }))), {
      identity: deployer,
    });
    const kubeconfig = await written(connection);
    await run(testbed.binaries.kubectl, ['config', 'set-context', '--current', '--namespace', 'other'], {
      env: environment(kubeconfig),
    });
    const again = await connected(source({ kind: 'file', file: kubeconfig }), { identity: identity('somebody-else') });
    expect(again.namespace).toBe('other');
    expect(again.base.user).toEqual({ token });
  });
});
