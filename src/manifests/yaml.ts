import { sameJson, writeJson } from './json.ts';
import { parseNodes, type YamlNode } from './node.ts';
import type { Json } from './object.ts';
import { Reading, valueAt } from './reading.ts';
import { type Chunk, splitStream, type TextFault } from './stream.ts';

/** The way to a value inside a document: keys of mappings and indices of lists. */
export type Path = readonly (string | number)[];

/** A piece of a file that is a document of its own. */
export interface YamlText {
  /** Exactly one document, the file's own text wherever that means the same to the API server. */
  readonly text: string;
  /** 1-based line of the file on which `text` begins. */
  readonly line: number;
  /** As kubectl and the API server read it. */
  readonly value: Json;
}

export interface YamlDocument extends YamlText {
  /** The line of the file on which the field at `path`, or the nearest one around it, begins. */
  lineAt(path: Path): number;
  /** The value at `path` as a document of its own. */
  slice(path: Path): YamlText;
}

export interface YamlFile {
  /** Documents that hold something, in the order of the file. */
  readonly documents: readonly YamlDocument[];
  /** In the order of the file. A document with a fault is not among the documents. */
  readonly faults: readonly TextFault[];
}

/**
 * Reads a file's text, YAML or JSON, as kubectl and the API server do, but for what they would read silently wrong:
 * duplicate keys, integers beyond int64, and documents behind a `...` are faults.
 */
export function readYaml(text: string): YamlFile {
  const stream = splitStream(text);
  const documents: YamlDocument[] = [];
  const faults: TextFault[] = [...stream.faults];
  for (const chunk of stream.chunks) {
    const read = readChunk(chunk);
    faults.push(...read.faults);
    if (read.document !== undefined) documents.push(read.document);
  }
  return { documents, faults: faults.sort((one, other) => one.line - other.line) };
}

interface ReadChunk {
  readonly document?: YamlDocument;
  readonly faults: readonly TextFault[];
}

function readChunk(chunk: Chunk): ReadChunk {
  const foreign = chunk.format === 'yaml' ? foreignCharacter(chunk) : undefined;
  if (foreign !== undefined) return { faults: [foreign] };
  try {
    return readParsed(chunk);
  } catch (error) {
    // The stack ends where collections are nested some thousand levels deep.
    if (!(error instanceof Error) || error.name !== 'RangeError') throw error;
    return { faults: [tooDeep(chunk)] };
  }
}

function readParsed(chunk: Chunk): ReadChunk {
  const parsed = parseNodes(chunk.text);
  if (!parsed.ok) return { faults: [syntaxFault(chunk, parsed)] };
  if (parsed.root === undefined) return { faults: [] };
  const lineAt = (offset: number) => parsed.lineAt(offset) + chunk.line - 1;
  const reading = new Reading(chunk.text, chunk.format, lineAt);
  const value = reading.readDocument(parsed.root);
  if (reading.faults.length > 0) {
    return { faults: reading.faults.map(({ offset, ...fault }) => ({ ...fault, line: lineAt(offset) })) };
  }
  return value === null
    ? { faults: [] }
    : { document: toDocument(chunk, parsed.root, value, reading, lineAt), faults: [] };
}

/** Characters that the server's reader refuses, or takes for line breaks where this one does not. */
function foreignCharacter(chunk: Chunk): TextFault | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
  const found = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\x85\u2028\u2029]|\r(?!\n)/.exec(chunk.text);
  if (found === null) return undefined;
  const code = found[0].charCodeAt(0).toString(16).padStart(4, '0');
  const isBreak = /[\r\x85\u2028\u2029]/.test(found[0]);
  return {
    line: chunk.line + chunk.text.slice(0, found.index).split('\n').length - 1,
    message: isBreak
      ? `The character U+${code.toUpperCase()} is a line break to the API server, which most editors do not show as one.`
      : `The control character U+${code.toUpperCase()} is not allowed in YAML.`,
    fix: `Remove it, or write it as "\\u${code}" in double quotes.`,
  };
}

