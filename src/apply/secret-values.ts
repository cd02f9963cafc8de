import { isList, isObject } from '../manifests/json.ts';
import type { Json, KubeObject } from '../manifests/object.ts';
import { MASK } from '../secret.ts';

/**
 * `text`, something that the server said about `object`, without the values of a Secret: the server quotes what it
 * could not read. Other objects' texts come back as they are.
 */
export function withoutSecretValues(text: string, object: KubeObject): string {
  if (object.ref.kind !== 'Secret' || object.ref.apiVersion !== 'v1') return text;
  const values = [object.value.data, object.value.stringData].flatMap(leaves);
  let clean = text.replaceAll(/valueUnstructured\{Value:.*?\}(?=$|[\s,;\]])/gs, `valueUnstructured{Value:${MASK}}`);
  for (const value of values.sort((one, other) => other.length - one.length)) clean = replaceValue(clean, value);
  return clean;
}

function leaves(value: Json | undefined): string[] {
  if (value === undefined || value === null) return [];
  if (isList(value)) return value.flatMap(leaves);
  if (isObject(value)) return Object.values(value).flatMap(leaves);
  const text = String(value);
  const quoted = JSON.stringify(text).slice(1, -1);
  return [...new Set([text, text.trim(), quoted, ...decoded(text)])].filter((form) => form !== '');
}

/** `data` holds base64; a complaint may quote what it stands for. */
function decoded(text: string): string[] {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text)) return [];
  const bytes = Buffer.from(text, 'base64').toString('utf8');
  return bytes.includes('\ufffd') || bytes.length < 4 ? [] : [bytes, bytes.trim()];
}

/** A short value is replaced only where it stands alone, or the text would be unreadable. */
function replaceValue(text: string, value: string): string {
  if (value.length >= 4) return text.replaceAll(value, MASK);
  const escaped = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replaceAll(new RegExp(`(?<![\\w.-])${escaped}(?![\\w.-])`, 'g'), MASK);
}
