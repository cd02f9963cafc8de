import { sourceOfField } from '../manifests/draft.ts';
import { isList, isObject } from '../manifests/json.ts';
import type { Json, KubeObject } from '../manifests/object.ts';
import { groupOf } from '../manifests/order.ts';
import { nameObject, type Problem } from '../problem.ts';

const RBAC = 'rbac.authorization.k8s.io';

const ESCALATION =
  'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping';

/**
 * Objects among the files for which no narrow deployer can be written: whoever creates a Role must hold everything
 * that it grants, so that one with `*` takes a deployer that may do everything.
 */
export function refuseWidePowers(objects: readonly KubeObject[]): readonly Problem[] {
  return objects.filter(({ ref }) => groupOf(ref.apiVersion) === RBAC).flatMap(problemsOf);
}

function problemsOf(object: KubeObject): Problem[] {
  switch (object.ref.kind) {
    case 'Role':
    case 'ClusterRole':
      return [...wildcards(object), ...aggregation(object)];
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return powerfulBinding(object);
    default:
      return [];
  }
}

function wildcards(object: KubeObject): Problem[] {
  const rules = isList(object.value.rules) ? object.value.rules : [];
  return rules.flatMap((rule, index) => {
    const fields = ['apiGroups', 'resources', 'verbs', 'nonResourceURLs'].filter((field) => hasWildcard(rule, field));
    const [field] = fields;
    if (field === undefined) return [];
    return [
      {
        kind: 'manifest' as const,
        message: `${nameObject(object.ref)} grants \`*\` (${fields.join(', ')}), so whoever deploys it must hold \`*\` as well: the deployer would be no narrower than an administrator (${ESCALATION}).`,
        fix: 'Write out what the Role grants, or let an administrator apply this object and keep it out of what is deployed.',
        source: sourceOfField(object, ['rules', index, field]),
        object: object.ref,
      },
    ];
  });
}

function hasWildcard(rule: Json, field: string): boolean {
  const values = isObject(rule) ? rule[field] : undefined;
  // `*/scale` is the scale of everything; a path such as `/metrics/*` is still one.
  return (
    isList(values) && values.some((value) => value === '*' || (field === 'resources' && /^\*\//.test(String(value))))
  );
}

function aggregation(object: KubeObject): Problem[] {
  if (object.ref.kind !== 'ClusterRole' || !isObject(object.value.aggregationRule)) return [];
  return [
    {
      kind: 'manifest',
      message: `${nameObject(object.ref)} has an aggregationRule: its rules are whatever others label later, so the API server lets only somebody who may do everything create it (${ESCALATION}).`,
      fix: 'Write out its rules, or let an administrator apply this object and keep it out of what is deployed.',
      source: sourceOfField(object, ['aggregationRule']),
      object: object.ref,
    },
  ];
}

function powerfulBinding(object: KubeObject): Problem[] {
  const { roleRef } = object.value;
  if (!isObject(roleRef) || roleRef.kind !== 'ClusterRole' || roleRef.name !== 'cluster-admin') return [];
  return [
    {
      kind: 'manifest',
      message: `${nameObject(object.ref)} binds cluster-admin, which grants \`*\`: a deployer that may bind it can bind it to itself.`,
      fix: 'Bind a Role that lists what is needed, or let an administrator apply this object and keep it out of what is deployed.',
      source: sourceOfField(object, ['roleRef', 'name']),
      object: object.ref,
    },
  ];
}
