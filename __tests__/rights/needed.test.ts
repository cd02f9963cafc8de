import { describe, expect, test } from '@jest/globals';
import { type ApplyTarget, type Needed, neededForApply, onceEach } from '../../src/rights/needed.ts';

const CONFIG_MAPS = { group: '', resource: 'configmaps', namespaced: true };
const NAMESPACES = { group: '', resource: 'namespaces', namespaced: false };
const RBAC = 'rbac.authorization.k8s.io';

const configMap = (presence: ApplyTarget['presence'], more: Partial<ApplyTarget> = {}): ApplyTarget => ({
  ref: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'web' },
  resource: CONFIG_MAPS,
  presence,
  ...more,
});

function inWords({ right, certainty }: Needed): string {
  const resource = right.subresource === '' ? right.resource : `${right.resource}/${right.subresource}`;
  const what = right.nonResourceURL ?? `${resource}.${right.apiGroup} ${right.namespace}/${right.name}`;
  return `${right.verb} ${what}${certainty === 'possible' ? '?' : ''}`;
}

const words = (targets: readonly ApplyTarget[]): string[] => neededForApply(targets).map(inWords);

describe('an apply takes', () => {
  test('of an object that is there, to read and to change it', () => {
    expect(words([configMap('present')])).toEqual(['get configmaps. shop/web', 'patch configmaps. shop/web']);
  });

  test('of one that is not there, to create it by its name as well, which is no request of its own', () => {
    expect(words([configMap('absent')])).toEqual([
      'get configmaps. shop/web',
      'patch configmaps. shop/web',
      'create configmaps. shop/web',
    ]);
    expect(neededForApply([configMap('absent')]).map(({ requested }) => requested)).toEqual([true, true, false]);
  });

  test('of one that nobody could read, perhaps to create it', () => {
    expect(words([configMap('unknown')])).toContain('create configmaps. shop/web?');
  });

  test('of a kind that comes in the same run, not to read it', () => {
    const widget = { group: 'example.com', resource: 'widgets', namespaced: true };
    expect(words([configMap('absent', { resource: widget, served: false })])).toEqual([
      'patch widgets.example.com shop/web',
      'create widgets.example.com shop/web',
    ]);
  });

  test('of a Namespace, to read and change it in itself and to create it in the cluster', () => {
    const ref = { apiVersion: 'v1', kind: 'Namespace', name: 'shop' };
    expect(words([{ ref, resource: NAMESPACES, presence: 'absent' }])).toEqual([
      'get namespaces. shop/shop',
      'patch namespaces. shop/shop',
      'create namespaces. /shop',
    ]);
  });

  test('the object and the file are told with each right', () => {
    const source = { file: 'deploy/web.yaml', line: 3 };
    expect(neededForApply([configMap('present', { source })])[0]).toEqual({
      right: { verb: 'get', apiGroup: '', resource: 'configmaps', subresource: '', namespace: 'shop', name: 'web' },
      for: 'ConfigMap shop/web',
      party: 'identity',
      certainty: 'needed',
      requested: true,
      object: configMap('present').ref,
      source,
    });
  });
});

