import { expect, test } from '@jest/globals';
import { CONTROL_CHARACTER, characterClass, hasLetterOrDigit } from '../src/characters.ts';

const everyCharacter = Array.from({ length: 0x110000 }, (_, codePoint) => String.fromCodePoint(codePoint));

test('control characters are those of Unicode', () => {
  const differing = everyCharacter.filter(
    (character) => CONTROL_CHARACTER.test(character) !== /\p{Cc}/u.test(character),
  );
  expect(differing).toEqual([]);
});

test('letters and digits are those of Unicode', () => {
  const differing = everyCharacter.filter(
    (character) => hasLetterOrDigit(character) !== /[\p{L}\p{N}]/u.test(character),
  );
  expect(differing).toEqual([]);
});

test('a class of characters is made once', () => {
  const greek = characterClass('\\p{Script=Greek}', 'gu');
  expect('a α b β'.replace(greek(), '?')).toBe('a ? b ?');
  expect(greek()).toBe(greek());
});
