import { sourceOfField } from '../manifests/draft.ts';
import { isList, isObject } from '../manifests/json.ts';
import type { Json, KubeObject } from '../manifests/object.ts';
import { groupOf } from '../manifests/order.ts';
import { nameObject, type Source } from '../problem.ts';
import { findingsOf, type Wanted } from '../rights/dangerous.ts';
import { type Finding, RANKS, type Rank } from '../rights/finding.ts';
import type { Rule } from '../rights/grant.ts';
import { BUILT_IN_KINDS } from './built-in-kinds.ts';

const RBAC = 'rbac.authorization.k8s.io';

/** What is wrong with a rule or a binding: its rank among the dangers, or that it does not do what it is meant to. */
export type LintRank = Rank | 'not-enough';

export interface LintFinding {
  /** A `note` is worth knowing, and no reason to stop: a deployer has to write, and helm to read Secrets. */
  readonly level: 'finding' | 'note';
  readonly rank: LintRank;
  /** Which of the known mistakes: `escalate`, `textbook-impersonator`, `cannot-change`, … */
  readonly id: string;
  readonly message: string;
  readonly fix: string;
  readonly source: Source;
  /** `Role shop/deployer` */
  readonly object: string;
}

/** A rule where it stands. */
interface PlacedRule {
  readonly rule: Rule;
  readonly role: KubeObject;
  readonly index: number;
}

/** The rules of a role as somebody holds them: in one namespace, or ('') in the whole cluster. */
interface Held {
  readonly namespace: string;
  readonly rules: readonly PlacedRule[];
  /** Undefined: bound nowhere in these files. */
  readonly binding: KubeObject | undefined;
}

const LINT_RANKS: readonly LintRank[] = [...RANKS, 'not-enough'];

/** What is wrong with the RBAC among `objects`, findings before notes, the worst first. */
export function lintRbac(objects: readonly KubeObject[]): readonly LintFinding[] {
  const rbac = objects.filter(({ ref }) => groupOf(ref.apiVersion) === RBAC);
  const roles = rbac.filter(({ ref }) => ref.kind === 'Role' || ref.kind === 'ClusterRole');
  const bindings = rbac.filter(({ ref }) => ref.kind === 'RoleBinding' || ref.kind === 'ClusterRoleBinding');
  const found = [
    ...bindings.flatMap(bindingFindings),
    ...heldRoles(roles, bindings).flatMap(heldFindings),
    ...roles.flatMap(shortfalls),
    ...roles.filter(({ ref }) => ref.kind === 'Role').flatMap(voidRules),
  ];
  return sorted(found);
}

