import type { IdentityRequest } from '../inputs.ts';

/** What the server says we are when we impersonate: the answer of a SelfSubjectReview. */
export interface ConfirmedUser {
  readonly username: string;
  readonly uid: string | undefined;
  readonly groups: readonly string[];
  readonly extra: ReadonlyMap<string, readonly string[]>;
}

/** An identity that the API server has confirmed. Made only by `whoami`. */
export type Identity = IdentityRequest & { readonly confirmed: ConfirmedUser };
