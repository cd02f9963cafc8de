import type { Rank } from './finding.ts';
import type { Rule } from './grant.ts';

/** What a pattern has found in a rule. */
export interface Met {
  /** The namespace that the rule holds in; empty: the whole cluster. */
  readonly namespace: string;
  /** Resources and verbs as the rule writes them. */
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Empty: every name. */
  readonly names: readonly string[];
}

/** Rights that mean more than they say. */
export interface Pattern {
  readonly id: string;
  readonly rank: Rank;
  readonly apiGroup: string;
  /** As in RBAC: `pods/exec`. The first is the one that is asked for where the rule says `*`. */
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Granted in a Role it is void. */
  readonly clusterScoped?: true;
  /** The names that make it this; absent: every name does. A rule without names always does. */
  readonly names?: (name: string) => boolean;
  /** Where it is this; absent: everywhere. The whole cluster always is. */
  readonly namespaces?: readonly string[];
  /** What it means; goes on after "may". */
  readonly meaning: (met: Met) => string;
}

const AUTHENTICATION = 'authentication.k8s.io';
const RBAC = 'rbac.authorization.k8s.io';
const WRITE = ['create', 'update', 'patch'];

/** Components of the control plane, and nodes: whoever is one of them controls the cluster. */
const POWERFUL_USERS = new Set(['system:kube-controller-manager', 'system:kube-scheduler', 'system:apiserver']);
const POWERFUL_GROUPS = new Set(['system:masters', 'system:nodes']);

/**
 * The forms that a right to impersonate has: the verb of old, and since 1.35 one for each kind of user, which
 * works for the requests that its owner has `impersonate-on:…` rights for (https://kep.k8s.io/5284).
 */
const IMPERSONATE: readonly { readonly apiGroup: string; readonly user: string; readonly account: string }[] = [
  { apiGroup: '', user: 'impersonate', account: 'impersonate' },
  { apiGroup: AUTHENTICATION, user: 'impersonate:user-info', account: 'impersonate:serviceaccount' },
];

/** What makes its owner a cluster-admin by another name. Nothing else stops an identity. */
const ADMIN_PATTERNS: readonly Pattern[] = [
  ...IMPERSONATE.flatMap(({ apiGroup, user, account }): Pattern[] => [
    {
      id: 'impersonate-groups',
      rank: 'cluster-admin',
      apiGroup,
      resources: ['groups'],
      verbs: [user],
      clusterScoped: true,
      names: (name) => POWERFUL_GROUPS.has(name),
      meaning: ({ names }) =>
        names.length === 0
          ? 'impersonate every group, `system:masters` among them, whose members may do everything'
          : `impersonate ${named('group', names)}, which controls the cluster`,
    },
    {
      id: 'impersonate-users',
      rank: 'cluster-admin',
      apiGroup,
      resources: ['users'],
      verbs: [user],
      clusterScoped: true,
      names: (name) => POWERFUL_USERS.has(name) || name.startsWith('system:node:'),
      meaning: ({ names }) =>
        names.length === 0
          ? 'impersonate every user, the cluster’s own components and administrators among them'
          : `impersonate ${named('user', names)}, a component that controls the cluster`,
    },
    {
      id: 'impersonate-serviceaccounts',
      rank: 'cluster-admin',
      apiGroup,
      resources: ['serviceaccounts'],
      verbs: [account],
      names: () => false,
      namespaces: ['kube-system'],
      meaning: ({ namespace }) =>
        `impersonate every service account ${within(namespace)}, controllers that may grant any right among them`,
    },
  ]),
  {
    id: 'impersonate-nodes',
    rank: 'cluster-admin',
    apiGroup: AUTHENTICATION,
    resources: ['nodes'],
    verbs: ['impersonate:arbitrary-node'],
    clusterScoped: true,
    meaning: ({ names }) =>
      `impersonate ${names.length === 0 ? 'every node' : named('node', names)}, and so reach the Secrets and service accounts of its pods`,
  },
];

/** What makes pods, by API group. */
const WORKLOADS: Readonly<Record<string, readonly string[]>> = {
  '': ['pods', 'replicationcontrollers'],
  apps: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'],
  batch: ['jobs', 'cronjobs'],
};

