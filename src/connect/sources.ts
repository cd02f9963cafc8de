import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { dirname, join } from 'node:path';
import type { KubeconfigSource } from '../inputs.ts';
import { failure, type Outcome, type Problem, success } from '../problem.ts';
import type { Secrets } from '../secret.ts';
import { type Kubeconfig, mergeKubeconfigs, type Origin, parseKubeconfig } from './kubeconfig.ts';
import { maskBase64 } from './mask.ts';
import { codeOf, reasonOf, refuse } from './refusal.ts';

const INLINE_NAME = 'the text given as `kubeconfig`';

/** The kubeconfig that a source stands for, whole; paths in it are still as they were written. */
export async function readSource(source: KubeconfigSource, secrets: Secrets): Promise<Outcome<Kubeconfig>> {
  switch (source.kind) {
    case 'file':
      return readOneFile(source.file);
    case 'ambient':
      return readAmbient(source.files);
    case 'inline':
      if (source.encoding === 'base64') maskBase64(source.text, secrets);
      return parseKubeconfig(source.text, { name: INLINE_NAME, directory: source.directory });
    case 'in-cluster':
      return readInCluster(source);
    case 'server':
      return success(serverKubeconfig(source.server, source.ca));
  }
}

async function readOneFile(file: string): Promise<Outcome<Kubeconfig>> {
  const text = await readText(file);
  if (text.ok) return parseKubeconfig(text.value, originOf(file));
  const fix = file.includes('~')
    ? 'Write the path without `~`, which only a shell replaces; it is relative to `working-directory`.'
    : 'Correct the path (it is relative to `working-directory`), and let the step that writes it run before this one.';
  return failure(refuse('kubeconfig', `the file ${file} cannot be read: ${text.why}`, fix));
}

/** Files that do not exist are skipped and empty ones are no error, as in client-go; but something must be there. */
async function readAmbient(files: readonly string[]): Promise<Outcome<Kubeconfig>> {
  const found: Kubeconfig[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    const text = await readText(file);
    if (!text.ok && text.code === 'ENOENT') continue;
    if (!text.ok) {
      problems.push(refuse('kubeconfig', `the file ${file} cannot be read: ${text.why}`, 'Correct KUBECONFIG.'));
    } else if (text.value.trim() !== '' || files.length === 1) {
      const parsed = parseKubeconfig(text.value, originOf(file));
      if (parsed.ok) found.push(parsed.value);
      else problems.push(...parsed.problems);
    }
  }
  if (problems.length > 0) return failure(...problems);
  const [first, ...others] = found;
  if (first === undefined) return failure(nothingAmbient(files));
  return success(others.length === 0 ? first : mergeKubeconfigs(found, `the kubeconfigs ${files.join(', ')}`));
}

function nothingAmbient(files: readonly string[]): Problem {
  const where =
    files.length === 0 ? 'no file' : files.length === 1 ? `no file ${files[0]}` : `none of ${files.join(', ')}`;
  return refuse(
    'kubeconfig',
    `\`ambient\` means the files of KUBECONFIG, else ~/.kube/config, and there is ${where}`,
    'Give `kubeconfig` (path, YAML or base64), or `server` with `token`; or let an earlier step write a kubeconfig.',
  );
}

/** What every pod is given: https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
async function readInCluster(source: KubeconfigSource & { kind: 'in-cluster' }): Promise<Outcome<Kubeconfig>> {
  const files = { token: join(source.directory, 'token'), ca: join(source.directory, 'ca.crt') };
  const [token, ca, namespace] = await Promise.all([
    readText(files.token),
    readText(files.ca),
    readText(join(source.directory, 'namespace')),
  ]);
  const missing = [
    ...(token.ok ? [] : [`${files.token} (${token.why})`]),
    ...(ca.ok ? [] : [`${files.ca} (${ca.why})`]),
  ];
  if (missing.length > 0) {
    return failure(
      refuse(
        'kubeconfig',
        `\`in-cluster\` reads the service account of the runner's pod, and cannot read ${missing.join(' and ')}`,
        'Give the pod a service account with `automountServiceAccountToken: true`, or another `kubeconfig`.',
      ),
    );
  }
  const host = isIPv6(source.host) ? `[${source.host}]` : source.host;
  const cluster = { server: `https://${host}:${source.port}`, 'certificate-authority': files.ca };
  const own = namespace.ok && namespace.value.trim() !== '' ? { namespace: namespace.value.trim() } : {};
  const origin = { name: "the runner's pod", directory: source.directory };
  return success(
    single('in-cluster', { cluster, user: { tokenFile: files.token }, context: own }, 'service-account', origin),
  );
}

function serverKubeconfig(server: string, ca: string | undefined): Kubeconfig {
  const cluster = {
    server,
    ...(ca === undefined ? {} : { 'certificate-authority-data': Buffer.from(ca, 'utf8').toString('base64') }),
  };
  const name = URL.parse(server)?.hostname ?? 'cluster';
  return single(name, { cluster, user: undefined, context: {} }, 'token', {
    name: 'the input `server`',
    directory: '/',
  });
}

function single(
  name: string,
  entry: {
    cluster: Readonly<Record<string, unknown>>;
    user: Readonly<Record<string, unknown>> | undefined;
    context: Readonly<Record<string, unknown>>;
  },
  userName: string,
  origin: Origin,
): Kubeconfig {
  const context = { ...entry.context, cluster: name, user: userName };
  const users = entry.user === undefined ? [] : [[userName, { name: userName, value: entry.user, origin }] as const];
  return {
    name: origin.name,
    currentContext: name,
    clusters: new Map([[name, { name, value: entry.cluster, origin }]]),
    users: new Map(users),
    contexts: new Map([[name, { name, value: context, origin }]]),
  };
}

function originOf(file: string): Origin {
  return { name: `kubeconfig ${file}`, directory: dirname(file) };
}

type TextRead =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly code: string; readonly why: string };

async function readText(file: string): Promise<TextRead> {
  try {
    return { ok: true, value: await readFile(file, 'utf8') };
  } catch (error) {
    return { ok: false, code: codeOf(error) ?? '', why: reasonOf(error) };
  }
}
