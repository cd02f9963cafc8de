import { describe, expect, test } from '@jest/globals';
import { readObjects, sourceOfField } from '../../src/manifests/draft.ts';

function read(text: string) {
  return readObjects(text, { kind: 'file', file: 'deploy/a.yaml' });
}

function problems(text: string): string[] {
  return read(text).problems.map((problem) => `${problem.source?.file}:${problem.source?.line} ${problem.message}`);
}

const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

describe('the objects of a file', () => {
  test('know their name, their line and their own text', () => {
    const { objects } = read(`# first\n\n${CONFIG_MAP}---\n${CONFIG_MAP}data: {mode: "0644"}\n`);
    expect(objects).toEqual([
      {
        ref: { apiVersion: 'v1', kind: 'ConfigMap', name: 'a' },
        source: { file: 'deploy/a.yaml', line: 3 },
        body: CONFIG_MAP,
        value: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
      },
      {
        ref: { apiVersion: 'v1', kind: 'ConfigMap', name: 'a' },
        source: { file: 'deploy/a.yaml', line: 7 },
        body: `${CONFIG_MAP}data: {mode: "0644"}\n`,
        value: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { mode: '0644' } },
      },
    ]);
  });

  test('keep the namespace that they name', () => {
    const { objects } = read('apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: shop}\n');
    expect(objects[0]?.ref).toEqual({ apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'a' });
    expect(
      read('apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: ""}\n').objects[0]?.ref,
    ).not.toHaveProperty('namespace');
  });

  test('of a List come out one by one, lists in lists too, each with its own line and text', () => {
    const text = [
      'apiVersion: v1',
      'kind: List',
      'items:',
      '- apiVersion: v1',
      '  kind: ConfigMap',
      '  metadata:',
      '    name: a',
      '  data: {x: "1"} # kept',
      '- apiVersion: v1',
      '  kind: List',
      '  items:',
      '    - {apiVersion: v1, kind: Pod, metadata: {name: b}, spec: {on: 0644}}',
      '',
    ].join('\n');
    const { objects } = read(text);
    expect(objects.map(({ ref, source }) => [ref.name, source.line])).toEqual([
      ['a', 4],
      ['b', 12],
    ]);
    expect(objects[0]?.body).toBe(
      '  apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: a\n  data: {x: "1"} # kept\n',
    );
    expect(objects[1]?.body.trim()).toBe('{apiVersion: v1, kind: Pod, metadata: {name: b}, spec: {on: 0644}}');
    expect(objects[1]?.value.spec).toEqual({ true: 420 });
  });

  test('of a typed list have the kind that the list says', () => {
    const { objects } = read('apiVersion: v1\nkind: ConfigMapList\nitems:\n- metadata: {name: a}\n');
    expect(objects).toEqual([
      {
        ref: { apiVersion: 'v1', kind: 'ConfigMap', name: 'a' },
        source: { file: 'deploy/a.yaml', line: 4 },
        body: '{"metadata":{"name":"a"},"apiVersion":"v1","kind":"ConfigMap"}',
        value: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
      },
    ]);
  });

  test('may share anchors across the items of a List', () => {
    const text =
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: &m {name: a}\n- apiVersion: v1\n  kind: Secret\n  metadata: *m\n';
    expect(read(text).objects[1]).toMatchObject({
      body: '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"}}',
      source: { line: 7 },
    });
  });

  test('may be of a kind that ends in List without being one', () => {
    expect(read('apiVersion: x.io/v1\nkind: AllowList\nmetadata: {name: a}\n').objects).toHaveLength(1);
  });

  test('may be none: an empty List, comments only', () => {
    expect(read('# nothing\n---\napiVersion: v1\nkind: List\nitems: []\n')).toEqual({ objects: [], problems: [] });
  });

  test.each([
    ['kind: Pod\nmetadata: {name: a}\n', '1 This document has no apiVersion'],
    ['apiVersion: v1\nmetadata: {name: a}\n', '1 This document has no kind'],
    ['apiVersion: 1\nkind: Pod\n', '1 apiVersion is the number 1, not a string.'],
    ['apiVersion: a/b/c\nkind: Pod\n', '1 "a/b/c" is not an apiVersion.'],
    ['apiVersion: v1\nkind: Pod\n', '1 This Pod has no metadata.name.'],
    ['apiVersion: v1\nkind: Pod\nmetadata:\n  labels: {}\n', '3 This Pod has no metadata.name.'],
    ['apiVersion: v1\nkind: Pod\nmetadata:\n  generateName: a-\n', '4 This Pod has generateName'],
    ['apiVersion: v1\nkind: Pod\nmetadata:\n  name: 012\n', '4 The name of this Pod is the number 10, not a string.'],
    [
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: ../secrets/a\n',
      '4 "../secrets/a" cannot be the name of an object',
    ],
    ['apiVersion: v1\nkind: Pod\nmetadata: {name: ..}\n', '3 ".." cannot be the name'],
    ['apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  namespace: A/b\n', '5 "A/b" cannot be a namespace.'],
    [
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  namespace: on\n',
      '5 The namespace of this Pod is the boolean true',
    ],
    [
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n    x: on\n',
      '6 The annotation x is the boolean true, not a string.',
    ],
    ['apiVersion: v1\nkind: Pod\nmetadata: [a]\n', '3 metadata of this Pod is a list, not a mapping.'],
    ['just text\n', '1 This document is a string, not a Kubernetes object.'],
    ['- a\n', '1 This document is a list, not a Kubernetes object.'],
    ['apiVersion: v1\nkind: List\nitems: {}\n', '3 The items of this List are a mapping, not a list.'],
    ['apiVersion: v1\nkind: List\nitems:\n- metadata: {name: a}\n', '4 Item 1 of this list has no apiVersion'],
    ['apiVersion: v1\nkind: List\nitems:\n- text\n', '4 Item 1 of this list is a string'],
  ])('%j is refused at its line', (text, problem) => {
    expect(problems(text)[0]).toContain(`deploy/a.yaml:${problem}`);
  });

  test('tell every problem of a file, in the order of its lines', () => {
    const text = `kind: Pod\n---\na: [\n---\n${CONFIG_MAP}x: 1\nx: 2\n---\napiVersion: v1\nkind: Pod\nmetadata: {generateName: a}\n`;
    expect(problems(text).map((problem) => problem.split(' ')[0])).toEqual(
      ['deploy/a.yaml:1', 'deploy/a.yaml:3', 'deploy/a.yaml:9', 'deploy/a.yaml:13'].map((place) =>
        expect.stringMatching(new RegExp(`^${place.slice(0, -1)}\\d`)),
      ),
    );
    expect(problems(text)).toHaveLength(4);
  });

  test("that a tool made have the tool's file as source, without a line", () => {
    const { objects } = readObjects(CONFIG_MAP, { kind: 'made', from: 'k/kustomization.yaml' });
    expect(objects[0]?.source).toEqual({ file: 'k/kustomization.yaml' });
  });
});

describe('the line of a field', () => {
  test("is found in the object's own text", () => {
    const { objects } = read(
      `${CONFIG_MAP}---\n# note\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  x:\n  - y: 1\n`,
    );
    const [, pod] = objects;
    expect(pod && sourceOfField(pod, ['spec', 'x', 0, 'y'])).toEqual({ file: 'deploy/a.yaml', line: 11 });
    expect(pod && sourceOfField(pod, ['spec', 'nope'])).toEqual({ file: 'deploy/a.yaml', line: 9 });
  });
});
