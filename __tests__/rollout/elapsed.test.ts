import { expect, test } from '@jest/globals';
import { elapsed } from '../../src/rollout/elapsed.ts';

test.each([
  [0, '0 ms'],
  [-3, '0 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [3249, '3.2 s'],
  [59_940, '59.9 s'],
  [59_960, '1 min 0 s'],
  [125_300, '2 min 5 s'],
  [3_599_600, '1 h 0 min'],
  [3_780_000, '1 h 3 min'],
  [90_000_000, '25 h 0 min'],
])('%d milliseconds are %s', (milliseconds, text) => {
  expect(elapsed(milliseconds)).toBe(text);
});
