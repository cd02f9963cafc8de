import { expect, test } from '@jest/globals';
import { differencesOf } from '../../src/check/confirmation.ts';
import type { ReviewedUser } from '../../src/cluster/reviews.ts';
import { identityOf } from '../rights/identity-of.ts';

function user(username: string, parts: Partial<ReviewedUser> = {}): ReviewedUser {
  return { username, uid: '', groups: [], extra: new Map(), ...parts };
}

const deployer = 'system:serviceaccount:shop:deployer';
const own = ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'];

test('a service account has its own groups, and what the server adds is no difference', () => {
  const extra = new Map([['authentication.kubernetes.io/credential-id', ['x']]]);
  expect(differencesOf(identityOf(deployer), user(deployer, { groups: own, extra, uid: 'u' }))).toEqual([]);
});

test('a service account without them is not the one that was asked for', () => {
  expect(differencesOf(identityOf(deployer), user(deployer, { groups: ['system:authenticated'] }))).toEqual([
    { what: 'group', asked: 'system:serviceaccounts', got: 'none' },
    { what: 'group', asked: 'system:serviceaccounts:shop', got: 'none' },
  ]);
});

test('groups of its own replace them, in any order', () => {
  const asked = identityOf(deployer, { groups: ['b', 'a'] });
  expect(differencesOf(asked, user(deployer, { groups: ['a', 'b', 'system:authenticated'] }))).toEqual([]);
});

test('user, uid, group and extra are each told', () => {
  const asked = identityOf('bob', { groups: ['dev'], uid: 'u-1', extra: ['note=a', 'note=b'] });
  const extra = new Map([['note', ['a, b']]]);
  expect(differencesOf(asked, user('ci', { extra }))).toEqual([
    { what: 'user name', asked: 'bob', got: 'ci' },
    { what: 'uid', asked: 'u-1', got: 'none' },
    { what: 'group', asked: 'dev', got: 'none' },
    { what: 'extra "note"', asked: '"a", "b"', got: '"a, b"' },
  ]);
});

test('a group that may do everything is never just added', () => {
  expect(differencesOf(identityOf('bob'), user('bob', { groups: ['system:masters'] }))).toEqual([
    { what: 'group', asked: 'none', got: 'system:masters' },
  ]);
});
