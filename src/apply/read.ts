import type { ApiClient } from '../cluster/client.ts';
import type { ApiResource } from '../cluster/discovery.ts';
import { problemOf } from '../cluster/failures.ts';
import { objectPath } from '../cluster/paths.ts';
import { slots } from '../cluster/slots.ts';
import { isObject } from '../manifests/json.ts';
import type { JsonObject } from '../manifests/object.ts';
import { failure, nameObject, type ObjectRef, type Outcome, type Problem, type Source, success } from '../problem.ts';

/** As many requests at a time as pay on one connection to an API server; more only queue there. */
export const PARALLEL_REQUESTS = 16;

export interface ReadTarget {
  readonly ref: ObjectRef;
  readonly source?: Source;
  /** Undefined: its CustomResourceDefinition comes in this run, so that nothing of its kind can be there. */
  readonly resource: ApiResource | undefined;
}

/**
 * The live object of each target, in their order; undefined where there is none. Fails with every refusal, and with
 * what stopped the others (no connection, a cancel) once.
 */
export async function readObjects(
  client: ApiClient,
  targets: readonly ReadTarget[],
  credentialName: string,
  signal: AbortSignal,
): Promise<Outcome<readonly (JsonObject | undefined)[]>> {
  const slot = slots(PARALLEL_REQUESTS);
  const read = await Promise.all(targets.map((target) => slot(() => readOne(client, target, credentialName, signal))));
  const problems = read.flatMap((one) => (one.ok ? [] : one.problems));
  if (problems.length > 0) return failure(...onceEach(problems));
  return success(read.map((one) => (one.ok ? one.value : undefined)));
}

/** What reading told of an object: what is there, that nothing is, or that the server refused to say (403). */
export type Read =
  | { readonly kind: 'present'; readonly live: JsonObject }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** As `readObjects`, but a refusal is an answer like another. */
export async function readWhatMayBeRead(
  client: ApiClient,
  targets: readonly ReadTarget[],
  credentialName: string,
  signal: AbortSignal,
): Promise<Outcome<readonly Read[]>> {
  const slot = slots(PARALLEL_REQUESTS);
  const read = await Promise.all(targets.map((target) => slot(() => readOne(client, target, credentialName, signal))));
  const reads: Read[] = [];
  const problems: Problem[] = [];
  for (const one of read) {
    if (one.ok) reads.push(one.value === undefined ? { kind: 'absent' } : { kind: 'present', live: one.value });
    else if (one.problems.every(({ kind }) => kind === 'forbidden'))
      reads.push(...one.problems.map((problem) => ({ kind: 'refused' as const, problem })));
    else problems.push(...one.problems);
  }
  return problems.length > 0 ? failure(...onceEach(problems)) : success(reads);
}

async function readOne(
  client: ApiClient,
  target: ReadTarget,
  credentialName: string,
  signal: AbortSignal,
): Promise<Outcome<JsonObject | undefined>> {
  const { ref, resource, source } = target;
  if (resource === undefined) return success(undefined);
  const doing = `reading ${nameObject(ref)}`;
  if (signal.aborted)
    return failure(problemOf({ kind: 'cancelled' }, { server: client.server, credentialName, doing }));
  const path = objectPath(resource, ref.namespace, ref.name);
  const answer = await client.request({ method: 'GET', path }, signal);
  if (answer.ok) return success(isObject(answer.body) ? answer.body : undefined);
  if (answer.failure.kind === 'status' && answer.failure.status === 404) return success(undefined);
  const place = source === undefined ? { object: ref } : { object: ref, source };
  return failure(problemOf(answer.failure, { server: client.server, credentialName, doing, ...place }));
}

/** Of what concerns no single object, one is enough. */
export function onceEach(problems: readonly Problem[]): Problem[] {
  const common: readonly Problem['kind'][] = ['cancelled', 'timeout', 'unreachable', 'unauthenticated'];
  const seen = new Set<string>();
  return problems.filter((problem) => {
    if (!common.includes(problem.kind)) return true;
    if (seen.has(problem.kind)) return false;
    seen.add(problem.kind);
    return true;
  });
}
