import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { whoami } from '../../src/check/whoami.ts';
import type { Cluster } from '../../src/cluster/client.ts';
import { openCluster } from '../../src/cluster/open.ts';
import type { IdentityRequest } from '../../src/inputs.ts';
import type { Problem } from '../../src/problem.ts';
import { impersonationRights } from '../../src/rights/impersonation.ts';
import { type Admin, connectAdmin, type KubernetesObject } from '../../testbed/admin.ts';
import { sharedTestbed } from '../../testbed/shared.ts';
import { connectionTo, hastyClock } from '../cluster/connection-to.ts';
import { identityOf } from '../rights/identity-of.ts';

const never = new AbortController().signal;
const MINUTE = 60_000;

let admin: Admin;
/** A token that may nothing but what a test gives it. */
let token: string;
let agent: string;
let shop: string;
const closing: (() => unknown)[] = [];
const granted: string[] = [];

beforeAll(() => {
  admin = connectAdmin(sharedTestbed().info);
});
afterAll(() => admin?.close());

beforeEach(async () => {
  const ci = await admin.createNamespace('whoami-ci');
  shop = await admin.createNamespace('whoami-shop');
  await admin.createServiceAccount(ci, 'agent');
  await admin.createServiceAccount(shop, 'deployer');
  agent = `system:serviceaccount:${ci}:agent`;
  token = await admin.serviceAccountToken(ci, 'agent');
}, MINUTE);

afterEach(async () => {
  for (const close of closing.splice(0)) close();
  for (const path of granted.splice(0)) await admin.request('DELETE', path);
});

function clusterAs(identity: IdentityRequest): Cluster {
  const { server, ca } = sharedTestbed().info;
  const cluster = openCluster({ connection: connectionTo({ server, ca, token }), identity, clock: hastyClock() });
  closing.push(cluster.close);
  return cluster;
}

async function problemsOf(identity: IdentityRequest): Promise<readonly Problem[]> {
  const outcome = await whoami(clusterAs(identity), identity, { credentialName: 'the input `token`' }, never);
  return outcome.ok ? [] : outcome.problems;
}

async function refusalOf(identity: IdentityRequest): Promise<Problem & { readonly kind: 'forbidden' }> {
  const [problem] = await problemsOf(identity);
  if (problem?.kind !== 'forbidden') throw new Error(`not refused, but ${problem?.message ?? 'confirmed'}`);
  return problem;
}

/** The API server's authorizer sees new RBAC a moment after it was written. */
async function untilConfirmed(identity: IdentityRequest): Promise<void> {
  await admin.waitFor('the impersonation to pass', async () => (await problemsOf(identity)).length === 0);
}

async function grant(yaml: string): Promise<KubernetesObject[]> {
  const objects = await admin.apply(yaml);
  granted.push(...objects.map(pathOf).filter((path) => !path.includes('/namespaces/')));
  return objects;
}

function pathOf({ kind, metadata }: KubernetesObject): string {
  const scope = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`;
  return `/apis/rbac.authorization.k8s.io/v1${scope}/${kind.toLowerCase()}s/${encodeURIComponent(metadata.name)}`;
}

function everything(): IdentityRequest {
  return identityOf(`system:serviceaccount:${shop}:deployer`, {
    groups: [`dev-${shop}`, 'comma, blank & <angle>'],
    uid: 'uid 1%20',
    extra: [
      'github.com/repository=octo/app',
      'github.com/Ref=refs/heads/größe',
      'note=100% – ☂, "ja"',
      'note=zwei\\drei',
      'a%2fb c=x',
    ],
  });
}

describe('a token without rights', () => {
  test('is told each right that it lacks, and the server says the same', async () => {
    const identity = everything();
    const problem = await refusalOf(identity);
    const rights = impersonationRights(identity);
    expect(problem.denied).toEqual(
      rights.map((right) => ({ who: 'token', ...right, for: `to impersonate ${shop}/deployer` })),
    );
    expect(problem.message).toContain(`user ${agent}, from the input \`token\``);
    expect(rights).toHaveLength(9);
  });
});

