import type { Change, ChangeAction } from '../apply/applied.ts';

/** In the order in which a reader wants them: what needs attention first. */
export const ACTIONS: readonly ChangeAction[] = [
  'failed',
  'unknown',
  'created',
  'configured',
  'pruned',
  'rolled-back',
  'unchanged',
];

/** `2 created, 1 configured, 12 unchanged`; empty where there is nothing to count. */
export function countChanges(changes: readonly Change[]): string {
  return ACTIONS.map((action) => ({ action, count: changes.filter((change) => change.action === action).length }))
    .filter(({ count }) => count > 0)
    .map(({ action, count }) => `${count} ${action}`)
    .join(', ');
}

/** The changes that a list shows, failed ones first, otherwise in their order; unchanged ones are only counted. */
export function listedChanges(changes: readonly Change[]): Change[] {
  return ACTIONS.filter((action) => action !== 'unchanged').flatMap((action) =>
    changes.filter((change) => change.action === action),
  );
}

/**
 * Whether the cluster holds something else than before because of `change`. `unknown` counts: the request was sent,
 * and whoever acts on a change must not miss one.
 */
export function hasChanged({ action }: Change): boolean {
  return action !== 'unchanged' && action !== 'failed';
}

/** `1 object`, `3 objects`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
