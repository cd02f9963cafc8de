import type { ApiAnswer, ApiFailure } from '../cluster/client.ts';
import { jsonObject, textAt } from '../cluster/json.ts';
import type { Json, JsonObject } from '../manifests/object.ts';
import type { ObjectRef } from '../problem.ts';
import { numberAt } from './status/fields.ts';
import { failed, type RolloutStatus, type StatusOf } from './status/status.ts';

/** What one look at an object told. `unseen`: the read itself failed. */
export type Verdict = RolloutStatus | { readonly state: 'unseen'; readonly failure: ApiFailure };

/** An object whose rollout is awaited, as the server had taken it. */
export interface Awaited {
  readonly ref: ObjectRef;
  readonly live: JsonObject;
}

/** Judges the answer to a GET of `awaited`: its status, or that what was applied is gone. Pure. */
export function verdictOf(awaited: Awaited, statusOf: StatusOf, answer: ApiAnswer): Verdict {
  if (!answer.ok) {
    const { failure } = answer;
    return failure.kind === 'status' && failure.status === 404 ? goneStatus(awaited) : { state: 'unseen', failure };
  }
  const object = jsonObject(answer.body);
  return object === undefined
    ? { state: 'unseen', failure: notAnObject(answer.body) }
    : liveStatus(awaited, statusOf, object);
}

function liveStatus(awaited: Awaited, statusOf: StatusOf, object: JsonObject): RolloutStatus {
  const uid = textAt(awaited.live, 'metadata', 'uid');
  if (uid !== '' && textAt(object, 'metadata', 'uid') !== uid) {
    return failed(
      'What was applied has been deleted during the wait, and somebody else has created another under its name.',
      'Find out from the audit log who did; another deployment of the same object may be running.',
    );
  }
  const status = statusOf(object);
  // A finished Job that its TTL removes is done; a workload that goes away will never be ready.
  if (status.state === 'pending' && textAt(object, 'metadata', 'deletionTimestamp') !== '') return deleted();
  return status;
}

function goneStatus({ ref, live }: Awaited): RolloutStatus {
  const ttl = numberAt(live, 'spec', 'ttlSecondsAfterFinished');
  if (ref.kind === 'Job' && ttl !== undefined) {
    return failed(
      `Its success cannot be proven, which counts as a failure: its \`ttlSecondsAfterFinished\` (${ttl}) removed it before its end was seen.`,
      'Set `ttlSecondsAfterFinished` to 60 or more, so that its end can be seen.',
    );
  }
  return deleted();
}

function deleted(): RolloutStatus {
  return failed(
    'It was deleted during the wait.',
    'Find out from the audit log who deleted it; another deployment or a clean-up may be running.',
  );
}

function notAnObject(body: Json): ApiFailure {
  return { kind: 'unreachable', code: 'EBADANSWER', message: `the answer is no object but ${typeof body}` };
}
