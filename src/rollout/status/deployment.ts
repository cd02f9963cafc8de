import { at } from '../../cluster/json.ts';
import type { JsonObject } from '../../manifests/object.ts';
import { conditionOf, countAt, isObserved, numberAt, trueCondition } from './fields.ts';
import { lookAtPods, UNOBSERVED_FIX } from './look.ts';
import { failed, pending, READY, type RolloutStatus } from './status.ts';

/**
 * A Deployment by `kubectl rollout status`'s rules.
 * https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go
 */
export function deploymentStatus(object: JsonObject): RolloutStatus {
  if (!isObserved(object)) return pending('the controller has not seen the new spec yet', UNOBSERVED_FIX);

  const missing = missingReplicas(object);
  if (conditionOf(object, 'Progressing')?.reason === 'ProgressDeadlineExceeded') {
    return failed(deadlineReason(object, missing), lookAtPods(object, 'deployment'));
  }
  if (missing === undefined) return READY;
  if (at(object, 'spec', 'paused') === true) {
    return pending(`${missing}; the Deployment is paused`, 'Remove `spec.paused`, or run `kubectl rollout resume`.');
  }
  return pending(`${missing}${refusedPods(object)}`, lookAtPods(object, 'deployment'));
}

function missingReplicas(object: JsonObject): string | undefined {
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1;
  const all = countAt(object, 'status', 'replicas');
  const updated = countAt(object, 'status', 'updatedReplicas');
  const available = countAt(object, 'status', 'availableReplicas');
  if (updated < wanted) return `${updated} of ${wanted} replicas are updated`;
  if (all > updated) return `${all - updated} old ${all - updated === 1 ? 'replica is' : 'replicas are'} still ending`;
  if (available < updated) return `${available} of ${updated} updated replicas are available`;
  return undefined;
}

function deadlineReason(object: JsonObject, missing: string | undefined): string {
  const seconds = numberAt(object, 'spec', 'progressDeadlineSeconds');
  const deadline = seconds === undefined ? 'its progress deadline' : `its progress deadline of ${seconds} s`;
  const state = missing === undefined ? '' : `: ${missing}`;
  return `It made no progress within ${deadline}${state}${refusedPods(object)}.`;
}

/** What the API server said when the pods were to be made (quota, PodSecurity, a missing service account). */
function refusedPods(object: JsonObject): string {
  const refusal = trueCondition(object, 'ReplicaFailure');
  return refusal === undefined ? '' : `; its pods are refused: ${refusal.message.replace(/\.$/, '')}`;
}
