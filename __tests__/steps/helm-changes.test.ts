import { describe, expect, test } from '@jest/globals';
import { discoveryOf } from '../../src/cluster/discovery.ts';
import { readObjects } from '../../src/manifests/draft.ts';
import {
  changesOf,
  objectKey,
  placeObjects,
  type ReleaseObject,
  type Seen,
  unreadableWarning,
} from '../../src/steps/helm-changes.ts';

const discovery = discoveryOf([
  { group: '', version: 'v1', kind: 'ConfigMap', resource: 'configmaps', namespaced: true, verbs: [] },
  { group: '', version: 'v1', kind: 'Namespace', resource: 'namespaces', namespaced: false, verbs: [] },
]);

function object(name: string): ReleaseObject {
  return {
    ref: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name },
    source: { file: 'a.yaml' },
    value: {},
  };
}

function live(value: string, metadata: Record<string, string> = {}): Seen {
  return { kind: 'present', live: { kind: 'ConfigMap', metadata, data: { value } } };
}

const absent: Seen = { kind: 'absent' };
const unreadable: Seen = { kind: 'unreadable', problem: { kind: 'apply', message: 'no' } };

describe('what became of an object', () => {
  test.each<[string, { before?: Seen; after?: Seen; wanted?: boolean; succeeded?: boolean }, string | undefined]>([
    ['new', { before: absent, after: live('1') }, 'created'],
    ['of a kind that is new as well', { before: absent, after: absent }, 'created'],
    ['not looked for before', { after: live('1') }, 'created'],
    ['not there after a failure', { before: absent, after: absent, succeeded: false }, undefined],
    ['the same', { before: live('1'), after: live('1') }, 'unchanged'],
    [
      'the same but for bookkeeping',
      { before: live('1', { resourceVersion: '1' }), after: live('1', { resourceVersion: '2' }) },
      'unchanged',
    ],
    ['other data', { before: live('1'), after: live('2') }, 'configured'],
    ['an annotation', { before: live('1'), after: live('1', { annotations: 'x' }) }, 'configured'],
    ['no longer wanted and gone', { before: live('1'), after: absent, wanted: false }, 'pruned'],
    [
      'no longer wanted and going',
      { before: live('1'), after: live('1', { deletionTimestamp: 'now' }), wanted: false },
      'pruned',
    ],
    ['no longer wanted but kept', { before: live('1'), after: live('1'), wanted: false }, 'unchanged'],
    ['no longer wanted and never there', { before: absent, after: absent, wanted: false }, undefined],
    ['wanted but gone', { before: live('1'), after: absent }, 'unknown'],
    ['unreadable before', { before: unreadable, after: live('1') }, 'unknown'],
    ['unreadable after', { before: live('1'), after: unreadable }, 'unknown'],
  ])('%s', (_what, { before, after, wanted = true, succeeded = true }, action) => {
    const only = object('a');
    const key = objectKey(only.ref);
    const changes = changesOf({
      old: [only],
      wanted: wanted ? [only] : [],
      before: new Map(before === undefined ? [] : [[key, before]]),
      after: new Map(after === undefined ? [] : [[key, after]]),
      succeeded,
    });
    expect(changes.map((change) => change.action)).toEqual(action === undefined ? [] : [action]);
  });
});

test('objects go where they say, or into the namespace of the release, unless their kind has none; each once', () => {
  const { objects } = readObjects(
    [
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}',
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: other}}',
      '{apiVersion: v1, kind: Namespace, metadata: {name: ns, namespace: shop}}',
      '{apiVersion: example.com/v1, kind: Widget, metadata: {name: w}}',
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}}',
    ].join('\n---\n'),
    { kind: 'made', from: 'test' },
  );
  expect(placeObjects(objects, discovery, 'shop').map(({ ref }) => `${ref.kind} ${ref.namespace}/${ref.name}`)).toEqual(
    ['ConfigMap shop/a', 'ConfigMap other/a', 'Namespace undefined/ns', 'Widget shop/w'],
  );
});

test('an object is the same in another version of its API', () => {
  const ref = { apiVersion: 'apps/v1beta1', kind: 'Deployment', namespace: 'shop', name: 'a' };
  expect(objectKey(ref)).toBe(objectKey({ ...ref, apiVersion: 'apps/v1' }));
  expect(objectKey(ref)).not.toBe(objectKey({ ...ref, apiVersion: 'v1' }));
});

test('what could not be read is one warning', () => {
  const sights = [
    new Map([[objectKey(object('a').ref), unreadable]]),
    new Map([
      [objectKey(object('a').ref), unreadable],
      [objectKey(object('b').ref), unreadable],
    ]),
  ];
  expect(unreadableWarning(sights, 'web')).toEqual([
    expect.objectContaining({ message: expect.stringContaining('2 objects of release web') }),
  ]);
  expect(unreadableWarning([new Map([['x', absent]])], 'web')).toEqual([]);
});