/** What leads further than it seems. */
const HIGH_PATTERNS: readonly Pattern[] = [
  ...(['clusterroles', 'roles'] as const).map(
    (resource): Pattern => ({
      id: 'escalate',
      rank: 'write',
      apiGroup: RBAC,
      resources: [resource],
      verbs: ['escalate'],
      ...(resource === 'clusterroles' ? { clusterScoped: true } : {}),
      meaning: ({ namespace, names }) =>
        `write rights into ${rolesIn(namespace, names)} that it does not have itself (\`escalate\`)`,
    }),
  ),
  {
    id: 'bind',
    rank: 'write',
    apiGroup: RBAC,
    resources: ['clusterroles', 'roles'],
    verbs: ['bind'],
    meaning: ({ namespace, names }) =>
      `bind ${rolesIn(namespace, names)} to itself without having their rights (\`bind\`)`,
  },
  ...(
    [
      [['certificatesigningrequests/approval'], ['update', 'patch']],
      [['signers'], ['approve', 'sign']],
    ] as const
  ).map(
    ([resources, verbs]): Pattern => ({
      id: 'certificates',
      rank: 'write',
      apiGroup: 'certificates.k8s.io',
      resources,
      verbs,
      clusterScoped: true,
      meaning: () => 'approve or sign certificates, and so become whoever a certificate names',
    }),
  ),
  {
    id: 'admission',
    rank: 'write',
    apiGroup: 'admissionregistration.k8s.io',
    resources: [
      'mutatingwebhookconfigurations',
      'validatingwebhookconfigurations',
      'mutatingadmissionpolicies',
      'mutatingadmissionpolicybindings',
      'validatingadmissionpolicies',
      'validatingadmissionpolicybindings',
    ],
    verbs: [...WRITE, 'delete', 'deletecollection'],
    clusterScoped: true,
    meaning: () => 'set up webhooks or admission policies, and so read, change or refuse every object that is written',
  },
  {
    id: 'nodes-proxy',
    rank: 'write',
    apiGroup: '',
    resources: ['nodes/proxy'],
    verbs: ['get', 'create', 'update', 'patch', 'delete'],
    clusterScoped: true,
    meaning: () => 'talk to every kubelet (`nodes/proxy`), and so run commands in every pod, unseen by the audit log',
  },
  ...(
    [
      [
        ['pods/exec', 'pods/attach', 'pods/portforward', 'pods/proxy', 'services/proxy'],
        ['get', 'create', 'update', 'patch', 'delete'],
      ],
      [['pods/ephemeralcontainers'], ['update', 'patch']],
    ] as const
  ).map(
    ([resources, verbs]): Pattern => ({
      id: 'exec',
      rank: 'write',
      apiGroup: '',
      resources,
      verbs,
      meaning: ({ namespace }) =>
        `run commands in pods or talk to them ${within(namespace)}, with whatever they may do`,
    }),
  ),
  ...['', 'apps', 'batch'].map(
    (apiGroup): Pattern => ({
      id: 'workloads',
      rank: 'write',
      apiGroup,
      resources: WORKLOADS[apiGroup] ?? [],
      verbs: WRITE,
      meaning: ({ namespace }) =>
        `run pods ${within(namespace)}, with every Secret and as every service account ${namespace === '' ? 'of the cluster' : 'of it'}`,
    }),
  ),
  {
    id: 'read-secrets',
    rank: 'read-secrets',
    apiGroup: '',
    resources: ['secrets'],
    verbs: ['get', 'list', 'watch'],
    meaning: ({ namespace, names }) =>
      names.length === 0
        ? `read every Secret ${within(namespace)}`
        : `read ${named('Secret', names)} ${within(namespace)}`,
  },
  {
    id: 'serviceaccount-tokens',
    rank: 'become-others',
    apiGroup: '',
    resources: ['serviceaccounts/token'],
    verbs: ['create'],
    meaning: ({ namespace, names }) =>
      `make tokens of ${names.length === 0 ? 'every service account' : named('service account', names)} ${within(namespace)}, and keep them`,
  },
];

/** The most dangerous first. */
export const PATTERNS: readonly Pattern[] = [...ADMIN_PATTERNS, ...HIGH_PATTERNS];

/** What `pattern` finds in `rule`, which holds in `namespace` (empty: everywhere). */
export function meet(pattern: Pattern, rule: Rule, namespace: string): Met | undefined {
  if (namespace !== '' && (pattern.clusterScoped || !(pattern.namespaces?.includes(namespace) ?? true))) return;
  if (!rule.apiGroups.some((group) => group === '*' || group === pattern.apiGroup)) return;
  const resources = rule.resources.filter((resource) => pattern.resources.some((one) => coversResource(resource, one)));
  const verbs = rule.verbs.filter((verb) => verb === '*' || pattern.verbs.includes(verb));
  const given = rule.resourceNames ?? [];
  const names = given.filter(pattern.names ?? (() => true));
  if (given.length > 0 && names.length === 0) return undefined;
  return resources.length === 0 || verbs.length === 0 ? undefined : { namespace, resources, verbs, names };
}

/**
 * Whether a rule that says `written` is about `resource` (`pods`, `pods/exec`). `pods/*` is about nothing.
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/rbac/v1/evaluation_helpers.go
 */
export function coversResource(written: string, resource: string): boolean {
  if (written === '*' || written === resource) return true;
  const subresource = resource.split('/').slice(1).join('/');
  return subresource !== '' && written === `*/${subresource}`;
}

/** "in namespace shop", "in every namespace". */
export function within(namespace: string): string {
  return namespace === '' ? 'in every namespace' : `in namespace ${namespace}`;
}

/** "the group `a`", "the groups `a` and `b`". */
export function named(what: string, names: readonly string[]): string {
  const words = names.slice(0, 5).map((name) => `\`${name}\``);
  const more = names.length > words.length ? [`${names.length - words.length} more`] : [];
  const all = [...words, ...more];
  const list = all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
  return `the ${what}${names.length === 1 ? '' : 's'} ${list}`;
}

function rolesIn(namespace: string, names: readonly string[]): string {
  if (names.length > 0) return named('role', names);
  return namespace === '' ? 'every role of the cluster' : `every role in namespace ${namespace}`;
}
