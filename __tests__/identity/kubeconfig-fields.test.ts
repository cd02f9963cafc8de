import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { impersonationFields, withImpersonation } from '../../src/identity/kubeconfig-fields.ts';
import { requestIdentity } from '../../src/identity/request.ts';
import type { IdentityRequest } from '../../src/inputs.ts';

function identity(given: { as: string; groups?: string[]; uid?: string; extra?: string[] }): IdentityRequest {
  const outcome = requestIdentity({ groups: [], uid: '', extra: [], ...given });
  if (!outcome.ok) throw new Error(outcome.problems.map((problem) => problem.message).join('; '));
  return outcome.value;
}

test('all four fields are written as client-go reads them', () => {
  const request = identity({ as: 'jane', groups: ['a', 'b'], uid: '7', extra: ['k/x=1', 'k/x=2'] });
  expect(impersonationFields(request)).toEqual({
    as: 'jane',
    'as-uid': '7',
    'as-groups': ['a', 'b'],
    'as-user-extra': { 'k/x': ['1', '2'] },
  });
});

test('fields of an earlier identity are replaced, never merged', () => {
  const before = { token: 't', as: 'old', 'as-uid': '1', 'as-groups': ['g'], 'as-user-extra': { k: ['v'] } };
  expect(withImpersonation(before, identity({ as: 'jane' }))).toEqual({ token: 't', as: 'jane' });
});

test('an extra named __proto__ is an extra like any other', () => {
  const fields = impersonationFields(identity({ as: 'jane', extra: ['__proto__=x'] }));
  expect(JSON.stringify(fields)).toBe('{"as":"jane","as-user-extra":{"__proto__":["x"]}}');
});

test('every other key of a user entry stays', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (user) => {
      const { as, ...rest } = withImpersonation(user, identity({ as: 'jane' }));
      expect(as).toBe('jane');
      const own = Object.entries(user).filter(([key]) => !/^as(-uid|-groups|-user-extra)?$/.test(key));
      expect(Object.entries(rest)).toEqual(own);
    }),
  );
});