function tooDeep(chunk: Chunk): TextFault {
  return { line: chunk.line, message: 'The document that begins here is nested too deeply to be read.' };
}

function syntaxFault(
  chunk: Chunk,
  error: { readonly code: string; readonly message: string; readonly line: number },
): TextFault {
  const line = error.line + chunk.line - 1;
  if (error.code === 'MULTIPLE_DOCS') {
    const message =
      'A second document begins after `...` without a line `---`; kubectl would leave it out without a word.';
    return { line, message, fix: 'Write a line `---` between the two.' };
  }
  const directive = chunk.text.split('\n').findIndex((text) => text.startsWith('%'));
  if (directive !== -1 && /directive/i.test(error.message)) {
    const message = 'kubectl and the API server take no YAML directives (lines that begin with `%`).';
    return { line: chunk.line + directive, message, fix: 'Remove the line.' };
  }
  if (/call stack/i.test(error.message)) return tooDeep(chunk);
  const fault = { line, message: `This is not valid YAML: ${error.message.replace(/[.\s]+$/, '')}.` };
  return /^Missing closing/.test(error.message)
    ? { ...fault, fix: 'Close it, and indent every line of the text further than its key.' }
    : fault;
}

function toDocument(
  chunk: Chunk,
  root: YamlNode,
  value: Json,
  reading: Reading,
  lineAt: (offset: number) => number,
): YamlDocument {
  const isOwnSendable = !reading.hasMerge && !reading.hasJsonEscape && !hasEscapableOnly(chunk);
  return {
    text: isOwnSendable ? wholeText(chunk.text, root) : writeJson(value),
    line: lineAt(root.start),
    value,
    lineAt: (path) => lineAt(find(root, path, reading).offset),
    slice: (path) => {
      const found = find(root, path, reading);
      const part = valueAt(value, path) ?? null;
      const own = found.node === undefined || !isOwnSendable ? undefined : partText(chunk.text, found.node, part);
      return { text: own ?? writeJson(part), line: lineAt(found.node?.start ?? found.offset), value: part };
    },
  };
}

/** JSON takes characters as they are that YAML takes only escaped. */
function hasEscapableOnly(chunk: Chunk): boolean {
  return chunk.format === 'json' && foreignCharacter(chunk) !== undefined;
}

/** From the line of its first key: comments before are not sent, nor a `...` at the end. */
function wholeText(text: string, root: YamlNode): string {
  const own = text.slice(text.lastIndexOf('\n', root.start - 1) + 1);
  const end = /^\.\.\.(?=\s|$)/m.exec(own);
  return withLastLineEnded(end === null ? own : own.slice(0, end.index));
}

/** kubectl ends the last line of a file where the file does not; in a block of text that makes a difference. */
function withLastLineEnded(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** The text of `node` with its indentation, where it means the same alone as it does in its place. */
function partText(text: string, node: YamlNode, value: Json): string | undefined {
  const column = node.start - (text.lastIndexOf('\n', node.start - 1) + 1);
  const part = withLastLineEnded(' '.repeat(column) + text.slice(node.start, node.end));
  const read = readYaml(part);
  const only = read.documents[0];
  const isSame = only !== undefined && read.documents.length === 1 && read.faults.length === 0;
  return isSame && sameJson(only.value, value) ? part : undefined;
}

/** The node at `path`, with the offset of its key; without a node, the nearest around it. */
function find(root: YamlNode, path: Path, reading: Reading): { node?: YamlNode; offset: number } {
  let node = root;
  let offset = root.start;
  for (const step of path) {
    if (node.kind === 'map') {
      const pair = node.pairs.find(({ key }) => reading.keys.get(key) === String(step));
      if (pair === undefined) return { offset };
      offset = pair.key.start;
      node = pair.value;
    } else if (node.kind === 'list') {
      const item = node.items[Number(step)];
      if (item === undefined) return { offset };
      offset = item.start;
      node = item;
    } else {
      return { offset };
    }
  }
  return { node, offset };
}
