import { readFile } from 'node:fs/promises';
import type { Clock } from '../host.ts';
import { failure, type Outcome, success } from '../problem.ts';
import type { Secrets } from '../secret.ts';
import { bearer, type Credential } from './credential.ts';
import { type Place, reasonOf, refuseEntry } from './refusal.ts';

/** As client-go: https://github.com/kubernetes/client-go/blob/master/transport/token_source.go */
const REREAD_AFTER_MS = 60_000;

/**
 * A bearer token in a file that somebody else renews (a projected service account token, say). It is read again
 * when the last reading is a minute old, and at once where a fresh one is wanted.
 */
export function tokenFileCredential(file: string, secrets: Secrets, clock: Pick<Clock, 'now'>): Credential {
  let last: { token: string; readAt: number } | undefined;
  return {
    async get(_signal, fresh) {
      if (last !== undefined && !fresh && clock.now() - last.readAt < REREAD_AFTER_MS)
        return success(bearer(last.token));
      const token = await readTokenFile(file, secrets);
      if (!token.ok) return failure({ kind: 'unauthenticated', ...token.why });
      last = { token: token.value, readAt: clock.now() };
      return success(bearer(token.value));
    },
  };
}

type TokenRead =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly why: { readonly message: string; readonly fix: string } };

/** The token in `file` without the blanks around it, masked. */
export async function readTokenFile(file: string, secrets: Secrets): Promise<TokenRead> {
  const no = (what: string): TokenRead => ({
    ok: false,
    why: { message: `the token file ${file} ${what}`, fix: 'It must hold one bearer token while the job runs.' },
  });
  let token: string;
  try {
    token = (await readFile(file, 'utf8')).trim();
  } catch (error) {
    return no(`cannot be read: ${reasonOf(error)}`);
  }
  if (token === '') return no('is empty');
  secrets.mask(token);
  // What would break the header, or begin another one.
  if (/[^\x21-\x7e]/.test(token))
    return no('holds more than a token: blanks, line breaks or other than ASCII characters');
  return { ok: true, value: token };
}

/** The same as an `Outcome`, where the file is an input of ours. */
export async function checkTokenFile(file: string, place: Place, secrets: Secrets): Promise<Outcome<string>> {
  const token = await readTokenFile(file, secrets);
  return token.ok ? success(token.value) : failure(refuseEntry(place, token.why.message, token.why.fix));
}
