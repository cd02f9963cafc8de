import { serviceAccountOf } from '../identity/name.ts';
import type { IdentityRequest } from '../inputs.ts';
import type { Right } from './right.ts';

/** The API group of what impersonation added after users, groups and service accounts. */
const AUTHENTICATION = 'authentication.k8s.io';

/**
 * The rights that the token needs to become `request`: one for each header value, as the API server checks them
 * (https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/), in the legacy form: the verb `impersonate`. Equal headers make one right.
 * https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/
 */
export function impersonationRights(request: IdentityRequest): Right[] {
  return [
    userRight(request.username),
    ...[...new Set(request.groups)].map((group) => impersonate('', 'groups', group)),
    ...(request.uid === undefined ? [] : [impersonate(AUTHENTICATION, 'uids', request.uid)]),
    ...[...request.extra].flatMap(([key, values]) =>
      [...new Set(values)].map((value) => ({ ...impersonate(AUTHENTICATION, 'userextras', value), subresource: key })),
    ),
  ];
}

/** Service accounts are impersonated in their namespace, all others at the cluster scope. */
function userRight(username: string): Right {
  const account = serviceAccountOf(username);
  if (account === undefined) return impersonate('', 'users', username);
  return { ...impersonate('', 'serviceaccounts', account.name), namespace: account.namespace };
}

function impersonate(apiGroup: string, resource: string, name: string): Right {
  return { verb: 'impersonate', apiGroup, resource, subresource: '', namespace: '', name };
}
