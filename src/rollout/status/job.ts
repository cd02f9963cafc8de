import { at, textAt } from '../../cluster/json.ts';
import type { JsonObject } from '../../manifests/object.ts';
import { type Condition, countAt, numberAt, trueCondition } from './fields.ts';
import { kubectlIn } from './look.ts';
import { failed, pending, READY, type RolloutStatus } from './status.ts';

/** Applying a Job that is there changes nothing in its template, which is immutable. */
const RUN_AGAIN = 'A Job does not run again when it is applied again: delete it, or give it a new name.';

/**
 * A Job by its conditions. `SuccessCriteriaMet` and `FailureTarget` come before `Complete` and `Failed`, while pods
 * still end; the second is final (it cannot be taken back), so nobody has to wait for `Failed`.
 * https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions
 */
export function jobStatus(object: JsonObject): RolloutStatus {
  if (trueCondition(object, 'Complete') !== undefined) return READY;
  const failure = trueCondition(object, 'Failed') ?? trueCondition(object, 'FailureTarget');
  if (failure !== undefined) return failed(failureReason(object, failure), `${lookAtLogs(object)} ${RUN_AGAIN}`);
  if (trueCondition(object, 'SuccessCriteriaMet') !== undefined) {
    return pending('it has succeeded, and its last pods are still ending', lookAtLogs(object));
  }
  if (at(object, 'spec', 'suspend') === true) {
    return pending(
      'it is suspended',
      'Remove `spec.suspend`, or write `wait: false` where somebody else resumes it later.',
    );
  }
  return pending(missingPods(object), lookAtLogs(object));
}

function missingPods(object: JsonObject): string {
  const succeeded = countAt(object, 'status', 'succeeded');
  const active = countAt(object, 'status', 'active');
  const failedPods = countAt(object, 'status', 'failed');
  const completions = numberAt(object, 'spec', 'completions');
  const progress =
    completions === undefined
      ? `${succeeded} ${succeeded === 1 ? 'pod has' : 'pods have'} succeeded`
      : `${succeeded} of ${completions} completions`;
  const failures = failedPods === 0 ? '' : `, ${failedPods} failed`;
  return `${progress}, ${active} running${failures}`;
}

/** The reasons are batch/v1's JobReason constants; an unknown one is told as the server tells it. */
function failureReason(object: JsonObject, { reason, message }: Condition): string {
  const said = message === '' ? '' : ` The server says: ${message.replace(/\.?$/, '.')}`;
  switch (reason) {
    case 'BackoffLimitExceeded':
      return `Its pods failed more often than \`backoffLimit\` (${numberAt(object, 'spec', 'backoffLimit') ?? 6}) allows.`;
    case 'DeadlineExceeded':
      return `It was not done within \`activeDeadlineSeconds\` (${numberAt(object, 'spec', 'activeDeadlineSeconds') ?? 'unknown'}).`;
    case 'PodFailurePolicy':
      return `A pod failed in a way for which \`podFailurePolicy\` fails the whole Job.${said}`;
    default:
      return reason === '' ? `It failed.${said}` : `It failed with ${reason}.${said}`;
  }
}

function lookAtLogs(object: JsonObject): string {
  const kubectl = kubectlIn(object);
  const name = textAt(object, 'metadata', 'name');
  return `Look at \`${kubectl} logs job/${name} --all-containers\` and \`${kubectl} describe job/${name}\`.`;
}
