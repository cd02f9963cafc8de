import { textAt } from '../../cluster/json.ts';
import type { JsonObject } from '../../manifests/object.ts';
import { countAt, isObserved, numberAt } from './fields.ts';
import { lookAtPods, UNOBSERVED_FIX } from './look.ts';
import { pending, READY, type RolloutStatus } from './status.ts';

/**
 * A StatefulSet by `kubectl rollout status`'s rules, partition included. For `OnDelete`, which kubectl refuses to
 * judge: an update is nothing to wait for, since only people delete its pods; the first rollout is.
 * https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go
 */
export function statefulSetStatus(object: JsonObject): RolloutStatus {
  if (countAt(object, 'status', 'observedGeneration') === 0 || !isObserved(object)) {
    return pending('the controller has not seen the new spec yet', UNOBSERVED_FIX);
  }
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1;
  const ready = countAt(object, 'status', 'readyReplicas');
  const updated = countAt(object, 'status', 'updatedReplicas');
  const onDelete = textAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete';
  if (onDelete && isUpdating(object)) return READY;

  const look = lookAtPods(object, 'statefulset');
  if (ready < wanted) return pending(`${ready} of ${wanted} replicas are ready`, look);
  if (onDelete) return READY;

  const partition = numberAt(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition');
  if (partition !== undefined) {
    const due = wanted - partition;
    if (updated >= due) return READY;
    return pending(
      `${updated} of ${due} replicas are updated${partition === 0 ? '' : ` (partition ${partition})`}`,
      look,
    );
  }
  return isUpdating(object) ? pending(`${updated} of ${wanted} replicas are updated`, look) : READY;
}

function isUpdating(object: JsonObject): boolean {
  return textAt(object, 'status', 'updateRevision') !== textAt(object, 'status', 'currentRevision');
}
