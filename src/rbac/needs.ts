import type { Discovery } from '../cluster/discovery.ts';
import type { KubeObject } from '../manifests/object.ts';
import { type ApplyTarget, type Needed, neededForApply, onceEach } from '../rights/needed.ts';
import type { DeployerNeeds } from './write.ts';

/**
 * What it takes to apply `objects` again and again: each first install, change and run without a change. Their
 * namespaces are there before, since Roles stand in them.
 */
export function needsOfObjects(
  objects: readonly KubeObject[],
  discovery: Discovery,
  isRenamedByContent: (object: KubeObject) => boolean,
): DeployerNeeds {
  const needed = (['absent', 'present'] as const).flatMap((presence) =>
    neededForApply(objects.flatMap((object) => targetOf(object, discovery, presence))),
  );
  const renamed = new Set(objects.filter(isRenamedByContent).map(({ ref }) => ref));
  return deployerNeeds(
    needed.map((need) =>
      need.object !== undefined && renamed.has(need.object)
        ? { ...need, right: { ...need.right, name: '' }, for: `${need.for} (its name changes with its content)` }
        : need,
    ),
    objects,
    { usesHelm: false },
  );
}

export function targetOf(object: KubeObject, discovery: Discovery, presence: 'absent' | 'present'): ApplyTarget[] {
  const { ref, source, value } = object;
  const resource = discovery.find(ref.apiVersion, ref.kind);
  if (resource === undefined) return [];
  return [{ ref, source, value, resource, presence: isNamespace(object) ? 'present' : presence }];
}

/** What the deployer itself needs. */
export function deployerNeeds(
  needed: readonly Needed[],
  objects: readonly KubeObject[],
  { usesHelm }: { readonly usesHelm: boolean },
): DeployerNeeds {
  return {
    needed: onceEach(needed.filter(({ party }) => party === 'identity')),
    namespaces: objects.filter(isNamespace).map(({ ref }) => ref.name),
    usesHelm,
  };
}

function isNamespace({ ref }: KubeObject): boolean {
  return ref.apiVersion === 'v1' && ref.kind === 'Namespace';
}

/** The alphabet in which kustomize writes hashes: https://github.com/kubernetes-sigs/kustomize/blob/master/api/hasher/hasher.go */
const KUSTOMIZE_HASH = /-[2456789bcdfghkmt]{10}$/;

/** Whether kustomize generated the object under a name that ends with a digest of its content. */
export function isHashedByKustomize({ ref }: KubeObject): boolean {
  return ref.apiVersion === 'v1' && /^(ConfigMap|Secret)$/.test(ref.kind) && KUSTOMIZE_HASH.test(ref.name);
}
