import { expect, test } from '@jest/globals';
import { impersonationRights } from '../../src/rights/impersonation.ts';
import { identityOf } from './identity-of.ts';

const none = { subresource: '', namespace: '' };

test('a service account is impersonated in its namespace', () => {
  expect(impersonationRights(identityOf('system:serviceaccount:shop:deployer'))).toEqual([
    { ...none, verb: 'impersonate', apiGroup: '', resource: 'serviceaccounts', namespace: 'shop', name: 'deployer' },
  ]);
});

test('everybody else, groups, uid and each value of an extra are one right each at the cluster scope', () => {
  const identity = identityOf('bob', {
    groups: ['dev', 'ops', 'dev'],
    uid: 'u-1',
    extra: ['github.com/Repository=octo/app', 'note=a', 'note=b', 'note=a'],
  });
  const authentication = { ...none, verb: 'impersonate', apiGroup: 'authentication.k8s.io' };
  expect(impersonationRights(identity)).toEqual([
    { ...none, verb: 'impersonate', apiGroup: '', resource: 'users', name: 'bob' },
    { ...none, verb: 'impersonate', apiGroup: '', resource: 'groups', name: 'dev' },
    { ...none, verb: 'impersonate', apiGroup: '', resource: 'groups', name: 'ops' },
    { ...authentication, resource: 'uids', name: 'u-1' },
    { ...authentication, resource: 'userextras', subresource: 'github.com/repository', name: 'octo/app' },
    { ...authentication, resource: 'userextras', subresource: 'note', name: 'a' },
    { ...authentication, resource: 'userextras', subresource: 'note', name: 'b' },
  ]);
});
