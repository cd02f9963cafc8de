import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { classifyKubeconfig } from '../../src/connect/classify.ts';

const YAML = 'apiVersion: v1\nkind: Config\nclusters: []\n';
const BASE64 = Buffer.from(YAML).toString('base64');

function classified(text: string) {
  const outcome = classifyKubeconfig(text);
  if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
  return outcome.value;
}

describe('the text of `kubeconfig`', () => {
  test.each([
    'kubeconfig',
    './deploy/prod.kubeconfig',
    '/home/runner/.kube/config',
    'C:\\Users\\me\\.kube\\config',
    'kube/config',
    'abcdefghijklmnopqrstuvwxyzab',
    'my kubeconfig.yaml',
  ])('%j is a path', (text) => {
    expect(classified(text)).toEqual({ kind: 'file', file: text });
  });

  test('is a path without the blanks around it', () => {
    expect(classified(' kubeconfig\n')).toEqual({ kind: 'file', file: 'kubeconfig' });
  });

  test.each([
    YAML,
    '{"apiVersion":"v1","kind":"Config"}',
    '{apiVersion: v1}',
    'apiVersion: v1',
    '- a',
    '<html></html>',
    '\nkubeconfig\nother\n',
  ])('%j is YAML, whatever its parser will say', (text) => {
    expect(classified(text)).toEqual({ kind: 'inline', text, encoding: 'yaml' });
  });

  test('is base64, in one line or wrapped, with and without padding', () => {
    const wrapped = (BASE64.match(/.{1,20}/g) ?? []).join('\n');
    for (const text of [BASE64, wrapped, `${wrapped}\n`, BASE64.replace(/=+$/, '')]) {
      expect(classified(text)).toEqual({ kind: 'inline', text: YAML, encoding: 'base64' });
    }
  });

  test.each(['', '  \n'])('%j is refused as empty', (text) => {
    expect(classifyKubeconfig(text)).toMatchObject({ ok: false, problems: [{ kind: 'input', input: 'kubeconfig' }] });
  });

  test('is refused, without being repeated, where it is a bearer token', () => {
    const outcome = classifyKubeconfig('eyJhbGciOi.eyJzdWIiOiJ.c2lnbmF0dXJl');
    expect(outcome).toMatchObject({ ok: false, problems: [{ message: 'input `kubeconfig`: it is a bearer token' }] });
    expect(JSON.stringify(outcome)).not.toContain('eyJhbGciOi');
  });

  test('is refused, without being repeated, where it is base64 that was cut off', () => {
    const key = 'c2VjcmV0'.repeat(40);
    const outcome = classifyKubeconfig(`gICAgICAgICA${key}`);
    expect(outcome).toMatchObject({ ok: false });
    expect(JSON.stringify(outcome)).toContain('cut off');
    expect(JSON.stringify(outcome)).not.toContain('c2VjcmV0');
  });
});

test('base64 of any text of some length is read back as that text', () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom('\n', ':', ' '), fc.string({ minLength: 1, maxLength: 1 })),
    minLength: 20,
  });
  fc.assert(
    fc.property(text, (yaml) => {
      const encoded = Buffer.from(yaml, 'utf8').toString('base64');
      expect(classified(encoded)).toEqual({ kind: 'inline', text: yaml, encoding: 'base64' });
    }),
  );
});

test('no text at all makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(typeof classifyKubeconfig(text).ok).toBe('boolean');
    }),
  );
});
