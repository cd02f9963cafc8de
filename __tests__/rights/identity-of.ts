import { type IdentityInput, requestIdentity } from '../../src/identity/request.ts';
import type { IdentityRequest } from '../../src/inputs.ts';

/** The identity that these inputs ask for; throws where they are refused. */
export function identityOf(as: string, more: Partial<Omit<IdentityInput, 'as'>> = {}): IdentityRequest {
  const requested = requestIdentity({ as, groups: [], uid: '', extra: [], ...more });
  if (!requested.ok) throw new Error(requested.problems.map(({ message }) => message).join('\n'));
  return requested.value;
}
