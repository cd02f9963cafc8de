import { isList, isObject } from './json.ts';
import type { AliasNode, MapNode, ScalarNode, YamlNode } from './node.ts';
import type { Json, JsonObject } from './object.ts';
import { isInt64, keyText, type ResolvedScalar, resolvePlainScalar } from './scalar.ts';

export interface ReadingFault {
  readonly offset: number;
  readonly message: string;
  readonly fix?: string;
}

interface Anchor {
  value: Json;
  size: number;
  open: boolean;
}

/** The types that a standard tag may stand for; go-yaml reads a scalar of any other tag as text. */
const TYPE_OF_TAG: ReadonlyMap<string, ResolvedScalar['type']> = new Map([
  ['str', 'string'],
  ['bool', 'boolean'],
  ['int', 'integer'],
  ['float', 'float'],
  ['null', 'null'],
  ['timestamp', 'string'],
]);

/** Gives one document its meaning, as kubectl and the API server do, and notes what neither may read silently. */
export class Reading {
  readonly faults: ReadingFault[] = [];
  /** The server's strict reading takes a key that overrides a merged one for a duplicate: such text cannot be sent. */
  hasMerge = false;
  /** An escape that JSON knows and the server's YAML reader refuses: such text cannot be sent either. */
  hasJsonEscape = false;
  /** The keys as read; a pair whose key is at fault, or a merge, has none. */
  readonly keys = new Map<YamlNode, string>();
  readonly #text: string;
  readonly #format: 'yaml' | 'json';
  readonly #lineAt: (offset: number) => number;
  readonly #anchors = new Map<string, Anchor>();
  #size = 0;
  #aliasedSize = 0;

  /** `lineAt` gives the file's line for an offset in `text`. */
  constructor(text: string, format: 'yaml' | 'json', lineAt: (offset: number) => number) {
    this.#text = text;
    this.#format = format;
    this.#lineAt = lineAt;
  }

  readDocument(root: YamlNode): Json {
    const value = this.#read(root);
    if (this.#isAliasBomb()) {
      const message =
        'Through aliases this document is far larger than its text, which kubectl and the API server refuse.';
      this.#fault(root.start, message, 'Write out what it repeats.');
    }
    return value;
  }

