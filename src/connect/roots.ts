import { readFile } from 'node:fs/promises';
import { getCACertificates } from 'node:tls';
import { failure, type Outcome, success } from '../problem.ts';
import { reasonOf, refuse } from './refusal.ts';

const CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g;

/**
 * The public roots as PEM, each once: Node's own, the system's (which kubectl and helm trust) and those of the
 * `extra` files. A file that cannot be read is a problem: without it a connection would fail for another reason.
 */
export async function publicRoots(extra: readonly string[]): Promise<Outcome<string[]>> {
  const roots = new Set([...getCACertificates('bundled'), ...getCACertificates('system')].map(normalize));
  for (const file of extra) {
    const found = await readRoots(file);
    if (!found.ok) return found;
    for (const certificate of found.value) roots.add(normalize(certificate));
  }
  return success([...roots]);
}

async function readRoots(file: string): Promise<Outcome<readonly string[]>> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    return failure(problemWith(file, `cannot be read: ${reasonOf(error)}`));
  }
  const certificates = content.match(CERTIFICATE) ?? [];
  return certificates.length === 0 ? failure(problemWith(file, 'holds no PEM certificate')) : success(certificates);
}

function problemWith(file: string, what: string) {
  return refuse(
    'certificate-authority',
    `the public roots are extended by ${file} (NODE_EXTRA_CA_CERTS or SSL_CERT_FILE), which ${what}`,
    'Correct the variable or unset it, or give the authority of this API server as `certificate-authority`.',
  );
}

function normalize(certificate: string): string {
  return `${certificate.replace(/\r/g, '').trim()}\n`;
}
