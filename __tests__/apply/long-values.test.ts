import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withoutLongValues } from '../../src/apply/long-values.ts';

describe('a quoted value', () => {
  test('that is short stays', () => {
    const text = 'spec.ports[1].port: Invalid value: 99999: must be between 1 and 65535, inclusive';
    expect(withoutLongValues(text)).toBe(text);
  });

  test('that is long is cut, and what follows stays, several in a text', () => {
    const value = `{"a":"${'x'.repeat(3_000)}: }","b":[{"c":1}]}`;
    const one = `Invalid value: ${value}: field is immutable`;
    const cut = `Invalid value: ${value.slice(0, 60)}…: field is immutable`;
    expect(withoutLongValues(`[a: ${one}, b: ${one}]`)).toBe(`[a: ${cut}, b: ${cut}]`);
  });

  test('that is a long text is cut, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 90, maxLength: 5_000 }), (text) => {
        const cut = withoutLongValues(`Invalid value: ${JSON.stringify(text)}: too long`);
        expect(cut.length).toBeLessThan(110);
        expect(cut).toMatch(/…: too long$/);
      }),
    );
  });

  test('that nobody can read to its end keeps the reason', () => {
    const text = `Unsupported value: {{{ "${'a'.repeat(500)}: supported values: "b"`;
    expect(withoutLongValues(text)).toMatch(/^Unsupported value: .{60}….*: "b"$|: supported values: "b"$/);
  });
});
