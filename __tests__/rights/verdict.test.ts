import { describe, expect, test } from '@jest/globals';
import type { Rule } from '../../src/rights/grant.ts';
import { pathRight, type Right } from '../../src/rights/right.ts';
import { verdictOf } from '../../src/rights/verdict.ts';

const right = (more: Partial<Right> = {}): Right => ({
  verb: 'patch',
  apiGroup: 'apps',
  resource: 'deployments',
  subresource: '',
  namespace: 'shop',
  name: 'web',
  ...more,
});
const rule = (more: Partial<Rule> = {}): Rule => ({
  apiGroups: ['apps'],
  resources: ['deployments'],
  verbs: ['get', 'patch'],
  ...more,
});
const verdict = (of: Rule, asked: Right = right()) => verdictOf(asked, { rules: [of], incomplete: false });

describe('a rule allows', () => {
  test.each<[string, Rule, Right]>([
    ['what it says', rule(), right()],
    ['by a wildcard', rule({ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }), right({ subresource: 'scale' })],
    ['by name', rule({ resourceNames: ['api', 'web'] }), right()],
    ['whatever name where it says none', rule({ resourceNames: [] }), right({ name: '' })],
    ['a subresource', rule({ resources: ['deployments/scale'] }), right({ subresource: 'scale' })],
    ['a subresource of everything', rule({ resources: ['*/scale'] }), right({ subresource: 'scale' })],
    ['a wildcard, which is asked as one', rule({ verbs: ['*'] }), right({ verb: '*' })],
  ])('%s', (_what, of, asked) => {
    expect(verdict(of, asked)).toBe('allowed');
  });
});

describe('a rule does not allow', () => {
  test.each<[string, Rule, Right]>([
    ['another verb', rule(), right({ verb: 'delete' })],
    ['another group', rule(), right({ apiGroup: '' })],
    ['another name', rule({ resourceNames: ['api'] }), right()],
    ['a request without name by a rule with names', rule({ resourceNames: ['web'] }), right({ name: '' })],
    ['a subresource by its resource', rule(), right({ subresource: 'scale' })],
    ['a resource by its subresource', rule({ resources: ['deployments/scale'] }), right()],
    ['a resource by a wildcard of subresources', rule({ resources: ['*/scale'] }), right()],
    ['everything by a list of verbs', rule(), right({ verb: '*' })],
    ['a part of a name', rule({ resources: ['deploy'] }), right()],
  ])('%s', (_what, of, asked) => {
    expect(verdict(of, asked)).toBe('denied');
  });
});

test('rules that are not complete tell nothing, neither way', () => {
  expect(verdictOf(right(), { rules: [rule()], incomplete: true })).toBe('unknown');
  expect(verdictOf(right(), { rules: [], incomplete: true })).toBe('unknown');
});

test('paths are not among them', () => {
  expect(verdictOf(pathRight('get', '/version'), { rules: [rule()], incomplete: false })).toBe('unknown');
});
