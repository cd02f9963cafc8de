import type { ObjectRef, Problem, Source } from '../problem.ts';

export interface RolloutFailure {
  readonly ref: ObjectRef;
  readonly source?: Source;
  /** What is known to have failed, as a sentence. */
  readonly reason: string;
  readonly fix?: string;
}

export interface ReadyRollout {
  readonly ref: ObjectRef;
  readonly milliseconds: number;
}

export interface PendingRollout {
  readonly ref: ObjectRef;
  readonly source?: Source;
  /** What is still missing: "2 of 3 updated replicas are available". */
  readonly missing: string;
  /** Where to look, or what to change. */
  readonly fix?: string;
}

export interface Rollouts {
  readonly ready: readonly ReadyRollout[];
  readonly failed: readonly RolloutFailure[];
  readonly pending: readonly PendingRollout[];
}

/** Rollouts that were waited for, with what stood in the way of seeing them. */
export interface AwaitedRollouts extends Rollouts {
  /** Refused or failing reads, one problem for each cause. */
  readonly problems: readonly Problem[];
  /** Whom `problems` are about. They are in `pending` too, since nobody knows better. */
  readonly unseen: readonly ObjectRef[];
}
