import type { ServiceAccountName } from '../identity/name.ts';
import type { Needed } from '../rights/needed.ts';
import type { RbacDocument, WrittenRule } from './documents.ts';
import { impersonatorRights } from './impersonator.ts';
import { isUnguarded, plannerPolicy } from './planner.ts';
import { type CiIdentity, isSameCiIdentity, nameCiIdentity, type RbacRequest } from './request.ts';
import { byNamespace, type NamedRight, writtenRules } from './roles.ts';

const RBAC = 'rbac.authorization.k8s.io';
const API_VERSION = `${RBAC}/v1`;

/** What the deployer is going to do. */
export interface DeployerNeeds {
  /** Its own rights. */
  readonly needed: readonly Needed[];
  /** Namespaces that are deployed themselves. */
  readonly namespaces: readonly string[];
  readonly usesHelm: boolean;
}

/** A namespace that every cluster has. */
const EVERYWHERE = /^(default|kube-.*)$/;

/**
 * Everything that has to be in the cluster before the first deployment, in the order in which it can be applied: the
 * namespaces, the identities, their Roles and bindings, the right to become them, and the planner's policy.
 */
export function writeRbac(request: RbacRequest, needs: DeployerNeeds): readonly RbacDocument[] {
  const { deployer, planner } = request;
  const plannerAccount = planner === undefined ? undefined : { namespace: deployer.namespace, name: planner.name };
  const namespaces = [
    ...new Set([deployer.namespace, ...needs.namespaces, ...needs.needed.map(({ right }) => right.namespace)]),
  ].filter((namespace) => namespace !== '' && !EVERYWHERE.test(namespace));
  return [
    ...namespaces.sort().map(namespaceDocument),
    accountDocument(deployer, []),
    ...(plannerAccount === undefined ? [] : [accountDocument(plannerAccount, plannerNotes(needs))]),
    // Before anything is bound to the planner.
    ...(plannerAccount === undefined ? [] : plannerPolicy(plannerAccount)),
    ...deployerRoles(deployer, plannerAccount, needs),
    ...impersonator(request, deployer, request.ci, needs),
    ...(planner === undefined || plannerAccount === undefined
      ? []
      : withComment(impersonator(request, plannerAccount, planner.ci, needs), plannerWarning(request))),
  ];
}

function plannerWarning({ planner, ci, deployer }: RbacRequest): string | undefined {
  if (planner === undefined || !isSameCiIdentity(planner.ci, ci)) return undefined;
  return (
    `${nameCiIdentity(ci)} may become ${deployer.name} as well: whoever edits a workflow of a pull request can deploy.\n` +
    'Give pull requests a CI identity of their own (--planner-ci-service-account, --planner-ci-user, --planner-ci-group).'
  );
}

function withComment(documents: readonly RbacDocument[], comment: string | undefined): readonly RbacDocument[] {
  const [first, ...rest] = documents;
  if (first === undefined || comment === undefined) return documents;
  return [{ ...first, comment: [first.comment, comment].filter((text) => text !== undefined).join('\n') }, ...rest];
}

