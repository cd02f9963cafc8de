import type { IdentityRequest } from '../inputs.ts';

/** The keys of a kubeconfig's user entry that mean impersonation. */
export const IMPERSONATION_FIELDS = ['as', 'as-uid', 'as-groups', 'as-user-extra'] as const;

/** The four fields as client-go reads them; those that the identity does not have are absent. */
export interface ImpersonationFields {
  readonly as: string;
  readonly 'as-uid'?: string;
  readonly 'as-groups'?: readonly string[];
  readonly 'as-user-extra'?: Readonly<Record<string, readonly string[]>>;
}

export function impersonationFields(request: IdentityRequest): ImpersonationFields {
  return {
    as: request.username,
    ...(request.uid === undefined ? {} : { 'as-uid': request.uid }),
    ...(request.groups.length === 0 ? {} : { 'as-groups': [...request.groups] }),
    ...(request.extra.size === 0 ? {} : { 'as-user-extra': extraObject(request.extra) }),
  };
}

/** `user` as it is but for the four fields: they are the identity's alone, whatever stood there before. */
export function withImpersonation(
  user: Readonly<Record<string, unknown>>,
  request: IdentityRequest,
): Record<string, unknown> {
  return { ...withoutImpersonation(user), ...impersonationFields(request) };
}

/** `user` without the four fields. */
export function withoutImpersonation(user: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const fields: readonly string[] = IMPERSONATION_FIELDS;
  return Object.fromEntries(Object.entries(user).filter(([key]) => !fields.includes(key)));
}

/** `Object.fromEntries` and not assignment: a key may be `__proto__`. */
function extraObject(extra: IdentityRequest['extra']): Record<string, readonly string[]> {
  return Object.fromEntries([...extra].map(([key, values]) => [key, [...values]]));
}
