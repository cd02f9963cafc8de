import { pathRulesFor, type Rule, rulesFor } from '../rights/grant.ts';
import { type Right, rightKey } from '../rights/right.ts';
import type { WrittenRule } from './documents.ts';

/** A right of a Role to be, and what needs it, in words. */
export interface NamedRight {
  readonly right: Right;
  readonly for: string;
}

/** More names would say less. */
const MOST_REASONS = 4;

/**
 * The rights by the namespace whose Role gives them, '' for a ClusterRole; in a stable order, the cluster's last. What
 * a wider right gives already is left out.
 */
export function byNamespace(rights: readonly NamedRight[]): ReadonlyMap<string, readonly NamedRight[]> {
  const namespaces = new Map<string, NamedRight[]>();
  for (const named of withoutCovered(rights)) {
    const { namespace } = named.right;
    const before = namespaces.get(namespace);
    if (before === undefined) namespaces.set(namespace, [named]);
    else before.push(named);
  }
  return new Map([...namespaces].sort(([one], [other]) => compareNamespaces(one, other)));
}

function compareNamespaces(one: string, other: string): number {
  if (one === '' || other === '') return one === '' ? 1 : -1;
  return compareTexts(one, other);
}

/** Without the rights that another one of them includes, and more. */
function withoutCovered(rights: readonly NamedRight[]): readonly NamedRight[] {
  const all = new Set(rights.map(({ right }) => rightKey(right)));
  return rights.filter(({ right }) => !widerThan(right).some((wider) => all.has(rightKey(wider))));
}

function widerThan(right: Right): readonly Right[] {
  const own = rightKey(right);
  const anyName = { ...right, name: '' };
  return [anyName, { ...right, namespace: '' }, { ...anyName, namespace: '' }].filter(
    (wider) => rightKey(wider) !== own,
  );
}

/** The fewest rules that give `rights` and nothing else, each with the names of what needs it; in a stable order. */
export function writtenRules(rights: readonly NamedRight[]): readonly WrittenRule[] {
  const all = rights.map(({ right }) => right);
  const resources = rulesFor(all).map((rule) => ({ rule, comment: reasonsOf(rights.filter(givenBy(rule))) }));
  const paths = pathRulesFor(all).map((rule) => ({
    rule,
    comment: reasonsOf(
      rights.filter(({ right }) => rule.nonResourceURLs.some((path) => path === right.nonResourceURL)),
    ),
  }));
  return [...resources, ...paths];
}

function givenBy(rule: Rule): (named: NamedRight) => boolean {
  return ({ right }) => {
    const resource = right.subresource === '' ? right.resource : `${right.resource}/${right.subresource}`;
    return (
      rule.apiGroups.includes(right.apiGroup) &&
      rule.resources.includes(resource) &&
      rule.verbs.includes(right.verb) &&
      (rule.resourceNames === undefined ? right.name === '' : rule.resourceNames.includes(right.name))
    );
  };
}

function reasonsOf(rights: readonly NamedRight[]): string {
  const reasons = [...new Set(rights.map((named) => named.for))];
  const shown = reasons.slice(0, MOST_REASONS).join(', ');
  const left = reasons.length - MOST_REASONS;
  return (left > 0 ? `${shown} and ${left} more` : shown).replace(/\s*\n\s*/g, ' ');
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
