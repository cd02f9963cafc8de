import type { Problem } from '../problem.ts';
import { nameObject } from '../problem.ts';
import type { AwaitedRollouts, PendingRollout, RolloutFailure } from './rollouts.ts';

/**
 * What the user must act on, in the order in which it was known: reads that failed, rollouts that failed, and with
 * `timedOut` those that are still pending. Without it a pending rollout is no problem: the wait was ended by a
 * failure or a cancel, which is one itself.
 */
export function rolloutProblems(rollouts: AwaitedRollouts, timedOut: boolean): Problem[] {
  const unseen = new Set(rollouts.unseen);
  const late = timedOut ? rollouts.pending.filter(({ ref }) => !unseen.has(ref)) : [];
  return [...rollouts.problems, ...rollouts.failed.map(failedProblem), ...late.map(lateProblem)];
}

function failedProblem({ ref, source, reason, fix }: RolloutFailure): Problem {
  return {
    kind: 'rollout',
    message: `${nameObject(ref)} ${ref.kind === 'Job' ? 'failed' : 'did not roll out'}. ${reason}`,
    object: ref,
    ...(fix === undefined ? {} : { fix }),
    ...(source === undefined ? {} : { source }),
  };
}

function lateProblem({ ref, source, missing, fix }: PendingRollout): Problem {
  const longer = 'Raise the input `timeout` if it only needs longer.';
  return {
    kind: 'timeout',
    message: `${nameObject(ref)} was not ${ref.kind === 'Job' ? 'done' : 'ready'} in time: ${missing}.`,
    object: ref,
    fix: fix === undefined ? longer : `${fix} ${longer}`,
    ...(source === undefined ? {} : { source }),
  };
}
