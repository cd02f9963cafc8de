import { isList, isObject } from '../manifests/json.ts';
import type { Json, JsonObject } from '../manifests/object.ts';

/** `value` where it is a JSON object. */
export function jsonObject(value: Json | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

/** The value at `keys`, each a key of the object before it; undefined as soon as one is missing. */
export function at(value: Json | undefined, ...keys: readonly string[]): Json | undefined {
  let current = value;
  for (const key of keys) {
    if (!isObject(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current;
}

/** The text at `keys`, or an empty one. */
export function textAt(value: Json | undefined, ...keys: readonly string[]): string {
  const found = at(value, ...keys);
  return typeof found === 'string' ? found : '';
}

/** The list at `keys`, or an empty one. */
export function listAt(value: Json | undefined, ...keys: readonly string[]): readonly Json[] {
  const found = at(value, ...keys);
  return isList(found) ? found : [];
}

/** The texts of the list at `keys`; what is no text is left out. */
export function textsAt(value: Json | undefined, ...keys: readonly string[]): readonly string[] {
  return listAt(value, ...keys).filter((item) => typeof item === 'string');
}

/**
 * JSON as the API server writes it. Integers that a double cannot hold become bigints: they are told by their
 * source text (https://github.com/tc39/proposal-json-parse-with-source). Throws SyntaxError.
 */
export function parseJson(text: string): Json {
  if (!MAY_HOLD_BIG_INTEGER.test(text)) return JSON.parse(text);
  return JSON.parse(text, exactIntegers);
}

const MAY_HOLD_BIG_INTEGER = /\d{16}/;

function exactIntegers(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value;
  return /^-?\d+$/.test(source) ? BigInt(source) : value;
}
