import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { failure, type Outcome, type Problem, success } from '../problem.ts';
import { isMapping, type Origin, textOf } from './kubeconfig.ts';
import { messageOf, type Place, reasonOf, refuseEntry } from './refusal.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Key of a path → key of the same content in base64. */
const EMBEDDED_OF_CLUSTER = { 'certificate-authority': 'certificate-authority-data' } as const;
const EMBEDDED_OF_USER = {
  'client-certificate': 'client-certificate-data',
  'client-key': 'client-key-data',
} as const;
const EMBEDDED_OF_PROVIDER = { 'idp-certificate-authority': 'idp-certificate-authority-data' } as const;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * A cluster entry that needs no other file: the authority's certificate is embedded. As in client-go, data wins
 * over a path that stands beside it.
 */
export async function embedCluster(cluster: Fields, origin: Origin, place: Place): Promise<Outcome<Fields>> {
  const embedded = await embed(cluster, EMBEDDED_OF_CLUSTER, origin.directory, place);
  if (!embedded.ok) return embedded;
  const problem = whyNoAuthority(pemOf(embedded.value['certificate-authority-data']));
  return problem === undefined ? embedded : failure(unusable(place, `the certificate authority ${problem}`));
}

/**
 * A user entry that needs no other file but those that must stay files: certificate and key are embedded, a token
 * file (which rotates) and a plugin given by a relative path get absolute paths. The certificate authority of an
 * OIDC provider is relative to the working directory, as in client-go.
 */
export async function embedUser(user: Fields, origin: Origin, place: Place, working: string): Promise<Outcome<Fields>> {
  const embedded = await embed(user, EMBEDDED_OF_USER, origin.directory, place);
  if (!embedded.ok) return embedded;
  const problem = whyNoPair(pemOf(embedded.value['client-certificate-data']), pemOf(embedded.value['client-key-data']));
  if (problem !== undefined) return failure(unusable(place, `the client certificate and its key ${problem}`));
  const provider = await embedProvider(embedded.value, place, working);
  if (!provider.ok) return provider;
  return success(withAbsolutePaths(provider.value, origin.directory));
}

/** The PEM text of a `…-data` key; undefined where there is none. */
export function pemOf(data: unknown): string | undefined {
  const text = textOf(data);
  return text === undefined ? undefined : Buffer.from(text, 'base64').toString('utf8');
}

async function embed(
  entry: Fields,
  keys: Readonly<Record<string, string>>,
  directory: string,
  place: Place,
): Promise<Outcome<Fields>> {
  const result: Record<string, unknown> = { ...entry };
  const problems: Problem[] = [];
  for (const [pathKey, dataKey] of Object.entries(keys)) {
    const path = textOf(entry[pathKey]);
    const data = textOf(entry[dataKey]);
    delete result[pathKey];
    if (data === undefined && dataKey in result) delete result[dataKey];
    if (data === undefined && path === undefined) continue;
    const pem =
      data === undefined
        ? await readPem(resolve(directory, path ?? ''), pathKey, place)
        : checkData(data, dataKey, place);
    if (pem.ok) result[dataKey] = pem.value;
    else problems.push(...pem.problems);
  }
  return problems.length > 0 ? failure(...problems) : success(result);
}

async function readPem(file: string, key: string, place: Place): Promise<Outcome<string>> {
  try {
    const content = await readFile(file);
    if (content.includes('-----BEGIN ')) return success(content.toString('base64'));
    return failure(unusable(place, `the file of \`${key}\`, ${file}, holds no PEM`));
  } catch (error) {
    return failure(
      refuseEntry(
        place,
        `the file of \`${key}\`, ${file}, cannot be read: ${reasonOf(error)}`,
        'Correct the path (it is relative to the kubeconfig), or embed the file: `kubectl config view --raw --flatten`.',
      ),
    );
  }
}

function checkData(data: string, key: string, place: Place): Outcome<string> {
  const compact = data.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return failure(unusable(place, `\`${key}\` is not base64`));
  if (!Buffer.from(compact, 'base64').includes('-----BEGIN ')) {
    return failure(unusable(place, `\`${key}\` is not base64 of PEM`));
  }
  return success(compact);
}

/** OpenSSL passes over what it cannot read, and a connection would fail for another reason. */
function whyNoAuthority(pem: string | undefined): string | undefined {
  if (pem === undefined) return undefined;
  const certificates = pem.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) return 'holds no certificate';
  try {
    for (const certificate of certificates) new X509Certificate(certificate);
    return undefined;
  } catch (error) {
    return `cannot be used: ${messageOf(error)}`;
  }
}

/** Why a client certificate (PEM) and its key cannot be used together; undefined where they can, or are not both there. */
export function whyNoPair(cert: string | undefined, key: string | undefined): string | undefined {
  if (cert === undefined || key === undefined) return undefined;
  try {
    createSecureContext({ cert, key });
    return undefined;
  } catch (error) {
    // OpenSSL's words, such as "key values mismatch": they hold nothing of the key.
    return `cannot be used: ${messageOf(error)}`;
  }
}

function unusable(place: Place, what: string): Problem {
  const flat = '`kubectl config view --raw --flatten` prints a kubeconfig with everything embedded.';
  return refuseEntry(
    place,
    what,
    place.input === 'kubeconfig' ? `Correct it; ${flat}` : 'Correct it, as PEM or base64.',
  );
}

async function embedProvider(user: Fields, place: Place, working: string): Promise<Outcome<Fields>> {
  const provider = user['auth-provider'];
  if (!isMapping(provider) || !isMapping(provider.config)) return success(user);
  const config = await embed(provider.config, EMBEDDED_OF_PROVIDER, working, place);
  return config.ok ? success({ ...user, 'auth-provider': { ...provider, config: config.value } }) : config;
}

function withAbsolutePaths(user: Fields, directory: string): Fields {
  const tokenFile = textOf(user.tokenFile);
  const exec = user.exec;
  return {
    ...user,
    ...(tokenFile === undefined ? {} : { tokenFile: resolve(directory, tokenFile) }),
    ...(isMapping(exec) ? { exec: { ...exec, command: absoluteCommand(textOf(exec.command) ?? '', directory) } } : {}),
  };
}

/** A bare name is looked up in PATH; a relative path is relative to its kubeconfig. */
function absoluteCommand(command: string, directory: string): string {
  const isPath = command.includes('/') || (process.platform === 'win32' && command.includes('\\'));
  return isPath && !isAbsolute(command) ? resolve(directory, command) : command;
}
