import type { JsonObject, KubeObject } from '../manifests/object.ts';
import type { ObjectRef, Source } from '../problem.ts';

/** The action of an item of the `changes` output, and `unchanged`, which that output leaves out. */
export type ChangeAction = 'created' | 'configured' | 'pruned' | 'rolled-back' | 'failed' | 'unknown' | 'unchanged';

export interface Change {
  readonly ref: ObjectRef;
  readonly action: ChangeAction;
  readonly source?: Source;
}

/** An object that the server has taken. */
export interface Applied {
  readonly object: KubeObject;
  readonly change: Change;
  readonly live: JsonObject;
}
