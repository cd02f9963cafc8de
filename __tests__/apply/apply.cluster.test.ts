import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../testbed/admin.ts';
import { type Applier, startApplier } from './applier.ts';

const MINUTE = 60_000;
let applier: Applier;

beforeAll(async () => {
  applier = await startApplier('apply');
}, MINUTE);
afterAll(async () => await applier?.end(), MINUTE);

function configMap(name: string, fields = ''): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n${fields}---\n`;
}

async function live<T = KubernetesObject>(path: string): Promise<T> {
  return await applier.admin.get<T>(`/api/v1/namespaces/${applier.namespace}/${path}`);
}

interface ManagedField {
  readonly manager: string;
  readonly operation: string;
  readonly fieldsV1: unknown;
}

async function managers(path: string): Promise<ManagedField[]> {
  const { metadata } = await live<{ metadata: { managedFields: ManagedField[] } }>(path);
  return metadata.managedFields;
}

describe('on a real API server', () => {
  test('objects are created as the deployer, by our manager, with what the file says', async () => {
    const mark = await applier.admin.auditMark();
    const { actions, texts } = await applier.apply(configMap('first', 'data: {a: "1"}\n'));
    expect([actions, texts]).toEqual([['created ConfigMap first'], []]);
    expect(await live<{ data: unknown }>('configmaps/first')).toMatchObject({ data: { a: '1' } });
    expect(await managers('configmaps/first')).toMatchObject([
      { manager: 'deploy-as', operation: 'Apply', fieldsV1: { 'f:data': { 'f:a': {} } } },
    ]);
    const writes = await applier.writes(mark);
    expect(writes.map(({ verb, impersonatedUser }) => [verb, impersonatedUser?.username])).toEqual([
      ['patch', applier.deployer],
    ]);
  });

  test('a second run changes nothing, a changed file is configured, and a field that is gone is removed', async () => {
    await applier.apply(configMap('again', 'data: {a: "1", b: "2"}\n'));
    const { metadata } = await live('configmaps/again');
    expect((await applier.apply(configMap('again', 'data: {a: "1", b: "2"}\n'))).actions).toEqual([
      'unchanged ConfigMap again',
    ]);
    expect((await live('configmaps/again')).metadata.resourceVersion).toBe(metadata.resourceVersion);
    expect((await applier.apply(configMap('again', 'data: {a: "3"}\n'))).actions).toEqual([
      'configured ConfigMap again',
    ]);
    expect(await live('configmaps/again')).toMatchObject({ data: { a: '3' } });
    expect((await live<{ data: object }>('configmaps/again')).data).not.toHaveProperty('b');
  });

  test(
    'a workload that rolls out in between is unchanged the second time',
    async () => {
      const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: web, image: "web:1", ports: [{containerPort: 80}]}
      volumes:
      - {name: s, secret: {secretName: s, defaultMode: 0644}}
`;
      expect((await applier.apply(deployment)).actions).toEqual(['created Deployment web']);
      const path = `/apis/apps/v1/namespaces/${applier.namespace}/deployments/web`;
      await applier.admin.waitFor('the deployment controller', async () => {
        const { status } = await applier.admin.get<{ status: { observedGeneration?: number } }>(path);
        return status.observedGeneration === 1;
      });
      expect((await applier.apply(deployment)).actions).toEqual(['unchanged Deployment web']);
      const { spec } = await applier.admin.get<{ spec: { template: { spec: { volumes: unknown[] } } } }>(path);
      expect(spec.template.spec.volumes).toMatchObject([{ secret: { defaultMode: 420 } }]);
    },
    MINUTE,
  );

  test('an empty namespace in the file is no namespace', async () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: nowhere, namespace: ""}\n';
    expect((await applier.apply(text)).texts).toEqual([]);
  });

  test('items of a List, anchors, merges and JSON arrive as kubectl would send them', async () => {
    const text = [
      'apiVersion: v1',
      'kind: List',
      'items:',
      '- apiVersion: v1',
      '  kind: ConfigMap',
      '  metadata: {name: merged}',
      '  data: &d {a: "1", b: "2"}',
      '- apiVersion: v1',
      '  kind: ConfigMap',
      '  metadata: {name: merging}',
      '  data:',
      '    <<: *d',
      '    b: "3"',
      '---',
      '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "json"},',
      '\t"data": {"x": "😀 \u00e9", "y": "a b"}}',
      '',
    ].join('\n');
    expect((await applier.apply(text)).texts).toEqual([]);
    expect(await live('configmaps/merging')).toMatchObject({ data: { a: '1', b: '3' } });
    expect(await live('configmaps/json')).toMatchObject({ data: { x: '😀 é', y: 'a b' } });
    const json =
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"escapes"},"data":{"x":"\\ud83d\\ude00\\/\u2028"}}';
    expect((await applier.apply(json)).texts).toEqual([]);
    expect(await live('configmaps/escapes')).toMatchObject({ data: { x: '😀/\u2028' } });
  });

  test('a comment, a CRLF file and a byte at the end leave nothing behind', async () => {
    expect(
      (
        await applier.apply(
          '# c\r\napiVersion: v1\r\nkind: ConfigMap\r\nmetadata:\r\n  name: crlf\r\ndata:\r\n  x: |\r\n    a\r\n    b\r\n...\r\n',
        )
      ).texts,
    ).toEqual([]);
    expect(await live('configmaps/crlf')).toMatchObject({ data: { x: 'a\nb\n' } });
  });

  test('a refused object stops later ranks, and every fault is told at its line', async () => {
    const text = `${configMap('sound')}apiVersion: v1
kind: Secret
metadata: {name: pin}
stringData:
  pin: 123456789
---
apiVersion: v1
kind: Service
metadata: {name: late}
spec: {ports: [{port: 80}]}
`;
    const { actions, texts, notSent, problems } = await applier.apply(text);
    expect(actions).toEqual(['failed Secret pin']);
    expect(notSent.map(({ ref }) => ref.name).sort()).toEqual(['late', 'sound']);
    expect(texts).toEqual([
      `a.yaml:9: Secret ${applier.namespace}/pin: .stringData.pin must be a string, and is a number.\nPut the value in quotes.`,
    ]);
    expect(problems.map(({ kind }) => kind)).toEqual(['admission']);
  });

  test('unknown fields and wrong types are told at their own lines', async () => {
    const text = `apiVersion: apps/v1
kind: Deployment
metadata: {name: wrong}
spec:
  replcas: 3
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec:
      containers:
      - name: web
        image: web:1
        imagePulPolicy: Always
        env:
        - {name: A, value: 1}
`;
    const { texts } = await applier.apply(text);
    const path = '.spec.template.spec.containers[name="web"]';
    const { namespace } = applier;
    const faults = [
      `a.yaml:5: Deployment ${namespace}/wrong: Deployment (apps/v1) has no field .spec.replcas.`,
      `a.yaml:13: Deployment ${namespace}/wrong: Deployment (apps/v1) has no field ${path}.imagePulPolicy.`,
      `a.yaml:15: Deployment ${namespace}/wrong: ${path}.env[name="A"].value must be a string, and is the number 1.`,
    ];
    // The server looks no further in a mapping once it has met an unknown field, and takes fields in any order.
    const told = texts.map((text) => text.split('\n')[0]);
    expect(told).toContain(faults[0]);
    expect(told).toEqual(faults.filter((fault) => told.includes(fault)));
  });

  test('a value that is not base64 is told by its key', async () => {
    const text = 'apiVersion: v1\nkind: Secret\nmetadata: {name: b}\ndata:\n  good: aGk=\n  bad: hunter22!\n';
    const { texts } = await applier.apply(text);
    expect(texts).toEqual([expect.stringMatching(/^a.yaml:6: Secret .*: the value of data.bad is not base64/)]);
  });

  test('what only the server finds wrong with the YAML is told at its line', async () => {
    const text = '# head\napiVersion: v1\nkind: ConfigMap\n\t\nmetadata: {name: tab}\n';
    expect((await applier.apply(text)).texts).toEqual([expect.stringMatching(/^a.yaml:4: .*tab character/)]);
  });

  test('what validation refuses is told at its line', async () => {
    const text = `apiVersion: v1
kind: Service
metadata: {name: bad}
spec:
  ports:
  - port: 80
  - port: 99999
    name: x
`;
    const { texts } = await applier.apply(text);
    expect(texts).toContainEqual(expect.stringMatching(/^a.yaml:7: .*spec.ports\[1\].port: Invalid value/));
  });

  test(
    'fields that others own are a conflict that names them, and force takes them',
    async () => {
      const { info, binaries } = applier;
      const kubectl = (input: string) =>
        spawnSync(
          binaries.kubectl,
          ['--kubeconfig', info.adminKubeconfig, '-n', applier.namespace, 'apply', '-f', '-'],
          { input, encoding: 'utf8' },
        );
      expect(kubectl(configMap('owned', 'data: {a: "1"}\n')).stderr).toBe('');
      const { texts, problems } = await applier.apply(configMap('owned', 'data:\n  b: "1"\n  a: "2"\n'));
      expect(problems).toMatchObject([
        { kind: 'conflict', conflicts: [{ manager: 'kubectl-client-side-apply', fields: ['.data.a'] }] },
      ]);
      expect(texts[0]).toMatch(/^a.yaml:6: /);
      expect((await applier.apply(configMap('owned', 'data: {a: "2"}\n'), { forceConflicts: true })).actions).toEqual([
        'configured ConfigMap owned',
      ]);
      expect(await live('configmaps/owned')).toMatchObject({ data: { a: '2' } });
    },
    MINUTE,
  );

  test('a missing right is named exactly, with the object that needs it', async () => {
    const quota = 'apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q}\nspec: {hard: {pods: "100"}}\n';
    await expect(applier.apply(quota)).rejects.toThrow('may not get resourcequotas "q"');
    await applier.admin.apply(
      `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader}
rules: [{apiGroups: [""], resources: [resourcequotas], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: deployer}]
`,
      { namespace: applier.namespace },
    );
    const { actions, problems } = await applier.admin.waitFor('the new right', async () => await applier.apply(quota));
    expect(actions).toEqual(['failed ResourceQuota q']);
    expect(problems).toMatchObject([
      {
        kind: 'forbidden',
        denied: [
          { who: 'identity', verb: 'patch', resource: 'resourcequotas', namespace: applier.namespace, name: 'q' },
        ],
        source: { file: 'a.yaml', line: 1 },
        object: { name: 'q' },
      },
    ]);
  });

  test("the server's warnings come with their object", async () => {
    const text = `apiVersion: v1
kind: Pod
metadata: {name: warned}
spec:
  containers:
  - {name: a, image: a}
  nodeSelector: {beta.kubernetes.io/os: linux}
`;
    const { warnings } = await applier.apply(text);
    expect(warnings).toMatchObject([
      { message: expect.stringContaining('The API server warns about Pod'), source: { file: 'a.yaml', line: 1 } },
    ]);
  });

  test(
    'a thousand objects arrive, and are unchanged the second time',
    async () => {
      const text = Array.from({ length: 1000 }, (_, index) => configMap(`many-${index}`, 'data: {a: "1"}\n')).join('');
      expect(new Set((await applier.apply(text)).changes.map(({ action }) => action))).toEqual(new Set(['created']));
      const second = await applier.apply(text);
      expect(new Set(second.changes.map(({ action }) => action))).toEqual(new Set(['unchanged']));
      expect(second.changes).toHaveLength(1000);
    },
    3 * MINUTE,
  );

  test(
    'a cancel leaves what was sent, and says how much',
    async () => {
      const text = Array.from({ length: 400 }, (_, index) => configMap(`cut-${index}`)).join('');
      const controller = new AbortController();
      const mark = await applier.admin.auditMark();
      const running = applier.apply(text, {}, controller.signal);
      await applier.admin.waitFor(
        'the first of them',
        async () =>
          (await applier.admin.request('GET', `/api/v1/namespaces/${applier.namespace}/configmaps/cut-0`)).status ===
          200,
      );
      controller.abort();
      const { changes, notSent, problems } = await running;
      expect(problems).toMatchObject([{ kind: 'cancelled' }]);
      expect(changes.length + notSent.length).toBe(400);
      expect(notSent.length).toBeGreaterThan(0);
      const arrived = (await applier.writes(mark)).length;
      expect(arrived).toBeGreaterThanOrEqual(changes.filter(({ action }) => action === 'created').length);
      expect(arrived).toBeLessThanOrEqual(changes.length);
    },
    MINUTE,
  );
});

