import type { Problem, Source } from '../problem.ts';
import { isList, isObject, nameType, writeJson } from './json.ts';
import type { Json, JsonObject, KubeObject } from './object.ts';
import type { TextFault } from './stream.ts';
import { type Path, readYaml, type YamlDocument, type YamlText } from './yaml.ts';

/** Objects as far as they could be read, and everything that is wrong with what was read. */
export interface Draft {
  readonly objects: readonly KubeObject[];
  readonly problems: readonly Problem[];
}

/** Where a text comes from: a file whose lines mean something to the user, or what a tool made from a file. */
export type Origin =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'made'; readonly from: string };

/** The objects in the text of a file, lists expanded, each with its source; problems in the order of the text. */
export function readObjects(text: string, origin: Origin): Draft {
  const read = readYaml(text);
  const problems: Problem[] = read.faults.map((fault) => faultProblem(fault, origin));
  const objects: KubeObject[] = [];
  for (const document of read.documents) {
    const reader = new ObjectReader(document, origin);
    reader.readObject([], document.value);
    objects.push(...reader.objects);
    problems.push(...reader.problems);
  }
  return { objects, problems: problems.sort((one, other) => (one.source?.line ?? 0) - (other.source?.line ?? 0)) };
}

/** Several drafts as one, in their order. */
export function joinDrafts(drafts: readonly Draft[]): Draft {
  return {
    objects: drafts.flatMap((draft) => draft.objects),
    problems: drafts.flatMap((draft) => draft.problems),
  };
}

/** A fault of a text as a problem. */
export function faultProblem(fault: TextFault, origin: Origin): Problem {
  const problem = { kind: 'manifest', message: fault.message, source: sourceOf(origin, fault.line) } as const;
  return fault.fix === undefined ? problem : { ...problem, fix: fault.fix };
}

/** Where the field at `path` of an object was written, as near as it can be told. */
export function sourceOfField(object: KubeObject, path: Path): Source {
  if (object.source.line === undefined) return object.source;
  const [document] = readYaml(object.body).documents;
  const lineInBody = document === undefined ? 1 : document.lineAt(path) - document.line;
  return { file: object.source.file, line: object.source.line + Math.max(0, lineInBody) };
}

function sourceOf(origin: Origin, line: number): Source {
  return origin.kind === 'file' ? { file: origin.file, line } : { file: origin.from };
}

/** What a list without kinds of its own (`kind: ConfigMapList`) says about its items. */
interface ItemType {
  readonly apiVersion: string;
  readonly kind: string;
}

class ObjectReader {
  readonly objects: KubeObject[] = [];
  readonly problems: Problem[] = [];
  readonly #document: YamlDocument;
  readonly #origin: Origin;

  constructor(document: YamlDocument, origin: Origin) {
    this.#document = document;
    this.#origin = origin;
  }

