import type { ObjectRef, Source } from '../problem.ts';

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
}

export interface Rollouts {
  readonly ready: readonly ReadyRollout[];
  readonly failed: readonly RolloutFailure[];
  readonly pending: readonly PendingRollout[];
}
