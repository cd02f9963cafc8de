import { LOCAL, type RbacSet } from './rbac-sets.ts';

/**
 * Sets that went wrong once, or nearly did, each under a name that says how. `verdict.cluster.test.ts` tries them
 * before it makes up others, and prints a new one in this form when it finds it.
 */
export const RBAC_CASES: Readonly<Record<string, RbacSet>> = {
  'everything in one namespace is not everything': {
    cluster: [],
    local: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
    system: [],
    probes: [
      {
        verb: 'create',
        apiGroup: 'rbac.authorization.k8s.io',
        resource: 'clusterroles',
        subresource: '',
        namespace: '',
        name: '',
      },
      { verb: 'patch', apiGroup: '', resource: 'namespaces', subresource: '', namespace: LOCAL, name: LOCAL },
    ],
  },
  'a rule about names says nothing about a list, unless it names the empty one': {
    cluster: [],
    local: [
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['web'], verbs: ['list', 'get'] },
      { apiGroups: [''], resources: ['secrets'], resourceNames: [''], verbs: ['list'] },
    ],
    system: [],
    probes: [
      { verb: 'list', apiGroup: '', resource: 'configmaps', subresource: '', namespace: LOCAL, name: '' },
      { verb: 'get', apiGroup: '', resource: 'configmaps', subresource: '', namespace: LOCAL, name: 'web' },
      { verb: 'list', apiGroup: '', resource: 'secrets', subresource: '', namespace: LOCAL, name: '' },
    ],
  },
  'pods/* is about nothing, */exec about every exec, * about both': {
    cluster: [],
    local: [
      { apiGroups: [''], resources: ['pods/*'], verbs: ['get'] },
      { apiGroups: [''], resources: ['*/exec'], verbs: ['create'] },
    ],
    system: [],
    probes: [
      { verb: 'get', apiGroup: '', resource: 'pods', subresource: 'log', namespace: LOCAL, name: 'web' },
      { verb: 'create', apiGroup: '', resource: 'pods', subresource: 'exec', namespace: LOCAL, name: 'web' },
      { verb: 'create', apiGroup: '', resource: 'pods', subresource: '', namespace: LOCAL, name: '' },
    ],
  },
  'a service account by its name, in every namespace': {
    cluster: [{ apiGroups: [''], resources: ['serviceaccounts'], resourceNames: ['deployer'], verbs: ['impersonate'] }],
    local: [],
    system: [],
    probes: [
      {
        verb: 'impersonate',
        apiGroup: '',
        resource: 'serviceaccounts',
        subresource: '',
        namespace: 'elsewhere',
        name: 'deployer',
      },
    ],
  },
  'every service account of kube-system alone': {
    cluster: [],
    local: [],
    system: [{ apiGroups: [''], resources: ['serviceaccounts'], verbs: ['impersonate'] }],
    probes: [],
  },
  'a Namespace is patched in itself, but made at the cluster scope': {
    cluster: [],
    local: [{ apiGroups: [''], resources: ['namespaces'], verbs: ['create', 'patch', 'list'] }],
    system: [],
    probes: [
      { verb: 'create', apiGroup: '', resource: 'namespaces', subresource: '', namespace: '', name: '' },
      { verb: 'list', apiGroup: '', resource: 'namespaces', subresource: '', namespace: '', name: '' },
      { verb: 'patch', apiGroup: '', resource: 'namespaces', subresource: '', namespace: LOCAL, name: LOCAL },
    ],
  },
  'what the core group has does not tell of what apps has': {
    cluster: [{ apiGroups: ['', 'apps'], resources: ['*'], verbs: ['*'] }],
    local: [],
    system: [],
    probes: [],
  },
  'the legacy verb and the constrained one in one rule': {
    cluster: [
      {
        apiGroups: ['', 'authentication.k8s.io'],
        resources: ['users', 'groups', 'serviceaccounts'],
        verbs: ['impersonate', 'impersonate:user-info', 'impersonate:serviceaccount'],
      },
    ],
    local: [],
    system: [],
    probes: [],
  },
  'impersonation of users in a Role is void': {
    cluster: [],
    local: [{ apiGroups: [''], resources: ['users', 'groups'], verbs: ['impersonate'] }],
    system: [],
    probes: [{ verb: 'impersonate', apiGroup: '', resource: 'users', subresource: '', namespace: '', name: 'bob' }],
  },
};