function sorted(findings: readonly LintFinding[]): readonly LintFinding[] {
  const distinct = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  const weight = ({ level, rank }: LintFinding): number =>
    (level === 'finding' ? 0 : LINT_RANKS.length) + LINT_RANKS.indexOf(rank);
  return [...distinct.values()].sort(
    (one, other) =>
      weight(one) - weight(other) ||
      compare(one.source.file, other.source.file) ||
      (one.source.line ?? 0) - (other.source.line ?? 0) ||
      compare(one.id, other.id),
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function heldRoles(roles: readonly KubeObject[], bindings: readonly KubeObject[]): readonly Held[] {
  return roles.flatMap((role): Held[] => {
    const rules = placedRules(role);
    const own = bindings.filter((binding) => isBoundBy(role, binding));
    if (own.length > 0) return own.map((binding) => ({ namespace: binding.ref.namespace ?? '', rules, binding }));
    return [{ namespace: role.ref.namespace ?? '', rules, binding: undefined }];
  });
}

function isBoundBy({ ref }: KubeObject, binding: KubeObject): boolean {
  const { roleRef } = binding.value;
  if (!isObject(roleRef) || roleRef.kind !== ref.kind || roleRef.name !== ref.name) return false;
  return ref.kind === 'ClusterRole' || (binding.ref.namespace ?? '') === (ref.namespace ?? '');
}

function placedRules(role: KubeObject): readonly PlacedRule[] {
  const rules = isList(role.value.rules) ? role.value.rules : [];
  return rules.flatMap((rule, index): PlacedRule[] => {
    if (!isObject(rule) || rule.resources === undefined) return [];
    const resourceNames = textsOf(rule.resourceNames);
    const read: Rule = {
      apiGroups: textsOf(rule.apiGroups),
      resources: textsOf(rule.resources),
      ...(resourceNames.length === 0 ? {} : { resourceNames }),
      verbs: textsOf(rule.verbs),
    };
    return [{ rule: read, role, index }];
  });
}

function textsOf(value: Json | undefined): string[] {
  return isList(value) ? value.filter((item) => typeof item === 'string') : [];
}

function isImpersonating({ rule }: PlacedRule): boolean {
  return rule.verbs.some((verb) => verb.startsWith('impersonate'));
}

/** Impersonation that is as narrow as it can be written: by name, and of a service account in its own namespace. */
const NARROW: Wanted = {
  includes({ verb, resource, namespace, name }) {
    if (!verb.startsWith('impersonate')) return false;
    if (verb.startsWith('impersonate-on:') || resource.startsWith('userextras/')) return true;
    if (name === '' || name.startsWith('system:')) return false;
    return resource !== 'serviceaccounts' || namespace !== '';
  },
};

/** What a deployer is for: these are dangers only for somebody who should do nothing but impersonate. */
const WORK = ['write', 'workloads'];
/** What a deployer may need by name, or in its namespace. */
const NARROW_WORK = ['read-secrets', 'bind', 'admission'];

function heldFindings(held: Held): readonly LintFinding[] {
  const isToken = held.rules.some(isImpersonating);
  return held.rules.flatMap((placed) =>
    findingsOf([placed.rule], held.namespace, NARROW).flatMap((finding): LintFinding[] => {
      if (isToken) return [describe(finding, placed, held, 'finding')];
      if (
        WORK.includes(finding.id) &&
        !finding.takeAway.resources.includes('*') &&
        !finding.takeAway.verbs.includes('*')
      ) {
        return finding.id === 'workloads' ? [describe(finding, placed, held, 'note')] : [];
      }
      return [describe(finding, placed, held, isNarrowWork(finding, held) ? 'note' : 'finding')];
    }),
  );
}

function isNarrowWork({ id, takeAway }: Finding, { namespace }: Held): boolean {
  const names = takeAway.resourceNames ?? [];
  if (names.includes('cluster-admin')) return false;
  return NARROW_WORK.includes(id) && (names.length > 0 || (id === 'read-secrets' && namespace !== ''));
}

function describe(finding: Finding, { role, index }: PlacedRule, held: Held, level: LintFinding['level']): LintFinding {
  const { takeAway, id } = finding;
  const isTextbook = id === 'impersonate-others' && isNamedAccount(takeAway) && held.namespace === '';
  const who = held.binding === undefined ? 'whoever it is bound to' : subjectsInWords(held.binding);
  const through = held.binding === undefined ? '' : ` (${nameObject(held.binding.ref)})`;
  return {
    level,
    rank: finding.rank,
    id: isTextbook ? 'textbook-impersonator' : id,
    message: isTextbook
      ? `${who} may impersonate ${names(takeAway)} in every namespace${through}: resourceNames says the bare name, and a ClusterRoleBinding says no namespace.`
      : `${who} may ${finding.meaning}${through}.`,
    fix: isTextbook
      ? `Put the rule into a Role in the namespace of the service account, and bind it there with a RoleBinding.`
      : `Take away ${ruleInWords(takeAway)}${level === 'note' ? ' if nothing that is deployed needs it' : ''}.`,
    source: sourceOfField(role, ['rules', index]),
    object: nameObject(role.ref),
  };
}

function isNamedAccount({ resources, resourceNames = [] }: Rule): boolean {
  return resourceNames.length > 0 && resources.every((resource) => resource === 'serviceaccounts');
}

function names({ resourceNames = [] }: Rule): string {
  return resourceNames.map((name) => `\`${name}\``).join(', ');
}

function ruleInWords({ apiGroups, resources, resourceNames, verbs }: Rule): string {
  const groups = apiGroups.filter((group) => group !== '');
  const of = groups.length === 0 ? '' : ` of ${groups.map((group) => `\`${group}\``).join(', ')}`;
  const only =
    resourceNames === undefined || resourceNames.length === 0
      ? ''
      : ` (${names({ apiGroups, resources, resourceNames, verbs })})`;
  return `${verbs.map((verb) => `\`${verb}\``).join(', ')} on ${resources.map((one) => `\`${one}\``).join(', ')}${of}${only}`;
}

function subjectsInWords(binding: KubeObject): string {
  const subjects = isList(binding.value.subjects) ? binding.value.subjects.filter(isObject) : [];
  if (subjects.length === 0) return 'nobody';
  return subjects
    .map(({ kind, namespace, name }) =>
      kind === 'ServiceAccount'
        ? `service account ${namespace ?? binding.ref.namespace ?? ''}/${name}`
        : `${String(kind).toLowerCase()} ${name}`,
    )
    .join(', ');
}

const EVERYBODY = ['system:authenticated', 'system:unauthenticated', 'system:anonymous', 'system:serviceaccounts'];

/** ClusterRoles that every cluster has, and what binding them gives away. */
function builtInFinding(
  name: string,
  isClusterWide: boolean,
): Pick<LintFinding, 'rank' | 'id' | 'message' | 'fix'> | undefined {
  const where = isClusterWide ? 'in the whole cluster' : 'in its namespace';
  const fix = 'Bind a Role that lists what is needed; `deploy-as rbac` writes it.';
  if (name === 'cluster-admin') {
    const rank = isClusterWide ? 'cluster-admin' : 'write';
    return { id: 'built-in-role', rank, message: `may do everything ${where}`, fix };
  }
  if (name !== 'admin' && name !== 'edit') return undefined;
  const rank = isClusterWide ? 'cluster-admin' : 'become-others';
  const message = `holds \`${name}\` ${where}, which includes reading every Secret and impersonating every service account there`;
  return { id: 'built-in-role', rank, message, fix };
}

