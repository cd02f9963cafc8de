import fc from 'fast-check';
import type { Rule } from '../../src/rights/grant.ts';
import type { Right } from '../../src/rights/right.ts';

/** Everything that RBAC gives one user, and rights to hold it against. */
export interface RbacSet {
  /** Through a ClusterRoleBinding. */
  readonly cluster: readonly Rule[];
  /** Through a RoleBinding in the set's namespace. */
  readonly local: readonly Rule[];
  /** Through a RoleBinding in kube-system. */
  readonly system: readonly Rule[];
  /** With namespace `LOCAL` in place of the set's own, empty for the cluster's. */
  readonly probes: readonly Right[];
}

/** Stands for the namespace of a set. */
export const LOCAL = 'local';

const GROUPS = [
  '',
  '',
  '',
  'apps',
  'batch',
  'rbac.authorization.k8s.io',
  'authentication.k8s.io',
  'certificates.k8s.io',
];

const RESOURCES = [
  'configmaps',
  'secrets',
  'pods',
  'pods/exec',
  'pods/log',
  'pods/ephemeralcontainers',
  'serviceaccounts',
  'serviceaccounts',
  'serviceaccounts/token',
  'users',
  'groups',
  'uids',
  'userextras',
  'userextras/note',
  'userextras/github.com/run-id',
  'nodes',
  'nodes/proxy',
  'namespaces',
  'deployments',
  'deployments/scale',
  'jobs',
  'roles',
  'clusterroles',
  'certificatesigningrequests/approval',
  'signers',
];
/** What a rule may say, but no request is about. */
const PATTERNS = ['*', '*', '*/scale', '*/exec', '*/note', 'pods/*', 'userextras/*'];

const VERBS = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  'impersonate',
  'impersonate',
  'impersonate:user-info',
  'impersonate:serviceaccount',
  'impersonate:arbitrary-node',
  'impersonate:associated-node',
  'impersonate-on:serviceaccount:get',
  'impersonate-on:user-info:list',
  'escalate',
  'bind',
  'approve',
];

const NAMES = [
  'deployer',
  'web',
  'admin',
  'system:masters',
  'system:nodes',
  'system:node:a',
  'system:kube-scheduler',
  'a.b',
];

const CLUSTER_SCOPED =
  /^(users|groups|uids|userextras|nodes|namespaces|clusterroles|certificatesigningrequests|signers)(\/|$)/;

/** The group that a resource is really of; of the others, any. */
const GROUP_OF: Readonly<Record<string, string>> = {
  deployments: 'apps',
  'deployments/scale': 'apps',
  jobs: 'batch',
  roles: 'rbac.authorization.k8s.io',
  clusterroles: 'rbac.authorization.k8s.io',
  uids: 'authentication.k8s.io',
  userextras: 'authentication.k8s.io',
  'userextras/note': 'authentication.k8s.io',
  'certificatesigningrequests/approval': 'certificates.k8s.io',
  signers: 'certificates.k8s.io',
};

const ruleArbitrary: fc.Arbitrary<Rule> = fc
  .record({
    apiGroups: fc.option(some([...GROUPS, '*'], 2), { nil: undefined, freq: 1 }),
    resources: some([...RESOURCES, ...PATTERNS], 3),
    resourceNames: fc.option(some([...NAMES, ''], 3), { nil: undefined, freq: 2 }),
    verbs: some([...VERBS, '*', '*'], 3),
  })
  .map(({ apiGroups, resourceNames, ...rule }) => ({
    apiGroups: apiGroups ?? [...new Set(rule.resources.map((resource) => GROUP_OF[resource] ?? ''))],
    ...rule,
    ...(resourceNames === undefined ? {} : { resourceNames }),
  }));

const rulesArbitrary = fc.array(ruleArbitrary, { maxLength: 3 });

/** Sets of rules with rights that are near what they say: a right that is far from all rules tells nothing. */
export const rbacSets: fc.Arbitrary<RbacSet> = fc
  .record({ cluster: rulesArbitrary, local: rulesArbitrary, system: fc.array(ruleArbitrary, { maxLength: 1 }) })
  .chain((rules) =>
    fc
      .array(probeNear([...rules.cluster, ...rules.local]), { minLength: 6, maxLength: 6 })
      .map((probes) => ({ ...rules, probes })),
  );

/** A right that one rule may well allow, or that is put together from what all of them say. */
function probeNear(rules: readonly Rule[]): fc.Arbitrary<Right> {
  const [first, ...others] = rules;
  if (first === undefined) return probeFrom([]);
  return fc.oneof(...[first, ...others].map((rule) => probeFrom([rule])), probeFrom(rules));
}

function probeFrom(rules: readonly Rule[]): fc.Arbitrary<Right> {
  const said = (part: (rule: Rule) => readonly string[], known: readonly string[]): fc.Arbitrary<string> => {
    const near = rules.flatMap(part).filter((text) => !text.includes('*'));
    if (near.length === 0) return fc.constantFrom(...known);
    return fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...near) },
      { weight: 1, arbitrary: fc.constantFrom(...known) },
    );
  };
  return fc
    .record({
      verb: said((rule) => rule.verbs, VERBS),
      apiGroup: said((rule) => rule.apiGroups, GROUPS),
      resource: said((rule) => rule.resources, RESOURCES),
      name: fc.oneof(
        fc.constant(''),
        said((rule) => rule.resourceNames ?? [], NAMES),
      ),
    })
    .map(({ resource, ...right }) => {
      const [plural = '', ...rest] = resource.split('/');
      // A Namespace of a name is authorized in itself; a new one is not, nor is a list or watch, whatever it selects.
      const isNamespace =
        plural === 'namespaces' && right.name !== '' && !['create', 'list', 'watch'].includes(right.verb);
      const namespace = CLUSTER_SCOPED.test(resource) && !isNamespace ? '' : LOCAL;
      return { ...right, resource: plural, subresource: rest.join('/'), namespace };
    });
}

function some(words: readonly string[], most: number): fc.Arbitrary<string[]> {
  return fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: most });
}
