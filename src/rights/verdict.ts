import type { Rule } from './grant.ts';
import type { Right } from './right.ts';

export type Verdict = 'allowed' | 'denied' | 'unknown';

/** What a rules review said about a namespace. */
export interface KnownRules {
  readonly rules: readonly Rule[];
  /** An authorizer beside RBAC cannot list its rules, and may allow or refuse what they do not say. */
  readonly incomplete: boolean;
}

/**
 * Whether rules that hold where `right` is asked allow it. A review mixes the rules of its namespace with those of the
 * cluster, and does not tell them apart: it says nothing about a right at the cluster scope, but where nothing is bound
 * in its namespace. It lists no paths here.
 */
export function verdictOf(right: Right, { rules, incomplete }: KnownRules): Verdict {
  if (incomplete || right.nonResourceURL !== undefined) return 'unknown';
  return rules.some((rule) => allows(rule, right)) ? 'allowed' : 'denied';
}

/**
 * Whether a rule of RBAC allows `right`, wherever the rule holds.
 * https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/rbac/v1/evaluation_helpers.go
 */
export function allows(rule: Rule, right: Right): boolean {
  return (
    includes(rule.verbs, right.verb) &&
    includes(rule.apiGroups, right.apiGroup) &&
    rule.resources.some((written) => isResource(written, right)) &&
    // A request without a name (list, create by POST) is none of a rule with names.
    (rule.resourceNames === undefined || rule.resourceNames.length === 0 || rule.resourceNames.includes(right.name))
  );
}

function includes(written: readonly string[], asked: string): boolean {
  return written.includes('*') || written.includes(asked);
}

function isResource(written: string, { resource, subresource }: Right): boolean {
  if (written === '*') return true;
  if (subresource === '') return written === resource;
  return written === `${resource}/${subresource}` || written === `*/${subresource}`;
}
