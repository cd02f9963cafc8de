import type { Clock, ProcessResult, RunProcess } from '../host.ts';
import { failure, type Outcome, type Problem, success } from '../problem.ts';
import type { Secrets } from '../secret.ts';
import type { Credential, CredentialOptions } from './credential.ts';
import { whyNoPair } from './embed.ts';
import { isMapping, textOf } from './kubeconfig.ts';
import { messageOf } from './refusal.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Where a cluster keeps what is meant for its plugin. https://kubernetes.io/docs/reference/config-api/client-authentication.v1/ */
const CLUSTER_CONFIG_EXTENSION = 'client.authentication.k8s.io/exec';

/** The keys of a cluster entry that a plugin is told with `provideClusterInfo`. */
const CLUSTER_INFO = [
  'server',
  'tls-server-name',
  'insecure-skip-tls-verify',
  'certificate-authority-data',
  'proxy-url',
  'disable-compression',
] as const;

/** A credential is renewed a little before it expires, so that it is good when it arrives. */
const RENEW_BEFORE_MS = 10_000;

const LAST_LINES = 10;

export interface ExecOptions {
  readonly exec: Fields;
  readonly cluster: Fields;
  /** The environment that the plugin inherits. */
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly process: RunProcess;
  readonly clock: Pick<Clock, 'now'>;
  readonly secrets: Secrets;
}

interface Issued {
  readonly options: CredentialOptions;
  /** Milliseconds since the epoch; undefined: it lasts until it is refused. */
  readonly expires: number | undefined;
}

/**
 * The credential of an exec plugin, kept until shortly before it expires and run again where a fresh one is
 * wanted. Requests that ask at the same time share one run.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export function execCredential(options: ExecOptions): Credential {
  let issued: Issued | undefined;
  let running: Promise<Outcome<Issued>> | undefined;
  const isGood = (known: Issued) =>
    known.expires === undefined || options.clock.now() < known.expires - RENEW_BEFORE_MS;
  return {
    async get(signal, fresh) {
      if (issued !== undefined && !fresh && isGood(issued)) return success(issued.options);
      for (;;) {
        const isMine = running === undefined;
        running ??= runPlugin(options, signal).finally(() => {
          running = undefined;
        });
        const outcome = await running;
        if (outcome.ok) {
          issued = outcome.value;
          return success(outcome.value.options);
        }
        // Somebody else's run was cancelled, which is no reason to fail here.
        const isCancelled = outcome.problems.some((problem) => problem.kind === 'cancelled');
        if (!isCancelled || isMine || signal.aborted) return outcome;
      }
    },
  };
}

/** The variables of the plugin's entry and the request for it, as JSON in KUBERNETES_EXEC_INFO. */
export function execEnvironment(exec: Fields, cluster: Fields): Record<string, string> {
  const variables: readonly unknown[] = Array.isArray(exec.env) ? exec.env : [];
  const own = variables.flatMap((item): [string, string][] =>
    isMapping(item) ? [[textOf(item.name) ?? '', textOf(item.value) ?? '']] : [],
  );
  const info = {
    kind: 'ExecCredential',
    apiVersion: exec.apiVersion,
    spec: { ...(exec.provideClusterInfo === true ? { cluster: clusterInfo(cluster) } : {}), interactive: false },
  };
  return { ...Object.fromEntries(own), KUBERNETES_EXEC_INFO: JSON.stringify(info) };
}

function clusterInfo(cluster: Fields): Fields {
  const given = CLUSTER_INFO.filter(
    (key) => cluster[key] !== undefined && cluster[key] !== null && cluster[key] !== '',
  );
  const extensions: readonly unknown[] = Array.isArray(cluster.extensions) ? cluster.extensions : [];
  const config = extensions
    .filter(isMapping)
    .find((extension) => extension.name === CLUSTER_CONFIG_EXTENSION)?.extension;
  return {
    ...Object.fromEntries(given.map((key) => [key, cluster[key]])),
    ...(config === undefined ? {} : { config }),
  };
}

async function runPlugin(options: ExecOptions, signal: AbortSignal): Promise<Outcome<Issued>> {
  const { exec } = options;
  const command = textOf(exec.command) ?? '';
  const no = (what: string, details?: readonly string[]) => failure(pluginProblem(exec, what, details));
  let result: ProcessResult;
  try {
    result = await options.process(
      {
        file: command,
        args: Array.isArray(exec.args) ? exec.args.filter((arg) => typeof arg === 'string') : [],
        env: { ...options.environment, ...execEnvironment(exec, options.cluster) },
        cwd: options.directory,
      },
      signal,
    );
  } catch (error) {
    return no(`cannot be started: ${messageOf(error)}`);
  }
  if (result.aborted) return failure({ kind: 'cancelled', message: `the credential plugin ${command} was cancelled` });
  if (result.exitCode !== 0) {
    const how =
      result.exitCode === undefined ? `was ended by ${result.signal}` : `ended with exit code ${result.exitCode}`;
    return no(how, lastLines(options.secrets.redact(result.stderr)));
  }
  const read = readAnswer(result.stdout, exec, options.secrets);
  return read.ok ? success(read.issued) : no(read.why);
}

type Read = { readonly ok: true; readonly issued: Issued } | { readonly ok: false; readonly why: string };

/** Never repeats what the plugin printed: a credential in a form that we do not know is a credential. */
function readAnswer(stdout: string, exec: Fields, secrets: Secrets): Read {
  const answer = parseJson(stdout);
  const status = isMapping(answer) ? answer.status : undefined;
  if (!isMapping(answer) || answer.kind !== 'ExecCredential') return { ok: false, why: 'printed no ExecCredential' };
  if (answer.apiVersion !== exec.apiVersion) {
    return {
      ok: false,
      why: `answered in another apiVersion than ${textOf(exec.apiVersion)}, which its entry asks for`,
    };
  }
  if (!isMapping(status)) return { ok: false, why: 'printed an ExecCredential without `status`' };
  const token = textOf(status.token);
  const cert = textOf(status.clientCertificateData);
  const key = textOf(status.clientKeyData);
  for (const secret of [token, key]) if (secret !== undefined) secrets.mask(secret);
  if ((cert === undefined) !== (key === undefined))
    return { ok: false, why: 'gave a client certificate or a key alone' };
  if (token === undefined && cert === undefined)
    return { ok: false, why: 'gave neither a token nor a client certificate' };
  const unusable = whyNoPair(cert, key);
  if (unusable !== undefined) return { ok: false, why: `gave a client certificate and a key, which ${unusable}` };
  if (token !== undefined && /[^\x21-\x7e]/.test(token)) {
    return { ok: false, why: 'gave a token with blanks, line breaks or other than ASCII characters' };
  }
  const expires = textOf(status.expirationTimestamp);
  const at = expires === undefined ? undefined : Date.parse(expires);
  if (at !== undefined && Number.isNaN(at)) return { ok: false, why: 'gave an expirationTimestamp that is no time' };
  const options: CredentialOptions = {
    headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
  };
  return { ok: true, issued: { options, expires: at } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function lastLines(text: string): string[] {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(-LAST_LINES);
}

function pluginProblem(exec: Fields, what: string, details: readonly string[] = []): Problem {
  const hint = textOf(exec.installHint);
  return {
    kind: 'unauthenticated',
    message: `the credential plugin ${textOf(exec.command)} of the kubeconfig ${what}`,
    fix:
      hint?.trim() ?? 'Install it and log it in before this step, or give `token`, which takes the place of the user.',
    ...(details.length === 0 ? {} : { details }),
  };
}
