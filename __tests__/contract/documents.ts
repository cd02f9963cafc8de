import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments, parseDocument } from 'yaml';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A file of the repository, by its path in it. */
export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Paths in the repository, with `/`, sorted. */
export function list(...patterns: string[]): string[] {
  return globSync(patterns, { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

/** One YAML document; throws on anything that a strict reader refuses, a key twice included. */
export function parseYaml(text: string, name: string): unknown {
  const document = parseDocument(text, { strict: true, uniqueKeys: true });
  if (document.errors.length > 0) throw new Error(`${name}: ${document.errors.join('\n')}`);
  return document.toJS();
}

export function parseYamlStream(text: string, name: string): unknown[] {
  return parseAllDocuments(text, { strict: true, uniqueKeys: true }).map((document) => {
    if (document.errors.length > 0) throw new Error(`${name}: ${document.errors.join('\n')}`);
    return document.toJS();
  });
}

/** The fenced blocks of a language, each with its line. */
export function codeBlocks(markdown: string, language: string): { readonly line: number; readonly text: string }[] {
  const pattern = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms');
  return [...markdown.matchAll(pattern)].map((match) => ({
    line: markdown.slice(0, match.index).split('\n').length,
    text: match[1] ?? '',
  }));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `value[key]` where that is a mapping, else an empty one. */
export function mapping(value: unknown, key: string): Record<string, unknown> {
  const found = isRecord(value) ? value[key] : undefined;
  return isRecord(found) ? found : {};
}

/** `value[key]` where that is a list, else an empty one. */
export function sequence(value: unknown, key: string): unknown[] {
  const found: unknown = isRecord(value) ? value[key] : undefined;
  return Array.isArray(found) ? found : [];
}

export function text(value: unknown, key: string): string {
  const found = isRecord(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : '';
}