function namespaceDocument(name: string): RbacDocument {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

function accountDocument({ namespace, name }: ServiceAccountName, notes: readonly string[]): RbacDocument {
  return {
    comment: ['Nobody holds a token of it: the workflow becomes it by impersonation.', ...notes].join('\n'),
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
    fields: { automountServiceAccountToken: false },
  };
}

function plannerNotes({ needed }: DeployerNeeds): string[] {
  const readsSecrets = needed.some(({ right }) => {
    return right.apiGroup === '' && right.resource === 'secrets' && right.verb === 'list' && right.name === '';
  });
  return readsSecrets
    ? ['Reading is no change: as helm has to, it can read every Secret of the namespace, and so can each pull request.']
    : [];
}

function deployerRoles(
  deployer: ServiceAccountName,
  planner: ServiceAccountName | undefined,
  needs: DeployerNeeds,
): readonly RbacDocument[] {
  const documents: RbacDocument[] = [];
  for (const [namespace, rights] of byNamespace(needs.needed)) {
    if (namespace === '') continue;
    const name = namespace === deployer.namespace ? deployer.name : qualifiedName(deployer);
    documents.push(
      ...roleAndBinding({ namespace, name, rules: writtenRules(rights) }, accountSubjects(deployer, planner)),
    );
  }
  return [...documents, ...clusterRoles(deployer, planner, needs)];
}

/** What is cluster-scoped: one ClusterRole, and one of its own for a planner whom no policy would hold back. */
function clusterRoles(
  deployer: ServiceAccountName,
  planner: ServiceAccountName | undefined,
  { needed }: DeployerNeeds,
): readonly RbacDocument[] {
  const all = byNamespace(needed).get('') ?? [];
  if (all.length === 0) return [];
  const clusterRole = (owner: ServiceAccountName, rights: readonly NamedRight[]) => ({
    namespace: '',
    name: qualifiedName(owner),
    rules: writtenRules(rights),
  });
  const guarded = all.filter((right) => !isUnguarded(right));
  if (planner === undefined || guarded.length === all.length) {
    return roleAndBinding(clusterRole(deployer, all), accountSubjects(deployer, planner));
  }
  return [
    ...roleAndBinding(clusterRole(deployer, all), accountSubjects(deployer)),
    ...withComment(roleAndBinding(clusterRole(planner, guarded), accountSubjects(planner)), UNGUARDED_LEFT_OUT),
  ];
}

const UNGUARDED_LEFT_OUT = [
  'The same for the planner, but it may not write admission policies: they are exempt from admission policies, so that',
  'nothing would keep the planner to dry runs. It cannot plan these objects.',
].join('\n');

function impersonator(
  { mode, stamp }: RbacRequest,
  target: ServiceAccountName,
  ci: CiIdentity,
  { needed, usesHelm }: DeployerNeeds,
): readonly RbacDocument[] {
  const scopes = byNamespace(impersonatorRights({ target, mode, stamp, needed, usesHelm }));
  return [...scopes].flatMap(([namespace, rights]) => {
    const name = namespace === target.namespace ? `impersonate-${target.name}` : `impersonate-${qualifiedName(target)}`;
    return roleAndBinding({ namespace, name, rules: writtenRules(rights) }, [ciSubject(ci)]);
  });
}

/** A name that is the account's own in the whole cluster. */
function qualifiedName({ namespace, name }: ServiceAccountName): string {
  return `deploy-as-${namespace}-${name}`;
}

function roleAndBinding(
  {
    namespace,
    name,
    rules,
  }: { readonly namespace: string; readonly name: string; readonly rules: readonly WrittenRule[] },
  subjects: readonly Readonly<Record<string, string>>[],
): readonly RbacDocument[] {
  const kind = namespace === '' ? 'ClusterRole' : 'Role';
  const metadata = namespace === '' ? { name } : { name, namespace };
  return [
    { apiVersion: API_VERSION, kind, metadata, rules },
    {
      apiVersion: API_VERSION,
      kind: `${kind}Binding`,
      metadata,
      fields: { roleRef: { apiGroup: RBAC, kind, name }, subjects },
    },
  ];
}

function accountSubjects(
  ...accounts: readonly (ServiceAccountName | undefined)[]
): readonly Readonly<Record<string, string>>[] {
  return accounts.flatMap((account) =>
    account === undefined ? [] : [{ kind: 'ServiceAccount', namespace: account.namespace, name: account.name }],
  );
}

function ciSubject(ci: CiIdentity): Readonly<Record<string, string>> {
  if (ci.kind === 'ServiceAccount') return { kind: ci.kind, namespace: ci.namespace, name: ci.name };
  return { kind: ci.kind, apiGroup: RBAC, name: ci.name };
}
