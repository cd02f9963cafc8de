import { describe, expect, test } from '@jest/globals';
import { hasChanged } from '../../src/apply/changed.ts';

const LIVE = {
  kind: 'ConfigMap',
  metadata: { name: 'a', uid: '1', resourceVersion: '5', generation: 1, managedFields: [{ manager: 'x' }] },
  data: { a: '1' },
  status: { phase: 'Active' },
};

describe('an object', () => {
  test("has not changed where only the server's bookkeeping and status differ", () => {
    const after = { ...LIVE, metadata: { name: 'a', uid: '1', resourceVersion: '9', generation: 2 }, status: {} };
    expect(hasChanged(LIVE, after)).toBe(false);
  });

  test.each([
    ['a value', { ...LIVE, data: { a: '2' } }],
    ['a label', { ...LIVE, metadata: { ...LIVE.metadata, labels: { a: 'b' } } }],
    ['its uid, so that it is another one', { ...LIVE, metadata: { ...LIVE.metadata, uid: '2' } }],
    ['a field that is gone', { kind: 'ConfigMap', metadata: LIVE.metadata }],
  ])('has changed where %s differs', (_what, after) => {
    expect(hasChanged(LIVE, after)).toBe(true);
    expect(hasChanged(after, LIVE)).toBe(true);
  });

  test('has changed where it came or went', () => {
    expect(hasChanged(undefined, LIVE)).toBe(true);
    expect(hasChanged(LIVE, undefined)).toBe(true);
    expect(hasChanged(undefined, undefined)).toBe(false);
  });
});