  #read(node: YamlNode): Json {
    this.#size++;
    if (node.kind === 'alias') return this.#readAlias(node);
    const sizeBefore = this.#size;
    this.#checkAnchor(node);
    const anchor: Anchor = { value: null, size: 1, open: true };
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, anchor);
    anchor.value = this.#readValue(node);
    anchor.size = this.#size - sizeBefore + 1;
    anchor.open = false;
    return anchor.value;
  }

  #readValue(node: Exclude<YamlNode, AliasNode>): Json {
    switch (node.kind) {
      case 'map':
        return this.#readMap(node);
      case 'list':
        return node.items.map((item) => this.#readItem(item));
      case 'scalar':
        return this.#readScalar(node);
    }
  }

  /** `- &name:` is a slip that go-yaml reads as a mapping with an empty key. */
  #checkAnchor(node: YamlNode): void {
    if (node.anchor === undefined || /^[\w-]+$/.test(node.anchor)) return;
    const message = `kubectl and the API server take letters, digits, _ and - in the name of an anchor, not &${node.anchor}.`;
    this.#fault(node.start, message, 'Rename the anchor, or put a text that begins with & in quotes.');
  }

  #readAlias(node: AliasNode): Json {
    const anchor = this.#anchors.get(node.name);
    if (anchor === undefined) {
      this.#fault(node.start, `The alias *${node.name} has no anchor &${node.name} before it in its document.`);
      return null;
    }
    if (anchor.open) {
      this.#fault(node.start, `What the anchor &${node.name} names contains itself.`);
      return null;
    }
    this.#size += anchor.size;
    this.#aliasedSize += anchor.size;
    return anchor.value;
  }

  /** The bounds of go-yaml's own check: https://github.com/yaml/go-yaml/blob/v2.4.3/decode.go */
  #isAliasBomb(): boolean {
    if (this.#aliasedSize <= 100 || this.#size <= 1000) return false;
    const allowed = 0.99 - 0.89 * Math.min(1, Math.max(0, (this.#size - 400_000) / 3_600_000));
    return this.#aliasedSize / this.#size > allowed;
  }

  #readMap(node: MapNode): JsonObject {
    const object: Record<string, Json> = {};
    const firstOffsets = new Map<string, number>();
    for (const pair of node.pairs) {
      if (this.#isMerge(pair.key)) {
        this.#merge(object, pair.value);
        continue;
      }
      const key = this.#readKey(pair.key);
      const value = this.#read(pair.value);
      if (key === undefined) continue;
      this.keys.set(pair.key, key);
      const first = firstOffsets.get(key);
      if (first === undefined) {
        firstOffsets.set(key, pair.key.start);
        setKey(object, key, value);
      } else {
        const message = `The key "${key}" is in this mapping already, on line ${this.#lineAt(first)}.`;
        this.#fault(pair.key.start, message, 'Keep one of the two.');
      }
    }
    return object;
  }

  #readKey(node: YamlNode): string | undefined {
    this.#size++;
    if (node.kind === 'alias') {
      const value = this.#readAlias(node);
      if (typeof value === 'string') return value;
      this.#fault(node.start, 'A key must be a string.');
      return undefined;
    }
    if (node.kind !== 'scalar') {
      this.#fault(
        node.start,
        'A key must be a string, not a mapping or a list.',
        'Put a text that begins with { or [ in quotes.',
      );
      return undefined;
    }
    const resolved = this.#resolve(node);
    if (node.anchor !== undefined) {
      const value = resolved.type === 'string' ? resolved.value : null;
      this.#anchors.set(node.anchor, { value, size: 1, open: false });
    }
    const key = keyText(resolved);
    if (key === undefined) {
      const message =
        resolved.type === 'null'
          ? 'A key must not be empty or null.'
          : `The key ${node.text} is a number beyond 64 bits.`;
      this.#fault(node.start, message, 'Put the key in quotes.');
    }
    return key;
  }

  #isMerge(key: YamlNode): boolean {
    if (this.#format === 'json' || key.kind !== 'scalar' || key.text !== '<<') return false;
    return key.tag === 'tag:yaml.org,2002:merge' || (key.tag === undefined && key.style === 'plain');
  }

  /** As go-yaml v2: a merge overrides what stands before it, and of a list of merges the first wins. */
  #merge(object: Record<string, Json>, node: YamlNode): void {
    this.hasMerge = true;
    const values = node.kind === 'list' ? node.items.map((item) => this.#read(item)) : [this.#read(node)];
    for (const value of values.reverse()) {
      if (!isObject(value)) {
        this.#fault(node.start, 'What `<<` merges must be a mapping or a list of mappings.');
        return;
      }
      for (const [key, item] of Object.entries(value)) setKey(object, key, item ?? null);
    }
  }

  #readScalar(node: ScalarNode): Json {
    const resolved = this.#resolve(node);
    switch (resolved.type) {
      case 'null':
        return null;
      case 'boolean':
      case 'string':
        return resolved.value;
      case 'float':
        if (Number.isFinite(resolved.value)) return resolved.value === 0 ? 0 : resolved.value;
        this.#fault(node.start, `Kubernetes has no number ${node.text}.`, 'Put it in quotes if it is a text.');
        return null;
      case 'integer':
        if (isInt64(resolved.value)) {
          const number = Number(resolved.value);
          return Number.isSafeInteger(number) ? number : resolved.value;
        }
        this.#fault(
          node.start,
          `The integer ${node.text} does not fit into 64 bits: the API server would store another number without a word.`,
          'Put it in quotes if it is a text.',
        );
        return null;
    }
  }

  #resolve(node: ScalarNode): ResolvedScalar {
    this.#checkEscapes(node);
    if (this.#format === 'json') return resolveJsonScalar(node);
    if (node.tag === undefined) {
      return node.style === 'plain' ? resolvePlainScalar(node.text) : { type: 'string', value: node.text };
    }
    const tag = /^tag:yaml\.org,2002:(.*)$/.exec(node.tag)?.[1];
    if (tag === 'binary') {
      const message = 'Kubernetes has no binary values: the bytes that !!binary stands for do not survive as a string.';
      this.#fault(node.start, message, 'Remove the tag, so that the value stays base64.');
      return { type: 'null' };
    }
    const type = tag === undefined ? undefined : TYPE_OF_TAG.get(tag);
    if (tag === undefined || type === undefined || tag === 'str') return { type: 'string', value: node.text };
    const resolved = resolvePlainScalar(node.text);
    if (tag === 'timestamp' ? /^\d{4}-\d/.test(node.text) : resolved.type === type) return resolved;
    if (type === 'float' && resolved.type === 'integer') return { type, value: Number(resolved.value) };
    this.#fault(node.start, `"${node.text}" is no !!${tag}.`, 'Remove the tag, or write a value of that type.');
    return { type: 'null' };
  }

  /** JSON's `\\/` and surrogate pairs are unknown to the server's YAML reader; kubectl takes them in JSON only. */
  #checkEscapes(node: ScalarNode): void {
    if (node.style !== 'double-quoted') return;
    const source = this.#text.slice(node.start, node.end);
    const refused = /(?<!\\)(?:\\\\)*(\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\\/)/.exec(source)?.[1];
    if (refused === undefined) return;
    if (this.#format === 'json') {
      this.hasJsonEscape = true;
    } else {
      const message = `kubectl and the API server do not take the escape ${refused} in YAML.`;
      this.#fault(node.start, message, 'Write the character itself.');
    }
  }

  /** go-yaml takes no tab between the dash of a list and what follows it. */
  #readItem(node: YamlNode): Json {
    const before = /([-?][ \t]*)$/.exec(this.#text.slice(Math.max(0, node.start - 40), node.start))?.[1];
    if (this.#format === 'yaml' && before?.includes('\t')) {
      this.#fault(node.start, 'kubectl and the API server take no tab behind the dash of a list.', 'Use blanks.');
    }
    return this.#read(node);
  }

  #fault(offset: number, message: string, fix?: string): void {
    this.faults.push(fix === undefined ? { offset, message } : { offset, message, fix });
  }
}

function resolveJsonScalar(node: ScalarNode): ResolvedScalar {
  if (node.style !== 'plain') return { type: 'string', value: node.text.toWellFormed() };
  if (node.text === 'null') return { type: 'null' };
  if (node.text === 'true' || node.text === 'false') return { type: 'boolean', value: node.text === 'true' };
  if (/^-?\d+$/.test(node.text)) return { type: 'integer', value: BigInt(node.text) };
  return { type: 'float', value: Number(node.text) };
}

/** `__proto__` is a key like any other, but not to an assignment. */
function setKey(object: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** The value at `path`; undefined where there is none. */
export function valueAt(value: Json, path: readonly (string | number)[]): Json | undefined {
  let at: Json | undefined = value;
  for (const step of path) {
    if (isList(at)) at = at[Number(step)];
    else if (isObject(at)) at = Object.hasOwn(at, String(step)) ? at[String(step)] : undefined;
    else return undefined;
  }
  return at;
}
