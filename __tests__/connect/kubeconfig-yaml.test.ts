import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CORE_SCHEMA, load, YAML11_SCHEMA } from 'js-yaml';
import { parse } from 'yaml';
import { readKubeconfigYaml, writeKubeconfigYaml } from '../../src/connect/kubeconfig-yaml.ts';

const READERS: readonly (readonly [string, (text: string) => unknown])[] = [
  ["kubectl's", readKubeconfigYaml],
  ['YAML 1.1', (text) => load(text, { schema: YAML11_SCHEMA })],
  ['YAML 1.2', (text) => load(text, { schema: CORE_SCHEMA })],
  ["another implementation's YAML 1.1", (text) => parse(text, { version: '1.1' })],
];

const WORDS =
  'y Y n yes No on OFF true FALSE ~ null Null NULL 0644 0o17 0O17 0x1F 0X1F 0b1 0B1 1_000 12:30 190:20:30 1e3 1E3 .5 5. +1 -0 .inf -.Inf +.INF .nan .NaN = << 2001-01-01 2001-12-14T21:59:43Z';

/** Texts as they come, and those that look like numbers, times and words. */
const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', ...WORDS.split(' ')),
  fc.stringMatching(/^[-+]?[0-9.][xXoObB]?[0-9a-fA-F_.:eE+-]{0,8}$/),
);

describe('what is written', () => {
  test.each(READERS)('is the same to a reader of %s, every text a text', (_, read) => {
    const values = fc.array(fc.tuple(texts, fc.oneof(texts, fc.integer(), fc.boolean(), fc.constant(null))));
    fc.assert(
      fc.property(values, (pairs) => {
        const value = {
          list: pairs.map(([text]) => text),
          map: Object.fromEntries(pairs.filter(([key]) => isKey(key))),
        };
        expect(read(writeKubeconfigYaml(value))).toEqual(value);
      }),
      { numRuns: 150 },
    );
  });

  test.each(WORDS.split(' '))('has %s in quotes, as value and as key', (word) => {
    expect(writeKubeconfigYaml([word])).toBe(`- '${word}'\n`);
    expect(writeKubeconfigYaml({ [word]: 1 })).toBe(`'${word}': 1\n`);
  });
});

/** What a JavaScript object takes as a key of its own. */
function isKey(text: string): boolean {
  return text !== '__proto__';
}

describe('what is read', () => {
  test.each([
    ['y', true],
    ['Off', false],
    ['~', null],
    ['0644', 420],
    ['0X1F', 31],
    ['1_000', 1000],
    ['1.5e1', 15],
    ['12:30', '12:30'],
    ['2001-01-01', '2001-01-01'],
    ['!!str 0644', '0644'],
    ['!!int 0644', 420],
    ['!!float 1', 1],
    ['"y"', 'y'],
  ])('%s is %j, as kubectl has it', (text, value) => {
    expect(readKubeconfigYaml(`- ${text}`)).toEqual([value]);
  });
});
