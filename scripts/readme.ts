// `npm run readme` writes the README's generated sections: the tables from action.yml, the quick start from its files.
// `npm run readme -- --check` fails where they are not up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { INPUTS, type InputDeclaration, type InputGroup } from '../src/action/contract.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What the README must hold, each once: `<!-- begin NAME -->` … `<!-- end NAME -->`. */
export const SECTIONS = [
  'inputs',
  'outputs',
  'examples/quick-start/rbac.yaml',
  'examples/quick-start/credential.sh',
  'examples/quick-start/deploy/web.yaml',
  'examples/quick-start/deploy/service.yaml',
  'examples/quick-start/workflow.yml',
] as const;

const GROUPS: readonly (readonly [InputGroup, string])[] = [
  ['identity', 'Identity: whom to become'],
  ['cluster', 'Cluster and credential: who you are before'],
  ['deploy', 'Deploy step: at most one, and with none of them later steps deploy'],
  ['place', 'Where, with every mode'],
  ['apply', 'With `manifests` and `kustomize`'],
  ['chart', 'With `chart`'],
  ['wait', 'With `manifests`, `kustomize` and `chart`'],
  ['tools', 'Tools, with every mode'],
  ['guard', 'Rights that are checked before anything is changed, with every mode'],
];

interface Described {
  readonly description: string;
}

/** `readme` with its sections filled. `read` gives the text of a file by its path in the repository. Throws on markers that do not pair up. */
export function fillSections(readme: string, read: (path: string) => string): string {
  const action: unknown = parse(read('action.yml'));
  return SECTIONS.reduce((text, name) => fill(text, name, contentOf(name, action, read)), readme);
}

function contentOf(name: (typeof SECTIONS)[number], action: unknown, read: (path: string) => string): string {
  if (name === 'inputs') return inputTables(described(action, 'inputs'));
  if (name === 'outputs') return outputTable(described(action, 'outputs'));
  return codeBlock(name, read(name));
}

function fill(readme: string, name: string, content: string): string {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const parts = readme.split(begin);
  const [before, rest] = parts;
  if (parts.length !== 2 || before === undefined || rest === undefined)
    throw new Error(`README.md: ${begin} must stand there once, and stands there ${parts.length - 1} times`);
  const tail = rest.split(end);
  if (tail.length !== 2) throw new Error(`README.md: ${end} must follow ${begin} once`);
  return `${before}${begin}\n${content.trimEnd()}\n${end}${tail[1]}`;
}

/** A code block with the file's own words, named by a line above it. */
function codeBlock(path: string, text: string): string {
  const language = path.endsWith('.sh') ? 'sh' : 'yaml';
  return `[${path}](${path})\n\n\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

function inputTables(descriptions: ReadonlyMap<string, Described>): string {
  return GROUPS.map(([group, title]) => {
    const rows = INPUTS.filter((input) => input.group === group).map((input) => inputRow(input, descriptions));
    return [`#### ${title}`, '', '| input | default | |', '|---|---|---|', ...rows].join('\n');
  }).join('\n\n');
}

function inputRow(input: InputDeclaration, descriptions: ReadonlyMap<string, Described>): string {
  const text = descriptions.get(input.name)?.description ?? '';
  const shown = input.default === undefined ? '' : `\`${input.default}\``;
  // The heading above the table says with which modes.
  const told = text.replace(/ (Goes with|At most one of) [^.]*\.$/, '');
  return `| \`${input.name}\` | ${input.name === 'as' ? 'required' : shown} | ${cell(told)} |`;
}

function outputTable(descriptions: ReadonlyMap<string, Described>): string {
  const rows = [...descriptions].map(([name, { description }]) => `| \`${name}\` | ${cell(description)} |`);
  return ['| output | |', '|---|---|', ...rows].join('\n');
}

function cell(text: string): string {
  return text.trim().replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function described(action: unknown, key: 'inputs' | 'outputs'): Map<string, Described> {
  const entries = isRecord(action) && isRecord(action[key]) ? Object.entries(action[key]) : [];
  return new Map(
    entries.map(([name, entry]) => {
      if (!isRecord(entry) || typeof entry.description !== 'string')
        throw new Error(`action.yml: ${name} has no description`);
      return [name, { description: entry.description }];
    }),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

if (import.meta.main) main(process.argv.includes('--check'));

function main(isCheck: boolean): void {
  const file = join(root, 'README.md');
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const readme = existsSync(file) ? read('README.md') : '';
  const filled = fillSections(readme, read);
  if (filled === readme) {
    console.error('README.md agrees with action.yml and the quick start.');
  } else if (isCheck) {
    console.error(
      'README.md does not agree with action.yml or the quick start. Run `npm run readme` and commit README.md.',
    );
    process.exitCode = 1;
  } else {
    writeFileSync(file, filled);
    console.error('Wrote README.md.');
  }
}
