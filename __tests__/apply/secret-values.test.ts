import { describe, expect, test } from '@jest/globals';
import { withoutSecretValues } from '../../src/apply/secret-values.ts';
import { anObject } from '../manifests/builders.ts';

const SECRET = anObject('v1', 'Secret', 'db', {
  data: { key: Buffer.from('open sesame').toString('base64') },
  stringData: { password: 'hunter22', pin: 123456789, short: '1', lines: 'one\ntwo' },
});

describe('what the server says about a Secret', () => {
  test.each([
    ['.stringData.pin: expected string, got &value.valueUnstructured{Value:123456789}', '123456789'],
    ['Invalid value: "hunter22": bad', 'hunter22'],
    ['Invalid value: "one\\ntwo": bad', 'one\\ntwo'],
    ['bad data "open sesame"', 'open sesame'],
    [`bad data "${Buffer.from('open sesame').toString('base64')}"`, 'b3Blb'],
  ])('has no value in it: %s', (text, value) => {
    const clean = withoutSecretValues(text, SECRET);
    expect(clean).not.toContain(value);
    expect(clean).toContain('***');
  });

  test('stays readable where a value is short', () => {
    expect(withoutSecretValues('line 12: value "1" is bad', SECRET)).toBe('line 12: value "***" is bad');
  });

  test('is left as it is for other objects', () => {
    const object = anObject('v1', 'ConfigMap', 'a', { data: { a: 'hunter22' } });
    expect(withoutSecretValues('"hunter22"', object)).toBe('"hunter22"');
  });
});
