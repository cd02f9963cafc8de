import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { at, listAt, parseJson, textAt, textsAt } from '../../src/cluster/json.ts';

test('an integer that a double cannot hold keeps its digits', () => {
  expect(parseJson('{"a":9007199254740993,"b":-9223372036854775808,"c":1e20,"d":9007199254740991}')).toEqual({
    a: 9007199254740993n,
    b: -9223372036854775808n,
    c: 1e20,
    d: 9007199254740991,
  });
});

test('every other JSON is read as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const read = parseJson(text);
      expect(JSON.stringify(read, (_, value) => (typeof value === 'bigint' ? Number(value) : value))).toBe(
        JSON.stringify(JSON.parse(text)),
      );
    }),
  );
});

test('what is not there, or something else, is empty', () => {
  const value = { a: { b: 'c', list: ['x', 1, 'y'] } };
  expect(at(value, 'a', 'b')).toBe('c');
  expect(at(value, 'a', 'b', 'c')).toBeUndefined();
  expect(at(value, 'toString')).toBeUndefined();
  expect(textAt(value, 'a')).toBe('');
  expect(listAt(value, 'a', 'b')).toEqual([]);
  expect(textsAt(value, 'a', 'list')).toEqual(['x', 'y']);
});
