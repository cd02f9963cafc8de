import { createHash } from 'node:crypto';
import { serviceAccountOf } from '../identity/name.ts';
import { isImpersonation } from './impersonation.ts';
import { type Right, rightKey } from './right.ts';

const RBAC = 'rbac.authorization.k8s.io';

/** What a problem says before the YAML of `smallestGrant`. */
export const APPLY_GRANT =
  'Somebody who may grant rights can apply this (`kubectl apply -f -`); it grants just what is missing:';

/** A rule of a Role: every combination of what it lists is allowed. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** Absent: every name. */
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** A rule of a ClusterRole for paths that are no resources. */
export interface PathRule {
  /** `/version`; a `*` at the end stands for every path below. */
  readonly nonResourceURLs: readonly string[];
  readonly verbs: readonly string[];
}

/**
 * RBAC, ready for `kubectl apply -f -`, that gives `username` exactly `rights`: a Role in each namespace, a
 * ClusterRole for what has none, and their bindings. Empty where `rights` is empty.
 *
 * The names tell what they are for and end with a digest of what they grant and to whom: the same grant has the same
 * name again, another one never replaces it.
 */
export function smallestGrant(rights: readonly Right[], username: string): string {
  const scopes = new Map<string, Right[]>();
  for (const right of rights) {
    const scope = scopeOf(right);
    scopes.set(scope, [...(scopes.get(scope) ?? []), right]);
  }
  return [...scopes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([namespace, scoped]) => roleAndBinding(namespace, scoped, username))
    .join('---\n');
}

/**
 * A Namespace is read and written "in" itself, but a Role cannot be there before it is: what concerns namespaces is
 * granted by name at the cluster scope.
 */
function scopeOf(right: Right): string {
  return isNamespaces(right) ? '' : right.namespace;
}

function isNamespaces(right: Right): boolean {
  return right.apiGroup === '' && right.resource === 'namespaces';
}

/** The fewest rules that allow `rights` and nothing else, whatever their namespace; in a stable order. */
export function rulesFor(rights: readonly Right[]): Rule[] {
  const resources = rights.filter(({ nonResourceURL }) => nonResourceURL === undefined);
  const single = resources.filter((right) => !resources.some((other) => covers(other, right))).map(ruleOf);
  const byVerb = merged(single, 'verbs');
  const byName = merged(byVerb, 'resourceNames');
  return merged(byName, 'resources').sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** The fewest rules that allow those of `rights` that are about paths, and nothing else; in a stable order. */
export function pathRulesFor(rights: readonly Right[]): PathRule[] {
  const verbsOf = new Map<string, Set<string>>();
  for (const { nonResourceURL, verb } of rights) {
    if (nonResourceURL === undefined) continue;
    verbsOf.set(nonResourceURL, (verbsOf.get(nonResourceURL) ?? new Set()).add(verb));
  }
  const pathsOf = new Map<string, PathRule>();
  for (const path of [...verbsOf.keys()].sort()) {
    const verbs = [...(verbsOf.get(path) ?? [])].sort();
    const key = JSON.stringify(verbs);
    pathsOf.set(key, { nonResourceURLs: [...(pathsOf.get(key)?.nonResourceURLs ?? []), path], verbs });
  }
  return [...pathsOf.values()];
}

/** Whether `wide`, which has no name, allows `narrow`, which has one. */
function covers(wide: Right, narrow: Right): boolean {
  return (
    wide.name === '' &&
    narrow.name !== '' &&
    rightKey({ ...narrow, name: '', namespace: wide.namespace }) === rightKey(wide)
  );
}

function ruleOf(right: Right): Rule {
  return {
    apiGroups: [right.apiGroup],
    resources: [right.subresource === '' ? right.resource : `${right.resource}/${right.subresource}`],
    ...(right.name === '' ? {} : { resourceNames: [right.name] }),
    verbs: [right.verb],
  };
}

/** Puts rules together that differ in `part` alone: only then is every combination one that was asked for. */
function merged(rules: readonly Rule[], part: 'verbs' | 'resourceNames' | 'resources'): Rule[] {
  const groups = new Map<string, Rule>();
  for (const rule of rules) {
    const values = rule[part];
    // A rule without names allows every name; it is none of the rules with names.
    const key = JSON.stringify([values === undefined, { ...rule, [part]: undefined }]);
    const before = groups.get(key)?.[part] ?? [];
    groups.set(key, values === undefined ? rule : { ...rule, [part]: [...new Set([...before, ...values])].sort() });
  }
  return [...groups.values()];
}

function roleAndBinding(namespace: string, rights: readonly Right[], username: string): string {
  const kind = namespace === '' ? 'ClusterRole' : 'Role';
  const rules = rulesFor(rights);
  const pathRules = pathRulesFor(rights);
  const content = pathRules.length === 0 ? rules : [...rules, ...pathRules];
  const name = `${prefixFor(rights)}-${digest([namespace, username, content])}`;
  const metadata = [
    'metadata:',
    `  name: ${scalar(name)}`,
    ...(namespace === '' ? [] : [`  namespace: ${scalar(namespace)}`]),
  ];
  return [
    `apiVersion: ${RBAC}/v1`,
    `kind: ${kind}`,
    ...metadata,
    'rules:',
    ...rules.flatMap(ruleLines),
    ...pathRules.flatMap(pathRuleLines),
    '---',
    `apiVersion: ${RBAC}/v1`,
    `kind: ${kind}Binding`,
    ...metadata,
    'roleRef:',
    `  apiGroup: ${RBAC}`,
    `  kind: ${kind}`,
    `  name: ${scalar(name)}`,
    'subjects:',
    ...subjectLines(username),
    '',
  ].join('\n');
}

function prefixFor(rights: readonly Right[]): string {
  return rights.every(isImpersonation) ? 'deploy-as-impersonate' : 'deploy-as-rights';
}

function digest(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 10);
}

function ruleLines(rule: Rule): string[] {
  return [
    `  - apiGroups: ${list(rule.apiGroups)}`,
    `    resources: ${list(rule.resources)}`,
    ...(rule.resourceNames === undefined ? [] : [`    resourceNames: ${list(rule.resourceNames)}`]),
    `    verbs: ${list(rule.verbs)}`,
  ];
}

function pathRuleLines(rule: PathRule): string[] {
  return [`  - nonResourceURLs: ${list(rule.nonResourceURLs)}`, `    verbs: ${list(rule.verbs)}`];
}

function subjectLines(username: string): string[] {
  const account = serviceAccountOf(username);
  if (account === undefined) return ['  - kind: User', `    apiGroup: ${RBAC}`, `    name: ${scalar(username)}`];
  return [
    '  - kind: ServiceAccount',
    `    namespace: ${scalar(account.namespace)}`,
    `    name: ${scalar(account.name)}`,
  ];
}

function list(values: readonly string[]): string {
  return `[${values.map(quoted).join(', ')}]`;
}

/** Words that a reader of YAML 1.1, such as kubectl, takes for a boolean or null. */
const YAML_WORDS = /^(y|yes|n|no|on|off|true|false|null)$/;

/** Plain where no reader of YAML takes it for anything but a string. */
function scalar(text: string): string {
  const isPlain = /^[a-z][a-z0-9]*([-.:][a-z0-9]+)*$/.test(text) && !YAML_WORDS.test(text);
  return isPlain ? text : quoted(text);
}

/** A double-quoted scalar. JSON's escapes are YAML's; what YAML does not take raw, JSON does not escape. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
