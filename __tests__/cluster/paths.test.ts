import { expect, test } from '@jest/globals';
import { collectionPath, objectPath, withQuery } from '../../src/cluster/paths.ts';

const deployments = { group: 'apps', version: 'v1', resource: 'deployments', namespaced: true };
const namespaces = { group: '', version: 'v1', resource: 'namespaces', namespaced: false };

test('an object of a group lies below /apis, one of the core group below /api', () => {
  expect(objectPath(deployments, 'shop', 'web')).toBe('/apis/apps/v1/namespaces/shop/deployments/web');
  expect(objectPath(namespaces, undefined, 'shop')).toBe('/api/v1/namespaces/shop');
});

test('what is cluster-scoped has no namespace, whatever is given', () => {
  expect(objectPath(namespaces, 'other', 'shop')).toBe('/api/v1/namespaces/shop');
});

test('without a namespace a collection is that of all', () => {
  expect(collectionPath(deployments, undefined)).toBe('/apis/apps/v1/deployments');
  expect(collectionPath(deployments, 'shop')).toBe('/apis/apps/v1/namespaces/shop/deployments');
});

test('a name never becomes the path of something else', () => {
  const roles = { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterroles', namespaced: false };
  expect(objectPath(roles, undefined, 'a/b?c#d')).toMatch(/\/a%2Fb%3Fc%23d$/);
  expect(objectPath(roles, undefined, '..')).toMatch(/\/%2E%2E$/);
});

test('a query is added to one that is there', () => {
  expect(withQuery('/a', { fieldManager: 'a b&c', force: 'true' })).toBe('/a?fieldManager=a+b%26c&force=true');
  expect(withQuery('/a?b=c', { d: 'e' })).toBe('/a?b=c&d=e');
  expect(withQuery('/a', {})).toBe('/a');
});
