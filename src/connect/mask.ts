import type { Secrets } from '../secret.ts';
import { isMapping, type Kubeconfig, textOf } from './kubeconfig.ts';

type Fields = Readonly<Record<string, unknown>>;

/** base64 is printed in lines of these lengths by `base64` and by PEM. */
const WRAPPED_AT = [76, 64];

/** Names of settings whose values are secret whatever they look like. */
const SECRET_NAME =
  /(token|secret|passw(or)?d|passphrase|pwd|pat|auth|authorization|cookie|credentials?|key|secret[-_]?id)$/i;

/** Masks every secret part of every user and cluster: also the unused ones stand in the text that we were given. */
export function maskKubeconfig(kubeconfig: Kubeconfig, secrets: Secrets): void {
  for (const { value } of kubeconfig.users.values()) maskUser(value, secrets);
  for (const { value } of kubeconfig.clusters.values()) maskUrlPassword(textOf(value['proxy-url']), secrets);
}

/** Masks the secret parts of one user entry. */
export function maskUser(user: Fields, secrets: Secrets): void {
  for (const secret of secretsOf(user)) secrets.mask(secret);
}

/** Masks the whole of a base64 kubeconfig, also as it is wrapped into lines. */
export function maskBase64(text: string, secrets: Secrets): void {
  const whole = Buffer.from(text, 'utf8').toString('base64');
  secrets.mask(whole);
  for (const width of WRAPPED_AT) secrets.mask((whole.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n'));
}

/** Masks the password in a URL, as it stands there and decoded. */
export function maskUrlPassword(url: string | undefined, secrets: Secrets): void {
  const password = URL.parse(url ?? '')?.password ?? '';
  if (password === '') return;
  secrets.mask(password);
  secrets.mask(decodeUrl(password));
}

/** The secret parts of a user entry, decoded where they are base64. Names, addresses and switches are none. */
export function secretsOf(user: Fields): string[] {
  const secrets = [user.token, user.password, user['client-key-data']].flatMap((value) => textOf(value) ?? []);
  const key = textOf(user['client-key-data']);
  if (key !== undefined) secrets.push(Buffer.from(key, 'base64').toString('utf8'));
  const provider = user['auth-provider'];
  if (isMapping(provider)) secrets.push(...settings(provider.config));
  if (isMapping(user.exec)) secrets.push(...execSecrets(user.exec));
  return secrets.filter((secret) => secret !== '');
}

function settings(config: unknown): string[] {
  if (!isMapping(config)) return [];
  return Object.entries(config).flatMap(([name, value]) =>
    typeof value === 'string' && isSecretSetting(name, value) ? [value] : [],
  );
}

function execSecrets(exec: Fields): string[] {
  const env: readonly unknown[] = Array.isArray(exec.env) ? exec.env : [];
  const variables = env.flatMap((item) => {
    const name = isMapping(item) ? textOf(item.name) : undefined;
    const value = isMapping(item) ? textOf(item.value) : undefined;
    return name !== undefined && value !== undefined && isSecretSetting(name, value) ? [value] : [];
  });
  const args = (Array.isArray(exec.args) ? exec.args : []).filter((arg) => typeof arg === 'string');
  return [...variables, ...args.flatMap((arg, index) => argumentSecret(args[index - 1] ?? '', arg))];
}

/** `--client-secret=x` and `--client-secret x`. */
function argumentSecret(before: string, arg: string): string[] {
  const [, name, value] = /^--?([\w-]+)=(.*)$/s.exec(arg) ?? [];
  if (name !== undefined && value !== undefined) return SECRET_NAME.test(name) && !isPlainSetting(value) ? [value] : [];
  return /^--?[\w-]+$/.test(before) && SECRET_NAME.test(before) && !/^-/.test(arg) && !isPlainSetting(arg) ? [arg] : [];
}

/**
 * Whether a named setting's value must not be shown. A value is not secret by default only where it plainly is
 * something else: masking `prod` or `eu-west-1` would black out the whole log and protect nothing.
 */
export function isSecretSetting(name: string, value: string): boolean {
  if (isPlainSetting(value)) return false;
  return SECRET_NAME.test(name) || looksRandom(value);
}

/** Switches, numbers, words such as `default`, paths, and addresses without a password. */
export function isPlainSetting(value: string): boolean {
  if (/^(true|false|yes|no|on|off|none|\d{1,6})$/i.test(value)) return true;
  if (/^(~|\.{1,2})?\/[\w./@ -]*$/.test(value) || /^[A-Za-z]:\\/.test(value)) return true;
  return URL.canParse(value) && /^https?:/.test(value) && (URL.parse(value)?.password ?? '') === '';
}

function looksRandom(value: string): boolean {
  return (
    value.length >= 16 &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !/\s/.test(value) &&
    !/^[a-z]+(-[a-z0-9]+)*$/.test(value)
  );
}

function decodeUrl(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
