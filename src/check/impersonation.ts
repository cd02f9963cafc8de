import type { ApiClient, ApiResult, Cluster } from '../cluster/client.ts';
import { selfSubjectAccessReview } from '../cluster/reviews.ts';
import type { IdentityRequest } from '../inputs.ts';
import { confirmingRight, constrainedModeOf } from '../rights/constrained.ts';
import { type ConstrainedMode, type Impersonation, impersonationRights } from '../rights/impersonation.ts';
import type { Right } from '../rights/right.ts';

/** The rights that one way of impersonating takes, and those of them that the token lacks. */
export interface Way {
  readonly needed: readonly Right[];
  readonly missing: readonly Right[];
}

/** How the token stands to an identity: by the legacy verb, and in the constrained mode that the identity has. */
export interface Standing {
  readonly legacy: Way;
  readonly constrained: (Way & { readonly mode: ConstrainedMode }) | undefined;
}

/**
 * Asks, as the token, every right that becoming `request` takes: by the legacy verb and, where `constrainedToo` and
 * the identity has such a mode, by constrained impersonation, for which asking who one is takes a right of its own.
 */
export async function askStanding(
  cluster: Cluster,
  request: IdentityRequest,
  { constrainedToo }: { readonly constrainedToo: boolean },
  signal: AbortSignal,
): Promise<ApiResult<Standing>> {
  const { mode } = constrainedModeOf(request);
  const legacy = impersonationRights(request);
  const constrained =
    mode === undefined || !constrainedToo ? [] : [...impersonationRights(request, mode), confirmingRight(mode)];
  const missing = await missingRights(cluster.asToken, [...legacy, ...constrained], signal);
  if (!missing.ok) return missing;
  const wayOf = (needed: readonly Right[]): Way => ({
    needed,
    missing: needed.filter((right) => missing.value.includes(right)),
  });
  return {
    ok: true,
    value: {
      legacy: wayOf(legacy),
      constrained: mode === undefined || !constrainedToo ? undefined : { ...wayOf(constrained), mode },
    },
  };
}

/** Those of `rights` that whoever `client` is does not have, the same values in their order; a review for each. */
export async function missingRights(
  client: ApiClient,
  rights: readonly Right[],
  signal: AbortSignal,
): Promise<ApiResult<Right[]>> {
  const answers = await Promise.all(rights.map((right) => selfSubjectAccessReview(client, right, signal)));
  const missing: Right[] = [];
  let refused: (typeof answers)[number] | undefined;
  for (const [index, answer] of answers.entries()) {
    const right = rights[index];
    if (answer.ok) {
      if (!answer.value && right !== undefined) missing.push(right);
      continue;
    }
    // What stands in the way of asking at all is told before a refusal to ask.
    if (answer.failure.kind !== 'status' || answer.failure.status !== 403) return answer;
    refused ??= answer;
  }
  return refused === undefined || refused.ok ? { ok: true, value: missing } : refused;
}

/** The first minor of Kubernetes 1 in which constrained impersonation can be switched on; since 1.36 it is. */
const FIRST_MINOR = 35;

/**
 * By which rights the token becomes `request`, which it may: asked as the token, where the server is new enough to
 * have more than one way. Undefined where the reviews do not tell (an authorizer that they do not know).
 */
export async function impersonationOf(
  cluster: Cluster,
  request: IdentityRequest,
  serverVersion: string | undefined,
  signal: AbortSignal,
): Promise<Impersonation | undefined> {
  if (!mayConstrain(serverVersion) || constrainedModeOf(request).mode === undefined) return { by: 'legacy' };
  const standing = await askStanding(cluster, request, { constrainedToo: true }, signal);
  if (!standing.ok) return undefined;
  const { legacy, constrained } = standing.value;
  const byLegacy = legacy.missing.length === 0;
  if (constrained === undefined || constrained.missing.length > 0) return byLegacy ? { by: 'legacy' } : undefined;
  return { by: byLegacy ? 'both' : 'constrained', mode: constrained.mode };
}

/** `1.36.3`, `1.33.5-gke.1080000`; a version that nobody knows may be any. */
function mayConstrain(serverVersion: string | undefined): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(serverVersion ?? '') ?? [];
  return major === undefined || Number(major) > 1 || Number(minor) >= FIRST_MINOR;
}
