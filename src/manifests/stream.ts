/** A fault in a file's text. */
export interface TextFault {
  /** 1-based, in the file. */
  readonly line: number;
  readonly message: string;
  readonly fix?: string;
}

/** One document of a stream, not yet read. */
export interface Chunk {
  readonly format: 'yaml' | 'json';
  readonly text: string;
  /** 1-based line of the file that `text` begins on. */
  readonly line: number;
}

export interface SplitStream {
  readonly chunks: readonly Chunk[];
  readonly faults: readonly TextFault[];
}

/**
 * Splits a file as kubectl does: JSON objects in a row as long as they are that, then YAML documents between lines
 * that start with `---`, wherever such a line stands.
 * https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/yaml/decoder.go
 */
export function splitStream(text: string): SplitStream {
  if (!/^\s*\{/.test(text)) return splitYaml(text, 1);
  const chunks: Chunk[] = [];
  let position = 0;
  for (;;) {
    position += /^\s*/.exec(text.slice(position))?.[0].length ?? 0;
    const line = lineAt(text, position);
    if (position === text.length) return { chunks, faults: [] };
    const end = endOfJsonObject(text, position);
    const object = end === undefined ? undefined : text.slice(position, end);
    if (end !== undefined && object !== undefined && isJson(object)) {
      chunks.push({ format: 'json', text: object, line });
      position = end;
    } else if (chunks.length > 1) {
      // After two JSON objects kubectl no longer tries YAML, not even for `---`.
      const message =
        'After several JSON objects in a row kubectl reads nothing but JSON, and this is not a JSON object.';
      return { chunks, faults: [{ line, message, fix: 'Remove it, or put a line `---` between all objects.' }] };
    } else {
      const rest = splitYaml(text.slice(position), line);
      return { chunks: [...chunks, ...rest.chunks], faults: rest.faults };
    }
  }
}

function lineAt(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < position; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** Where the object that starts at `start` ends; undefined where it does not. */
function endOfJsonObject(text: string, start: number): number | undefined {
  if (text[start] !== '{') return undefined;
  const token = /["{}]/g;
  let depth = 0;
  for (token.lastIndex = start; ; ) {
    const found = token.exec(text);
    if (found === null) return undefined;
    if (found[0] === '{') depth++;
    else if (found[0] === '}') {
      if (--depth === 0) return token.lastIndex;
    } else {
      const string = /"(?:[^"\\]|\\[\s\S])*"/y;
      string.lastIndex = found.index;
      if (!string.test(text)) return undefined;
      token.lastIndex = string.lastIndex;
    }
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function splitYaml(text: string, firstLine: number): SplitStream {
  const chunks: Chunk[] = [];
  const faults: TextFault[] = [];
  let start = 0;
  let startLine = firstLine;
  const close = (end: number) => {
    if (text.slice(start, end).trim() !== '') {
      chunks.push({ format: 'yaml', text: text.slice(start, end), line: startLine });
    }
  };
  let line = firstLine;
  for (let position = 0; position < text.length; line++) {
    const lineEnd = text.indexOf('\n', position);
    const next = lineEnd === -1 ? text.length : lineEnd + 1;
    if (text.startsWith('---', position)) {
      const behind = text.slice(position + 3, next).trim();
      if (behind !== '' && !behind.startsWith('#')) {
        faults.push({
          line,
          message: `kubectl takes a line that begins with \`---\` for the start of a document, and nothing but a comment may follow it there: "${behind}".`,
          fix: 'Put what follows on a line of its own; inside a text, indent the line.',
        });
      }
      close(position);
      start = next;
      startLine = line + 1;
    }
    position = next;
  }
  close(text.length);
  return { chunks, faults };
}

/**
 * The text of a file's bytes. As kubectl: UTF-8, or UTF-16 where a byte order mark says so. Unlike kubectl, which
 * replaces what it cannot read, broken UTF-8 is a fault.
 */
export function decodeText(bytes: Uint8Array): { readonly text: string } | { readonly fault: TextFault } {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    const message = `This is not ${encoding.toUpperCase()} text.`;
    return { fault: { line: firstBrokenLine(bytes, encoding), message, fix: 'Save the file as UTF-8.' } };
  }
}

function firstBrokenLine(bytes: Uint8Array, encoding: string): number {
  const text = new TextDecoder(encoding).decode(bytes);
  const decoder = new TextDecoder(encoding, { fatal: true });
  if (encoding !== 'utf-8') return lineAt(text, text.indexOf('\ufffd'));
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const lineEnd = bytes.indexOf(0x0a, start);
    const next = lineEnd === -1 ? bytes.length : lineEnd + 1;
    try {
      decoder.decode(bytes.subarray(start, next));
    } catch {
      return line;
    }
    start = next;
  }
  return line;
}