describe('a set that brings its own namespace and kinds', () => {
  test(
    'is applied in one run',
    async () => {
      await applier.becomeAdmin();
      const suffix = applier.namespace;
      const group = `${suffix}.example.com`;
      const text = `
apiVersion: ${group}/v1
kind: Widget
metadata: {name: w, namespace: ${suffix}-new}
spec: {size: 3}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: ${suffix}-new}
---
apiVersion: ${group}/v1
kind: Gadget
metadata: {name: g}
---
apiVersion: v1
kind: Namespace
metadata: {name: ${suffix}-new}
---
${definition(group, 'Widget', 'Namespaced')}
---
${definition(group, 'Gadget', 'Cluster')}
`;
      try {
        const { actions, texts } = await applier.apply(text);
        expect(texts).toEqual([]);
        expect(actions).toEqual([
          `created Namespace ${suffix}-new`,
          `created CustomResourceDefinition widgets.${group}`,
          `created CustomResourceDefinition gadgets.${group}`,
          'created ConfigMap a',
          'created Widget w',
          'created Gadget g',
        ]);
        const again = await applier.apply(text);
        expect(
          again.changes
            .filter(({ action }) => action !== 'unchanged')
            .map(({ ref, action }) => `${action} ${ref.kind}`),
        ).toEqual([]);
        const wrong = await applier.apply(text.replace('size: 3', 'size: 3, colour: red'));
        expect(wrong.texts).toEqual([expect.stringMatching(/^a.yaml:5: Widget .* has no field \.?spec\.colour/)]);
      } finally {
        const { admin } = applier;
        await admin.request('DELETE', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.${group}`);
        await admin.request('DELETE', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gadgets.${group}`);
        await admin.request('DELETE', `/api/v1/namespaces/${suffix}-new`);
      }
    },
    MINUTE,
  );

  test(
    'may use a field that its own definition has only just got',
    async () => {
      await applier.becomeAdmin();
      const group = `grows.${applier.namespace}.example.com`;
      const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/growers.${group}`;
      try {
        for (let size = 1; size <= 12; size++) {
          const fields = Array.from({ length: size }, (_, index) => `f${index}: {type: integer}`).join(', ');
          const grown = definition(group, 'Grower', 'Cluster').replace('size: {type: integer}', fields);
          const object = `apiVersion: ${group}/v1\nkind: Grower\nmetadata: {name: g}\nspec: {f${size - 1}: ${size}}\n`;
          expect((await applier.apply(`${grown}\n---\n${object}`)).texts).toEqual([]);
        }
      } finally {
        await applier.admin.request('DELETE', path);
      }
    },
    MINUTE,
  );

  test(
    'whose kind is taken by another says so',
    async () => {
      await applier.becomeAdmin();
      const group = `taken.${applier.namespace}.example.com`;
      const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
      try {
        await applier.apply(definition(group, 'Thing', 'Cluster'));
        const other = definition(group, 'Thing', 'Cluster')
          .replace('name: things.', 'name: others.')
          .replace('plural: things', 'plural: others');
        const { texts } = await applier.apply(other);
        expect(texts).toEqual([expect.stringContaining('does not accept the names of CustomResourceDefinition')]);
      } finally {
        await applier.admin.request('DELETE', `${path}/things.${group}`);
        await applier.admin.request('DELETE', `${path}/others.${group}`);
      }
    },
    MINUTE,
  );
});

function definition(group: string, kind: string, scope: string): string {
  const plural = `${kind.toLowerCase()}s`;
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ${plural}.${group}}
spec:
  group: ${group}
  scope: ${scope}
  names: {kind: ${kind}, plural: ${plural}}
  versions:
  - name: v1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}}`;
}
