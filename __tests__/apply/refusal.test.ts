import { describe, expect, test } from '@jest/globals';
import { explainRefusal } from '../../src/apply/refusal.ts';
import type { KubeObject } from '../../src/manifests/object.ts';
import { formatProblem } from '../../src/problem.ts';
import { onlyObject } from '../manifests/builders.ts';
import { type StatusFailure, status } from './answering-client.ts';

const DEPLOYMENT = onlyObject(
  `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replcas: 3
  template:
    spec:
      containers:
      - name: web
        image: web:1
        env:
        - name: A
          value: 1
`,
);
const SECRET = onlyObject('apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData:\n  pin: 123456789\n');

function explain(failure: StatusFailure, object: KubeObject = DEPLOYMENT) {
  return explainRefusal(failure, object, { server: 'https://c', credentialName: 'the token', kind: 'admission' });
}

describe('a refused object', () => {
  test('has each unknown field at its own line', () => {
    const message =
      'failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): errors:\n  .spec.replcas: field not declared in schema\n  .spec.template.spec.containers[name="web"].env[name="A"].value: expected string, got &value.valueUnstructured{Value:1}';
    const problems = explain(status(500, { message }));
    expect(problems.map(formatProblem)).toEqual([
      'deploy/a.yaml:6: Deployment web: Deployment (apps/v1) has no field .spec.replcas.\nCheck its spelling and indentation; `kubectl explain deployment.spec` lists the fields.',
      'deploy/a.yaml:14: Deployment web: .spec.template.spec.containers[name="web"].env[name="A"].value must be a string, and is the number 1.\nPut the value in quotes.',
    ]);
    expect(problems.map(({ kind }) => kind)).toEqual(['admission', 'admission']);
  });

  test('that changes an immutable template has the reason, a start of the value, and what to do', () => {
    const dump = `core.PodTemplateSpec{Labels:map[string]string{"a":"b: {\\"c"}, Spec:core.PodSpec{${'x: 0x0, '.repeat(600)}}}`;
    const job = onlyObject('apiVersion: batch/v1\nkind: Job\nmetadata: {name: j, namespace: shop}\n');
    const reason = `Invalid value: ${dump}: field is immutable`;
    const causes = [{ reason: 'FieldValueInvalid', field: 'spec.template', message: reason }];
    const fix =
      'This field of a live Job cannot be changed: give the new one another name, or delete the old one first (`kubectl delete job j -n shop`).';
    const [problem] = explain(status(422, { message: `Job "j" is invalid: spec.template: ${reason}`, causes }), job);
    expect(problem).toMatchObject({
      message: expect.stringMatching(
        /: spec\.template: Invalid value: core\.PodTemplateSpec\{.*…: field is immutable\.$/,
      ),
      fix,
    });
    expect(problem?.message.length).toBeLessThan(200);
    const [whole] = explain(status(422, { message: `Job "j" is invalid: spec.template: ${reason}` }), job);
    expect(whole).toMatchObject({ message: expect.stringMatching(/…: field is immutable\.$/), fix });
  });

  test('has a field that strict validation does not know at its line', () => {
    const message = 'failed to create typed patch object: strict decoding error: unknown field "spec.replcas"';
    expect(explain(status(400, { message }))).toMatchObject([{ source: { line: 6 } }]);
  });

  test('has every cause of a validation at its own line', () => {
    const causes = [
      {
        reason: 'FieldValueInvalid',
        field: 'spec.template.spec.containers[0].image',
        message: 'Invalid value: "web:1": x',
      },
      { reason: 'FieldValueRequired', field: 'spec.selector', message: 'Required value' },
    ];
    expect(explain(status(422, { reason: 'Invalid', message: 'Deployment "web" is invalid', causes }))).toMatchObject([
      { source: { line: 5 }, message: 'Deployment web: spec.selector: Required value.' },
      {
        source: { line: 11 },
        message: 'Deployment web: spec.template.spec.containers[0].image: Invalid value: "web:1": x.',
      },
    ]);
  });

  test('never shows the value of a Secret', () => {
    const message =
      'failed to create typed patch object (shop/db; /v1, Kind=Secret): .stringData.pin: expected string, got &value.valueUnstructured{Value:123456789}';
    const text = explain(status(500, { message }), SECRET).map(formatProblem).join();
    expect(text).toContain('deploy/a.yaml:5: Secret db: .stringData.pin must be a string, and is a number.');
    expect(text).not.toContain('123456789');
  });

  test('names the value of a Secret that is not base64 by its key', () => {
    const object = onlyObject('apiVersion: v1\nkind: Secret\nmetadata: {name: db}\ndata:\n  a: aGk=\n  b: hunter22!\n');
    const message =
      'failed to convert new object (/db; /v1, Kind=Secret) to proper version: unable to convert unstructured object to /v1, Kind=Secret: error decoding from json: illegal base64 data at input byte 8';
    const [problem, ...others] = explain(status(500, { message }), object);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ source: { line: 6 }, message: 'Secret db: the value of data.b is not base64.' });
  });

  test("that is no YAML to the server has the server's line", () => {
    const message = 'error decoding YAML: error converting YAML to JSON: yaml: line 3: found a tab character';
    expect(explain(status(400, { message }))).toMatchObject([{ source: { line: 3 } }]);
  });

  test('that names the version which it wants to change says so', () => {
    const object = onlyObject('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, resourceVersion: "3"}\n');
    const message = 'Operation cannot be fulfilled on configmaps "a": the object has been modified';
    expect(explain(status(409, { reason: 'Conflict', message }), object)).toMatchObject([
      { kind: 'admission', fix: expect.stringContaining('Remove metadata.resourceVersion') },
    ]);
  });

  test('in conflict names each manager with its fields, and both ways out', () => {
    const cause = (manager: string, field: string) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with "${manager}" using apps/v1`,
      field,
    });
    const problems = explain(
      status(409, {
        reason: 'Conflict',
        message: 'Apply failed with 3 conflicts',
        causes: [
          cause('kubectl-client-side-apply', '.spec.replcas'),
          cause('hpa', '.spec.x'),
          cause('kubectl-client-side-apply', '.spec.y'),
        ],
      }),
    );
    expect(problems.map(formatProblem)).toEqual([
      [
        'deploy/a.yaml:6: Deployment web was not applied: others own fields that it sets to another value.',
        '  kubectl-client-side-apply owns .spec.replcas, .spec.y',
        '  hpa owns .spec.x',
        'Take the fields out of the file, so that their owner keeps them, or set `force-conflicts: true` to take them over.',
      ].join('\n'),
    ]);
  });

  test('for which a right is missing names the right', () => {
    const message =
      'deployments.apps "web" is forbidden: User "system:serviceaccount:shop:deployer" cannot patch resource "deployments" in API group "apps" in the namespace "shop"';
    expect(explain(status(403, { reason: 'Forbidden', message }))).toMatchObject([
      {
        kind: 'forbidden',
        denied: [
          { who: 'identity', verb: 'patch', apiGroup: 'apps', resource: 'deployments', namespace: 'shop', name: 'web' },
        ],
        source: { line: 1 },
      },
    ]);
  });

  test('in a namespace that is not there says what to do', () => {
    expect(explain(status(404, { reason: 'NotFound', message: 'namespaces "shop" not found' }))).toMatchObject([
      { kind: 'admission', fix: expect.stringContaining('Namespace shop does not exist') },
    ]);
  });

  test('by a webhook that is down is no fault of the object', () => {
    const message = 'Internal error occurred: failed calling webhook "x": connection refused';
    expect(explain(status(500, { reason: 'InternalError', message }))).toMatchObject([{ kind: 'unreachable' }]);
  });

  test('by a policy shows what the policy says', () => {
    const message = 'admission webhook "policy.example.com" denied the request: no latest tags';
    expect(explain(status(400, { message }))).toMatchObject([
      { kind: 'admission', message: `The API server refused Deployment web (400): ${message}.` },
    ]);
  });
});