function bindingFindings(binding: KubeObject): readonly LintFinding[] {
  const { roleRef } = binding.value;
  const isClusterWide = binding.ref.kind === 'ClusterRoleBinding';
  const found: LintFinding[] = [];
  const place = { level: 'finding', object: nameObject(binding.ref) } as const;
  if (isObject(roleRef) && roleRef.kind === 'ClusterRole') {
    const known = builtInFinding(String(roleRef.name), isClusterWide);
    if (known !== undefined) {
      const message = `${subjectsInWords(binding)} ${known.message}.`;
      found.push({ ...place, ...known, message, source: sourceOfField(binding, ['roleRef', 'name']) });
    }
  }
  const subjects = isList(binding.value.subjects) ? binding.value.subjects : [];
  for (const [index, subject] of subjects.entries()) {
    if (!isObject(subject) || !EVERYBODY.includes(String(subject.name))) continue;
    found.push({
      ...place,
      id: 'everybody',
      rank: 'become-others',
      message: `${nameObject(binding.ref)} gives its rights to ${subject.name}: to everybody, nearly.`,
      fix: 'Name the service account, user or group of the workflow alone.',
      source: sourceOfField(binding, ['subjects', index]),
    });
  }
  return found;
}

/** What is made and never changed, or that helm writes in its own way. */
const NOT_APPLIED = ['events', 'secrets'];

