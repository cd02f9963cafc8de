import { type Impersonation, impersonationOf, NOTHING_WANTED, type Wanted } from './dangerous-impersonation.ts';
import { coversResource, type Met, meet, named, PATTERNS, type Pattern, within } from './dangerous-patterns.ts';
import { type Finding, RANKS } from './finding.ts';
import type { Rule } from './grant.ts';
import type { Right } from './right.ts';
import { allows } from './verdict.ts';

export { NOTHING_WANTED, type Wanted, wantedFor } from './dangerous-impersonation.ts';

/** A name, a namespace, that nobody has: only a rule that says none is about it. */
export const NOBODY = 'deploy-as-asks';

/**
 * What is dangerous in `rules`, which all hold in `namespace` (empty: in the whole cluster, as through a
 * ClusterRoleBinding), the worst first. Rights to impersonate that are `wanted` are no danger; reading anything but
 * Secrets is none either. What RBAC makes void (a cluster-scoped resource in a Role) is left out.
 * https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks
 */
export function findingsOf(rules: readonly Rule[], namespace: string, wanted: Wanted = NOTHING_WANTED): Finding[] {
  return sortFindings(rules.flatMap((rule) => findingsOfRule(rule, namespace, wanted)));
}

/** Each once, the worst first, and what holds in the whole cluster before what holds in a namespace. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const distinct = new Map(findings.map((finding) => [findingKey(finding), finding]));
  return [...distinct.values()].sort(
    (a, b) =>
      RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank) ||
      compare(a.namespace, b.namespace) ||
      compare(a.id, b.id) ||
      compare(findingKey(a), findingKey(b)),
  );
}

/** The same danger from the same rule at the same place. */
function findingKey({ id, namespace, takeAway }: Finding): string {
  return JSON.stringify([
    id,
    namespace,
    takeAway.apiGroups,
    takeAway.resources,
    takeAway.resourceNames,
    takeAway.verbs,
  ]);
}

/** Whether taking the finding's rule away would take this right away, too. */
export function gives({ namespace, takeAway }: Finding, right: Right): boolean {
  return (namespace === '' || namespace === right.namespace) && allows(takeAway, right);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function findingsOfRule(rule: Rule, namespace: string, wanted: Wanted): Finding[] {
  const all = everything(rule, namespace);
  if (all !== undefined) return [all];
  const met = PATTERNS.flatMap((pattern) => {
    const found = meet(pattern, rule, namespace);
    return found === undefined ? [] : [findingFrom(pattern, found, rule)];
  });
  const known = byDanger(met.filter((finding) => !isWanted(finding, wanted)));
  const written = writing(rule, namespace, known);
  const found = [
    ...(rule.resources.includes('*') ? written : []),
    ...known,
    ...written,
    ...impersonating(rule, namespace, wanted),
  ].sort((a, b) => RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank));
  // One finding of each rank for one thing to take away; whoever may be cluster-admin needs no other.
  return found.filter(
    (finding, index) =>
      !found
        .slice(0, index)
        .some(
          (other) =>
            (other.rank === finding.rank || other.rank === 'cluster-admin') &&
            isPartOf(finding.takeAway, other.takeAway),
        ),
  );
}

/** One finding of a rule for each danger, though several resources and verbs of the rule amount to it. */
function byDanger(findings: readonly Finding[]): Finding[] {
  const dangers = new Map<string, Finding>();
  for (const finding of findings) {
    const before = dangers.get(finding.id);
    dangers.set(
      finding.id,
      before === undefined ? finding : { ...before, takeAway: union(before.takeAway, finding.takeAway) },
    );
  }
  return [...dangers.values()];
}

/** Of two parts of one rule. */
function union(a: Rule, b: Rule): Rule {
  const both = (one: readonly string[], other: readonly string[]): string[] => [...new Set([...one, ...other])];
  return {
    apiGroups: both(a.apiGroups, b.apiGroups),
    resources: both(a.resources, b.resources),
    ...(a.resourceNames === undefined || b.resourceNames === undefined
      ? {}
      : { resourceNames: both(a.resourceNames, b.resourceNames) }),
    verbs: both(a.verbs, b.verbs),
  };
}

