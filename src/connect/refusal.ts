import type { Problem } from '../problem.ts';

/** The inputs that a connection is made of. */
export type ConnectInput = 'kubeconfig' | 'context' | 'token' | 'server' | 'certificate-authority' | 'as';

/** A problem of one of our inputs, worded alike everywhere. */
export function refuse(input: ConnectInput, message: string, fix: string): Problem {
  return { kind: 'input', input, message: `input \`${input}\`: ${message}`, fix };
}

/** `"a", "b" and 3 more`, for lists in messages. */
export function listNames(names: readonly string[], most = 10): string {
  const shown = names.slice(0, most).map((name) => JSON.stringify(name));
  const rest = names.length - shown.length;
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`;
}

/** The code of a Node error (`ENOENT`), or its message: never more than a line, never file content. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return FILE_ERRORS[code ?? ''] ?? code ?? error.message;
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this process may not read it',
  EPERM: 'this process may not read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ELOOP: 'its symbolic links go round in a circle',
};
