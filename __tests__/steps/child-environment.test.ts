import { delimiter } from 'node:path';
import { expect, test } from '@jest/globals';
import { childEnvironment } from '../../src/steps/child-environment.ts';

test('a child gets the kubeconfig in place of the own one, and the tools first on its path', () => {
  expect(
    childEnvironment({ PATH: '/usr/bin', KUBECONFIG: '/home/x/.kube/config', HOME: '/home/x' }, '/private/kubeconfig', [
      '/tools/kubectl',
      '/tools/helm',
      '/tools/helm',
    ]),
  ).toEqual({
    PATH: ['/tools/kubectl', '/tools/helm', '/usr/bin'].join(delimiter),
    KUBECONFIG: '/private/kubeconfig',
    HOME: '/home/x',
  });
});

test('without a path of its own it has the tools alone, and without tools none', () => {
  expect(childEnvironment({}, '/k', ['/tools'])).toEqual({ PATH: '/tools', KUBECONFIG: '/k' });
  expect(childEnvironment({}, '/k', [])).toEqual({ KUBECONFIG: '/k' });
});
