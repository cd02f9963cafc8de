import { serviceAccountOf } from '../identity/name.ts';
import type { IdentityRequest } from '../inputs.ts';
import { findingsOf } from './dangerous.ts';
import type { Finding } from './finding.ts';
import type { Rule } from './grant.ts';
import type { Right } from './right.ts';

/** A right to ask the server for, and what it would mean to have it. */
export interface Canary {
  readonly right: Right;
  readonly finding: Finding;
}

const AUTHENTICATION = 'authentication.k8s.io';

/** Rights that make their owner a cluster-admin by another name, the constrained verbs of https://kep.k8s.io/5284 included. */
export function adminCanaries(): Canary[] {
  return [
    canary({ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }, ''),
    canary({ apiGroups: [''], resources: ['groups'], verbs: ['impersonate'], resourceNames: ['system:masters'] }, ''),
    canary({ apiGroups: [''], resources: ['users'], verbs: ['impersonate'] }, ''),
    ...['', 'kube-system'].flatMap((namespace) => [
      canary({ apiGroups: [''], resources: ['serviceaccounts'], verbs: ['impersonate'] }, namespace),
      canary(
        { apiGroups: [AUTHENTICATION], resources: ['serviceaccounts'], verbs: ['impersonate:serviceaccount'] },
        namespace,
      ),
    ]),
    ...['users', 'groups'].map((resource) =>
      canary({ apiGroups: [AUTHENTICATION], resources: [resource], verbs: ['impersonate:user-info'] }, ''),
    ),
    canary({ apiGroups: [AUTHENTICATION], resources: ['nodes'], verbs: ['impersonate:arbitrary-node'] }, ''),
  ];
}

/** Everything that is asked of a token that is to become `request` and nothing else. `namespace` is where it deploys. */
export function tokenCanaries(request: IdentityRequest, namespace: string, madeUp: string): Canary[] {
  const extras = [...request.extra.keys()].map((key) => `userextras/${key}`);
  return [
    ...adminCanaries(),
    ...accountCanaries(request, madeUp),
    ...['uids', 'userextras/deploy-as-asks', ...extras].flatMap((resource) =>
      ['impersonate', 'impersonate:user-info'].map((verb) =>
        canary({ apiGroups: [AUTHENTICATION], resources: [resource], verbs: [verb] }, ''),
      ),
    ),
    canary(
      {
        apiGroups: [AUTHENTICATION],
        resources: ['nodes'],
        resourceNames: ['*'],
        verbs: ['impersonate:associated-node'],
      },
      '',
    ),
    canary({ apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['escalate'] }, ''),
    ...['', namespace].flatMap((where) =>
      HARMFUL.map(([apiGroup, resource, verb]) =>
        canary({ apiGroups: [apiGroup], resources: [resource], verbs: [verb] }, where),
      ),
    ),
  ];
}

const HARMFUL: readonly (readonly [apiGroup: string, resource: string, verb: string])[] = [
  ['', 'secrets', 'get'],
  ['apps', 'deployments', 'patch'],
  ['', 'pods', 'create'],
  ['', 'serviceaccounts/token', 'create'],
];

/**
 * Whether the service account of this name may be impersonated in a namespace that nobody has: then the right to it
 * was given in the whole cluster, not in its namespace. None for other users, whose rights have no namespace.
 */
export function accountCanaries(request: IdentityRequest, madeUp: string): Canary[] {
  const account = serviceAccountOf(request.username);
  if (account === undefined) return [];
  const forms = [
    ['', 'impersonate'],
    [AUTHENTICATION, 'impersonate:serviceaccount'],
  ] as const;
  return forms.map(([apiGroup, verb]) => {
    const asked = canary(
      { apiGroups: [apiGroup], resources: ['serviceaccounts'], resourceNames: [account.name], verbs: [verb] },
      '',
    );
    return { ...asked, right: { ...asked.right, namespace: madeUp } };
  });
}

/** The rule as a question: a name that nobody has where it says none. */
function canary(rule: Rule, namespace: string): Canary {
  const [finding] = findingsOf([rule], namespace);
  if (finding === undefined) throw new Error(`there is no danger in ${JSON.stringify(rule)}`);
  return { finding, right: finding.witness };
}
