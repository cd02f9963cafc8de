import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { IdentityRequest } from '../../src/inputs.ts';
import { nameRight } from '../../src/problem.ts';
import { constrainedRights } from '../../src/rights/constrained.ts';
import { smallestGrant } from '../../src/rights/grant.ts';
import type { Needed } from '../../src/rights/needed.ts';
import type { Right } from '../../src/rights/right.ts';
import { writes } from '../../testbed/audit-log.ts';
import { type Job, provide, runMain, type StepResult, startJob } from '../../testbed/runner.ts';
import { type Story, startStory } from '../../testbed/story.ts';
import { identityOf } from '../rights/identity-of.ts';

const MINUTES = 60_000;
let story: Story;
let job: Job;
let deployer: IdentityRequest;

beforeAll(async () => {
  story = await startStory('constrained');
  deployer = identityOf(story.deployer);
}, 2 * MINUTES);
afterAll(() => story?.end());
beforeEach(() => {
  job = startJob();
  provide(job, { kubectl: story.binaries.kubectl, helm: story.binaries.helm4 });
});
afterEach(() => job.end());

/** A CI of its own, since the server remembers for ten seconds whom it let impersonate. */
interface Ci {
  readonly username: string;
  readonly token: string;
  /** Its requests that were not its own. */
  impersonated(): Promise<{ readonly user: string; readonly constraint: string | undefined; readonly verb: string }[]>;
}

let number = 0;

/** A token that may do exactly `rights`, which the server already knows. */
async function ciWith(rights: readonly Right[]): Promise<Ci> {
  number += 1;
  const name = `ci-${number}`;
  const { admin, namespace } = story;
  await admin.createServiceAccount(namespace, name);
  const username = `system:serviceaccount:${namespace}:${name}`;
  const token = await admin.serviceAccountToken(namespace, name, { expirationSeconds: 7200 });
  await grant(smallestGrant(rights, username), token, rights);
  const beginning = await admin.auditMark();
  return {
    username,
    token,
    impersonated: async () => {
      const events = await admin.auditEvents((event) => event.user.username === username, { since: beginning });
      return events
        .filter(({ impersonatedUser }) => impersonatedUser !== undefined)
        .map((event) => ({
          user: event.impersonatedUser?.username ?? '',
          constraint: event.authenticationMetadata?.impersonationConstraint,
          verb: event.verb,
        }));
    },
  };
}

/** Applies what was printed, and waits until the server's authorizer has seen it. */
async function grant(yaml: string, token: string, rights: readonly Right[]): Promise<void> {
  if (yaml !== '') await story.admin.apply(yaml);
  await Promise.all(
    rights.map((right) => story.admin.waitFor(`the token to ${nameRight(right)}`, () => may(token, right))),
  );
}

async function may(token: string, right: Right): Promise<boolean> {
  const { apiGroup: group, nonResourceURL: path, verb, ...rest } = right;
  const spec =
    path === undefined ? { resourceAttributes: { verb, group, ...rest } } : { nonResourceAttributes: { verb, path } };
  const answer = await story.admin.request<{ status: { allowed: boolean } }>(
    'POST',
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    { token, body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec } },
  );
  return answer.body.status.allowed;
}

async function step(ci: Ci, inputs: Record<string, string>): Promise<StepResult> {
  return await runMain(job, { ...story.inputs, token: ci.token, ...inputs });
}

