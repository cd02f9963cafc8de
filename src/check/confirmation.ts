import type { ReviewedUser } from '../cluster/reviews.ts';
import { serviceAccountOf } from '../identity/name.ts';
import type { IdentityRequest } from '../inputs.ts';

/** One thing in which the server sees somebody else than was asked for. */
export interface Difference {
  /** "user name", "group", "uid", `extra "github.com/repository"`. */
  readonly what: string;
  readonly asked: string;
  readonly got: string;
}

/** Its members may do everything, asked or not; nothing would confine such a deploy. */
const MASTERS = 'system:masters';

/**
 * In what `user`, as whom the API server sees us, is not whom `request` asks for. What the server adds by itself
 * (`system:authenticated`, further extras) is no difference.
 */
export function differencesOf(request: IdentityRequest, user: ReviewedUser): Difference[] {
  return [
    ...(user.username === request.username ? [] : [difference('user name', request.username, user.username)]),
    ...(request.uid === undefined || user.uid === request.uid ? [] : [difference('uid', request.uid, user.uid)]),
    ...groupDifferences(request, user),
    ...[...request.extra].flatMap(([key, values]) => extraDifferences(key, values, user.extra.get(key) ?? [])),
  ];
}

function groupDifferences(request: IdentityRequest, user: ReviewedUser): Difference[] {
  const missing = expectedGroups(request).filter((group) => !user.groups.includes(group));
  return [
    ...missing.map((group) => difference('group', group, '')),
    ...(user.groups.includes(MASTERS) && !request.groups.includes(MASTERS) ? [difference('group', '', MASTERS)] : []),
  ];
}

/** Without groups of its own a service account has the two of all service accounts. */
function expectedGroups(request: IdentityRequest): readonly string[] {
  const account = serviceAccountOf(request.username);
  if (account === undefined || request.groups.length > 0) return request.groups;
  return ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`];
}

function extraDifferences(key: string, asked: readonly string[], got: readonly string[]): Difference[] {
  if (asked.length === got.length && asked.every((value, index) => value === got[index])) return [];
  return [difference(`extra "${key}"`, quoted(asked), quoted(got))];
}

/** Quoted, since a value may hold what separates them. */
function quoted(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}

function difference(what: string, asked: string, got: string): Difference {
  return { what, asked: asked === '' ? 'none' : asked, got: got === '' ? 'none' : got };
}
