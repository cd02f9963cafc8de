import type { IdentityRequest } from '../inputs.ts';

/** The bytes of an HTTP token but `%`, as client-go leaves them: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2 */
const LEGAL = /[!#$&'*+\-.0-9A-Z^_`a-z|~]/;

/**
 * The headers that make a request the identity's. Array values are sent as one header line each, which the server
 * reads as one value each. Texts are UTF-8 bytes in latin1 characters, as Node writes header values byte for byte
 * (only with a Buffer, not a string, as request body).
 */
export function impersonationHeaders(request: IdentityRequest): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = { 'Impersonate-User': asBytes(request.username) };
  if (request.uid !== undefined) headers['Impersonate-Uid'] = asBytes(request.uid);
  if (request.groups.length > 0) headers['Impersonate-Group'] = request.groups.map(asBytes);
  for (const [key, values] of request.extra) {
    headers[`Impersonate-Extra-${escapeExtraKey(key)}`] = values.map(asBytes);
  }
  return headers;
}

/**
 * An extra's key as the part of a header's name, percent-encoded as client-go does it (`github.com%2Frepository`);
 * the server decodes it. Values are never encoded.
 * https://github.com/kubernetes/client-go/blob/master/transport/round_trippers.go
 */
export function escapeExtraKey(key: string): string {
  let escaped = '';
  for (const byte of Buffer.from(key, 'utf8')) {
    const character = String.fromCharCode(byte);
    escaped += LEGAL.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}

function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
