import { CONTROL_CHARACTER } from '../characters.ts';
import { failure, type Outcome, type Problem, success } from '../problem.ts';

/** What the text of the input `kubeconfig` is, where it is not one of its words. */
export type ClassifiedKubeconfig =
  /** A path as it was written. */
  | { readonly kind: 'file'; readonly file: string }
  /** The YAML itself; decoded where it came as base64. */
  | { readonly kind: 'inline'; readonly text: string; readonly encoding: 'yaml' | 'base64' };

/** No shorter text is taken for base64: `kube/config` is a path. A kubeconfig's is hundreds of characters long. */
const SHORTEST_BASE64 = 24;

/** The longest file name of the usual file systems, and the longest path. */
const LONGEST_NAME = 255;
const LONGEST_PATH = 4096;

const WRITE_INSTEAD =
  'Write the path of a kubeconfig, its YAML, base64 of the YAML, or one of the words `ambient` and `in-cluster`.';

/**
 * Tells path, YAML and base64 apart without looking at any file. Text that is plainly none of them is a problem
 * (kind `input`), which does not repeat the text: it may be a secret.
 */
export function classifyKubeconfig(text: string): Outcome<ClassifiedKubeconfig> {
  const trimmed = text.trim();
  if (trimmed === '') return failure(refuse('it is empty'));
  if (/^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(trimmed)) {
    return failure(refuse('it is a bearer token', 'Give the token as `token`, beside `server` or a kubeconfig.'));
  }
  const decoded = decodeBase64(trimmed);
  if (decoded !== undefined) return success({ kind: 'inline', text: decoded, encoding: 'base64' });
  if (isMarkup(trimmed)) return success({ kind: 'inline', text, encoding: 'yaml' });
  const longestName = Math.max(...trimmed.split(/[/\\]/).map((name) => Buffer.byteLength(name)));
  if (trimmed.length > LONGEST_PATH || longestName > LONGEST_NAME) {
    return failure(
      refuse('it is neither YAML nor base64 of text, and too long for a path. Was it cut off on the way?'),
    );
  }
  return success({ kind: 'file', file: trimmed });
}

/** The text that `text` is base64 of (wrapped or not), or undefined where it is not base64 of UTF-8 text. */
export function decodeBase64(text: string): string | undefined {
  const compact = text.replace(/\s/g, '');
  if (compact.length < SHORTEST_BASE64 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return undefined;
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(compact, 'base64'));
    return CONTROL_CHARACTER.test(decoded.replace(/[\t\r\n]/g, '')) ? undefined : decoded;
  } catch {
    return undefined;
  }
}

/** Several lines, a mapping or list on one line, or HTML. What exactly is wrong with it, its parser says. */
function isMarkup(trimmed: string): boolean {
  return /[\r\n]/.test(trimmed) || /^[{[<]/.test(trimmed) || /^[\w-]+:(\s|$)/.test(trimmed) || trimmed.startsWith('- ');
}

function refuse(message: string, fix: string = WRITE_INSTEAD): Problem {
  return { kind: 'input', input: 'kubeconfig', message: `input \`kubeconfig\`: ${message}`, fix };
}