/** Roles of deployers that pass the first deployment and fail the second. */
function shortfalls(role: KubeObject): readonly LintFinding[] {
  const rules = placedRules(role);
  if (rules.some(isImpersonating)) return [];
  return rules.flatMap((placed): LintFinding[] => {
    const { rule, index } = placed;
    const source = sourceOfField(role, ['rules', index]);
    const place = { level: 'finding', rank: 'not-enough', source, object: nameObject(role.ref) } as const;
    const lacking = (verb: string, having: readonly string[]): string[] =>
      rule.resources.filter(
        (resource) =>
          !resource.includes('/') &&
          resource !== '*' &&
          !NOT_APPLIED.includes(resource) &&
          !/reviews$/.test(resource) &&
          rule.verbs.some((one) => having.includes(one)) &&
          !rules.some(({ rule: other }) => gives(other, rule, resource, verb)),
      );
    const unchangeable = lacking('patch', ['create', 'update']);
    const unreadable = lacking('get', ['patch']);
    const found: LintFinding[] = [];
    if (unchangeable.length > 0) {
      found.push({
        ...place,
        id: 'cannot-change',
        message: `${nameObject(role.ref)} may create ${unchangeable.join(', ')} but not patch them: the first deployment works, and the next one that changes something is refused (\`kubectl apply\` and helm change by \`patch\`, never by \`update\`).`,
        fix: `Add \`patch\`${rule.verbs.includes('watch') ? '' : '; and `watch` where `kubectl rollout status` or `helm --wait` wait as the deployer'}.`,
      });
    }
    if (unreadable.length > 0) {
      found.push({
        ...place,
        id: 'cannot-read',
        message: `${nameObject(role.ref)} may patch ${unreadable.join(', ')} but not get them: every way to apply reads first.`,
        fix: 'Add `get`.',
      });
    }
    return found;
  });
}

/** Whether `other` gives `verb` on `resource` for every name that `rule` is about. */
function gives(other: Rule, rule: Rule, resource: string, verb: string): boolean {
  const has = (values: readonly string[], value: string): boolean => values.includes(value) || values.includes('*');
  return (
    rule.apiGroups.every((group) => has(other.apiGroups, group)) &&
    has(other.resources, resource) &&
    has(other.verbs, verb) &&
    (other.resourceNames === undefined ||
      (rule.resourceNames?.every((name) => other.resourceNames?.includes(name)) ?? false))
  );
}

const CLUSTER_SCOPED: ReadonlySet<string> = new Set(
  BUILT_IN_KINDS.filter(([group, kind, , namespaced]) => !namespaced && !(group === '' && kind === 'Namespace')).map(
    ([group, , resource]) => `${group} ${resource}`,
  ),
);

/** Rules about the whole cluster that stand in a Role, where they give nothing. */
function voidRules(role: KubeObject): readonly LintFinding[] {
  return placedRules(role).flatMap(({ rule, index }): LintFinding[] => {
    const resources = rule.resources.filter((resource) => isVoid(rule, resource));
    if (resources.length === 0) return [];
    return [
      {
        level: 'finding',
        rank: 'not-enough',
        id: 'void',
        message: `${nameObject(role.ref)} is about ${resources.join(', ')}, which belong to the whole cluster: a Role gives no right to them.`,
        fix: 'Put this rule into a ClusterRole with a ClusterRoleBinding, if it is meant.',
        source: sourceOfField(role, ['rules', index]),
        object: nameObject(role.ref),
      },
    ];
  });
}

function isVoid({ apiGroups, verbs }: Rule, resource: string): boolean {
  if (verbs.some((verb) => verb === 'bind' || verb === 'escalate')) return false;
  if (/^(users|groups|uids|userextras(\/.*)?)$/.test(resource)) {
    return verbs.some((verb) => verb.startsWith('impersonate'));
  }
  return apiGroups.some((group) => CLUSTER_SCOPED.has(`${group} ${resource}`));
}