describe('objects of RBAC take', () => {
  const rbac = (kind: string, resource: string, value: unknown, more: Partial<ApplyTarget> = {}): ApplyTarget => {
    const namespaced = !kind.startsWith('Cluster');
    return {
      ref: { apiVersion: `${RBAC}/v1`, kind, name: 'app', ...(namespaced ? { namespace: 'shop' } : {}) },
      resource: { group: RBAC, resource, namespaced },
      presence: 'absent',
      value,
      ...more,
    };
  };
  const rules = [{ apiGroups: [''], resources: ['pods', 'pods/log'], resourceNames: ['a'], verbs: ['get'] }];
  const granted = (targets: readonly ApplyTarget[]) =>
    neededForApply(targets).filter(
      ({ right }) => !['get', 'patch', 'create'].includes(right.verb) || right.apiGroup !== RBAC,
    );

  test('every right of a Role, in its namespace, or escalate on it', () => {
    const needs = granted([rbac('Role', 'roles', { rules })]);
    expect(needs.map(inWords)).toEqual(['get pods. shop/a', 'get pods/log. shop/a']);
    expect(needs[0]?.alternatives).toEqual([
      { verb: 'escalate', apiGroup: RBAC, resource: 'roles', subresource: '', namespace: 'shop', name: 'app' },
    ]);
  });

  test('those of a ClusterRole in the whole cluster, paths included', () => {
    const paths = { nonResourceURLs: ['/metrics'], verbs: ['get'] };
    expect(granted([rbac('ClusterRole', 'clusterroles', { rules: [...rules, paths] })]).map(inWords)).toEqual([
      'get pods. /a',
      'get pods/log. /a',
      'get /metrics',
    ]);
  });

  test('everything, for a ClusterRole that gathers what others grant', () => {
    expect(granted([rbac('ClusterRole', 'clusterroles', { aggregationRule: {} })]).map(inWords)).toEqual([
      '* *.* /',
      '* *',
    ]);
  });

  test('of a binding the rights of its Role among the objects, in the namespace of the binding, or bind on it', () => {
    const role = rbac('ClusterRole', 'clusterroles', { rules });
    const binding = rbac('RoleBinding', 'rolebindings', { roleRef: { kind: 'ClusterRole', name: 'app' } });
    const needs = granted([binding, role]).filter(({ for: words }) => words.startsWith('RoleBinding'));
    expect(needs.map(inWords)).toEqual(['get pods. shop/a', 'get pods/log. shop/a']);
    expect(needs[0]?.alternatives).toEqual([
      { verb: 'bind', apiGroup: RBAC, resource: 'clusterroles', subresource: '', namespace: 'shop', name: 'app' },
    ]);
  });

  test('of a binding to a Role that is none of the objects, perhaps bind on it', () => {
    const binding = rbac('RoleBinding', 'rolebindings', { roleRef: { kind: 'ClusterRole', name: 'view' } });
    expect(granted([binding]).map(inWords)).toEqual([`bind clusterroles.${RBAC} shop/view?`]);
  });

  test('for certain only where they change', () => {
    const live = { rules, metadata: { uid: 'x' } };
    const same = rbac('Role', 'roles', { rules }, { presence: 'present', live });
    const other = rbac('Role', 'roles', { rules: [] }, { presence: 'present', live });
    expect(granted([same]).map(inWords)).toEqual(['get pods. shop/a?', 'get pods/log. shop/a?']);
    expect(granted([other])).toEqual([]);
    const subjects = [{ kind: 'User', name: 'ann' }];
    const roleRef = { kind: 'ClusterRole', name: 'app' };
    const role = rbac('ClusterRole', 'clusterroles', { rules });
    const bound = rbac(
      'ClusterRoleBinding',
      'clusterrolebindings',
      { subjects, roleRef },
      {
        presence: 'present',
        live: { subjects: [{ ...subjects[0], apiGroup: RBAC }], roleRef: { ...roleRef, apiGroup: RBAC } },
      },
    );
    const needs = granted([role, bound]).filter(({ for: words }) => words.startsWith('ClusterRoleBinding'));
    expect(needs.map(({ certainty }) => certainty)).toEqual(['possible', 'possible']);
  });
});

test('a right that several need is asked once, for certain where one needs it for certain', () => {
  const [get] = neededForApply([configMap('present')]);
  if (get === undefined) throw new Error('unreachable');
  const perhaps: Needed = { ...get, for: 'something else', certainty: 'possible', requested: false };
  expect(onceEach([perhaps, get])).toEqual([get]);
  expect(onceEach([get, { ...get, party: 'token' }])).toHaveLength(2);
  expect(onceEach([get, { ...get, alternatives: [get.right] }])).toHaveLength(2);
});
