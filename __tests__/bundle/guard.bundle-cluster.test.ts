import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { JsonReport } from '../../src/report/json.ts';
import { type Job, provide, runMain, type StepResult, startJob } from '../../testbed/runner.ts';
import { type Story, startStory } from '../../testbed/story.ts';

const MINUTES = 60_000;
const RBAC = '/apis/rbac.authorization.k8s.io/v1';

let story: Story;
let job: Job;

beforeAll(async () => {
  story = await startStory('guarded');
}, 2 * MINUTES);
afterAll(() => story?.end());
beforeEach(() => {
  job = startJob();
  provide(job, { kubectl: story.binaries.kubectl });
  const file = join(job.workspace, 'deploy/settings.yaml');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { a: b }\n');
});
const taken: string[] = [];
afterEach(async () => {
  job.end();
  for (const path of taken.splice(0)) await story.admin.remove(path);
});

async function step(inputs: Record<string, string> = {}): Promise<StepResult> {
  return await runMain(job, { ...story.inputs, manifests: 'deploy/', ...inputs });
}

function reportOf({ outputs }: StepResult): JsonReport {
  return JSON.parse(readFileSync(outputs.report ?? '', 'utf8'));
}

/** Gives `rules` to `user` in the whole cluster, or in the story's namespace, until the test's end. */
async function give(user: string, rules: string, where: 'cluster' | 'namespace'): Promise<void> {
  const [, , namespace, name] = user.split(':');
  const kind = where === 'cluster' ? 'ClusterRole' : 'Role';
  const own = `more-${story.namespace}`;
  const metadata = where === 'cluster' ? `{ name: ${own} }` : `{ name: ${own}, namespace: ${story.namespace} }`;
  await story.admin.apply(`
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: ${metadata}
rules: [${rules}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}Binding
metadata: ${metadata}
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${kind}, name: ${own} }
subjects: [{ kind: ServiceAccount, name: ${name}, namespace: ${namespace} }]
`);
  const path = where === 'cluster' ? RBAC : `${RBAC}/namespaces/${story.namespace}`;
  taken.push(`${path}/${kind.toLowerCase()}bindings/${own}`, `${path}/${kind.toLowerCase()}s/${own}`);
}

/** The authorizer sees new rules a moment after they are written. */
async function until(
  condition: (result: StepResult) => boolean,
  inputs: Record<string, string> = {},
): Promise<StepResult> {
  return await story.admin.waitFor('the new rules to be seen', async () => {
    const result = await step(inputs);
    return condition(result) && result;
  });
}

const READ_SECRETS = '{ apiGroups: [""], resources: [secrets], verbs: [list] }';
const EVERYTHING = '{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }';

describe('a token that may only impersonate', () => {
  test(
    'is said to have no other rights, strictly asked or not, and off asks nothing',
    async () => {
      for (const strictness of ['warn', 'enforce']) {
        const result = await step({ 'token-rights': strictness });
        expect(result.outputs.result).toBe('succeeded');
        expect(reportOf(result).tokenRights).toEqual({
          depth: strictness === 'warn' ? 'quiet' : 'full',
          complete: true,
          findings: [],
        });
        expect(result.log).not.toContain('::warning');
      }
      expect(reportOf(await step({ 'token-rights': 'off' })).tokenRights).toBeNull();
    },
    2 * MINUTES,
  );
});

describe('a token that may read Secrets', () => {
  test(
    'is warned of in one line, with the rule to take away in the summary; or stops the run, with nothing changed',
    async () => {
      await give(story.agent, READ_SECRETS, 'namespace');
      const warned = await until(({ log }) => log.includes('::warning'));
      expect(warned.outputs.result).toBe('succeeded');
      const warnings = warned.log.split('\n').filter((line) => line.startsWith('::warning'));
      expect(warnings).toEqual([expect.stringContaining(`read every Secret in namespace ${story.namespace}`)]);
      expect(warned.summary).toContain('{ apiGroups: [""], resources: ["secrets"], verbs: ["list"] }');
      expect(warned.summary).toContain('1 right too many');

      const mark = await story.admin.auditMark();
      const stopped = await step({ 'token-rights': 'enforce' });
      expect(stopped).toMatchObject({ exitCode: 1, outputs: { result: 'denied', 'changed-count': '0' } });
      expect(stopped.log).toContain('can read Secrets: it may read every Secret');
      expect(reportOf(stopped).tokenRights?.findings).toMatchObject([
        { id: 'read-secrets', rank: 'read-secrets', namespace: story.namespace },
      ]);
      expect(await story.writes(mark)).toEqual([]);
    },
    2 * MINUTES,
  );
});

describe('an identity that may do everything', () => {
  test(
    'is refused before anything is written, unless the workflow says that it may be one',
    async () => {
      await give(story.deployer, EVERYTHING, 'cluster');
      const refused = await until(({ outputs }) => outputs.result === 'denied');
      expect(refused.log).toContain('do everything in the whole cluster');
      expect(refused.log).toContain('allow-cluster-admin: true');
      expect(refused.outputs['changed-count']).toBe('0');
      expect((await step({ 'allow-cluster-admin': 'true' })).outputs.result).toBe('succeeded');
    },
    2 * MINUTES,
  );

  test(
    'in its own namespace is as good as any',
    async () => {
      await give(story.deployer, EVERYTHING, 'namespace');
      expect((await step()).outputs.result).toBe('succeeded');
    },
    MINUTES,
  );
});
