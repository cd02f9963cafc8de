import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Outcome } from '../problem.ts';

const PEM = /-----BEGIN (TRUSTED )?CERTIFICATE-----/;

/**
 * The PEM text that `certificate-authority` stands for: PEM, its base64 (as a kubeconfig carries it), or the path
 * of a file that holds either.
 */
export function readCertificateAuthority(text: string, working: string): Outcome<string> {
  const direct = pemOf(text);
  if (direct !== undefined) return { ok: true, value: direct };
  const file = resolve(working, text);
  const found = readIfThere(file);
  if (found === undefined) {
    return refuse(
      text.length > 200 || text.includes('\n')
        ? 'it is neither PEM, nor base64 of PEM, nor the path of a file'
        : `it is neither PEM nor base64 of PEM, and there is no file ${file}`,
    );
  }
  const pem = pemOf(found);
  return pem === undefined ? refuse(`the file ${file} holds no PEM certificate`) : { ok: true, value: pem };
}

function pemOf(text: string): string | undefined {
  if (PEM.test(text)) return `${text.trim()}\n`;
  const compact = text.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return undefined;
  const decoded = Buffer.from(compact, 'base64').toString('utf8');
  return PEM.test(decoded) ? `${decoded.trim()}\n` : undefined;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function refuse(message: string): Outcome<string> {
  return {
    ok: false,
    problems: [
      {
        kind: 'input',
        input: 'certificate-authority',
        message: `input \`certificate-authority\`: ${message}`,
        fix: 'Write the PEM text, its base64, a path relative to `working-directory`, or `system` for the public roots.',
      },
    ],
  };
}
