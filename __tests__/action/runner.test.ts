import { expect, test } from '@jest/globals';
import { childEnvironment, helmOverrides, readRunner } from '../../src/action/runner.ts';

test('without RUNNER_TEMP there is no private place, so nothing starts', () => {
  expect(() => readRunner({}, '/w')).toThrow(/RUNNER_TEMP is not set/);
});

test('outside a checkout the current folder is the workspace', () => {
  expect(readRunner({ RUNNER_TEMP: '/t', GITHUB_WORKSPACE: '' }, '/here').workspace).toBe('/here');
});

test('children see the job but neither our inputs nor what overrides the kubeconfig for helm', () => {
  const environment = {
    PATH: '/bin',
    INPUT_TOKEN: 'secret',
    'INPUT_AS-GROUPS': 'x',
    STATE_private_folder: '/t/x',
    HELM_KUBEASUSER: 'somebody',
    HELM_KUBECONTEXT: 'other',
    HELM_DRIVER: 'configmap',
    GITHUB_OUTPUT: '/out',
    EMPTY: undefined,
  };
  expect(childEnvironment(environment)).toEqual({ PATH: '/bin', HELM_DRIVER: 'configmap', GITHUB_OUTPUT: '/out' });
});

test('only HELM_KUBE variables that are set are cleared for later steps', () => {
  expect(helmOverrides({ HELM_KUBETOKEN: 'x', HELM_KUBECONTEXT: '', HELM_DRIVER: 'secret' })).toEqual([
    'HELM_KUBETOKEN',
  ]);
});
