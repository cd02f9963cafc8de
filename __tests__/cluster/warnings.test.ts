import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readWarnings } from '../../src/cluster/warnings.ts';

test('a warning is the quoted text', () => {
  expect(readWarnings(['299 - "unknown field \\"spec.replica\\""'])).toEqual(['unknown field "spec.replica"']);
});

test('one header may carry several, with dates and commas in them', () => {
  const header = '299 - "one, two" "Wed, 21 Oct 2015 07:28:00 GMT", 299 kubernetes "three"';
  expect(readWarnings([header, '299 - "four"'])).toEqual(['one, two', 'three', 'four']);
});

test('what is no warning is left out', () => {
  expect(readWarnings(['', 'nonsense', '299 - unquoted', '299 - "open'])).toEqual([]);
});

test('every text comes out as the server quoted it', () => {
  const header = (text: string) => {
    const quoted = `299 - "${text.replace(/["\\]/g, '\\$&')}"`;
    return Buffer.from(quoted, 'utf8').toString('latin1');
  };
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 }), (texts) => {
      expect(readWarnings([texts.map(header).join(', ')])).toEqual(texts);
      expect(readWarnings(texts.map(header))).toEqual(texts);
    }),
  );
});
