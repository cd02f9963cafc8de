import { describe, expect, test } from '@jest/globals';
import { readObjects } from '../../src/manifests/draft.ts';
import { type Settling, settle } from '../../src/manifests/scope.ts';
import type { Outcome } from '../../src/problem.ts';

const SCOPES: Readonly<Record<string, 'namespaced' | 'cluster'>> = {
  'v1 ConfigMap': 'namespaced',
  'v1 Namespace': 'cluster',
  'apps/v1 Deployment': 'namespaced',
  'apps/v1beta1 Deployment': 'namespaced',
  'apiextensions.k8s.io/v1 CustomResourceDefinition': 'cluster',
};

const SETTLING: Settling = {
  namespace: 'shop',
  scopeOf: (apiVersion, kind) => SCOPES[`${apiVersion} ${kind}`],
};

function manifest(apiVersion: string, kind: string, metadata = '{name: a}'): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: ${metadata}\n`;
}

function settleText(text: string, settling: Settling = SETTLING) {
  return settle(readObjects(text, { kind: 'file', file: 'a.yaml' }), settling);
}

function problemsOf(outcome: Outcome<unknown>): string[] {
  return outcome.ok ? [] : outcome.problems.map((problem) => `${problem.source?.line} ${problem.message}`);
}

const CRD = `${manifest('apiextensions.k8s.io/v1', 'CustomResourceDefinition', '{name: widgets.x.io}')}spec:
  group: x.io
  scope: Cluster
  names: {kind: Widget, plural: widgets}
  versions: [{name: v1, served: true}, {name: v0, served: false}]
`;

describe('settling objects', () => {
  test('gives the namespace to those that need one and name none, and leaves their text alone', () => {
    const outcome = settleText(
      [
        manifest('v1', 'ConfigMap'),
        manifest('v1', 'ConfigMap', '{name: a, namespace: other}'),
        manifest('v1', 'Namespace'),
      ].join('---\n'),
    );
    expect(outcome.ok && outcome.value.map(({ ref }) => ref.namespace)).toEqual(['shop', 'other', undefined]);
    expect(outcome.ok && outcome.value[0]?.body).toBe(manifest('v1', 'ConfigMap'));
  });

  test('refuses a namespace on what belongs to the whole cluster, at the line that names it', () => {
    const outcome = settleText('apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  namespace: b\n');
    expect(problemsOf(outcome)).toEqual([expect.stringMatching(/^5 Namespace a belongs to the whole cluster/)]);
  });

  test('names the input where nothing says which namespace', () => {
    const outcome = settleText(manifest('v1', 'ConfigMap'), { ...SETTLING, namespace: undefined });
    expect(outcome).toMatchObject({ ok: false, problems: [{ fix: expect.stringContaining('`namespace`') }] });
  });

  test('needs no namespace where no object needs one', () => {
    expect(settleText(manifest('v1', 'Namespace'), { ...SETTLING, namespace: undefined }).ok).toBe(true);
  });

  test('finds an object that is there twice, also under another version and by the default namespace', () => {
    const outcome = settleText(
      [manifest('apps/v1', 'Deployment'), manifest('apps/v1beta1', 'Deployment', '{name: a, namespace: shop}')].join(
        '---\n',
      ),
    );
    expect(problemsOf(outcome)).toEqual(['5 Deployment shop/a is there twice: the first is at a.yaml:1.']);
  });

  test('takes the scope of a kind from a CRD among the objects', () => {
    const outcome = settleText(`${manifest('x.io/v1', 'Widget')}---\n${CRD}`);
    expect(outcome.ok && outcome.value[0]?.ref).toEqual({ apiVersion: 'x.io/v1', kind: 'Widget', name: 'a' });
  });

  test('refuses kinds that nobody serves, and versions that a CRD does not serve', () => {
    const outcome = settleText(`${manifest('x.io/v0', 'Widget')}---\n${CRD}---\n${manifest('apps/v2', 'Deployment')}`);
    expect(problemsOf(outcome)).toEqual([
      expect.stringMatching(/^2 The API server knows no Widget in x.io\/v0/),
      expect.stringMatching(/^\d+ The API server knows no Deployment in apps\/v2/),
    ]);
  });

  test('says so where a group does not answer', () => {
    const outcome = settleText(manifest('metrics.k8s.io/v1beta1', 'NodeMetrics'), {
      ...SETTLING,
      stale: ['metrics.k8s.io/v1beta1'],
    });
    expect(problemsOf(outcome)).toEqual([expect.stringContaining('does not answer for metrics.k8s.io/v1beta1')]);
  });

  test('tells its problems together with those of reading', () => {
    const outcome = settleText(`${manifest('v9', 'Pod')}---\nkind: Pod\n---\n${manifest('v8', 'Pod')}`);
    expect(problemsOf(outcome).map((problem) => problem.split(' ')[0])).toEqual(['2', '5', '8']);
  });
});
