import type { KubeObject } from './object.ts';

/**
 * The order of kinds: namespaces and CRDs first, then as Helm installs
 * (https://github.com/helm/helm/blob/v4.3.1/pkg/release/v1/util/kind_sorter.go), then kinds that nobody knows here,
 * which are mostly custom resources; what can refuse or reroute the others' requests last, each policy before its
 * binding, so that a failed apply leaves nothing enforced that is not whole.
 */
const FIRST = [
  'Namespace',
  'CustomResourceDefinition.apiextensions.k8s.io',
  'PriorityClass.scheduling.k8s.io',
  'NetworkPolicy.networking.k8s.io',
  'ResourceQuota',
  'LimitRange',
  'PodDisruptionBudget.policy',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'StorageClass.storage.k8s.io',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'ClusterRole.rbac.authorization.k8s.io',
  'ClusterRoleBinding.rbac.authorization.k8s.io',
  'Role.rbac.authorization.k8s.io',
  'RoleBinding.rbac.authorization.k8s.io',
  'Service',
  'DaemonSet.apps',
  'Pod',
  'ReplicationController',
  'ReplicaSet.apps',
  'Deployment.apps',
  'HorizontalPodAutoscaler.autoscaling',
  'StatefulSet.apps',
  'Job.batch',
  'CronJob.batch',
  'IngressClass.networking.k8s.io',
  'Ingress.networking.k8s.io',
];

const LAST = [
  'ValidatingAdmissionPolicy.admissionregistration.k8s.io',
  'MutatingAdmissionPolicy.admissionregistration.k8s.io',
  'ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io',
  'MutatingAdmissionPolicyBinding.admissionregistration.k8s.io',
  'MutatingWebhookConfiguration.admissionregistration.k8s.io',
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io',
  'APIService.apiregistration.k8s.io',
];

const POSITIONS: ReadonlyMap<string, number> = new Map([
  ...FIRST.map((kind, index): [string, number] => [kind, index]),
  ...LAST.map((kind, index): [string, number] => [kind, FIRST.length + 1 + index]),
]);

/**
 * Objects by the rank in which they are applied: what is in one rank may be applied at the same time. Inside a rank
 * the order is that of `objects`.
 */
export function ranks(objects: readonly KubeObject[]): readonly (readonly KubeObject[])[] {
  const byPosition = new Map<number, KubeObject[]>();
  for (const object of objects) {
    const position = POSITIONS.get(qualifiedKind(object)) ?? FIRST.length;
    const rank = byPosition.get(position) ?? [];
    rank.push(object);
    byPosition.set(position, rank);
  }
  return [...byPosition].sort(([one], [other]) => one - other).map(([, rank]) => rank);
}

/** The kind with its group, since a Service of serving.knative.dev is none of the core group's. */
function qualifiedKind({ ref }: KubeObject): string {
  const group = groupOf(ref.apiVersion);
  return group === '' ? ref.kind : `${ref.kind}.${group}`;
}

/** The group of an apiVersion; empty for the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}
