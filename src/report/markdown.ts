/**
 * Text as GitHub-flavored Markdown, so that it shows as it is: names and messages come from files, servers and
 * tools, and a summary may end in a comment, where a `@name` in a server's message would call somebody.
 * https://github.github.com/gfm/
 */

import { characterClass, hasLetterOrDigit } from '../characters.ts';

/** Backslash, backtick and pipe have a meaning inside a code span of a table; the others would not be seen. */
const NEEDS_ELEMENT = /[\\`|]/;

/**
 * What has no width or turns the writing direction, and could show another name than there is; and the rest that
 * is no text: lone surrogates, noncharacters.
 */
const invisible = characterClass('\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\u{FFFE}\\u{FFFF}', 'gu');

/** `text` as inline code, in tables too. Line breaks become blanks, what cannot be seen is written as `\u{…}`. */
export function code(text: string): string {
  const line = visible(oneLine(text));
  if (line === '') return '*(empty)*';
  if (!NEEDS_ELEMENT.test(line)) return `\`${/^ .* $/.test(line) && line.trim() !== '' ? ` ${line} ` : line}\``;
  // Colons and full stops too: GitHub would make links of addresses here.
  const shown = line.replace(/[^ ,/-]/gu, (character) => (hasLetterOrDigit(character) ? character : entity(character)));
  return `<code>${shown}</code>`;
}

/**
 * `text` as running text in one line, in tables too. What it has in single backticks stays code, plain addresses
 * become links.
 */
export function prose(text: string): string {
  return oneLine(text)
    .trim()
    .split(/(`[^`]+`|(?:(?:https?|ftp):\/\/|www\.)[^\s`<>"']+)/i)
    .map((part, index) => {
      if (index % 2 === 0) return escaped(visible(part), index === 0);
      return part.startsWith('`') ? code(part.slice(1, -1)) : link(part);
    })
    .reduce(joined, '');
}

/** Two code spans side by side would be one. */
function joined(left: string, right: string): string {
  return left.endsWith('`') && right.startsWith('`') ? `${left}<!-- -->${right}` : left + right;
}

/** Autolinks take no escapes, so only addresses that need none become one. A full stop behind it is not of it. */
function link(address: string): string {
  const [, url = '', rest = ''] = /^(.*?)([.,;:!?)]*)$/.exec(address) ?? [];
  return (/^https?:[\w.:/?#&=%~+@;,-]+$/i.test(url) ? `<${url}>` : code(url)) + escaped(rest, false);
}

/** A fenced block that its content cannot end. Always whole lines; ends without a line break. */
export function fence(content: string, language = ''): string {
  const lines = content.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n').map(visible);
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const bar = '`'.repeat(longest + 1);
  return [`${bar}${language}`, ...lines, bar].join('\n');
}

/** A row of a table from cells that are Markdown already. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The two lines that a table begins with. */
export function tableHead(titles: readonly string[]): string {
  return `${row(titles)}\n|${titles.map(() => '---').join('|')}|`;
}

/** A foldable block. `summary` is plain text, `body` Markdown. */
export function foldable(summary: string, body: string): string {
  return `<details><summary>${summary.replace(/[&<>]/g, entity)}</summary>\n\n${body}\n\n</details>`;
}

/** At most `most` characters of `text`, and then how many were left out. Never half of a character. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept}… (${text.length - kept.length} more characters)`;
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}

function visible(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return text.replace(/\t/g, '  ').replace(invisible(), (character) => `\\u{${codePoint(character).toString(16)}}`);
}

/**
 * Everything that Markdown, HTML or GitHub (mentions, references, formulas) would read into plain text. The names that
 * a mention may have are ASCII.
 */
function escaped(text: string, atStart: boolean): string {
  const inner = text.replace(/[&<>|$]|[\\`*_~[\]]|(?<![A-Za-z0-9])@(?=[A-Za-z0-9])|#(?=\d)/gu, harmless);
  // A heading, a list or an underline begins only where a line does.
  return atStart ? inner.replace(/^(\d*)([-+=#.)])/, '$1\\$2') : inner;
}

function harmless(character: string): string {
  if (character === '@' || character === '#') return `${character}<!-- -->`;
  return /[&<>|$]/.test(character) ? entity(character) : `\\${character}`;
}

function entity(character: string): string {
  return `&#${codePoint(character)};`;
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}
