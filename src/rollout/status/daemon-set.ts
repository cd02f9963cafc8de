import { textAt } from '../../cluster/json.ts';
import type { JsonObject } from '../../manifests/object.ts';
import { countAt, isObserved } from './fields.ts';
import { lookAtPods, UNOBSERVED_FIX } from './look.ts';
import { pending, READY, type RolloutStatus } from './status.ts';

/**
 * A DaemonSet by `kubectl rollout status`'s rules. For `OnDelete`, which kubectl refuses to judge: an update is
 * nothing to wait for, since only people delete its pods; the first rollout is.
 * https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go
 */
export function daemonSetStatus(object: JsonObject): RolloutStatus {
  if (!isObserved(object)) return pending('the controller has not seen the new spec yet', UNOBSERVED_FIX);

  const desired = countAt(object, 'status', 'desiredNumberScheduled');
  const current = countAt(object, 'status', 'currentNumberScheduled');
  const updated = countAt(object, 'status', 'updatedNumberScheduled');
  const available = countAt(object, 'status', 'numberAvailable');
  const look = lookAtPods(object, 'daemonset');

  if (textAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete' && updated < desired) {
    return current < desired ? pending(`${current} of ${desired} nodes have its pod`, look) : READY;
  }
  if (updated < desired) return pending(`${updated} of ${desired} pods are updated`, look);
  if (available < desired) return pending(`${available} of ${desired} updated pods are available`, look);
  return READY;
}
