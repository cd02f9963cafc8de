import { isPair, isScalar, parseDocument, visit } from 'yaml';
import { isPlainSetting, maskUrlPassword } from '../connect/mask.ts';
import type { Secret, Secrets } from '../secret.ts';

/** Shorter texts are everywhere in a log. */
const SHORTEST = 6;
const PASSWORD = /(passw(or)?d|passphrase|pwd|token)s?$/i;
/** Also charts' names for what is no secret: `imagePullSecrets`, `topologyKey`, `existingSecret`. */
const PERHAPS = /(secret|key|credential|auth|cookie|dsn|salt)s?$/i;
const REFERENCE = /^(existing|external)|(name|ref|path|file)s?$/i;
const NAME_OF_SOMETHING = /^[a-z]([a-z0-9./-]*[a-z0-9])?$/;

/**
 * Masks the secrets in the values of a chart one by one: a template can print a single one of them, where masking the
 * text as a whole, or its lines, is of no use. What the values hold beside secrets (images, hosts, names of other
 * objects) stays readable.
 */
export function maskValues(values: Secret, secrets: Secrets): void {
  // Never an error here: helm says itself what is wrong with values, and what can be read is masked all the same.
  const document = parseDocument(values.reveal(), { strict: false, uniqueKeys: false, logLevel: 'silent' });
  visit(document, {
    Scalar(key, node, ancestors) {
      if (key === 'key') return;
      const pair = ancestors.findLast(isPair);
      const name = isScalar(pair?.key) ? String(pair.key.value) : '';
      const text = typeof node.value === 'string' ? node.value.trim() : (node.source ?? '');
      if (isSecret(name, text)) secrets.mask(text);
      maskUrlPassword(text, secrets);
    },
  });
}

function isSecret(name: string, text: string): boolean {
  if (text.length < SHORTEST || isPlainSetting(text) || REFERENCE.test(name)) return false;
  if (PASSWORD.test(name) || text.startsWith('-----BEGIN ')) return true;
  return (PERHAPS.test(name) && !NAME_OF_SOMETHING.test(text)) || looksRandom(text);
}

/** A bearer token, or base64 of something. Hexadecimal is not enough: image tags are commits. */
function looksRandom(text: string): boolean {
  if (/^eyJ[\w-]+\.[\w.-]+$/.test(text)) return true;
  return /^[A-Za-z0-9+/_=-]{20,}$/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
}
