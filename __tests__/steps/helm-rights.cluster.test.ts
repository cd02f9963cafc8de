import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { StepRights } from '../../src/check/preflight.ts';
import type { ChartStep } from '../../src/inputs.ts';
import { formatProblem } from '../../src/problem.ts';
import type { Needed } from '../../src/rights/needed.ts';
import type { Right } from '../../src/rights/right.ts';
import { deployChart } from '../../src/steps/helm.ts';
import type { Admin } from '../../testbed/admin.ts';
import type { AuditEvent } from '../../testbed/audit-log.ts';
import { sharedAdmin, sharedTestbed } from '../../testbed/shared.ts';
import { chartStep, createDeployer, type Deployer, recordingHost } from './deployer.ts';

const MINUTES = 60_000;
const never = new AbortController().signal;

let admin: Admin;
let deployer: Deployer;

beforeAll(() => {
  admin = sharedAdmin();
});
afterAll(() => admin?.close());
afterEach(() => deployer?.end());

/** Everything in its namespace: what helm sends is the subject, not what it is refused. */
const EVERYTHING = '- { apiGroups: ["*"], resources: ["*"], verbs: ["*"] }';

async function writeChart(): Promise<void> {
  const chart = join(deployer.surroundings.folders.working, 'every');
  await mkdir(join(chart, 'templates'), { recursive: true });
  const file = (name: string, text: string) => writeFile(join(chart, name), text);
  await file('Chart.yaml', 'apiVersion: v2\nname: every\nversion: 0.1.0\n');
  await file('values.yaml', 'greeting: hello\nextra: true\n');
  await file(
    'templates/objects.yaml',
    `${configMap('settings', '', '{{ .Values.greeting }}')}---
{{ if .Values.extra }}
${configMap('extra')}---
${configMap('kept', 'helm.sh/resource-policy: keep')}---
{{ end }}
${workload('Deployment', 'web')}---
${workload('StatefulSet', 'db')}`,
  );
  const events = ['pre-install', 'post-install', 'pre-upgrade', 'post-upgrade', 'pre-rollback', 'pre-delete', 'test'];
  for (const event of events) {
    await file(`templates/${event}.yaml`, configMap(event, `helm.sh/hook: ${event}`));
  }
  for (const policy of [
    'before-hook-creation',
    'hook-succeeded',
    'hook-failed',
    'before-hook-creation,hook-succeeded',
  ]) {
    const events = policy === 'hook-failed' ? 'pre-install' : 'pre-install,pre-upgrade';
    await file(
      `templates/job-${policy.replace(',', '-')}.yaml`,
      job(`job-${policy.replace(',', '-')}`, events, policy),
    );
  }
}

function configMap(name: string, annotation = '', value = 'a'): string {
  const annotations = annotation === '' ? '' : `, annotations: { ${annotation} }`;
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}${annotations} }\ndata: { value: "${value}" }\n`;
}

function workload(kind: string, name: string): string {
  return `apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name} }
spec:
  replicas: 1
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} }, annotations: { greeting: "{{ .Values.greeting }}" } }
    spec: { containers: [{ name: a, image: registry.example.com/a:1 }] }
`;
}

function job(name: string, events: string, policy: string): string {
  return `apiVersion: batch/v1
kind: Job
metadata: { name: ${name}, annotations: { helm.sh/hook: "${events}", helm.sh/hook-delete-policy: "${policy}" } }
spec:
  backoffLimit: 0
  template:
    spec: { restartPolicy: Never, containers: [{ name: a, image: registry.example.com/a:1 }] }
