import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readObjects } from '../../src/manifests/draft.ts';
import { sameJson, writeJson } from '../../src/manifests/json.ts';
import type { Admin } from '../../testbed/admin.ts';
import { sharedAdmin, sharedTestbed } from '../../testbed/shared.ts';

const SCALARS =
  "on off y n Yes NO true TRUE ~ null Null 0644 0o644 0O17 -012 0x1F +0x1f 0b101 08 1_000 1_ _1 1:30 2020-01-01 1e3 1.5e3_0 1E400 .5 .5_0 +.5 1. 1.10 -0 -0.0 . 0x 9223372036854775807 -9223372036854775808 << = !!str~12 !!float~1 !!int~'12' !foo~bar [1,on] {a:~1,0644:~b} {a:1} 'on' \"a\\x41\\u263a\\n\" http://x a#b x~#~c"
    .split(' ')
    .map((scalar) => scalar.replaceAll('~', scalar.length === 1 ? '~' : ' '));

const BLOCKS = [
  '|\n    a\n\n    b',
  '>-\n    a\n    b\n\n    c',
  '|+\n    a\n\n',
  '"a\n    b"',
  'a\n    b',
  '\n  - x\n  - y: 0644',
];

/** Every scalar as a value and many as keys, in one object; `kind` and name differ from test to test. */
function manifest(apiVersion: string, kind: string, name: string): string {
  const values = [...SCALARS, ...BLOCKS].map((scalar, index) => `  v${index}: ${scalar}\n`);
  const keys = ['on', '0644', '1.5', '1e6', '"q"', '2020-01-01', '1_000'].map((key) => `  ${key}: k\n`);
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\nspec:\n${[...values, ...keys].join('')}`;
}

function onlyObject(text: string) {
  const { objects, problems } = readObjects(text, { kind: 'file', file: 'a.yaml' });
  expect(problems).toEqual([]);
  const [object] = objects;
  if (object === undefined) throw new Error('there is no object');
  return object;
}

let admin: Admin;
let namespace: string;
let group: string;

beforeAll(async () => {
  admin = sharedAdmin();
  namespace = await admin.createNamespace('reading');
  group = `${namespace}.example.com`;
  await admin.apply(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.${group} }
spec:
  group: ${group}
  scope: Namespaced
  names: { kind: Thing, plural: things }
  versions:
  - name: v1
    served: true
    storage: true
    schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
`);
}, 60_000);

afterAll(async () => {
  await admin?.request('DELETE', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.${group}`);
  await admin?.request('DELETE', `/api/v1/namespaces/${namespace}`);
  admin?.close();
});

describe('every way to write a value', () => {
  test('is read as kubectl reads it', () => {
    const { info, binaries } = sharedTestbed();
    const text = manifest('v1', 'ConfigMap', 'a');
    const args = [
      '--kubeconfig',
      info.adminKubeconfig,
      'create',
      '--dry-run=client',
      '--validate=false',
      '-o',
      'json',
      '-f',
      '-',
    ];
    const { stdout, stderr } = spawnSync(binaries.kubectl, args, { input: text, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(writeJson(onlyObject(text).value.spec ?? null))).toEqual(JSON.parse(stdout).spec);
  });

  test('is read as the API server reads it', async () => {
    const object = onlyObject(manifest(`${group}/v1`, 'Thing', 'a'));
    const path = `/apis/${group}/v1/namespaces/${namespace}/things/a?fieldManager=test`;
    const patch = () =>
      admin.request<{ spec: never }>('PATCH', path, { contentType: 'application/apply-patch+yaml', body: object.body });
    const answer = await admin.waitFor('the new kind', async () => {
      const answer = await patch();
      return answer.status !== 404 && answer;
    });
    expect(answer.status).toBe(201);
    const { spec } = onlyObject(object.body).value;
    // Server-side apply takes a null for "not there".
    const written = Object.fromEntries(Object.entries(spec ?? {}).filter(([, value]) => value !== null));
    const live = Object.fromEntries(Object.entries(answer.body.spec).filter(([, value]) => value !== null));
    const digits = (value: object) => JSON.parse(writeJson({ ...value }));
    expect(digits(live)).toEqual(digits(written));
    expect(sameJson(digits(written), digits(live))).toBe(true);
  }, 60_000);
});
