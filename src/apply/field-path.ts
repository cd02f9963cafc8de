import { isList, isObject, sameJson } from '../manifests/json.ts';
import type { Json } from '../manifests/object.ts';
import type { Path } from '../manifests/yaml.ts';

/**
 * The path in `value` that a server's text means: `.spec.containers[name="web"].image` as server-side apply writes
 * it, `spec.containers[0].image` and `metadata.labels[a/b]` as validation does. Keys may hold dots, so that the
 * longest key that is there wins. Ends at the last step that can be followed, and with the field that is named last
 * where just that is not there.
 */
export function fieldPath(text: string, value: Json): Path {
  const path: (string | number)[] = [];
  let at: Json | undefined = value;
  let rest = text;
  while (rest !== '') {
    const step = takeStep(rest, at);
    if (step === undefined) break;
    path.push(step.key);
    rest = step.rest;
    at = isList(at) ? at[Number(step.key)] : isObject(at) ? at[String(step.key)] : undefined;
  }
  return path;
}

interface Step {
  readonly key: string | number;
  readonly rest: string;
}

function takeStep(rest: string, at: Json | undefined): Step | undefined {
  const bracket = /^\[((?:"(?:[^"\\]|\\.)*"|[^\]"])*)\]/.exec(rest);
  if (bracket !== null) {
    const key = keyInBrackets(bracket[1] ?? '', at);
    return key === undefined ? undefined : { key, rest: rest.slice(bracket[0].length) };
  }
  const name = rest.replace(/^\./, '');
  if (name === '') return undefined;
  const keys = isObject(at) ? Object.keys(at) : [];
  const known = keys
    .filter((key) => name.startsWith(key) && /^($|[.[])/.test(name.slice(key.length)))
    .sort((one, other) => other.length - one.length)[0];
  const key = known ?? /^[^.[]+/.exec(name)?.[0];
  return key === undefined ? undefined : { key, rest: name.slice(key.length) };
}

/** `0`, `name="web"`, `containerPort=80,protocol="TCP"`, `="a"`, or the key of a mapping. */
function keyInBrackets(inside: string, at: Json | undefined): string | number | undefined {
  if (isObject(at)) return inside.replace(/^"(.*)"$/, '$1');
  if (!isList(at)) return undefined;
  if (/^\d+$/.test(inside)) return Number(inside);
  const wanted = [...inside.matchAll(/([\w-]*)=("(?:[^"\\]|\\.)*"|[^,]*)(?:,|$)/g)].map(
    ([, name = '', text = '']): [string, Json] => [name, jsonOf(text)],
  );
  if (wanted.length === 0) return undefined;
  const index = at.findIndex((item) =>
    wanted.every(([name, wants]) => {
      const has = name === '' ? item : isObject(item) ? item[name] : undefined;
      // The server fills in defaults before it names the item: a port's protocol, an empty name.
      return has === undefined ? wants === '' || name === 'protocol' : sameJson(has, wants);
    }),
  );
  return index === -1 ? undefined : index;
}

function jsonOf(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : text;
  } catch {
    return text;
  }
}
