import type { Outcome } from '../problem.ts';

/** What a request carries to be the base user: headers, and a client certificate that a plugin gave (PEM). */
export interface CredentialOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly cert?: string;
  readonly key?: string;
}

/** A credential, asked anew for each request: it may have to be renewed. */
export interface Credential {
  /** `fresh`: what was given before was refused; get another one if there is a way. */
  get(signal: AbortSignal, fresh: boolean): Promise<Outcome<CredentialOptions>>;
}

/** A credential that stays as it is. */
export function fixedCredential(options: CredentialOptions): Credential {
  return { get: async () => ({ ok: true, value: options }) };
}

export function bearer(token: string): CredentialOptions {
  return { headers: { Authorization: `Bearer ${token}` } };
}

export function basic(username: string, password: string): CredentialOptions {
  const login = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
  return { headers: { Authorization: `Basic ${login}` } };
}
