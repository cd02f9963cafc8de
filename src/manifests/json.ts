import type { Json, JsonObject } from './object.ts';

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** `Array.isArray` does not narrow a readonly array out of a union. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** "a number", "a list", … : what a value is, for messages. */
export function nameType(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (isList(value)) return 'a list';
  switch (typeof value) {
    case 'object':
      return 'a mapping';
    case 'boolean':
      return `the boolean ${value}`;
    case 'string':
      return 'a string';
    default:
      return `the number ${value}`;
  }
}

/**
 * `value` as JSON that a YAML reader reads alike: characters that YAML takes for line breaks or refuses are escaped,
 * integers beyond 2^53 keep their digits, and floats beyond int64 keep their exponent (without, they would be
 * integers that the server does not take).
 */
export function writeJson(value: Json): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'number':
      return writeNumber(value);
    case 'string':
      return writeString(value);
  }
  if (isList(value)) return `[${value.map(writeJson).join(',')}]`;
  const entries = Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return `{${entries.map(([key, item]) => `${writeString(key)}:${writeJson(item)}`).join(',')}}`;
}

function writeNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 63
    ? BigInt(value).toString()
    : JSON.stringify(value).replace(/^-?\d{19,}$/, () => value.toExponential());
}

function writeString(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Whether two values are the same to the API server: the order of keys does not count, an absent key is no null. */
export function sameJson(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (isList(one)) {
    return isList(other) && one.length === other.length && one.every((item, index) => sameJson(item, other[index]));
  }
  if (isObject(one)) {
    if (!isObject(other)) return false;
    const keys = keysOf(one);
    return keys.length === keysOf(other).length && keys.every((key) => sameJson(one[key], other[key]));
  }
  return sameNumber(one, other) || sameNumber(other, one);
}

function keysOf(value: JsonObject): string[] {
  return Object.keys(value).filter((key) => value[key] !== undefined);
}

/** An integer beyond 2^53 is a bigint here and may be a number elsewhere. */
function sameNumber(one: Json | undefined, other: Json | undefined): boolean {
  return typeof one === 'bigint' && typeof other === 'number' && Number.isInteger(other) && BigInt(other) === one;
}
