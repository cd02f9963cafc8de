import { serviceAccountOf } from '../identity/name.ts';
import type { IdentityRequest } from '../inputs.ts';
import type { Right } from './right.ts';

/** The API group of what impersonation added after users, groups and service accounts. */
const AUTHENTICATION = 'authentication.k8s.io';

/**
 * The ways of constrained impersonation that this project knows: which of them the server takes depends on whom it is
 * asked to impersonate. (`associated-node` is for agents on a node.) https://kep.k8s.io/5284
 */
export type ConstrainedMode = 'serviceaccount' | 'user-info' | 'arbitrary-node';

/** `legacy` is the verb `impersonate` alone. */
export type ImpersonationMode = 'legacy' | ConstrainedMode;

/**
 * By which of its rights a token becomes the identity. The legacy verb reaches everything that the identity may do;
 * where both are there, it makes the constrained rights confine nothing.
 */
export type Impersonation =
  | { readonly by: 'legacy' }
  | { readonly by: 'constrained' | 'both'; readonly mode: ConstrainedMode };

/** In words, to follow "by". */
export function nameImpersonation(impersonation: Impersonation): string {
  const reach = 'reaches everything that the identity may do';
  switch (impersonation.by) {
    case 'legacy':
      return `the verb \`impersonate\`, which ${reach}`;
    case 'constrained':
      return `constrained impersonation alone (\`impersonate:${impersonation.mode}\`): each request takes a right of the token, \`impersonate-on:${impersonation.mode}:VERB\``;
    case 'both':
      return `constrained impersonation (\`impersonate:${impersonation.mode}\`) and the verb \`impersonate\`, which ${reach}: while the token has that one, the constrained rights confine nothing`;
  }
}

/**
 * The rights that the token needs to become `request`: one for each header value, as the API server checks them
 * (https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/). In a constrained mode, which must be
 * the one that `constrainedModeOf` says, each request takes a further right. Equal headers make one right.
 */
export function impersonationRights(request: IdentityRequest, mode: ImpersonationMode = 'legacy'): Right[] {
  const verb = mode === 'legacy' ? 'impersonate' : `impersonate:${mode}`;
  const group = mode === 'legacy' ? '' : AUTHENTICATION;
  const on = (apiGroup: string, resource: string, name: string): Right => {
    return { verb, apiGroup, resource, subresource: '', namespace: '', name };
  };
  return [
    userRight(request.username, mode, (resource, name) => on(group, resource, name)),
    ...[...new Set(request.groups)].map((name) => on(group, 'groups', name)),
    ...(request.uid === undefined ? [] : [on(AUTHENTICATION, 'uids', request.uid)]),
    ...[...request.extra].flatMap(([key, values]) =>
      [...new Set(values)].map((value) => ({ ...on(AUTHENTICATION, 'userextras', value), subresource: key })),
    ),
  ];
}

/** Whether a right is one to impersonate: `impersonate`, `impersonate:user-info`, `impersonate-on:user-info:get`. */
export function isImpersonation(right: Pick<Right, 'verb'>): boolean {
  return /^impersonate($|:|-on:)/.test(right.verb);
}

/** Service accounts are impersonated in their namespace, all others at the cluster scope. */
function userRight(username: string, mode: ImpersonationMode, on: (resource: string, name: string) => Right): Right {
  const account = serviceAccountOf(username);
  if (account !== undefined) return { ...on('serviceaccounts', account.name), namespace: account.namespace };
  const node = mode === 'arbitrary-node' ? nodeOf(username) : undefined;
  return node === undefined ? on('users', username) : on('nodes', node);
}

const NODE_PREFIX = 'system:node:';
const LONGEST_NODE_NAME = 253;

/** The node that `username` stands for, or undefined. Decides as the API server does: a node's name is a DNS subdomain. */
export function nodeOf(username: string): string | undefined {
  if (!username.startsWith(NODE_PREFIX)) return undefined;
  const name = username.slice(NODE_PREFIX.length);
  const isName =
    name.length <= LONGEST_NODE_NAME && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name);
  return isName ? name : undefined;
}
