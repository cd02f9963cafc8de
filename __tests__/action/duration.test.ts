import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDuration } from '../../src/action/duration.ts';

test.each([
  ['10m', 600_000],
  ['90s', 90_000],
  ['1h30m', 5_400_000],
  ['1.5m', 90_000],
])('%s is %d milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(['', '10', 'm', '10 m', '-5m', '0s', '10min', '1h 30m', '5d', '1e3s', 'Infinity'])(
  '"%s" is not a duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test('hours, minutes and seconds add up', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(59), fc.integer({ min: 1, max: 59 }), (hours, minutes, seconds) => {
      expect(parseDuration(`${hours}h${minutes}m${seconds}s`)).toBe(((hours * 60 + minutes) * 60 + seconds) * 1000);
    }),
  );
});
