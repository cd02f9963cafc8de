/** The user name of a service account begins with this. https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/ */
export const SERVICE_ACCOUNT_PREFIX = 'system:serviceaccount:';

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const NAMESPACE = new RegExp(`^${LABEL}$`);
const ACCOUNT = new RegExp(`^${LABEL}(\\.${LABEL})*$`);
const LONGEST_LABEL = 63;
const LONGEST_SUBDOMAIN = 253;

export interface ServiceAccountName {
  readonly namespace: string;
  readonly name: string;
}

/**
 * The service account that `username` stands for, or undefined for every other user. Decides as the API server
 * does: the namespace is a DNS label, the name a DNS subdomain; anything else is a plain user to it.
 * https://github.com/kubernetes/apiserver/blob/master/pkg/authentication/serviceaccount/util.go
 */
export function serviceAccountOf(username: string): ServiceAccountName | undefined {
  if (!username.startsWith(SERVICE_ACCOUNT_PREFIX)) return undefined;
  const [namespace, name, ...rest] = username.slice(SERVICE_ACCOUNT_PREFIX.length).split(':');
  if (namespace === undefined || name === undefined || rest.length > 0) return undefined;
  return isNamespaceName(namespace) && isServiceAccountName(name) ? { namespace, name } : undefined;
}

/** `shop/deployer` for a service account, every other user name as it is. For headings and messages. */
export function displayName(username: string): string {
  const account = serviceAccountOf(username);
  return account === undefined ? username : `${account.namespace}/${account.name}`;
}

export function isNamespaceName(text: string): boolean {
  return text.length <= LONGEST_LABEL && NAMESPACE.test(text);
}

export function isServiceAccountName(text: string): boolean {
  return text.length <= LONGEST_SUBDOMAIN && ACCOUNT.test(text);
}