test('the printed YAML is what it takes, and every value arrives as it is', async () => {
  const identity = everything();
  await grant((await refusalOf(identity)).yaml ?? '');
  await untilConfirmed(identity);
  const outcome = await whoami(clusterAs(identity), identity, { credentialName: 'x' }, never);
  if (!outcome.ok) throw new Error('refused');
  const { confirmed } = outcome.value;
  expect(confirmed.username).toBe(identity.username);
  expect(confirmed.uid).toBe('uid 1%20');
  expect(confirmed.groups).toEqual([...identity.groups, 'system:authenticated']);
  expect(Object.fromEntries(confirmed.extra)).toEqual({
    'github.com/repository': ['octo/app'],
    'github.com/ref': ['refs/heads/größe'],
    note: ['100% – ☂, "ja"', 'zwei\\drei'],
    'a%2fb c': ['x'],
  });
});

test(
  'each name in the printed YAML is needed: without it the server refuses, and just that right is missing',
  async () => {
    const identity = everything();
    const objects = await grant((await refusalOf(identity)).yaml ?? '');
    await untilConfirmed(identity);
    const rights = impersonationRights(identity);
    const seen: string[] = [];
    for (const role of objects.filter(({ kind }) => /^(Cluster)?Role$/.test(kind))) {
      for (const [weaker, name] of withoutEachName(role)) {
        await admin.request('PUT', pathOf(role), { body: weaker });
        const problem = await admin.waitFor('the refusal', async () => {
          const [found] = await problemsOf(identity);
          return found?.kind === 'forbidden' && found.denied.length === 1 ? found : undefined;
        });
        expect(problem.denied).toMatchObject([{ name, who: 'token', verb: 'impersonate' }]);
        seen.push(name);
        // What is printed now fills the one gap that was made.
        const [filled] = await grant(problem.yaml ?? '');
        await untilConfirmed(identity);
        if (filled !== undefined) await admin.remove(pathOf(filled));
      }
      await admin.request('PUT', pathOf(role), { body: withoutVersion(role) });
    }
    expect(seen.sort()).toEqual(rights.map(({ name }) => name).sort());
  },
  2 * MINUTE,
);

test('a right for the same name in another namespace is none', async () => {
  const identity = identityOf(`system:serviceaccount:${shop}:deployer`);
  const yaml = (await refusalOf(identity)).yaml ?? '';
  const other = await admin.createNamespace('whoami-other');
  await grant(yaml.replaceAll(`namespace: ${shop}`, `namespace: ${other}`));
  await untilConfirmed(identityOf(`system:serviceaccount:${other}:deployer`));
  expect((await refusalOf(identity)).denied).toHaveLength(1);
});

test('a plain user of a plain name is confirmed too, with groups and without', async () => {
  for (const identity of [identityOf(`bob-${shop}`), identityOf(`bob "<&>" ${shop}`, { groups: [`ops-${shop}`] })]) {
    await grant((await refusalOf(identity)).yaml ?? '');
    await untilConfirmed(identity);
  }
});

test('a token of nobody is not authenticated', async () => {
  token = 'nobody';
  expect(await problemsOf(identityOf(`bob-${shop}`))).toMatchObject([{ kind: 'unauthenticated' }]);
});

/** The role once for each name that it grants, without that name. */
function withoutEachName(role: KubernetesObject): [unknown, string][] {
  const rules = rulesOf(role);
  return rules.flatMap((rule, at) =>
    rule.resourceNames.map((name): [unknown, string] => {
      const fewer = rule.resourceNames.filter((other) => other !== name);
      const others = rules.filter((_, index) => index !== at);
      return [
        {
          ...withoutVersion(role),
          rules: fewer.length === 0 ? others : [...others, { ...rule, resourceNames: fewer }],
        },
        name,
      ];
    }),
  );
}

function rulesOf(role: KubernetesObject): { readonly resourceNames: readonly string[] }[] {
  const { rules } = parseAllDocuments(JSON.stringify(role))[0]?.toJS() ?? {};
  return rules;
}

function withoutVersion(role: KubernetesObject): KubernetesObject {
  const { resourceVersion: _, managedFields: __, ...metadata } = role.metadata;
  return { ...role, metadata };
}
