import { describe, expect, test } from '@jest/globals';
import { fillSections, SECTIONS } from '../../scripts/readme.ts';
import { INPUTS, OUTPUTS } from '../../src/action/contract.ts';
import { codeBlocks, isRecord, list, mapping, parseYaml, read } from './documents.ts';

const readme = read('README.md');
const prose = [...list('*.md', 'docs/**/*.md')];

describe('the generated sections', () => {
  test('are what the script writes from action.yml and the quick start', () => {
    expect(fillSections(readme, read)).toBe(readme);
  });

  test('name every input and every output in a table', () => {
    const rows = [...readme.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map((match) => match[1]);
    for (const name of [...INPUTS.map((input) => input.name), ...OUTPUTS]) expect(rows).toContain(name);
  });

  test('hold every file of the quick start word for word', () => {
    const files = list('examples/quick-start/**/*.*');
    expect(SECTIONS.filter((name) => name.includes('/')).toSorted()).toEqual(files);
    for (const file of files) expect(readme).toContain(`\n${read(file).trimEnd()}\n\`\`\``);
  });

  test.each([
    ['a marker is missing', readme.replace('<!-- begin inputs -->', '')],
    ['a marker stands there twice', `${readme}\n<!-- begin inputs -->`],
    ['a section does not end', readme.replace('<!-- end outputs -->', '')],
  ])('are refused where %s', (_, broken) => {
    expect(() => fillSections(broken, read)).toThrow(/^README\.md: <!-- (begin|end) (inputs|outputs) --> must/);
  });

  test('are replaced, whatever stood there', () => {
    const stale = readme.replace(/(<!-- begin inputs -->\n).*?(<!-- end inputs -->)/s, '$1something old\n$2');
    expect(fillSections(stale, read)).toBe(readme);
  });
});

describe.each(prose)('%s', (file) => {
  const markdown = read(file);

  test('links only to files and headings that exist', () => {
    const links = [...markdown.matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => match[1] ?? '')
      .filter((link) => !/^https?:/.test(link));
    for (const link of links) {
      const [path, anchor] = link.split('#');
      const target = path === '' || path === undefined ? file : new URL(path, `file:///${file}`).pathname.slice(1);
      expect([link, list(target).length > 0]).toEqual([link, true]);
      if (anchor !== undefined)
        expect([link, anchorsOf(read(target))]).toEqual([link, expect.arrayContaining([anchor])]);
    }
  });

  test('names only npm scripts that exist', () => {
    const scripts = mapping(parseYaml(read('package.json'), 'package.json'), 'scripts');
    const named = [...markdown.matchAll(/npm run ([a-z:-]+)/g)].map((match) => match[1] ?? '');
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  test('has only YAML that parses', () => {
    for (const block of codeBlocks(markdown, 'yaml').filter(({ text }) => !/^---$/m.test(text))) {
      const parsed = parseYaml(block.text, `${file}:${block.line}`);
      expect(isRecord(parsed) || Array.isArray(parsed)).toBe(true);
    }
  });
});

/** As GitHub makes them: lower case, without punctuation, blanks as hyphens. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
