import { join } from 'node:path';
import { withImpersonation } from '../identity/kubeconfig-fields.ts';
import { displayName } from '../identity/name.ts';
import type { IdentityRequest } from '../inputs.ts';
import type { BaseEntry } from './connection.ts';
import { marked } from './earlier.ts';
import { writeKubeconfigYaml } from './kubeconfig-yaml.ts';
import { writePrivate } from './private-files.ts';

/**
 * The kubeconfig in which every client-go tool acts as the identity: one cluster, one user, one context, which is
 * the current one. Every key of the base entry is there, but for its namespace and its own `as*` fields.
 * `namespace` undefined: the context names none.
 */
export function kubeconfigText(base: BaseEntry, identity: IdentityRequest, namespace: string | undefined): string {
  const { namespace: _, ...own } = base.context;
  const context = {
    ...own,
    cluster: base.clusterName,
    user: base.userName,
    ...(namespace === undefined ? {} : { namespace }),
  };
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': base.contextName,
    clusters: [{ name: base.clusterName, cluster: base.cluster }],
    users: [{ name: base.userName, user: withImpersonation(base.user, identity) }],
    contexts: [{ name: base.contextName, context: marked(context, { identity: displayName(identity.username) }) }],
  };
  return writeKubeconfigYaml(kubeconfig);
}

/**
 * Writes that kubeconfig into a private folder of ours and returns its path.
 * @throws where a file of its name is there already
 */
export async function writeKubeconfig(
  folder: string,
  base: BaseEntry,
  identity: IdentityRequest,
  namespace: string | undefined,
): Promise<string> {
  const file = join(folder, 'kubeconfig');
  await writePrivate(file, kubeconfigText(base, identity, namespace));
  return file;
}
