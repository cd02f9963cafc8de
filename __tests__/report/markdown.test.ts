import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { code, fence, prose, shortened } from '../../src/report/markdown.ts';

const ANY_TEXT = fc.string({ unit: 'binary' });

describe('inline code', () => {
  test.each([
    ['shop/deployer', '`shop/deployer`'],
    [' padded ', '`  padded  `'],
    ['', '*(empty)*'],
    ['two\nlines', '`two lines`'],
    ['a|b', '<code>a&#124;b</code>'],
    ['a`b', '<code>a&#96;b</code>'],
    ['C:\\temp', '<code>C&#58;&#92;temp</code>'],
    ['a\u200Bb', '<code>a&#92;u&#123;200b&#125;b</code>'],
  ])('shows %j', (text, markdown) => {
    expect(code(text)).toBe(markdown);
  });

  test('never breaks a row of a table', () => {
    fc.assert(
      fc.property(ANY_TEXT, (text) => {
        expect(code(text)).not.toMatch(/[|\r\n]/);
      }),
    );
  });
});

describe('running text', () => {
  test.each([
    ['the input `token` is empty', 'the input `token` is empty'],
    ['a `pipe | here` and ` lone', 'a <code>pipe &#124; here</code> and \\` lone'],
    ['*bold* _it_ ~~no~~ [a](b)', '\\*bold\\* \\_it\\_ \\~\\~no\\~\\~ \\[a\\](b)'],
    ['- no list', '\\- no list'],
    ['# no heading', '\\# no heading'],
    ['1. no list', '1\\. no list'],
    ['<b>&amp;', '&#60;b&#62;&#38;amp;'],
    ['cc @octo/team, see #12', 'cc @<!-- -->octo/team, see #<!-- -->12'],
    ['costs $1 and $2', 'costs &#36;1 and &#36;2'],
    ['see https://example.com/a_b.', 'see <https://example.com/a_b>.'],
    ['see https://example.com/a|b', 'see <code>https&#58;//example&#46;com/a&#124;b</code>'],
    ['`a``b`', '`a`<!-- -->`b`'],
  ])('shows %j', (text, markdown) => {
    expect(prose(text)).toBe(markdown);
  });

  test('never breaks a row of a table or holds HTML of others', () => {
    fc.assert(
      fc.property(ANY_TEXT, (text) => {
        const outside = prose(text)
          .replace(/`[^`]*`/g, '')
          .replace(/<!-- -->|<\/?code>|<https?:[^>]*>/g, '');
        expect(prose(text)).not.toMatch(/[|\r\n]/);
        expect(outside).not.toMatch(/[<>]/);
      }),
    );
  });
});

test('a fence is longer than any run of backticks in it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('`', '``', '````', 'a', '\n')), (parts) => {
      const lines = fence(parts.join(''), 'text').split('\n');
      const bar = lines.at(-1) ?? '';
      expect(bar).toMatch(/^`{3,}$/);
      expect(lines.slice(1, -1).join('\n')).not.toContain(bar);
    }),
  );
});

test('a text is shortened between characters, and says by how much', () => {
  expect(shortened('abcdef', 6)).toBe('abcdef');
  expect(shortened('abcdefg', 6)).toBe('abcdef… (1 more characters)');
  expect(shortened('ab😀cd', 3)).toBe('ab… (4 more characters)');
});
