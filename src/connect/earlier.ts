import { IMPERSONATION_FIELDS, impersonationFields } from '../identity/kubeconfig-fields.ts';
import type { IdentityRequest } from '../inputs.ts';
import type { Problem } from '../problem.ts';
import { isMapping } from './kubeconfig.ts';
import { refuse } from './refusal.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The name of the extension that marks a context that deploy-as has written. */
export const EXTENSION = 'deploy-as';

/** Whether an earlier deploy-as step wrote this context. */
export function isOurs(context: Fields): boolean {
  return extensionsOf(context).some((extension) => isMapping(extension) && extension.name === EXTENSION);
}

/** `context` marked as ours; other extensions stay. */
export function marked(context: Fields, note: Fields): Record<string, unknown> {
  const others = extensionsOf(context).filter((extension) => !isMapping(extension) || extension.name !== EXTENSION);
  return { ...context, extensions: [...others, { name: EXTENSION, extension: note }] };
}

/**
 * What a base user's own `as*` fields have against the identity. Somebody wrote them on purpose: replacing another
 * identity in silence would deploy as somebody that this kubeconfig is not meant for.
 */
export function problemsOfOtherIdentity(user: Fields, where: string, identity: IdentityRequest): Problem[] {
  const wanted: Fields = { ...impersonationFields(identity) };
  const others = IMPERSONATION_FIELDS.filter((field) => !isNothing(user[field]) && !same(user[field], wanted[field]));
  if (others.length === 0) return [];
  const found = others.map((field) => `\`${field}: ${JSON.stringify(user[field])}\``).join(', ');
  return [
    refuse(
      'as',
      `${where} impersonates already, and otherwise than the inputs ask for: ${found}`,
      'Give a kubeconfig without `as` fields, or one whose fields are those of `as`, `as-groups`, `as-uid` and `as-user-extra`.',
    ),
  ];
}

function extensionsOf(context: Fields): readonly unknown[] {
  return Array.isArray(context.extensions) ? context.extensions : [];
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Equal as JSON, whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (!isMapping(value)) return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