function file(path: string, text: string): void {
  const full = join(job.workspace, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
}

/** What the identity does in a test, so that the token may do it as the identity. */
function needs(verbs: readonly string[], resource: string, name = '', apiGroup = ''): Needed[] {
  return verbs.map((verb) => ({
    right: { verb, apiGroup, resource, subresource: '', namespace: story.namespace, name },
    for: 'the test',
    party: 'identity',
    certainty: 'needed',
    requested: true,
  }));
}

const configMap = (name: string, value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { value: "${value}" }\n`;

const deployment = (name: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: web, image: "shop/web:1" }] }
`;

async function expectConstrained(ci: Ci): Promise<void> {
  const events = await ci.impersonated();
  expect(events.length).toBeGreaterThan(1);
  for (const { user, constraint } of events) {
    expect({ user, constraint }).toEqual({ user: story.deployer, constraint: 'impersonate:serviceaccount' });
  }
}

function reportOf(result: StepResult): Record<string, unknown> {
  return JSON.parse(readFileSync(result.outputs.report ?? '', 'utf8'));
}

describe('a token with constrained rights alone deploys', () => {
  const apply = (name: string) => needs(['get', 'patch'], 'configmaps', name);

  test(
    'manifests, waits for them, and says by which right it could',
    async () => {
      file('deploy/web.yaml', `${deployment('web')}---\n${configMap('settings', 'a')}`);
      const needed = [...needs(['get', 'patch'], 'deployments', 'web', 'apps'), ...apply('settings')];
      const ci = await ciWith(constrainedRights(deployer, 'serviceaccount', needed, { tools: false }));
      const result = await step(ci, { manifests: 'deploy', 'token-rights': 'enforce' });
      expect({ log: result.log, ...result.outputs }).toMatchObject({ result: 'succeeded', 'changed-count': '2' });
      await expectConstrained(ci);
      expect(result.log).toContain('constrained impersonation alone (`impersonate:serviceaccount`)');
      expect(result.summary).toContain('constrained impersonation alone');
      expect(reportOf(result).impersonation).toEqual({ by: 'constrained', mode: 'serviceaccount' });
    },
    2 * MINUTES,
  );

  test(
    'a kustomization',
    async () => {
      file('base/kustomization.yaml', 'resources: [settings.yaml]\nnamePrefix: kustomized-\n');
      file('base/settings.yaml', configMap('settings', 'a'));
      const needed = apply('kustomized-settings');
      const ci = await ciWith(constrainedRights(deployer, 'serviceaccount', needed, { tools: false }));
      const result = await step(ci, { kustomize: 'base' });
      expect({ log: result.log, ...result.outputs }).toMatchObject({ result: 'succeeded', 'changed-count': '1' });
      await expectConstrained(ci);
    },
    2 * MINUTES,
  );

  test.each(['helm4', 'helm3'] as const)(
    'a chart, with %s',
    async (helm) => {
      provide(job, { helm: story.binaries[helm] });
      file('chart/Chart.yaml', 'apiVersion: v2\nname: shop\nversion: 1.0.0\n');
      file('chart/templates/config.yaml', configMap(`from-${helm}`, '{{ .Release.Revision }}'));
      const needed = [
        ...needs(['get', 'list', 'create', 'update', 'delete'], 'secrets'),
        ...needs(['create', 'list', 'watch'], 'configmaps'),
        ...apply(`from-${helm}`),
      ];
      const ci = await ciWith(constrainedRights(deployer, 'serviceaccount', needed, { tools: true }));
      for (const revision of ['1', '2']) {
        const result = await step(ci, { chart: './chart', release: helm });
        expect({ log: result.log, ...result.outputs }).toMatchObject({
          result: 'succeeded',
          'release-revision': revision,
        });
      }
      await expectConstrained(ci);
    },
    2 * MINUTES,
  );

  test(
    'by a script, and by later steps after a set-up',
    async () => {
      const needed = needs(['get', 'create', 'patch'], 'configmaps');
      const ci = await ciWith(constrainedRights(deployer, 'serviceaccount', needed, { tools: true }));
      file('settings.yaml', configMap('by-script', 'a'));
      const script = await step(ci, { run: 'kubectl auth whoami\nkubectl apply -f settings.yaml\n' });
      expect({ log: script.log, ...script.outputs }).toMatchObject({ result: 'succeeded' });
      const setup = await step(ci, {});
      expect({ log: setup.log, ...setup.outputs }).toMatchObject({ result: 'succeeded' });
      const env = job.environment;
      file('settings.yaml', configMap('by-script', 'b'));
      expect(
        execFileSync('kubectl', ['apply', '-f', join(job.workspace, 'settings.yaml')], { env }).toString(),
      ).toContain('configured');
      await expectConstrained(ci);
    },
    2 * MINUTES,
  );

  test(
    'as a plain user with uid, groups and extras',
    async () => {
      const { namespace, admin } = story;
      const bob = identityOf(`bob-${namespace}`, {
        groups: [`dev-${namespace}`],
        uid: 'u-1',
        extra: ['example.com/team=shop'],
      });
      await admin.apply(
        smallestGrant(
          needs(['get', 'patch', 'create'], 'configmaps', 'bobs').map(({ right }) => right),
          bob.username,
        ),
      );
      const ci = await ciWith(constrainedRights(bob, 'user-info', apply('bobs'), { tools: false }));
      file('bobs.yaml', configMap('bobs', 'a'));
      const result = await step(ci, {
        as: bob.username,
        'as-groups': bob.groups.join('\n'),
        'as-uid': 'u-1',
        'as-user-extra': 'example.com/team=shop',
        namespace,
        manifests: 'bobs.yaml',
      });
      expect({ log: result.log, ...result.outputs }).toMatchObject({ result: 'succeeded' });
      for (const event of await ci.impersonated()) {
        expect(event).toMatchObject({ user: bob.username, constraint: 'impersonate:user-info' });
      }
    },
    2 * MINUTES,
  );
});

/** The RBAC that the problems of a step print. */
function yamlOf(result: StepResult): string {
  const { problems } = reportOf(result);
  if (!Array.isArray(problems)) throw new Error('no problems in the report');
  return problems.flatMap(({ yaml }: { readonly yaml?: string | null }) => yaml ?? []).join('---\n');
}

function deniedOf(result: StepResult): string[] {
  const denied: (Right & { who: string })[] = JSON.parse(result.outputs.denied ?? '[]');
  return denied.map((right) => `${right.who} ${nameRight(right)}`);
}

/** Runs the step with all of `rights` but `missing`, and once more after what was printed is applied. */
async function expectExplained(
  rights: readonly Right[],
  missing: Right,
  inputs: Record<string, string>,
): Promise<void> {
  const ci = await ciWith(rights.filter((right) => nameRight(right) !== nameRight(missing)));
  // kubectl keeps what it discovered in its home.
  const fresh = () => {
    job.environment.HOME = join(job.temp, `home-${Math.random()}`);
  };
  fresh();
  const refused = await step(ci, inputs);
  expect({ log: refused.log, denied: deniedOf(refused) }).toMatchObject({ denied: [`token ${nameRight(missing)}`] });
  await grant(yamlOf(refused), ci.token, [missing]);
  fresh();
  const again = await step(ci, inputs);
  expect({ log: again.log, ...again.outputs }).toMatchObject({ result: 'succeeded' });
}

function only(rights: readonly Right[], names: readonly string[]): Right[] {
  return names.map((name) => {
    const found = rights.find((right) => nameRight(right).startsWith(name));
    if (found === undefined) throw new Error(`none of the rights is ${name}`);
    return found;
  });
}

describe('a constrained right that is missing is told exactly, and what is printed is all it takes', () => {
  test.each(['off', 'enforce'])(
    'with manifests and preflight: %s',
    async (preflight) => {
      file('settings.yaml', configMap('settings', preflight));
      const needed = needs(['get', 'patch'], 'configmaps', 'settings');
      const rights = constrainedRights(deployer, 'serviceaccount', needed, { tools: false });
      const each = only(rights, [
        'impersonate:serviceaccount serviceaccounts',
        'impersonate-on:serviceaccount:create selfsubjectreviews',
        'impersonate-on:serviceaccount:create selfsubjectrulesreviews',
        'impersonate-on:serviceaccount:get configmaps',
        'impersonate-on:serviceaccount:patch configmaps',
      ]);
      for (const missing of each) await expectExplained(rights, missing, { manifests: 'settings.yaml', preflight });
    },
    5 * MINUTES,
  );

  test.each([
    ['kubectl get configmaps', ['/api', '/apis'].map((path) => `impersonate-on:serviceaccount:get ${path}`)],
    [
      'kubectl apply -f settings.yaml',
      ['/api', '/apis', '/openapi/*'].map((path) => `impersonate-on:serviceaccount:get ${path}`),
    ],
    ['kubectl create configmap "made-$RANDOM-$RANDOM"', ['impersonate-on:serviceaccount:create configmaps']],
    ['helm list', ['impersonate-on:serviceaccount:get /version', 'impersonate-on:serviceaccount:list secrets']],
  ])(
    'in a script: %s',
    async (run, each) => {
      file('settings.yaml', configMap('by-script', 'a'));
      const needed = [...needs(['get', 'list', 'create', 'patch'], 'configmaps'), ...needs(['list'], 'secrets')];
      const rights = constrainedRights(deployer, 'serviceaccount', needed, { tools: true });
      for (const missing of only(rights, each)) await expectExplained(rights, missing, { run });
    },
    5 * MINUTES,
  );

  test.each(['helm4', 'helm3'] as const)(
    'with a chart and %s',
    async (helm) => {
      provide(job, { helm: story.binaries[helm] });
      file('chart/Chart.yaml', 'apiVersion: v2\nname: shop\nversion: 1.0.0\n');
      file('chart/templates/config.yaml', configMap('{{ .Release.Name }}', '{{ .Release.Revision }}'));
      const needed = [
        ...needs(['get', 'list', 'create', 'update', 'delete'], 'secrets'),
        ...needs(['get', 'create', 'patch', 'list', 'watch'], 'configmaps'),
      ];
      const rights = constrainedRights(deployer, 'serviceaccount', needed, { tools: true });
      const each = only(rights, [
        ...['/version', '/api', '/apis', '/openapi/*'].map((path) => `impersonate-on:serviceaccount:get ${path}`),
        'impersonate-on:serviceaccount:list secrets',
        'impersonate-on:serviceaccount:create secrets',
      ]);
      for (const [index, missing] of each.entries()) {
        const release = `missing-${helm}-${index}`;
        await expectExplained(rights, missing, { chart: './chart', release, preflight: 'off' });
      }
    },
    5 * MINUTES,
  );
});

test(
  'what both sides lack is told at once, before anything is changed, and one YAML fills it',
  async () => {
    file(
      'deploy/ingress.yaml',
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: web }\nspec: { defaultBackend: { service: { name: web, port: { number: 80 } } } }\n',
    );
    file('deploy/settings.yaml', configMap('both-sides', 'a'));
    const own = needs(['get', 'create'], 'ingresses', 'web', 'networking.k8s.io').map(({ right }) => right);
    await story.admin.apply(smallestGrant(own, story.deployer));
    const ci = await ciWith(constrainedRights(deployer, 'serviceaccount', [], { tools: false }));
    const mark = await story.admin.auditMark();
    const refused = await step(ci, { manifests: 'deploy' });
    const ingress = `ingresses.networking.k8s.io "web" in namespace ${story.namespace}`;
    const settings = `configmaps "both-sides" in namespace ${story.namespace}`;
    expect({ log: refused.log, denied: deniedOf(refused).sort() }).toMatchObject({
      denied: [
        `identity patch ${ingress}`,
        `token impersonate-on:serviceaccount:get ${settings}`,
        `token impersonate-on:serviceaccount:get ${ingress}`,
        `token impersonate-on:serviceaccount:patch ${settings}`,
        `token impersonate-on:serviceaccount:patch ${ingress}`,
      ],
    });
    const written = await story.admin.auditEvents((event) => event.user.username === ci.username, { since: mark });
    expect(writes(written)).toEqual([]);
    await story.admin.apply(yamlOf(refused));
    const again = await story.admin.waitFor('the grant to be seen', async () => {
      const result = await step(ci, { manifests: 'deploy' });
      return result.outputs.result === 'denied' ? undefined : result;
    });
    expect({ log: again.log, ...again.outputs }).toMatchObject({ result: 'succeeded', 'changed-count': '2' });
  },
  2 * MINUTES,
);

test(
  'a set-up warns that kubectl and helm of later steps will fail, with the rule that lets them',
  async () => {
    const ci = await ciWith(constrainedRights(deployer, 'serviceaccount', [], { tools: false }));
    const result = await step(ci, {});
    expect(result.outputs.result).toBe('succeeded');
    expect(result.log).toContain('::warning::kubectl and helm in later steps will fail');
    expect(result.summary).toContain(
      'nonResourceURLs: ["/api", "/api/*", "/apis", "/apis/*", "/openapi/*", "/version"]',
    );
  },
  MINUTES,
);

describe('what constrained impersonation cannot carry is said', () => {
  test(
    'a service account with an extra needs the legacy verb, whatever the token has',
    async () => {
      const ci = await ciWith(constrainedRights(deployer, 'serviceaccount', [], { tools: true }));
      const result = await step(ci, { 'as-user-extra': 'github.com/repository=octo/app' });
      expect(result.outputs.result).toBe('denied');
      expect(deniedOf(result)).toEqual([
        `token impersonate serviceaccounts "deployer" in namespace ${story.namespace}`,
        'token impersonate userextras/github.com/repository.authentication.k8s.io "octo/app"',
      ]);
      expect(result.log).toContain(
        'constrained impersonation takes a service account by its name alone, without extras',
      );
    },
    MINUTES,
  );
});

describe('by which right a token became the identity is told', () => {
  const legacy: Right = {
    verb: 'impersonate',
    apiGroup: '',
    resource: 'serviceaccounts',
    subresource: '',
    namespace: '',
    name: 'deployer',
  };

  test.each([
    ['legacy', false],
    ['both', true],
  ])(
    '%s',
    async (by, constrainedToo) => {
      const constrained = constrainedToo ? constrainedRights(deployer, 'serviceaccount', [], { tools: false }) : [];
      const ci = await ciWith([{ ...legacy, namespace: story.namespace }, ...constrained]);
      const result = await step(ci, {});
      expect({ log: result.log, ...result.outputs }).toMatchObject({ result: 'succeeded' });
      expect(reportOf(result).impersonation).toEqual({ by, mode: constrainedToo ? 'serviceaccount' : null });
      expect(result.summary).toContain('which reaches everything that the identity may do');
    },
    MINUTES,
  );
});
