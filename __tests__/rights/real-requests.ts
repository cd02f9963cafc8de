import type { ApiAnswer, ApiRequest } from '../../src/cluster/client.ts';
import { readForbidden } from '../../src/rights/forbidden.ts';
import { type Right, rightKey } from '../../src/rights/right.ts';

const SERVED: Readonly<Record<string, string>> = {
  configmaps: '/api/v1',
  secrets: '/api/v1',
  pods: '/api/v1',
  serviceaccounts: '/api/v1',
  namespaces: '/api/v1',
  nodes: '/api/v1',
  deployments: '/apis/apps/v1',
  jobs: '/apis/batch/v1',
  roles: '/apis/rbac.authorization.k8s.io/v1',
  clusterroles: '/apis/rbac.authorization.k8s.io/v1',
};
const SUBRESOURCES = ['', 'pods/log', 'pods/ephemeralcontainers', 'deployments/scale', 'serviceaccounts/token'];

/**
 * A request that takes just this right and changes nothing: a dry run, of what is not there. Undefined where the server
 * has none (it serves no `users`), or where it would ask for another right too.
 */
export function realRequest(right: Right): ApiRequest | undefined {
  const { verb, apiGroup, resource, subresource, namespace, name } = right;
  const base = SERVED[resource];
  const served = base?.split('/').at(-2) ?? '';
  if (base === undefined || (served === 'api' ? '' : served) !== apiGroup) return undefined;
  const combined = subresource === '' ? '' : `${resource}/${subresource}`;
  if (!SUBRESOURCES.includes(combined)) return undefined;
  const scope = namespace === '' || resource === 'namespaces' ? '' : `/namespaces/${namespace}`;
  const collection = `${base}${scope}/${resource}`;
  const item = `${collection}/${encodeURIComponent(name)}${subresource === '' ? '' : `/${subresource}`}`;
  const body = (type: string) => ({ type, text: '{}' });
  switch (verb) {
    case 'get':
      return name === '' ? undefined : { method: 'GET', path: item };
    case 'list':
      if (subresource !== '') return undefined;
      return {
        method: 'GET',
        path:
          name === ''
            ? `${collection}?limit=1`
            : `${collection}?fieldSelector=metadata.name%3D${encodeURIComponent(name)}`,
      };
    case 'create':
      if ((subresource === '') !== (name === '')) return undefined;
      return { method: 'POST', path: `${name === '' ? collection : item}?dryRun=All`, body: body('application/json') };
    case 'update':
      return name === '' ? undefined : { method: 'PUT', path: `${item}?dryRun=All`, body: body('application/json') };
    case 'patch':
      if (name === '') return undefined;
      return { method: 'PATCH', path: `${item}?dryRun=All`, body: body('application/merge-patch+json') };
    case 'delete':
      return name === '' || subresource !== '' ? undefined : { method: 'DELETE', path: `${item}?dryRun=All` };
    case 'deletecollection':
      return name !== '' || subresource !== '' ? undefined : { method: 'DELETE', path: `${collection}?dryRun=All` };
    default:
      return undefined;
  }
}

/** The right that the authorizer refused; undefined where it let the request pass, whatever came of it then. */
export function refusedRight(answer: ApiAnswer): string | undefined {
  if (answer.ok || answer.failure.kind !== 'status') return undefined;
  const read = answer.failure.status === 403 ? readForbidden(answer.failure.message) : undefined;
  return read === undefined ? undefined : rightKey(read.right);
}
