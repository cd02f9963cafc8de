import { createServer, request as httpRequest } from 'node:http';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeExtraKey, impersonationHeaders } from '../../src/identity/headers.ts';
import { requestIdentity } from '../../src/identity/request.ts';
import type { IdentityRequest } from '../../src/inputs.ts';

function identity(as: string, groups: string[] = [], uid = '', extra: string[] = []): IdentityRequest {
  const outcome = requestIdentity({ as, groups, uid, extra });
  if (!outcome.ok) throw new Error(outcome.problems.map((problem) => problem.message).join('; '));
  return outcome.value;
}

test('a service account alone is one header, so that its automatic groups stay', () => {
  expect(impersonationHeaders(identity('system:serviceaccount:shop:deployer'))).toEqual({
    'Impersonate-User': 'system:serviceaccount:shop:deployer',
  });
});

test('groups and values are arrays, keys are percent-encoded as client-go does, values are raw UTF-8 bytes', () => {
  const request = identity('zoë', ['a', 'b,c'], '42', ['github.com/repository=octo/app', 'a b%=100 %', 'k=größe']);
  expect(impersonationHeaders(request)).toEqual({
    'Impersonate-User': 'zo\u00c3\u00ab',
    'Impersonate-Uid': '42',
    'Impersonate-Group': ['a', 'b,c'],
    'Impersonate-Extra-github.com%2Frepository': ['octo/app'],
    'Impersonate-Extra-a%20b%25': ['100 %'],
    'Impersonate-Extra-k': ['gr\u00c3\u00b6\u00c3\u009fe'],
  });
});

test('a key is decoded by the server to what it was, for every key, and is a legal header name', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', minLength: 1 }).map((key) => key.toWellFormed()),
      (key) => {
        const escaped = escapeExtraKey(key);
        expect(escaped).toMatch(/^[!#$%&'*+\-.0-9A-Z^_`a-z|~]+$/);
        expect(decodeURIComponent(escaped)).toBe(key);
      },
    ),
  );
});

test('what a server reads from the wire is what was asked for, with a Buffer as body', async () => {
  const seen: string[][] = [];
  const server = createServer((incoming, answer) => {
    seen.push(incoming.rawHeaders);
    answer.end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const request = identity('zoë', ['eins', 'zwei, drei'], '', ['note=ü %41', 'note=日本']);
  await new Promise<void>((done, failed) => {
    const headers = impersonationHeaders(request);
    httpRequest({ port: address.port, host: '127.0.0.1', method: 'POST', headers }, (answer) => {
      answer.resume().on('end', done);
    })
      .on('error', failed)
      .end(Buffer.from('{"größe":1}'));
  });
  await new Promise((closed) => server.close(closed));
  expect(valuesOf(seen[0] ?? [], 'impersonate-user')).toEqual(['zoë']);
  expect(valuesOf(seen[0] ?? [], 'impersonate-group')).toEqual(['eins', 'zwei, drei']);
  expect(valuesOf(seen[0] ?? [], 'impersonate-extra-note')).toEqual(['ü %41', '日本']);
});

function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders
    .filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name)
    .map((value) => Buffer.from(value, 'latin1').toString('utf8'));
}
