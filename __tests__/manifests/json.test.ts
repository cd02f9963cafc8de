import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sameJson, writeJson } from '../../src/manifests/json.ts';

describe('JSON for the API server', () => {
  test('keeps the digits of large integers, and large floats as floats', () => {
    expect(writeJson({ a: 9223372036854775807n, b: 1e19, c: -1e21, d: 1e17, e: 0.5 })).toBe(
      '{"a":9223372036854775807,"b":1e+19,"c":-1e+21,"d":100000000000000000,"e":0.5}',
    );
  });

  test('escapes what YAML would take for a line break or refuse', () => {
    expect(writeJson('a\u0085\u2028\u007f\n')).toBe('"a\\u0085\\u2028\\u007f\\n"');
  });

  test('reads back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value));
        expect(sameJson(JSON.parse(writeJson(json)), json)).toBe(true);
      }),
    );
  });
});

describe('two values', () => {
  test('are the same whatever the order of their keys', () => {
    expect(sameJson({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true);
  });

  test.each([
    [{ a: null }, {}],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: 1 }, { a: '1' }],
    [[], {}],
    [null, undefined],
  ])('%j and %j differ', (one, other) => {
    expect(sameJson(one, other)).toBe(false);
    expect(sameJson(other, one)).toBe(false);
  });

  test('may hold one large integer as number and as bigint', () => {
    expect(sameJson(2n ** 60n, 2 ** 60)).toBe(true);
    expect(sameJson(2n ** 60n + 1n, 2 ** 60)).toBe(false);
  });
});
