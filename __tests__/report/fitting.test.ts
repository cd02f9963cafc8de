import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compose, type Section } from '../../src/report/fitting.ts';

const section = (name: string, items: readonly string[], priority: number): Section => ({
  head: `${name}:\n`,
  items,
  separator: '\n',
  foot: '',
  left: (count) => `${count} more ${name}`,
  priority,
});

test('everything is there where there is room', () => {
  const text = compose(['title', section('rows', ['a', 'b'], 1), 'end'], { unit: 'characters', most: 1000 });
  expect(text).toBe('title\n\nrows:\na\nb\n\nend\n');
});

test('an empty section is not there at all', () => {
  expect(compose(['title', section('rows', [], 1)], { unit: 'characters', most: 1000 })).toBe('title\n');
});

test('the less important section is cut first, with the number of what is missing', () => {
  const text = compose(
    ['title', section('rows', ['r'.repeat(20), 's'.repeat(20)], 2), section('problems', ['p'.repeat(20)], 1)],
    { unit: 'characters', most: 110 },
  );
  expect(text).toBe(`title\n\nrows:\n${'r'.repeat(20)}\n\n1 more rows\n\nproblems:\n${'p'.repeat(20)}\n`);
});

test.each(['characters', 'bytes'] as const)('no document is longer than its limit in %s', (unit) => {
  const items = fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { maxLength: 50 });
  fc.assert(
    fc.property(items, items, fc.integer({ min: 60, max: 500 }), (first, second, most) => {
      const text = compose(['title', section('a', first, 2), section('b', second, 1)], { unit, most });
      expect(unit === 'bytes' ? Buffer.byteLength(text) : text.length).toBeLessThanOrEqual(most);
    }),
  );
});
