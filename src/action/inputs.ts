import { existsSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { classifyKubeconfig } from '../connect/classify.ts';
import { requestIdentity } from '../identity/request.ts';
import type {
  ApplyOptions,
  ChartStep,
  CredentialSource,
  Folders,
  GuardOptions,
  IdentityRequest,
  Inputs,
  KubeconfigSource,
  Step,
  Strictness,
  ToolsRequest,
  WaitOptions,
} from '../inputs.ts';
import type { Outcome, Problem } from '../problem.ts';
import { checkChartInputs } from '../render/helm-inputs.ts';
import type { Secret, Secrets } from '../secret.ts';
import { parseToolRequests } from '../tools/version.ts';
import { readCertificateAuthority } from './certificate-authority.ts';
import { LONGEST_DURATION, parseDuration } from './duration.ts';
import { chooseMode, type Mode, problemsOfGiven, type RawInputs } from './given.ts';
import { childEnvironment, type Environment, type Runner } from './runner.ts';

/** Where every pod finds its service account. https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

const LONGEST_FIELD_MANAGER = 128;

/**
 * All inputs as one typed value, or everything that is wrong with them at once (kind `input`). Secrets are
 * registered, and so masked, before anything else looks at them.
 */
export function readInputs(
  raw: RawInputs,
  environment: Environment,
  runner: Runner,
  secrets: Secrets,
): Outcome<Inputs> {
  const problems: Problem[] = [...problemsOfGiven(raw)];
  const reader = new InputReader(raw, problems, secrets);
  const mode = chooseMode(raw);
  const folders = readFolders(reader, runner);
  const identity = readIdentity(raw, problems);
  const credential = readCredential(reader, environment, runner, folders);
  const namespace = readNamespace(reader);
  const step = readStep(reader, mode);
  const tools = readTools(reader, mode);
  const guard = readGuard(reader);
  if (problems.length > 0 || identity === undefined || step === undefined || tools === undefined) {
    return { ok: false, problems };
  }
  return {
    ok: true,
    value: { identity, credential, namespace, step, guard, tools, folders, environment: childEnvironment(environment) },
  };
}

/** Reads single inputs by their kind and keeps what is wrong with them. */
class InputReader {
  readonly #raw: RawInputs;
  readonly #problems: Problem[];
  readonly #secrets: Secrets;

  constructor(raw: RawInputs, problems: Problem[], secrets: Secrets) {
    this.#raw = raw;
    this.#problems = problems;
    this.#secrets = secrets;
  }

  refuse(input: string, message: string, fix: string): undefined {
    this.#problems.push({ kind: 'input', input, message: `input \`${input}\`: ${message}`, fix });
    return undefined;
  }

  keep<T>(outcome: Outcome<T>): T | undefined {
    if (outcome.ok) return outcome.value;
    this.#problems.push(...outcome.problems);
    return undefined;
  }

  text(input: string): string {
    return (this.#raw.get(input) ?? '').trim();
  }

  /** The text, or undefined where it is the word that stands for "none". */
  unless(input: string, word: string): string | undefined {
    const text = this.text(input);
    return text === '' || text === word ? undefined : text;
  }

  /** For a credential that is a problem of its own, and no cause for others. */
  isGivenEmpty(input: string): boolean {
    return this.#raw.given.get(input)?.trim() === '';
  }

  /** As it was written: for scripts and YAML, where blanks mean something. */
  verbatim(input: string): string {
    return this.#raw.get(input) ?? '';
  }

  secret(input: string): Secret | undefined {
    const text = this.unless(input, 'none');
    return text === undefined ? undefined : this.#secrets.register(text);
  }

  secretText(input: string): Secret | undefined {
    const text = this.verbatim(input);
    return text.trim() === '' ? undefined : this.#secrets.register(text);
  }

  list(input: string): string[] {
    return readList(this.verbatim(input));
  }

  boolean(input: string): boolean {
    const text = this.text(input).toLowerCase();
    if (text !== 'true' && text !== 'false')
      this.refuse(input, `"${this.text(input)}" is neither true nor false`, 'Write `true` or `false`.');
    return text === 'true';
  }

  strictness(input: string): Strictness {
    const text = this.text(input).toLowerCase();
    if (text === 'enforce' || text === 'warn' || text === 'off') return text;
    this.refuse(input, `"${this.text(input)}" is none of enforce, warn and off`, 'Write `enforce`, `warn` or `off`.');
    return 'enforce';
  }

  duration(input: string): number {
    const milliseconds = parseDuration(this.text(input));
    if (milliseconds !== undefined && milliseconds <= LONGEST_DURATION) return milliseconds;
    if (milliseconds !== undefined) {
      this.refuse(input, `"${this.text(input)}" is longer than any job may run`, 'Write at most `596h`.');
      return 0;
    }
    this.refuse(
      input,
      `"${this.text(input)}" is not a duration`,
      'Write hours, minutes and seconds as in `10m`, `90s` or `1h30m`.',
    );
    return 0;
  }
}

/** One entry a line; blank lines and lines that start with `#` are skipped. */
export function readList(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function readFolders(reader: InputReader, runner: Runner): Folders {
  const working = resolve(runner.workspace, reader.text('working-directory'));
  if (!isFolder(working)) {
    reader.refuse(
      'working-directory',
      `there is no folder ${working}`,
      'Write a folder of the workspace; check out the repository before this step.',
    );
  }
  return { workspace: runner.workspace, working, temp: runner.temp };
}

/** Blanks are kept as they are written: an identity with a blank at its end is refused, not repaired. */
function readIdentity(raw: RawInputs, problems: Problem[]): IdentityRequest | undefined {
  const lines = (input: string): string[] =>
    (raw.get(input) ?? '').split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  const outcome = requestIdentity({
    as: raw.get('as') ?? '',
    groups: lines('as-groups'),
    uid: raw.get('as-uid') ?? '',
    extra: lines('as-user-extra'),
  });
  if (outcome.ok) return outcome.value;
  problems.push(...outcome.problems);
  return undefined;
}

function readCredential(
  reader: InputReader,
  environment: Environment,
  runner: Runner,
  folders: Folders,
): CredentialSource {
  const token = reader.secret('token');
  if (token !== undefined && /\s|[^\x21-\x7e]/.test(token.reveal())) {
    reader.refuse(
      'token',
      'it holds blanks, line breaks or characters that no bearer token has',
      'Write the bare token; a kubeconfig goes into `kubeconfig`.',
    );
  }
  const context = reader.unless('context', 'current');
  return {
    kubeconfig: readKubeconfigSource(reader, environment, runner, folders, { token, context }),
    context,
    token,
    network: {
      httpsProxy: variable(environment, 'HTTPS_PROXY'),
      httpProxy: variable(environment, 'HTTP_PROXY'),
      noProxy: variable(environment, 'NO_PROXY'),
      extraRoots: ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE']
        .map((name) => environment[name] ?? '')
        .filter((file) => file !== ''),
      pluginEnvironment: childEnvironment(environment),
    },
  };
}

function readKubeconfigSource(
  reader: InputReader,
  environment: Environment,
  runner: Runner,
  folders: Folders,
  given: { token: Secret | undefined; context: string | undefined },
): KubeconfigSource {
  const server = reader.unless('server', 'none');
  const kubeconfig = reader.unless('kubeconfig', 'ambient');
  const authority = reader.unless('certificate-authority', 'system');
  if (server !== undefined) {
    if (kubeconfig !== undefined)
      reader.refuse(
        'server',
        'it stands beside `kubeconfig`',
        'Give one of them: `server` is for a cluster that no kubeconfig names.',
      );
    if (given.context !== undefined)
      reader.refuse('context', 'it stands beside `server`', 'Leave `context` out: only a kubeconfig has contexts.');
    if (given.token === undefined && !reader.isGivenEmpty('token'))
      reader.refuse('server', 'no credential comes with it', 'Give `token` beside `server`.');
    const ca = authority === undefined ? undefined : reader.keep(readCertificateAuthority(authority, folders.working));
    return { kind: 'server', server: readServer(reader, server), ca };
  }
  if (authority !== undefined) {
    reader.refuse(
      'certificate-authority',
      'there is no `server` beside it',
      'Give `server` too, or leave it out: a kubeconfig names its own certificate authority.',
    );
  }
  if (kubeconfig === undefined) return { kind: 'ambient', files: ambientFiles(environment, runner) };
  if (kubeconfig === 'in-cluster') return readInCluster(reader, environment, given.context);
  const classified = reader.keep(classifyKubeconfig(kubeconfig));
  if (classified === undefined) return { kind: 'ambient', files: [] };
  if (classified.kind === 'file') return { kind: 'file', file: resolve(folders.working, classified.file) };
  return { ...classified, directory: folders.working };
}

function readServer(reader: InputReader, server: string): string {
  const url = URL.parse(server);
  if (url === null || url.protocol !== 'https:' || url.search !== '' || url.hash !== '' || url.username !== '') {
    reader.refuse(
      'server',
      `"${server}" is not the address of an API server`,
      'Write it as `https://prod.example.com:6443`, as `kubectl cluster-info` shows it.',
    );
    return server;
  }
  return server.replace(/\/+$/, '');
}

function readInCluster(reader: InputReader, environment: Environment, context: string | undefined): KubeconfigSource {
  const host = environment.KUBERNETES_SERVICE_HOST ?? '';
  const port = environment.KUBERNETES_SERVICE_PORT ?? '';
  if (context !== undefined)
    reader.refuse(
      'context',
      'it stands beside `kubeconfig: in-cluster`',
      'Leave `context` out: a pod knows one cluster.',
    );
  if (host === '' || port === '') {
    reader.refuse(
      'kubeconfig',
      '`in-cluster` was asked for, but KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set: this runner is not in a pod',
      'Use `in-cluster` only on a runner that is a pod of the cluster, with automountServiceAccountToken on.',
    );
  }
  return { kind: 'in-cluster', host, port, directory: SERVICE_ACCOUNT_FOLDER };
}

/** As client-go finds them: https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/ */
function ambientFiles(environment: Environment, runner: Runner): string[] {
  const listed = (environment.KUBECONFIG ?? '').split(delimiter).filter((file) => file !== '');
  if (listed.length > 0) return listed.map((file) => (isAbsolute(file) ? file : resolve(runner.workspace, file)));
  return [join(runner.home, '.kube', 'config')];
}

function readNamespace(reader: InputReader): string | undefined {
  const namespace = reader.unless('namespace', 'auto');
  if (namespace !== undefined && !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace)) {
    reader.refuse(
      'namespace',
      `"${namespace}" cannot be the name of a namespace`,
      'Write lower-case letters, digits and `-`, at most 63, as `kubectl get namespaces` shows it.',
    );
  }
  return namespace;
}

function readStep(reader: InputReader, mode: Mode | undefined): Step | undefined {
  switch (mode) {
    case undefined:
      return undefined;
    case 'manifests':
      return { kind: 'manifests', paths: readManifestPaths(reader), apply: readApply(reader), wait: readWait(reader) };
    case 'kustomize':
      return { kind: 'kustomize', folder: reader.text('kustomize'), apply: readApply(reader), wait: readWait(reader) };
    case 'chart':
      return readChart(reader);
    case 'run':
      return { kind: 'run', script: reader.verbatim('run') };
    case 'setup':
      return { kind: 'setup' };
  }
}

function readManifestPaths(reader: InputReader): string[] {
  const paths = reader.list('manifests');
  if (paths.length === 0)
    reader.refuse('manifests', 'it lists nothing but comments', 'Write files, folders or globs, one a line.');
  return paths;
}

function readApply(reader: InputReader): ApplyOptions {
  const fieldManager = reader.unless('field-manager', '') ?? 'deploy-as';
  if (fieldManager.length > LONGEST_FIELD_MANAGER || !/^[\x21-\x7e]+$/.test(fieldManager)) {
    reader.refuse(
      'field-manager',
      'it is longer than 128 characters or holds blanks',
      'Write a short name such as `deploy-as`.',
    );
  }
  return { fieldManager, forceConflicts: reader.boolean('force-conflicts') };
}

function readWait(reader: InputReader): WaitOptions {
  return { wait: reader.boolean('wait'), timeoutMilliseconds: reader.duration('timeout') };
}

function readChart(reader: InputReader): ChartStep | undefined {
  return reader.keep(
    checkChartInputs({
      chart: reader.text('chart'),
      release: reader.text('release'),
      version: reader.text('chart-version'),
      repository: reader.text('chart-repository'),
      username: reader.unless('chart-username', 'none'),
      password: reader.secret('chart-password'),
      valuesFiles: reader.list('values-files'),
      values: reader.secretText('values'),
      set: reader.list('set'),
      helmArgs: reader.list('helm-args'),
      wait: readWait(reader),
    }),
  );
}

function readTools(reader: InputReader, mode: Mode | undefined): ToolsRequest | undefined {
  return reader.keep(
    parseToolRequests({
      kubectlVersion: reader.text('kubectl-version'),
      helmVersion: reader.text('helm-version'),
      kubectlDownloadUrl: reader.text('kubectl-download-url'),
      helmDownloadUrl: reader.text('helm-download-url'),
      kubectlSha256: reader.text('kubectl-sha256'),
      helmSha256: reader.text('helm-sha256'),
      downloadToken: reader.secret('download-token'),
      mode,
    }),
  );
}

function readGuard(reader: InputReader): GuardOptions {
  return {
    preflight: reader.strictness('preflight'),
    tokenRights: reader.strictness('token-rights'),
    allowClusterAdmin: reader.boolean('allow-cluster-admin'),
  };
}

function variable(environment: Environment, name: string): string | undefined {
  // An empty one counts as not set, as for Go, which kubectl is written in.
  return environment[name] || environment[name.toLowerCase()] || undefined;
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
