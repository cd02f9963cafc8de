import { at, jsonObject, listAt, textAt } from '../../cluster/json.ts';
import type { JsonObject } from '../../manifests/object.ts';

/** The number at `keys`; undefined where there is none. Counts and generations are far below 2^53. */
export function numberAt(object: JsonObject, ...keys: readonly string[]): number | undefined {
  const value = at(object, ...keys);
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}

/** The number at `keys`; 0 where there is none, as the API leaves zeros out. */
export function countAt(object: JsonObject, ...keys: readonly string[]): number {
  return numberAt(object, ...keys) ?? 0;
}

export interface Condition {
  readonly reason: string;
  readonly message: string;
}

/** The condition of that type, only where its status is `True`. */
export function trueCondition(object: JsonObject, type: string): Condition | undefined {
  const found = conditionOf(object, type);
  return found?.status === 'True' ? found : undefined;
}

/** The condition of that type, whatever its status. */
export function conditionOf(object: JsonObject, type: string): (Condition & { readonly status: string }) | undefined {
  const found = listAt(object, 'status', 'conditions').find((condition) => textAt(condition, 'type') === type);
  if (found === undefined) return undefined;
  return { status: textAt(found, 'status'), reason: textAt(found, 'reason'), message: textAt(found, 'message') };
}

/** Whether the controller has seen the newest spec; until then the rest of the status is about an older one. */
export function isObserved(object: JsonObject): boolean {
  return countAt(object, 'metadata', 'generation') <= countAt(object, 'status', 'observedGeneration');
}

/** The labels of `spec.selector` as `-l` takes them; undefined where it has expressions too, or nothing. */
export function selectorLabels(object: JsonObject): string | undefined {
  const selector = jsonObject(at(object, 'spec', 'selector'));
  const labels = jsonObject(selector?.matchLabels);
  if (labels === undefined || selector?.matchExpressions !== undefined || Object.keys(labels).length === 0)
    return undefined;
  return Object.keys(labels)
    .map((key) => `${key}=${textAt(labels, key)}`)
    .join(',');
}
