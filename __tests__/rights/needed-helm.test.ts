import { describe, expect, test } from '@jest/globals';
import type { ApplyTarget, Needed } from '../../src/rights/needed.ts';
import {
  type HelmChart,
  type HelmHook,
  type HelmRelease,
  neededForHelm,
  neededToRender,
} from '../../src/rights/needed-helm.ts';

const release = (more: Partial<HelmRelease> = {}): HelmRelease => ({
  name: 'web',
  namespace: 'shop',
  major: 4,
  storage: 'secrets',
  revisions: [],
  historyMax: 10,
  serverSide: true,
  wait: false,
  streamsLists: true,
  ...more,
});
const nothing: HelmChart = { objects: [], removed: [], hooks: [], definitions: [] };
const target = (more: Partial<ApplyTarget> = {}): ApplyTarget => ({
  ref: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
  resource: { group: 'apps', resource: 'deployments', namespaced: true },
  presence: 'absent',
  ...more,
});
const hook = (more: Partial<HelmHook> = {}): HelmHook => ({
  ref: { apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop', name: 'migrate' },
  resource: { group: 'batch', resource: 'jobs', namespaced: true },
  events: ['pre-install', 'pre-upgrade'],
  deletePolicies: [],
  ...more,
});

function inWords({ right, certainty, alternatives = [] }: Needed): string {
  const names = [right.name, ...alternatives.map(({ name }) => `or ${name}`)].filter((name) => name !== '');
  return `${[right.verb, right.resource, ...names].join(' ')}${certainty === 'possible' ? '?' : ''}`;
}

const words = (of: HelmRelease, chart: Partial<HelmChart> = {}): string[] =>
  neededForHelm(of, { ...nothing, ...chart }).map(inWords);
const without = (of: HelmRelease, chart: Partial<HelmChart>): string[] => {
  const own = words(of);
  return words(of, chart).filter((one) => !own.includes(one));
};

describe("helm's own records take", () => {
  test('of a first install, to look for some and to write one', () => {
    expect(words(release())).toEqual([
      'list secrets',
      'get secrets?',
      'create secrets',
      'update secrets or sh.helm.release.v1.web.v1',
    ]);
  });

  test('of an upgrade, to write the new one and the one before, each by name or all of them', () => {
    const needs = neededForHelm(release({ revisions: [6, 7] }), nothing);
    expect(
      needs.filter(({ right }) => right.verb === 'update').map(({ alternatives }) => alternatives?.[0]?.name),
    ).toEqual(['sh.helm.release.v1.web.v8', 'sh.helm.release.v1.web.v7']);
    expect(new Set(needs.map(({ right }) => right.name))).toEqual(new Set(['']));
  });

  test('of a full history, to delete the oldest', () => {
    const revisions = [3, 4, 5];
    expect(words(release({ revisions, historyMax: 3 }))).toContain('delete secrets or sh.helm.release.v1.web.v3');
    expect(words(release({ revisions, historyMax: 0 })).join()).not.toContain('delete');
  });

  test('ConfigMaps where they are kept there, and nothing where they are kept elsewhere', () => {
    expect(neededToRender(release({ storage: 'configmaps' })).map(({ right }) => right.resource)).toEqual([
      'configmaps',
      'configmaps',
    ]);
    expect(words(release({ storage: undefined }))).toEqual([]);
  });
});

describe('an object of a chart takes', () => {
  test('to be applied by its name, server-side', () => {
    expect(without(release(), { objects: [target()] })).toEqual([
      'get deployments web',
      'patch deployments web',
      'create deployments web',
    ]);
  });

  test('to be created without a name, client-side, and no patch', () => {
    expect(without(release({ serverSide: false }), { objects: [target()] })).toEqual([
      'get deployments web',
      'create deployments',
    ]);
  });

  test('of one that is there, to be patched: client-side only where it changes', () => {
    const there = (unchanged: boolean) => ({ objects: [target({ presence: 'present', unchanged })] });
    expect(without(release(), there(true))).toContain('patch deployments web');
    expect(without(release({ serverSide: false }), there(false))).toContain('patch deployments web');
    expect(without(release({ serverSide: false }), there(true))).toContain('patch deployments web?');
  });

  test('of one that leaves, to be deleted, unless it is to be kept', () => {
    const leaves = target({ presence: 'present' });
    const kept = { ...leaves, value: { metadata: { annotations: { 'helm.sh/resource-policy': 'keep' } } } };
    const upgrade = release({ revisions: [1] });
    expect(without(upgrade, { removed: [leaves] })).toEqual(['get deployments web', 'delete deployments web']);
    expect(without(upgrade, { removed: [kept] })).toEqual(['get deployments web?']);
  });

  test('to be waited for: with helm 4 the kind is watched, and what belongs to it is listed', () => {
    expect(without(release({ wait: true }), { objects: [target({ presence: 'present' })] })).toEqual([
      'get deployments web',
      'patch deployments web',
      'watch deployments',
      'list replicasets',
      'list pods?',
    ]);
    expect(without(release({ wait: true, streamsLists: false }), { objects: [target()] })).toContain(
      'list deployments?',
    );
    const three = release({ wait: true, major: 3, serverSide: false });
    expect(without(three, { objects: [target({ presence: 'present' })] })).toEqual([
      'get deployments web',
      'patch deployments web',
      'list replicasets',
    ]);
  });
});

describe('a hook takes', () => {
  test('with helm 4 to be deleted before it is created, and to be watched', () => {
    expect(without(release(), { hooks: [hook()] })).toEqual([
      'delete jobs migrate',
      'patch jobs migrate',
      'create jobs migrate',
      'watch jobs',
    ]);
  });

  test('with helm 3 to be looked at after it is deleted, and a Job to be watched by its name', () => {
    const three = release({ major: 3, serverSide: false });
    expect(without(three, { hooks: [hook()] })).toEqual([
      'delete jobs migrate',
      'create jobs',
      'get jobs migrate',
      'watch jobs migrate',
    ]);
    const ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'settings' };
    const resource = { group: '', resource: 'configmaps', namespaced: true };
    expect(without(three, { hooks: [hook({ ref, resource })] }).join()).not.toContain('watch');
  });

  test('to be deleted where its policy says so, for certain where it succeeds', () => {
    const deletes = (policy: string) =>
      without(release(), { hooks: [hook({ deletePolicies: [policy] })] }).filter((one) => one.startsWith('delete'));
    expect(deletes('hook-succeeded')).toEqual(['delete jobs migrate']);
    expect(deletes('hook-failed')).toEqual(['delete jobs migrate?']);
  });

  test('nothing at another event than this one', () => {
    for (const event of ['test', 'pre-delete', 'post-rollback', 'pre-upgrade']) {
      expect([event, ...without(release(), { hooks: [hook({ events: [event] })] })]).toEqual([event]);
    }
    expect(without(release({ revisions: [1] }), { hooks: [hook({ events: ['pre-upgrade'] })] })).not.toEqual([]);
    expect(without(release({ undoesFailure: true }), { hooks: [hook({ events: ['pre-rollback'] })] })).not.toEqual([]);
    const reinstalled = release({ revisions: [1], isInstall: true });
    expect(without(reinstalled, { hooks: [hook({ events: ['pre-install'] })] })).not.toEqual([]);
  });
});

test("a chart's own definitions take something where it is installed, never later", () => {
  const ref = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name: 'widgets.example.com' };
  const resource = { group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions', namespaced: false };
  const definitions = [target({ ref, resource })];
  expect(without(release(), { definitions })).toEqual([
    'patch customresourcedefinitions widgets.example.com',
    'create customresourcedefinitions widgets.example.com',
    'watch customresourcedefinitions',
  ]);
  expect(without(release({ major: 3, serverSide: false }), { definitions })).toEqual([
    'create customresourcedefinitions',
    'get customresourcedefinitions widgets.example.com',
  ]);
  expect(without(release({ revisions: [1] }), { definitions })).toEqual([]);
});
