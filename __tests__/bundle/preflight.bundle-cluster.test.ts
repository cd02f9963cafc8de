import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Job, provide, runMain, type StepResult, startJob } from '../../testbed/runner.ts';
import { type Story, startStory } from '../../testbed/story.ts';
import { chartFolder } from '../stand-ins/chart-package.ts';

const MINUTES = 60_000;
let story: Story;
let job: Job;

beforeAll(async () => {
  story = await startStory('preflight');
}, 2 * MINUTES);
afterAll(() => story?.end());
beforeEach(() => {
  job = startJob();
  provide(job, { kubectl: story.binaries.kubectl, helm: story.binaries.helm4 });
});
afterEach(() => job.end());

function file(path: string, text: string): void {
  const full = join(job.workspace, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
}

async function step(inputs: Record<string, string>): Promise<StepResult> {
  return await runMain(job, { ...story.inputs, ...inputs });
}

/** Another deployer of the story's namespace, whom the agent may become as well. */
async function deployerWith(name: string, rules: readonly string[]): Promise<string> {
  await story.admin.createServiceAccount(story.namespace, name);
  await story.admin.apply(
    [
      role(name, rules, `{ kind: ServiceAccount, name: ${name}, namespace: ${story.namespace} }`),
      role(
        `become-${name}`,
        [`{ apiGroups: [""], resources: [serviceaccounts], resourceNames: [${name}], verbs: [impersonate] }`],
        `{ kind: ServiceAccount, name: ${story.agent.split(':').at(-1)}, namespace: kube-system }`,
      ),
    ].join('---\n'),
  );
  return `system:serviceaccount:${story.namespace}:${name}`;
}

function role(name: string, rules: readonly string[], subject: string): string {
  const metadata = `{ name: ${name}, namespace: ${story.namespace} }`;
  const list = rules.length === 0 ? 'rules: []' : `rules:\n${rules.map((rule) => `  - ${rule}`).join('\n')}`;
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: ${metadata}
${list}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: ${metadata}
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${name} }
subjects: [${subject}]
`;
}

const configMap = (name: string, value = 'a') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { value: "${value}" }\n`;
const deployment = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: web, image: "shop/web:1" }] }
`;

interface DeniedItem {
  readonly who: string;
  readonly verb: string;
  readonly resource: string;
  readonly name: string;
}

const deniedBy = ({ outputs }: StepResult): string[] =>
  (JSON.parse(outputs.denied ?? '[]') as DeniedItem[]).map(
    ({ who, verb, resource, name }) => `${who} ${verb} ${resource}/${name}`,
  );

/** The YAML that the report tells to apply. */
function grantIn({ outputs }: StepResult): string {
  const report = JSON.parse(readFileSync(outputs.report ?? '', 'utf8'));
  return [...report.problems, ...report.warnings].map(({ yaml }: { yaml?: string }) => yaml ?? '').join('---\n');
}

describe('manifests', () => {
  beforeEach(() => file('deploy/all.yaml', `${configMap('settings')}---\n${deployment('web')}`));

  test(
    'all rights that are missing are told at once, nothing is changed, and what is told to apply is enough',
    async () => {
      const as = await deployerWith('reader', ['{ apiGroups: [""], resources: [configmaps], verbs: [get] }']);
      const mark = await story.admin.auditMark();
      const refused = await step({ as, manifests: 'deploy/' });

      expect(refused.exitCode).toBe(1);
      expect(refused.outputs.result).toBe('denied');
      expect(refused.outputs.changed).toBe('false');
      expect(deniedBy(refused)).toEqual([
        'identity patch configmaps/settings',
        'identity create configmaps/settings',
        'identity get deployments/web',
        'identity patch deployments/web',
      ]);
      expect(await story.writes(mark)).toEqual([]);
      expect(refused.log).toMatch(/ {2}identity {2}patch, create +configmaps +\S+ +settings +ConfigMap \S+\/settings/);
      expect(refused.log).toContain('create deployments.apps "web"');
      expect(refused.summary).toContain('| Who | May not | Resource | Namespace | Name | Needed for |');
      expect(refused.summary).toContain('kind: RoleBinding');

      await story.admin.apply(grantIn(refused));
      const second = await step({ as, manifests: 'deploy/' });
      // Only now is it known that the Deployment is not there.
      expect(deniedBy(second)).toEqual(['identity create deployments/web']);
      await story.admin.apply(grantIn(second));
      const passed = await step({ as, manifests: 'deploy/', wait: 'false' });
      expect(passed.log).toContain('none missing');
      expect(passed.outputs.result).toBe('succeeded');
    },
    MINUTES,
  );

  test(
    'with `warn` the same is told and the server decides; with `off` nothing is asked',
    async () => {
      const as = await deployerWith('writer', [
        '{ apiGroups: ["", apps], resources: [configmaps, deployments], verbs: [get, patch] }',
      ]);
      const inputs = { as, manifests: 'deploy/', wait: 'false', 'force-conflicts': 'true' };
      await step({ manifests: 'deploy/', wait: 'false' });
      const warned = await step({ ...inputs, preflight: 'warn' });
      expect([warned.outputs.result, deniedBy(warned)]).toEqual(['succeeded', []]);

      file('deploy/new.yaml', configMap('new'));
      const refused = await step({ ...inputs, preflight: 'warn' });
      expect(refused.outputs.result).toBe('denied');
      expect(refused.log).toContain('::warning');
      expect(deniedBy(refused)).toEqual(['identity create configmaps/new']);

      const mark = await story.admin.auditMark();
      const off = await step({ ...inputs, preflight: 'off' });
      expect(off.outputs.result).toBe('denied');
      const asked = await story.events(mark);
      const reviews = asked.filter(
        ({ objectRef, impersonatedUser }) =>
          impersonatedUser !== undefined && objectRef?.resource === 'selfsubjectaccessreviews',
      );
      expect(reviews).toEqual([]);
    },
    2 * MINUTES,
  );

  test(
    'a refusal to read stops before the first write, whatever `preflight` says',
    async () => {
      const as = await deployerWith('blind', [
        '{ apiGroups: ["", apps], resources: [configmaps, deployments], verbs: [patch, create] }',
      ]);
      for (const preflight of ['enforce', 'warn', 'off']) {
        const mark = await story.admin.auditMark();
        const refused = await step({ as, manifests: 'deploy/', preflight });
        expect([preflight, refused.outputs.result, deniedBy(refused)]).toEqual([
          preflight,
          'denied',
          ['identity get configmaps/settings', 'identity get deployments/web'],
        ]);
        expect(await story.writes(mark)).toEqual([]);
      }
    },
    2 * MINUTES,
  );

  test(
    'a kind whose CustomResourceDefinition comes in the same step is asked by what that says',
    async () => {
      const group = `preflight-${story.namespace.split('-').at(-1)}.example.com`;
      file('deploy/crd.yaml', crd(group));
      file('deploy/widget.yaml', `apiVersion: ${group}/v1\nkind: Widget\nmetadata: { name: gear }\n`);
      const refused = await step({ manifests: 'deploy/' });
      expect(deniedBy(refused)).toEqual([
        `identity get customresourcedefinitions/gizmos.${group}`,
        `identity patch customresourcedefinitions/gizmos.${group}`,
        'identity patch gizmos/gear',
        'identity create gizmos/gear',
      ]);
    },
    MINUTES,
  );
});

const crd = (group: string) => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: gizmos.${group} }
spec:
  group: ${group}
  scope: Namespaced
  names: { plural: gizmos, singular: gizmo, kind: Widget }
  versions:
    - { name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }
`;

