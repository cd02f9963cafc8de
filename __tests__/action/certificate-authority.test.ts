import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readCertificateAuthority } from '../../src/action/certificate-authority.ts';

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
let working = '';
beforeAll(() => {
  working = mkdtempSync(join(tmpdir(), 'deploy-as-ca-'));
  writeFileSync(join(working, 'ca.crt'), PEM);
  writeFileSync(join(working, 'page.html'), '<html>');
});
afterAll(() => rmSync(working, { recursive: true, force: true }));

test.each([
  ['PEM', PEM],
  ['base64 of PEM', Buffer.from(PEM).toString('base64')],
  [
    'wrapped base64 of PEM',
    Buffer.from(PEM)
      .toString('base64')
      .replace(/(.{20})/g, '$1\n'),
  ],
  ['a path relative to the working directory', 'ca.crt'],
])('%s is read as PEM', (_, text) => {
  expect(readCertificateAuthority(text, working)).toEqual({ ok: true, value: PEM });
});

test.each([
  ['a file that is not there', 'missing.crt', /there is no file/],
  ['a file without a certificate', 'page.html', /holds no PEM certificate/],
  ['something else that is long', 'x'.repeat(300), /neither PEM, nor base64 of PEM, nor the path/],
])('%s is refused by name', (_, text, message) => {
  const outcome = readCertificateAuthority(text, working);
  expect(outcome.ok ? [] : outcome.problems).toEqual([
    expect.objectContaining({ kind: 'input', input: 'certificate-authority', message: expect.stringMatching(message) }),
  ]);
});
