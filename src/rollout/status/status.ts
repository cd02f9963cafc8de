import type { JsonObject } from '../../manifests/object.ts';

/** Where a rollout stands. Sentences and clauses here go to the user as they are. */
export type RolloutStatus =
  | { readonly state: 'ready' }
  /** `missing` is a clause ("1 of 3 updated replicas are available"); `fix` says where to look or what to change. */
  | { readonly state: 'pending'; readonly missing: string; readonly fix: string }
  /** `reason` is a sentence or more. Nothing but a change can mend it. */
  | { readonly state: 'failed'; readonly reason: string; readonly fix: string };

/** Reads the status of an object as the server shows it. Pure, and total: any JSON gives an answer. */
export type StatusOf = (object: JsonObject) => RolloutStatus;

export const READY: RolloutStatus = { state: 'ready' };

export function pending(missing: string, fix: string): RolloutStatus {
  return { state: 'pending', missing, fix };
}

export function failed(reason: string, fix: string): RolloutStatus {
  return { state: 'failed', reason, fix };
}