function isPartOf(part: Rule, whole: Rule): boolean {
  const names = whole.resourceNames ?? [];
  return (
    part.apiGroups.every((group) => whole.apiGroups.includes(group)) &&
    part.resources.every((resource) => whole.resources.includes(resource)) &&
    part.verbs.every((verb) => whole.verbs.includes(verb)) &&
    (names.length === 0 || (part.resourceNames ?? []).length > 0) &&
    (names.length === 0 || (part.resourceNames ?? []).every((name) => names.includes(name)))
  );
}

/** `*` on `*`: whatever there is, and will be. */
function everything(rule: Rule, namespace: string): Finding | undefined {
  const isAll = [rule.apiGroups, rule.resources, rule.verbs].every((part) => part.includes('*'));
  if (!isAll || (rule.resourceNames ?? []).length > 0) return undefined;
  const takeAway = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };
  const witness = { verb: '*', apiGroup: '*', resource: '*', subresource: '', namespace, name: '' };
  if (namespace === '' || namespace === 'kube-system') {
    const meaning =
      namespace === ''
        ? 'do everything in the whole cluster (`*` on `*`)'
        : 'do everything in namespace kube-system (`*` on `*`), and so become its controllers, which may grant any right';
    return { id: 'everything', rank: 'cluster-admin', namespace, meaning, takeAway, witness };
  }
  return {
    id: 'everything',
    rank: 'write',
    namespace,
    meaning: `do everything in namespace ${namespace} (\`*\` on \`*\`): read its Secrets, become its service accounts, grant its rights`,
    takeAway,
    witness,
  };
}

function findingFrom(pattern: Pattern, met: Met, rule: Rule): Finding {
  const resource = pattern.resources.find((one) => met.resources.some((written) => coversResource(written, one))) ?? '';
  const verb = pattern.verbs.find((one) => met.verbs.includes(one)) ?? pattern.verbs[0] ?? '';
  return {
    id: pattern.id,
    rank: pattern.rank,
    namespace: met.namespace,
    meaning: pattern.meaning(met),
    takeAway: part(rule, {
      apiGroups: rule.apiGroups.filter((group) => group === '*' || group === pattern.apiGroup),
      ...met,
    }),
    witness: rightOf(verb, pattern.apiGroup, resource, met.namespace, met.names[0]),
  };
}

/** A pattern does not know whom its owner is to become: `impersonate:user-info` on one of the powerful users, say. */
function isWanted({ witness, takeAway }: Finding, wanted: Wanted): boolean {
  const { verb, resource, namespace } = witness;
  const names = takeAway.resourceNames ?? [];
  return names.length > 0 && names.every((name) => wanted.includes({ verb, resource, namespace, name }));
}

const WRITE_VERBS = new Set(['create', 'update', 'patch', 'delete', 'deletecollection', '*']);

/** Asked by creating; nothing is written. (What a token of a service account means is told by its own pattern.) */
const QUESTIONS = new Set([
  'serviceaccounts/token',
  'selfsubjectaccessreviews',
  'selfsubjectrulesreviews',
  'selfsubjectreviews',
  'subjectaccessreviews',
  'localsubjectaccessreviews',
  'tokenreviews',
]);

/** Where a Role gives no right to them. https://kubernetes.io/docs/reference/kubernetes-api/ */
const CLUSTER_SCOPED = new Set([
  'nodes',
  'nodes/status',
  'nodes/proxy',
  'persistentvolumes',
  'persistentvolumes/status',
  'clusterroles',
  'clusterrolebindings',
  'customresourcedefinitions',
  'apiservices',
  'certificatesigningrequests',
  'certificatesigningrequests/approval',
  'certificatesigningrequests/status',
  'mutatingwebhookconfigurations',
  'validatingwebhookconfigurations',
  'mutatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'priorityclasses',
  'runtimeclasses',
  'ingressclasses',
  'storageclasses',
  'csidrivers',
  'csinodes',
  'volumeattachments',
  'flowschemas',
  'prioritylevelconfigurations',
]);

