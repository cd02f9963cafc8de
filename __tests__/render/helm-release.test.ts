import { describe, expect, test } from '@jest/globals';
import { objectsOfManifest, readHistory, readRelease, revisionsAlive } from '../../src/render/helm-release.ts';

test('the history is read from its JSON', () => {
  expect(readHistory('[{"revision":1,"updated":"…","status":"failed","chart":"web-1.2.3"}]')).toEqual([
    { revision: 1, status: 'failed' },
  ]);
  expect(() => readHistory('{}')).toThrow('did not answer with a list');
});

describe('the revisions whose objects may be there', () => {
  test.each<[string, [number, string][], number[]]>([
    ['no release', [], []],
    [
      'a deployed one',
      [
        [1, 'superseded'],
        [2, 'deployed'],
      ],
      [2],
    ],
    [
      'a failed one after a deployed one',
      [
        [1, 'deployed'],
        [2, 'failed'],
      ],
      [1, 2],
    ],
    [
      'nothing but failed ones',
      [
        [1, 'failed'],
        [2, 'failed'],
      ],
      [2],
    ],
    [
      'a pending one',
      [
        [1, 'deployed'],
        [2, 'pending-upgrade'],
      ],
      [1, 2],
    ],
    ['an uninstalled one', [[1, 'uninstalled']], []],
  ])('%s', (_what, history, alive) => {
    expect(revisionsAlive(history.map(([revision, status]) => ({ revision, status })))).toEqual(alive);
  });
});

test('the release is read from the answer, whatever a plugin printed before', () => {
  const release = { version: 3, manifest: '---\na: {b: 1}\n', info: { status: 'deployed', notes: 'hi\n\n' } };
  expect(readRelease(`Pulled: x\n${JSON.stringify(release)}\n`)).toEqual({
    revision: 3,
    status: 'deployed',
    manifest: '---\na: {b: 1}\n',
    notes: 'hi',
    hooks: '',
    applyMethod: undefined,
  });
  expect(() => readRelease('{}')).toThrow('without a revision');
});

describe('the objects of a manifest', () => {
  const manifest = `---
# Source: web/templates/a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: one
data:
  text: |
    a
     ---
    b
---
# Source: web/charts/sub/templates/b.yaml
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: two}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: three, namespace: other}}
---
# Source: web/templates/empty.yaml
`;

  test('know their templates, as files where the chart is a folder', () => {
    const names = (folder: string | undefined) =>
      objectsOfManifest(manifest, folder).objects.map(({ ref, source }) => `${ref.name} ${source.file}`);
    expect(names(undefined)).toEqual([
      'one web/templates/a.yaml',
      'two web/charts/sub/templates/b.yaml',
      'three web/charts/sub/templates/b.yaml',
    ]);
    expect(names('deploy/chart')[0]).toBe('one deploy/chart/templates/a.yaml');
    expect(names('')[0]).toBe('one templates/a.yaml');
  });

  test('what cannot be read hides nothing else', () => {
    const draft = objectsOfManifest(`${manifest}---\n# Source: web/templates/c.yaml\na: 1\na: 2\n`, undefined);
    expect(draft.objects).toHaveLength(3);
    expect(draft.problems).toEqual([expect.objectContaining({ source: { file: 'web/templates/c.yaml' } })]);
  });
});
