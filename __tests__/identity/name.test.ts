import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { displayName, serviceAccountOf } from '../../src/identity/name.ts';

test('a service account is shown by namespace and name, any other user as it is', () => {
  expect(displayName('system:serviceaccount:shop:deployer')).toBe('shop/deployer');
  expect(displayName('jane@example.com')).toBe('jane@example.com');
  expect(displayName('system:serviceaccount:Shop:deployer')).toBe('system:serviceaccount:Shop:deployer');
});

test('namespace and name of a service account are read back, and only of what the server would take for one', () => {
  expect(serviceAccountOf('system:serviceaccount:shop:deploy.er')).toEqual({ namespace: 'shop', name: 'deploy.er' });
  for (const username of ['jane', 'system:serviceaccount:shop', 'system:serviceaccount:a:b:c', 'system:node:a']) {
    expect(serviceAccountOf(username)).toBeUndefined();
  }
});

test('every pair of valid names survives the round trip', () => {
  const label = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?$/);
  fc.assert(
    fc.property(label, label, (namespace, name) => {
      expect(serviceAccountOf(`system:serviceaccount:${namespace}:${name}`)).toEqual({ namespace, name });
    }),
  );
});
