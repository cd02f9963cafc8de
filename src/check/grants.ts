import type { Problem } from '../problem.ts';
import { APPLY_GRANT, smallestGrant } from '../rights/grant.ts';
import type { Right } from '../rights/right.ts';

/**
 * Where several problems are missing rights of the identity, one grant for all of them in place of one each: it
 * stands with the first of them, which the closing annotation shows. `username` is the identity's. Anything else
 * stays as it is.
 */
export function gatherGrants(problems: readonly Problem[], username: string): Problem[] {
  const scattered = problems.filter(isGrantOfIdentity);
  const first = scattered[0];
  if (first === undefined || scattered.length < 2) return [...problems];
  const rights: Right[] = scattered.flatMap((problem) => problem.denied);
  return problems.map((problem): Problem => {
    if (!isGrantOfIdentity(problem)) return problem;
    const { fix: _fix, yaml: _yaml, ...bare } = problem;
    return problem === first ? { ...bare, fix: APPLY_GRANT, yaml: smallestGrant(rights, username) } : bare;
  });
}

function isGrantOfIdentity(problem: Problem): problem is Problem & { readonly kind: 'forbidden' } {
  return (
    problem.kind === 'forbidden' &&
    problem.yaml !== undefined &&
    problem.denied.length > 0 &&
    problem.denied.every(({ who }) => who === 'identity')
  );
}
