import { expect, test } from '@jest/globals';
import { nearest } from '../../src/action/nearest.ts';

const names = ['manifests', 'kustomize', 'token', 'timeout', 'wait', 'as', 'as-groups'];

test.each([
  ['manifest', 'manifests'],
  ['kustomise', 'kustomize'],
  ['as_groups', 'as-groups'],
  ['tocken', 'token'],
])('%s is a typo of %s', (typo, meant) => {
  expect(nearest(typo, names)).toBe(meant);
});

test('a word that is close to none has no nearest', () => {
  expect(nearest('completely-different', names)).toBeUndefined();
});