describe('a chart', () => {
  beforeEach(() => {
    file('web/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 0.1.0\n');
    file('web/templates/all.yaml', `${configMap('chart-settings')}---\n${deployment('chart-web')}`);
    file(
      'web/templates/hook.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: chart-hook, annotations: { helm.sh/hook: pre-install } }\n',
    );
  });

  test(
    'that may not even be rendered has all of its gaps told, and what is told to apply is enough',
    async () => {
      const as = await deployerWith('nobody', []);
      const mark = await story.admin.auditMark();
      const refused = await step({ as, chart: './web' });
      expect(refused.outputs.result).toBe('denied');
      expect(deniedBy(refused)).toEqual(
        expect.arrayContaining([
          'identity list secrets/',
          'identity create secrets/',
          'identity update secrets/',
          'identity get configmaps/chart-settings',
          'identity get deployments/chart-web',
          'identity delete configmaps/chart-hook',
          'identity create configmaps/chart-hook',
          'identity watch deployments/',
          'identity list replicasets/',
        ]),
      );
      expect(await story.writes(mark)).toEqual([]);

      await story.admin.apply(grantIn(refused));
      let last = await step({ as, chart: './web' });
      // What could not be read before is known to be absent now.
      expect(deniedBy(last).every((right) => / (create|patch) /.test(right))).toBe(true);
      await story.admin.apply(grantIn(last));
      last = await step({ as, chart: './web' });
      expect([last.outputs.result, deniedBy(last)]).toEqual(['succeeded', []]);
      expect(last.outputs['release-revision']).toBe('1');
    },
    2 * MINUTES,
  );
});

test(
  'a chart that brings its own kinds is asked for them by what their definitions say',
  async () => {
    cpSync(chartFolder('with-crd'), join(job.workspace, 'with-crd'), { recursive: true });
    const refused = await step({ chart: './with-crd', release: 'gears' });
    const definition = 'customresourcedefinitions/widgets.charts.deploy-as.test';
    expect(deniedBy(refused).toSorted()).toEqual([
      `identity create ${definition}`,
      'identity create widgets/gears',
      'identity get widgets/gears',
      `identity patch ${definition}`,
      'identity patch widgets/gears',
      'identity watch customresourcedefinitions/',
      'identity watch widgets/',
    ]);
    expect(refused.outputs.result).toBe('denied');
  },
  MINUTES,
);

test(
  'a script is not checked beforehand, which is said once',
  async () => {
    const ran = await step({ run: 'kubectl get configmaps' });
    expect(ran.outputs.result).toBe('succeeded');
    expect(ran.log.match(/Nobody can know beforehand/g)).toHaveLength(1);
    const off = await step({ run: 'kubectl get configmaps', preflight: 'off' });
    expect(off.log).not.toContain('Nobody can know beforehand');
  },
  MINUTES,
);
