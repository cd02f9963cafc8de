import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { keyText, resolvePlainScalar } from '../../src/manifests/scalar.ts';

/** What sigs.k8s.io/yaml makes of each, tried with its own reader. */
const READINGS: Readonly<Record<string, unknown>> = {
  on: true,
  y: true,
  Yes: true,
  TRUE: true,
  n: false,
  off: false,
  NO: false,
  oN: 'oN',
  '': null,
  '~': null,
  Null: null,
  nULL: 'nULL',
  '0644': 420n,
  '0o644': 420n,
  '0O17': 15n,
  '-012': -10n,
  '0x1F': 31n,
  '+0x1f': 31n,
  '0b101': 5n,
  '0B11': 3n,
  '08': 8,
  '09.5': 9.5,
  '1_000': 1000n,
  '1_': 1n,
  _1: '_1',
  '+12': 12n,
  '-0': 0n,
  '1:30': '1:30',
  '2020-01-01': '2020-01-01',
  '2001-12-14t21:59:43.10-05:00': '2001-12-14t21:59:43.10-05:00',
  '1e3': 1000,
  '1.5e3_0': 1.5e30,
  '1E400': '1E400',
  '.5': 0.5,
  '.5_0': 0.5,
  '._5': '._5',
  '+.5': 0.5,
  '1.': 1,
  '.': '.',
  '-': '-',
  '0x': '0x',
  '0xfffffffffffffffffff': '0xfffffffffffffffffff',
  '9223372036854775807': 9223372036854775807n,
  '99999999999999999999': 99999999999999999999n,
  '.inf': Number.POSITIVE_INFINITY,
  '-.INF': Number.NEGATIVE_INFINITY,
  '<<': '<<',
  '=': '=',
};

function meaning(source: string): unknown {
  const resolved = resolvePlainScalar(source);
  return resolved.type === 'null' ? null : resolved.value;
}

describe('a scalar without quotes', () => {
  test.each(Object.entries(READINGS))('%s is read as kubectl reads it', (source, value) => {
    expect(meaning(source)).toBe(value);
  });

  test('is a string unless it begins like a number or is one of the words', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[g-mp-su-xG-MP-SU-X/][ -~]*$/), (text) => {
        expect(resolvePlainScalar(text)).toEqual({ type: 'string', value: text });
      }),
    );
  });

  test('is that number for every decimal integer', () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        expect(resolvePlainScalar(String(value))).toEqual({ type: 'integer', value });
      }),
    );
  });
});

describe('a key', () => {
  test.each([
    ['0644', '420'],
    ['on', 'true'],
    ['y', 'true'],
    ['1.10', '1.1'],
    ['1e6', '1e+06'],
    ['123456.5', '123456.5'],
    ['0.1', '0.1'],
    ['.nan', '.nan'],
    ['2020-01-01', '2020-01-01'],
    ['1_000', '1000'],
  ])('%s becomes the text %s', (source, text) => {
    expect(keyText(resolvePlainScalar(source))).toBe(text);
  });

  test.each(['~', '', '18446744073709551615'])('"%s" is refused', (source) => {
    expect(keyText(resolvePlainScalar(source))).toBeUndefined();
  });
});
