import { PARALLEL_REQUESTS } from '../apply/read.ts';
import type { ApiClient } from '../cluster/client.ts';
import { objectPath } from '../cluster/paths.ts';
import { slots } from '../cluster/slots.ts';
import type { ApplyTarget, ExistingRole } from '../rights/needed.ts';
import { rolesToRead } from '../rights/needed-grants.ts';

const RBAC = { group: 'rbac.authorization.k8s.io', version: 'v1' };

/** The roles in the cluster that new or changed bindings among `targets` refer to, as far as the identity may read them. */
export async function readBoundRoles(
  client: ApiClient,
  targets: readonly ApplyTarget[],
  signal: AbortSignal,
): Promise<ExistingRole[]> {
  const slot = slots(PARALLEL_REQUESTS);
  const roles = rolesToRead(targets).map((role) =>
    slot(async (): Promise<ExistingRole[]> => {
      const resource = { ...RBAC, resource: role.resource, namespaced: role.namespace !== undefined };
      const path = objectPath(resource, role.namespace, role.name);
      const answer = await client.request({ method: 'GET', path }, signal);
      return answer.ok ? [{ ...role, value: answer.body }] : [];
    }),
  );
  return (await Promise.all(roles)).flat();
}
