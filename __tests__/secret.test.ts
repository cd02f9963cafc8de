import { format, inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MASK, maskedForms, Secrets } from '../src/secret.ts';

function registering(...values: string[]): Secrets {
  const secrets = new Secrets();
  for (const value of values) secrets.mask(value);
  return secrets;
}

describe('a secret', () => {
  test('shows *** wherever it is printed, and its value only when it is revealed', () => {
    const secret = new Secrets().register('hunter22');
    const shown = [
      String(secret),
      `${secret}`,
      `x${secret}`,
      JSON.stringify({ secret, list: [secret] }),
      inspect(secret),
      inspect({ deep: { secret } }, { depth: 9, showHidden: true }),
      format('%s %o %j %O', secret, secret, secret, secret),
      JSON.stringify(Object.entries(secret)),
    ];
    for (const text of shown) expect(text).not.toContain('hunter22');
    expect(String(secret)).toBe(MASK);
    expect(secret.reveal()).toBe('hunter22');
  });

  test('is masked before it exists', () => {
    const announced: string[] = [];
    new Secrets((form) => announced.push(form)).register('hunter22');
    expect(announced).toContain('hunter22');
  });
});

describe('the registry', () => {
  test('announces each form once', () => {
    const announced: string[] = [];
    const secrets = new Secrets((form) => announced.push(form));
    secrets.register('hunter22');
    secrets.register('hunter22');
    expect(new Set(announced).size).toBe(announced.length);
  });

  test('leaves a text without secrets as it is', () => {
    expect(registering().redact('a text')).toBe('a text');
    expect(registering('hunter22').redact('a text')).toBe('a text');
    expect(registering('hunter22').redact('')).toBe('');
  });

  test('covers every occurrence, and the longest form that fits', () => {
    expect(registering('abcd', 'abcdef').redact('abcdef-abcd-abcdef')).toBe('***-***-***');
  });

  test('covers all of forms that overlap', () => {
    expect(registering('secret-one', 'one-secret').redact('a secret-one-secret b')).toBe('a *** b');
  });

  test('covers each line of a secret of several lines, however it is indented', () => {
    const secrets = registering('first-line\n  second-line\r\nthird-line\n');
    expect(secrets.redact('x: first-line')).toBe('x: ***');
    expect(secrets.redact('    second-line')).toBe('    ***');
    expect(secrets.redact('third-line')).toBe('***');
  });

  test.each([
    '{',
    '}',
    '---',
    'true',
    'key:',
    '- name:',
    'enabled: true',
    '"enabled": false,',
    'replicas: 3',
    '"ports": [',
    '],',
    "x: ''",
    '-----BEGIN PRIVATE KEY-----',
    '-----END RSA PRIVATE KEY-----',
  ])('does not mask the trivial line %j of a secret', (line) => {
    const secrets = registering(`password: hunter22\n${line}\ntoken: abcdefgh`);
    expect(secrets.redact(line)).toBe(line);
    expect(secrets.redact('password: hunter22')).toBe(MASK);
  });

  test.each(['password:123', 'Passw0rd', '1234', 'no-more', 'trueblue'])('masks the short secret %j', (value) => {
    expect(registering(value).redact(value)).toBe(MASK);
  });

  test('covers what no one must read of a private key', () => {
    const lines = ['MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg', 'c2VjcmV0c2VjcmV0c2VjcmV0'];
    const pem = ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
    const secrets = registering(pem);
    for (const line of lines) expect(secrets.redact(line)).toBe(MASK);
    const encoded = Buffer.from(pem).toString('base64');
    expect(secrets.redact(encoded)).toBe(MASK);
    expect(secrets.redact(JSON.stringify({ key: pem }))).not.toContain(lines[0]);
  });
});

const secretText = fc
  .string({ minLength: 6, maxLength: 60, unit: fc.constantFrom(...'abcXYZ019+/=%&ü日"\\ -_') })
  .filter((text) => /[\p{L}\p{N}]/u.test(text) && text.trim() === text && maskedForms(text).length > 0);

test('no secret is left in a redacted text in any of its forms, whatever stands around it', () => {
  fc.assert(
    fc.property(secretText, fc.string(), fc.string(), (secret, before, after) => {
      const secrets = registering(secret);
      const forms = [
        secret,
        encodeURIComponent(secret),
        JSON.stringify(secret).slice(1, -1),
        Buffer.from(secret).toString('base64'),
        Buffer.from(secret).toString('base64url'),
      ];
      for (const form of forms) expect(secrets.redact(`${before}${form}${after}`)).not.toContain(form);
    }),
  );
});

test('a secret inside of a longer text that is base64 cannot be decoded from what is left', () => {
  const long = fc.string({ minLength: 12, maxLength: 60, unit: fc.constantFrom(...'abcXYZ019+/%ü日-_') });
  fc.assert(
    fc.property(long, fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), (secret, before, after) => {
      const redacted = registering(secret).redact(Buffer.from(`${before}${secret}${after}`).toString('base64'));
      const decoded = redacted.split(MASK).map((part) => Buffer.from(part, 'base64').toString('latin1'));
      expect(redacted).toContain(MASK);
      expect(decoded.join('\n')).not.toContain(Buffer.from(secret).toString('latin1'));
    }),
  );
});

test('redacting is the same as covering every occurrence of every form', () => {
  const word = fc.string({ minLength: 4, maxLength: 8, unit: fc.constantFrom('a', 'b') });
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 4 }),
      fc.string({ unit: fc.constantFrom('a', 'b', ' ') }),
      (values, text) => {
        const redacted = registering(...values).redact(text);
        const covered = new Set<number>();
        for (const form of values.flatMap(maskedForms)) {
          for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
            for (let index = at; index < at + form.length; index++) covered.add(index);
          }
        }
        const left = [...text].filter((_, index) => !covered.has(index)).join('');
        expect(redacted.replaceAll(MASK, '')).toBe(left);
      },
    ),
  );
});

test('no form is so short that it would black out a whole log', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      for (const form of maskedForms(value)) expect(form.length).toBeGreaterThanOrEqual(4);
    }),
  );
});
