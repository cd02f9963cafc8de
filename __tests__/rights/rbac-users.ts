import type { Rule } from '../../src/rights/grant.ts';
import type { Admin } from '../../testbed/admin.ts';
import { LOCAL, type RbacSet } from './rbac-sets.ts';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';

/** Gives sets of RBAC to service accounts, a new one for each. */
export interface RbacUsers {
  readonly namespace: string;
  /** The account's user name; settles when the authorizer has seen its rules. */
  grant(sets: readonly RbacSet[]): Promise<string[]>;
  end(): Promise<void>;
}

const AT_A_TIME = 16;

export async function rbacUsers(admin: Admin, prefix: string): Promise<RbacUsers> {
  const namespace = await admin.createNamespace(prefix);
  const labels = { suite: namespace };
  let made = 0;

  const create = async (path: string, body: unknown): Promise<void> => {
    const { status, text } = await admin.request('POST', path, { body });
    if (status !== 201) throw new Error(`POST ${path} was answered with ${status}: ${text}`);
  };

  const give = async (account: string, rules: readonly Rule[], where: string): Promise<void> => {
    if (rules.length === 0) return;
    const kind = where === '' ? 'ClusterRole' : 'Role';
    const path = where === '' ? RBAC : `${RBAC}/namespaces/${where}`;
    const metadata = { name: `${namespace}-${account}`, labels };
    const plural = `${kind.toLowerCase()}s`;
    await create(`${path}/${plural}`, { apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata, rules });
    await create(`${path}/${plural.slice(0, -1)}bindings`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: metadata.name },
      subjects: [{ kind: 'ServiceAccount', namespace, name: account }],
    });
  };

  const giveAll = async (set: RbacSet): Promise<string> => {
    made += 1;
    const account = `set-${made}`;
    await admin.createServiceAccount(namespace, account);
    await give(account, set.cluster, '');
    await give(account, set.local, namespace);
    await give(account, set.system, 'kube-system');
    return `system:serviceaccount:${namespace}:${account}`;
  };

  /** What comes last is seen last: each kind is one stream to the authorizer. */
  const seen = async (): Promise<void> => {
    const rules: readonly Rule[] = [{ apiGroups: [''], resources: ['bindings'], verbs: ['get'] }];
    const only = { cluster: [], local: [], system: [], probes: [] };
    for (const part of ['cluster', 'local', 'system'] as const) {
      const user = await giveAll({ ...only, [part]: rules });
      const where = { cluster: '', local: namespace, system: 'kube-system' }[part];
      await admin.waitFor('the authorizer to see the rules', () => allowed(user, where));
    }
  };

  const allowed = async (user: string, where: string): Promise<boolean> => {
    const resourceAttributes = { verb: 'get', resource: 'bindings', namespace: where };
    const body = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: { user, resourceAttributes },
    };
    const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
    const answer = await admin.request<{ status: { allowed: boolean } }>('POST', path, { body });
    return answer.body.status.allowed;
  };

  return {
    namespace,
    async grant(sets) {
      const users = await atATime(sets, giveAll);
      await seen();
      return users;
    },
    async end() {
      const selector = `?labelSelector=suite%3D${namespace}`;
      for (const plural of ['clusterrolebindings', 'clusterroles']) {
        await admin.request('DELETE', `${RBAC}/${plural}${selector}`);
      }
      for (const plural of ['rolebindings', 'roles']) {
        await admin.request('DELETE', `${RBAC}/namespaces/kube-system/${plural}${selector}`);
      }
      await admin.request('DELETE', `/api/v1/namespaces/${namespace}`);
    },
  };
}

/** `work` on each of `items`, a few at a time; the results in their order. */
export async function atATime<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of left) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return results;
}

/** `namespace` in place of `LOCAL`. */
export function placed(set: RbacSet, namespace: string): RbacSet {
  const probes = set.probes.map((right) => ({
    ...right,
    namespace: right.namespace === LOCAL ? namespace : right.namespace,
    name: right.resource === 'namespaces' && right.namespace === LOCAL && right.name !== '' ? namespace : right.name,
  }));
  return { ...set, probes };
}