`;
}

/** What we say that a deployment takes, and what the server was then asked for. */
async function compare(overrides: Partial<ChartStep> = {}): Promise<{ unsaid: string[]; unused: string[] }> {
  const said: Needed[] = [];
  const rights: StepRights = {
    looks: true,
    lacks: async () => false,
    check: async ({ needed }) => {
      said.push(...needed);
      return { ok: true, value: undefined };
    },
  };
  const mark = await admin.auditMark();
  const deployment = await deployChart(
    chartStep({ chart: 'every', release: 'every', ...overrides }),
    { ...deployer.surroundings, rights },
    recordingHost(),
    never,
  );
  expect(deployment.problems.map(formatProblem)).toEqual([]);
  const events = await admin.auditEvents(({ impersonatedUser }) => impersonatedUser?.username === deployer.username, {
    since: mark,
  });
  const asked = events.flatMap(rightsOf);
  const unsaid = asked.filter((right) => !said.some((need) => rightsIn(need).some((one) => covers(one, right))));
  const unused = said.filter(
    (need) => need.certainty === 'needed' && !asked.some((right) => rightsIn(need).some((one) => covers(one, right))),
  );
  return {
    unsaid: [...new Set(unsaid.map(inWords))].sort(),
    unused: [...new Set(unused.map(({ right }) => inWords(right)))].sort(),
  };
}

const rightsIn = ({ right, alternatives = [] }: Needed) => [right, ...alternatives];

/** What the server asks for a request: for an apply that creates, `create` as well. */
function rightsOf({ verb, objectRef, requestURI, responseStatus, stage }: AuditEvent): Right[] {
  if (objectRef === undefined || stage === 'RequestReceived') return [];
  const { resource = '', namespace = '', apiGroup = '', subresource = '' } = objectRef;
  const named = new URLSearchParams(requestURI.split('?')[1]).get('fieldSelector')?.match(/^metadata\.name=(.+)$/)?.[1];
  // The name of a POST is in its body, where no authorizer looks.
  const name = verb === 'create' ? '' : (objectRef.name ?? named ?? '');
  const right = { verb, apiGroup, resource, subresource, namespace, name };
  return verb === 'patch' && responseStatus?.code === 201 ? [right, { ...right, verb: 'create' }] : [right];
}

function covers(wide: Right, narrow: Right): boolean {
  return inWords({ ...narrow, name: wide.name === '' ? '' : narrow.name }) === inWords(wide);
}

function inWords({ verb, apiGroup, resource, namespace, name }: Right): string {
  return `${verb} ${resource}.${apiGroup} ${namespace === '' ? '' : 'here'}/${name}`;
}

describe.each([
  ['helm4', 'v4.3.1'],
  ['helm3', 'v3.22.0'],
] as const)('with %s', (helm, version) => {
  beforeEach(async () => {
    const { info, binaries } = sharedTestbed();
    deployer = await createDeployer(admin, info, { helm: binaries[helm], version });
    await deployer.grant(EVERYTHING);
    await writeChart();
  }, MINUTES);

  // helm 3 looks at the namespace of each hook, and goes on where it may not.
  const unsaid = helm === 'helm3' ? ['get namespaces. here/', 'get namespaces. here'] : [];
  const nothing = (words: string[]) => words.filter((one) => !unsaid.some((known) => one.startsWith(known)));

  test(
    'every right that helm uses is asked for beforehand, and no other, from the first install to a full history',
    async () => {
      const rounds: [string, Partial<ChartStep>][] = [
        ['first install', {}],
        ['no change', {}],
        ['a change', { set: ['greeting=hi'] }],
        ['objects that leave', { set: ['extra=false'], wait: { wait: false, timeoutMilliseconds: 60_000 } }],
        ['a full history', { helmArgs: ['--history-max', '3'] }],
      ];
      const found: Record<string, unknown> = {};
      for (const [name, overrides] of rounds) {
        const { unsaid: more, unused } = await compare(overrides);
        found[name] = { unsaid: nothing(more), unused };
      }
      expect(found).toEqual(Object.fromEntries(rounds.map(([name]) => [name, { unsaid: [], unused: [] }])));
    },
    5 * MINUTES,
  );
});