/** Every write that no pattern has told of. */
function writing(rule: Rule, namespace: string, known: readonly Finding[]): Finding[] {
  const told = (resource: string, verb: string): boolean =>
    known.some(
      ({ rank, takeAway }) =>
        rank !== 'read-secrets' && takeAway.resources.includes(resource) && takeAway.verbs.includes(verb),
    );
  const pairs = rule.verbs
    .filter((verb) => WRITE_VERBS.has(verb))
    .flatMap((verb) => rule.resources.map((resource) => ({ verb, resource })))
    .filter(({ resource }) => !QUESTIONS.has(resource) && !(namespace !== '' && CLUSTER_SCOPED.has(resource)))
    .filter(({ verb, resource }) => resource === '*' || !told(resource, verb));
  const [first] = pairs;
  const [apiGroup] = rule.apiGroups;
  if (first === undefined || apiGroup === undefined) return [];
  const resources = [...new Set(pairs.map(({ resource }) => resource))];
  const verbs = [...new Set(pairs.map(({ verb }) => verb))];
  const names = rule.resourceNames ?? [];
  return [
    {
      id: 'write',
      rank: 'write',
      namespace,
      meaning: `${verbsInWords(verbs)} ${resources.includes('*') ? 'whatever there is' : resources.join(', ')}${names.length === 0 ? '' : ` (${named('name', names)} only)`} ${within(namespace)}`,
      takeAway: part(rule, { apiGroups: rule.apiGroups, resources, verbs, names }),
      witness: rightOf(
        first.verb === '*' ? 'update' : first.verb,
        apiGroup === '*' ? '' : apiGroup,
        first.resource === '*' ? 'configmaps' : first.resource,
        namespace,
        names[0],
      ),
    },
  ];
}

function verbsInWords(verbs: readonly string[]): string {
  return verbs.includes('*') ? 'do anything (`*`) to' : verbs.join(', ');
}

function impersonating(rule: Rule, namespace: string, wanted: Wanted): Finding[] {
  const found = impersonationOf(rule, namespace, wanted);
  if (found === undefined) return [];
  const { verbs, resources, names, witness } = found;
  return [
    {
      id: 'impersonate-others',
      rank: 'become-others',
      namespace,
      meaning: impersonationInWords(found, namespace),
      takeAway: part(rule, { apiGroups: rule.apiGroups, resources, verbs, names }),
      witness: rightOf(witness.verb, witness.apiGroup, witness.resource, namespace, names[0]),
    },
  ];
}

/** "impersonate the service account `web` in namespace shop (`impersonate`)" */
function impersonationInWords({ verbs, resources, names, witness }: Impersonation, namespace: string): string {
  const by = verbs.map((verb) => (verb === '*' ? '`*` includes it' : `\`${verb}\``)).join(', ');
  if (witness.verb.startsWith('impersonate-on:')) {
    return `send requests about ${resources.join(', ')} as somebody that it impersonates (${by})`;
  }
  if (verbs.every((verb) => verb === 'impersonate:associated-node')) {
    return `impersonate the node that its pod runs on (${by})`;
  }
  const what = resources.includes('*') ? undefined : WHOM_WORDS[witness.resource];
  const many = resources.length > 1 || what === undefined;
  const whom = many ? `${resources.includes('*') ? 'whoever there is' : resources.join(', ')}` : what;
  const place = witness.resource === 'serviceaccounts' ? ` ${within(namespace)}` : '';
  if (names.length === 0) return `impersonate ${many ? whom : `every ${whom}`}${place} (${by})`;
  return `impersonate ${many ? `${whom} by ${named('name', names)}` : named(whom ?? '', names)}${place} (${by})`;
}

const WHOM_WORDS: Readonly<Record<string, string>> = {
  serviceaccounts: 'service account',
  users: 'user',
  groups: 'group',
  uids: 'uid',
  nodes: 'node',
};

function part(
  rule: Rule,
  of: {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
    readonly names: readonly string[];
  },
): Rule {
  const narrowed = (rule.resourceNames ?? []).length > 0;
  return {
    apiGroups: of.apiGroups,
    resources: of.resources,
    ...(narrowed ? { resourceNames: of.names } : {}),
    verbs: of.verbs,
  };
}

function rightOf(verb: string, apiGroup: string, resource: string, namespace: string, name = NOBODY): Right {
  const [plural = '', ...rest] = resource.split('/');
  return { verb, apiGroup, resource: plural, subresource: rest.join('/'), namespace, name };
}