  readObject(path: Path, value: Json, itemType?: ItemType): void {
    if (!isObject(value)) {
      const what = path.length === 0 ? 'This document' : `Item ${nameItem(path)} of this list`;
      this.#problem(
        path,
        `${what} is ${nameType(value)}, not a Kubernetes object.`,
        'An object is a mapping with apiVersion, kind and metadata.',
      );
      return;
    }
    const type = this.#readType(path, value, itemType);
    if (type === undefined) return;
    if (type.kind.endsWith('List') && 'items' in value) this.#readItems(path, value, type);
    else this.#readSingle(path, value, type);
  }

  #readType(
    path: Path,
    value: JsonObject,
    itemType: ItemType | undefined,
  ): (ItemType & { inherited: boolean }) | undefined {
    const { apiVersion, kind } = value;
    if (isAbsent(apiVersion) && isAbsent(kind) && itemType !== undefined && itemType.kind !== '') {
      return { ...itemType, inherited: true };
    }
    const isSound = [
      this.#checkText(path, 'apiVersion', apiVersion, 'such as apps/v1'),
      this.#checkText(path, 'kind', kind, 'such as Deployment'),
    ].every(Boolean);
    if (!isSound || typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
    if (!/^[^/\s]+(\/[^/\s]+)?$/.test(apiVersion)) {
      this.#problem(
        [...path, 'apiVersion'],
        `"${apiVersion}" is not an apiVersion.`,
        'Write `version` for the core group, else `group/version`.',
      );
      return undefined;
    }
    return { apiVersion, kind, inherited: false };
  }

  #checkText(path: Path, key: string, value: Json | undefined, example: string): boolean {
    if (typeof value === 'string' && value !== '') return true;
    if (isAbsent(value)) {
      const what = path.length === 0 ? 'This document' : `Item ${nameItem(path)} of this list`;
      this.#problem(
        path,
        `${what} has no ${key}, so it is not a Kubernetes object.`,
        `Write \`${key}:\` (${example}), or leave the file out.`,
      );
    } else {
      this.#problem(
        [...path, key],
        `${key} is ${nameType(value)}, not a string.`,
        `Write a text ${example}, in quotes if it reads as something else.`,
      );
    }
    return false;
  }

  #readItems(path: Path, value: JsonObject, type: ItemType): void {
    const items = value.items;
    if (isAbsent(items)) return;
    if (!isList(items)) {
      this.#problem(
        [...path, 'items'],
        `The items of this ${type.kind} are ${nameType(items)}, not a list.`,
        'Write a list of objects.',
      );
      return;
    }
    const itemType = { apiVersion: type.apiVersion, kind: type.kind.slice(0, -'List'.length) };
    for (const [index, item] of items.entries()) this.readObject([...path, 'items', index], item, itemType);
  }

  #readSingle(path: Path, value: JsonObject, type: ItemType & { inherited: boolean }): void {
    const { metadata } = value;
    if (!isAbsent(metadata) && !isObject(metadata)) {
      this.#problem([...path, 'metadata'], `metadata of this ${type.kind} is ${nameType(metadata)}, not a mapping.`);
      return;
    }
    const fields = metadata ?? {};
    const name = this.#readName(path, fields, type.kind);
    const namespace = this.#readNamespace(path, fields, type.kind);
    const areTextsSound = this.#checkTexts(path, fields, 'labels') && this.#checkTexts(path, fields, 'annotations');
    if (name === undefined || namespace === undefined || !areTextsSound) return;
    const body = this.#bodyOf(path, value, type);
    const ref = { apiVersion: type.apiVersion, kind: type.kind, name, ...(namespace === '' ? {} : { namespace }) };
    const source = sourceOf(this.#origin, body.line);
    if (!isObject(body.value)) return;
    this.objects.push({ ref, source, body: body.text, value: body.value });
  }

  #bodyOf(path: Path, value: JsonObject, type: ItemType & { inherited: boolean }): YamlText {
    const own = path.length === 0 ? this.#document : this.#document.slice(path);
    if (!type.inherited) return own;
    const whole = { ...value, apiVersion: type.apiVersion, kind: type.kind };
    return { text: writeJson(whole), line: own.line, value: whole };
  }

  #readName(path: Path, metadata: JsonObject, kind: string): string | undefined {
    const { name, generateName } = metadata;
    const at = [...path, 'metadata', 'name'];
    if (isAbsent(name) || name === '') {
      if (!isAbsent(generateName)) {
        const message = `This ${kind} has generateName: every run would create another one, and none could be found again.`;
        this.#problem(
          [...path, 'metadata', 'generateName'],
          message,
          'Write a fixed metadata.name; for a Job put what changes, such as the version, into the name.',
        );
      } else {
        this.#problem(at, `This ${kind} has no metadata.name.`, 'Write `metadata.name`.');
      }
      return undefined;
    }
    if (typeof name !== 'string') {
      this.#problem(at, `The name of this ${kind} is ${nameType(name)}, not a string.`, 'Put the name in quotes.');
      return undefined;
    }
    // What no API server takes as a piece of a path, so that no name leads to another object's path.
    if (name === '.' || name === '..' || /[/%]/.test(name)) {
      this.#problem(at, `"${name}" cannot be the name of an object: it may not be . or .. nor contain / or %.`);
      return undefined;
    }
    return name;
  }

  /** Empty where none is written. */
  #readNamespace(path: Path, metadata: JsonObject, kind: string): string | undefined {
    const { namespace } = metadata;
    const at = [...path, 'metadata', 'namespace'];
    if (isAbsent(namespace)) return '';
    if (typeof namespace !== 'string') {
      this.#problem(at, `The namespace of this ${kind} is ${nameType(namespace)}, not a string.`, 'Put it in quotes.');
      return undefined;
    }
    if (namespace !== '' && !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) {
      const message = `"${namespace}" cannot be a namespace.`;
      this.#problem(at, message, 'It has at most 63 lower-case letters, digits and dashes, no dash at either end.');
      return undefined;
    }
    return namespace;
  }

  /** The server's own answer to `enabled: true` among annotations quotes Go types and no line. */
  #checkTexts(path: Path, metadata: JsonObject, field: 'labels' | 'annotations'): boolean {
    const texts = metadata[field];
    if (isAbsent(texts)) return true;
    const at = [...path, 'metadata', field];
    if (!isObject(texts)) {
      this.#problem(at, `metadata.${field} is ${nameType(texts)}, not a mapping.`);
      return false;
    }
    const wrong = Object.entries(texts).filter(([, text]) => !isAbsent(text) && typeof text !== 'string');
    for (const [key, text] of wrong) {
      const message = `The ${field === 'labels' ? 'label' : 'annotation'} ${key} is ${nameType(text)}, not a string.`;
      this.#problem([...at, key], message, 'Put the value in quotes.');
    }
    return wrong.length === 0;
  }

  #problem(path: Path, message: string, fix?: string): void {
    const problem = { kind: 'manifest', message, source: sourceOf(this.#origin, this.#document.lineAt(path)) } as const;
    this.problems.push(fix === undefined ? problem : { ...problem, fix });
  }
}

function isAbsent(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null;
}

/** 1-based, as people count; of a list in a list: `2.1`. */
function nameItem(path: Path): string {
  return path
    .filter((step): step is number => typeof step === 'number')
    .map((index) => index + 1)
    .join('.');
}
