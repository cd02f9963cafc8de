import { failure, type Outcome, type Problem, success } from '../problem.ts';
import { type Entry, type Kubeconfig, textOf } from './kubeconfig.ts';
import { nearestFirst } from './nearest.ts';
import { listNames, refuse } from './refusal.ts';

/** A context with its cluster and user. */
export interface Selected {
  readonly context: Entry;
  readonly cluster: Entry;
  /** Undefined only where no user is needed, and the context names none that exists. */
  readonly user: Entry | undefined;
  /** The name that the context has for its user; undefined where it has none. */
  readonly userName: string | undefined;
}

/**
 * The wanted context, or the current one, with what it names. `needsUser` is false where a token replaces the
 * user, so that a kubeconfig without credentials works.
 */
export function selectContext(
  kubeconfig: Kubeconfig,
  wanted: string | undefined,
  needsUser: boolean,
): Outcome<Selected> {
  const context = findContext(kubeconfig, wanted);
  if (!context.ok) return context;
  const of = `context ${JSON.stringify(context.value.name)} of ${kubeconfig.name}`;
  const cluster = findEntry(kubeconfig.clusters, context.value, 'cluster', of);
  const user = findEntry(kubeconfig.users, context.value, 'user', of);
  const problems: Problem[] = [];
  if (!cluster.ok) problems.push(...cluster.problems);
  if (!user.ok && needsUser) problems.push(...user.problems);
  if (!cluster.ok || problems.length > 0) return failure(...problems);
  return success({
    context: context.value,
    cluster: cluster.value,
    user: user.ok ? user.value : undefined,
    userName: textOf(context.value.value.user),
  });
}

function findContext(kubeconfig: Kubeconfig, wanted: string | undefined): Outcome<Entry> {
  const name = wanted ?? kubeconfig.currentContext;
  const names = [...kubeconfig.contexts.keys()];
  if (name === undefined) {
    return failure(
      refuse('context', `${kubeconfig.name} has no \`current-context\``, `Write \`context\`. ${choice(names)}`),
    );
  }
  const context = kubeconfig.contexts.get(name);
  if (context !== undefined) return success(context);
  const which = wanted === undefined ? 'its `current-context`' : 'the context';
  return failure(
    refuse(
      'context',
      `${kubeconfig.name} has no entry for ${which} ${JSON.stringify(name)}`,
      choice(nearestFirst(name, names)),
    ),
  );
}

function findEntry(
  entries: ReadonlyMap<string, Entry>,
  context: Entry,
  kind: 'cluster' | 'user',
  of: string,
): Outcome<Entry> {
  const name = textOf(context.value[kind]);
  const entry = name === undefined ? undefined : entries.get(name);
  if (entry !== undefined) return success(entry);
  const what = name === undefined ? `names no ${kind}` : `names the ${kind} ${JSON.stringify(name)}, which is missing`;
  const others = nearestFirst(name ?? '', [...entries.keys()]);
  const there = others.length === 0 ? `There is no ${kind} at all.` : `There is ${listNames(others)}.`;
  const instead = kind === 'user' ? ' Or give `token`, which takes the place of the user.' : '';
  return failure(refuse('kubeconfig', `${of} ${what}`, `Correct \`${kind}\` of the context. ${there}${instead}`));
}

function choice(names: readonly string[]): string {
  return names.length === 0 ? 'It has no contexts at all.' : `It has ${listNames(names)}.`;
}
