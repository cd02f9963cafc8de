import type { Problem } from '../problem.ts';

/** The inputs that a connection is made of. */
export type ConnectInput = 'kubeconfig' | 'context' | 'token' | 'server' | 'certificate-authority' | 'as';

/** A problem of one of our inputs, worded alike everywhere. */
export function refuse(input: ConnectInput, message: string, fix: string): Problem {
  return { kind: 'input', input, message: `input \`${input}\`: ${message}`, fix };
}

/** An entry that something may be wrong with: the input that it comes from, and its name in messages. */
export interface Place {
  readonly input: ConnectInput;
  readonly name: string;
}

/** The same for an entry of a kubeconfig, or of what stands in for one. */
export function refuseEntry(place: Place, what: string, fix: string): Problem {
  return refuse(place.input, `${place.name}: ${what}`, fix);
}

/** `"a", "b" and 3 more`, for lists in messages. */
export function listNames(names: readonly string[], most = 10): string {
  const shown = names.slice(0, most).map((name) => JSON.stringify(name));
  const rest = names.length - shown.length;
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`;
}

/** Why a file cannot be read, in words where we have some: never more than a line, never its content. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return FILE_ERRORS[code ?? ''] ?? code ?? messageOf(error);
}

/** The code of a Node error: `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** The message of an error; its code where that is all there is, as with several failed addresses at once. */
export function messageOf(error: unknown): string {
  const message: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : error;
  return typeof message === 'string' && message !== '' ? message : (codeOf(error) ?? String(error));
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this process may not read it',
  EPERM: 'this process may not read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ELOOP: 'its symbolic links go round in a circle',
};
