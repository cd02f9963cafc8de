import type { ApiFailure } from '../cluster/client.ts';
import type { Denied, ObjectRef, Problem, Source } from '../problem.ts';
import { nameObject } from '../problem.ts';

/** An object whose state cannot be read, and why. */
export interface Unseen {
  readonly ref: ObjectRef;
  readonly source: Source | undefined;
  /** Of the object: `/apis/apps/v1/namespaces/shop/deployments/web`. */
  readonly path: string;
  readonly failure: ApiFailure;
}

/** Whether reading again may help: the server was busy, restarting or out of reach. */
export function isTransient(failure: ApiFailure): boolean {
  return (
    failure.kind === 'unreachable' || (failure.kind === 'status' && (failure.status === 429 || failure.status >= 500))
  );
}

/** The failure as a clause: "the API server answers 503 (…)". */
export function nameFailure(failure: ApiFailure): string {
  switch (failure.kind) {
    case 'status':
      return failure.message === ''
        ? `the API server answers ${failure.status}`
        : `the API server answers ${failure.status}: ${failure.message}`;
    case 'unreachable':
      return `the API server cannot be reached: ${failure.message}`;
    case 'credential':
      return failure.message;
    case 'cancelled':
      return 'the wait was ended';
  }
}

/** One problem for each cause: objects of one failure share a problem where it is not about the object. */
export function unseenProblems(unseen: readonly Unseen[], party: Denied['who'], server: string): Problem[] {
  const problems = new Map<string, Problem>();
  for (const one of unseen) {
    const problem = unseenProblem(one, party, server);
    const key = problem.object === undefined ? `${problem.kind} ${problem.message}` : nameObject(problem.object);
    if (!problems.has(key)) problems.set(key, problem);
  }
  return [...problems.values()];
}

function unseenProblem(unseen: Unseen, party: Denied['who'], server: string): Problem {
  const { failure, ref, source } = unseen;
  if (failure.kind === 'cancelled') return { kind: 'cancelled', message: 'The run was cancelled during the wait.' };
  if (failure.kind === 'credential') {
    return {
      kind: 'unauthenticated',
      message: failure.message,
      ...(failure.fix === undefined ? {} : { fix: failure.fix }),
      ...(failure.details === undefined ? {} : { details: failure.details }),
    };
  }
  if (isTransient(failure)) {
    return {
      kind: 'unreachable',
      message: `The rollouts could not be followed to their end: ${nameFailure(failure)}.`,
      fix: `Run again when ${server} answers: applying the same objects twice is safe.`,
    };
  }
  if (failure.kind === 'status' && failure.status === 401) {
    return {
      kind: 'unauthenticated',
      message: `The API server stopped accepting the credential during the wait: ${nameFailure(failure)}.`,
      fix: 'The credential must live longer than the deployment: raise its lifetime, or use one that is renewed.',
    };
  }
  const about = { object: ref, ...(source === undefined ? {} : { source }) };
  if (failure.kind === 'status' && failure.status === 403) {
    return {
      kind: 'forbidden',
      message: `The ${party} may not read ${nameObject(ref)}, so its rollout cannot be followed: ${failure.message}`,
      fix: 'Grant the right, or write `wait: false`.',
      denied: [deniedRead(unseen, party)],
      ...about,
    };
  }
  return {
    kind: 'unexpected',
    message: `The rollout of ${nameObject(ref)} cannot be followed: ${nameFailure(failure)}.`,
    ...about,
  };
}

function deniedRead({ ref, path }: Unseen, who: Denied['who']): Denied {
  const segments =
    path
      .split('?', 1)[0]
      ?.split('/')
      .filter((segment) => segment !== '') ?? [];
  const slash = ref.apiVersion.indexOf('/');
  return {
    who,
    verb: 'get',
    apiGroup: slash === -1 ? '' : ref.apiVersion.slice(0, slash),
    resource: segments.at(-2) ?? '',
    subresource: '',
    namespace: ref.namespace ?? '',
    name: ref.name,
    for: `to wait for ${nameObject(ref)}`,
  };
}
