import { textAt } from '../../cluster/json.ts';
import type { JsonObject } from '../../manifests/object.ts';
import { selectorLabels } from './fields.ts';

/** For a spec that no controller has looked at. */
export const UNOBSERVED_FIX = 'If it stays so, kube-controller-manager is not working: ask whoever runs the cluster.';

/**
 * The commands that show why pods of `object` do not become ready, as a sentence. `resource` is kubectl's short
 * form (`deployment`). A selector of labels alone can be given to kubectl; for others the object itself is named.
 */
export function lookAtPods(object: JsonObject, resource: string): string {
  const kubectl = kubectlIn(object);
  const name = `${resource}/${textAt(object, 'metadata', 'name')}`;
  const labels = selectorLabels(object);
  const pods = labels === undefined ? `describe ${name}` : `describe pods -l ${labels}`;
  return `Look at its pods: \`${kubectl} ${pods}\` and \`${kubectl} logs ${name} --all-containers\`.`;
}

/** `kubectl -n shop`, for commands about `object`. */
export function kubectlIn(object: JsonObject): string {
  const namespace = textAt(object, 'metadata', 'namespace');
  return namespace === '' ? 'kubectl' : `kubectl -n ${namespace}`;
}
