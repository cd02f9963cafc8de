import type { Host } from '../host.ts';
import { type Draft, joinDrafts } from '../manifests/draft.ts';
import type { KubeObject } from '../manifests/object.ts';
import { failure, type Outcome, success } from '../problem.ts';
import { knownHelm } from '../render/helm.ts';
import { objectsOfManifest } from '../render/helm-release.ts';
import { isHook, isOfDefinitionsFolder } from '../render/helm-rights.ts';
import { renderTemplates } from '../render/helm-template.ts';
import type { RenderedChart } from './chart-needs.ts';
import { offlineDiscovery } from './kinds.ts';
import { type LoadPlace, type ObjectSource, unknownKind } from './load.ts';

/** The objects of a chart as helm renders them without a cluster, for a first install and for an upgrade together. */
export async function loadChart(
  source: Extract<ObjectSource, { kind: 'chart' }>,
  place: LoadPlace,
  host: Pick<Host, 'process'>,
  signal: AbortSignal,
): Promise<Outcome<RenderedChart>> {
  const helm = knownHelm(source.helm);
  if (!helm.ok) return helm;
  const { folders, environment, namespace } = place;
  const runner = { helm: helm.value, process: host.process, env: environment, cwd: folders.working };
  const rendered = await renderTemplates({ step: source.step, namespace, folders }, runner, signal);
  if (!rendered.ok) return rendered;
  return placeChart(joinDrafts(rendered.value.map((manifest) => objectsOfManifest(manifest, undefined))), namespace);
}

/** As helm does: what names no namespace is in the release's, unless its kind has none. */
function placeChart(draft: Draft, namespace: string): Outcome<RenderedChart> {
  const discovery = offlineDiscovery(draft.objects);
  const unknown = draft.objects.filter(({ ref }) => discovery.find(ref.apiVersion, ref.kind) === undefined);
  const problems = [...draft.problems, ...unknown.map(unknownKind)];
  if (problems.length > 0) return failure(...problems);
  const placed = new Map<string, KubeObject>();
  for (const object of draft.objects) {
    const { namespace: own, ...bare } = object.ref;
    const isNamespaced = discovery.find(bare.apiVersion, bare.kind)?.namespaced ?? true;
    const ref = isNamespaced ? { ...bare, namespace: own ?? namespace } : bare;
    const key = JSON.stringify([ref, isHook(object)]);
    if (!placed.has(key)) placed.set(key, { ...object, ref });
  }
  const all = [...placed.values()];
  const definitions = all.filter(({ source }) => isOfDefinitionsFolder(source.file));
  return success({
    definitions,
    hooks: all.filter(isHook),
    objects: all.filter((object) => !isHook(object) && !definitions.includes(object)),
    discovery,
  });
}
