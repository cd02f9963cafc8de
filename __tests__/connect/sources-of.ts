import { type ConnectOptions, connect } from '../../src/connect/connect.ts';
import type { Connection } from '../../src/connect/connection.ts';
import { requestIdentity } from '../../src/identity/request.ts';
import type { CredentialSource, IdentityRequest, KubeconfigSource, NetworkEnvironment } from '../../src/inputs.ts';
import type { Outcome } from '../../src/problem.ts';
import { Secrets } from '../../src/secret.ts';
import { processRunner } from '../../src/tools/process.ts';

/** Builders for what `connect` takes: everything has a default, a test names what it is about. */

export const DEPLOYER = 'system:serviceaccount:shop:deployer';

export function identity(
  as = DEPLOYER,
  more: { groups?: string[]; uid?: string; extra?: string[] } = {},
): IdentityRequest {
  const outcome = requestIdentity({ as, groups: [], uid: '', extra: [], ...more });
  if (!outcome.ok) throw new Error(outcome.problems.map((problem) => problem.message).join('; '));
  return outcome.value;
}

export function network(given: Partial<NetworkEnvironment> = {}): NetworkEnvironment {
  const path = process.env.PATH ?? '';
  return {
    httpsProxy: undefined,
    httpProxy: undefined,
    noProxy: undefined,
    extraRoots: [],
    pluginEnvironment: { PATH: path },
    ...given,
  };
}

export function inline(text: string, directory = '/nowhere'): KubeconfigSource {
  return { kind: 'inline', text, encoding: 'yaml', directory };
}

export function source(kubeconfig: KubeconfigSource, given: Partial<CredentialSource> = {}): CredentialSource {
  return { kubeconfig, context: undefined, token: undefined, network: network(), ...given };
}

export function options(given: Partial<ConnectOptions> = {}): ConnectOptions {
  return {
    identity: identity(),
    secrets: new Secrets(),
    workingDirectory: process.cwd(),
    process: processRunner(),
    clock: { now: () => Date.now() },
    ...given,
  };
}

export function connectTo(from: CredentialSource, given: Partial<ConnectOptions> = {}): Promise<Outcome<Connection>> {
  return connect(from, options(given), new AbortController().signal);
}

/** The connection, or an error that says why there is none. */
export async function connected(from: CredentialSource, given: Partial<ConnectOptions> = {}): Promise<Connection> {
  const outcome = await connectTo(from, given);
  if (!outcome.ok) throw new Error(outcome.problems.map((problem) => `${problem.kind}: ${problem.message}`).join('; '));
  return outcome.value;
}

/** `input: message fix` of everything that stands in the way. */
export async function refusals(from: CredentialSource, given: Partial<ConnectOptions> = {}): Promise<string[]> {
  const outcome = await connectTo(from, given);
  if (outcome.ok) throw new Error('it was accepted');
  return outcome.problems.map(
    (problem) => `${problem.kind === 'input' ? problem.input : problem.kind}: ${problem.message} ${problem.fix ?? ''}`,
  );
}

/** A kubeconfig of one cluster, user and context, as JSON, which is YAML. */
export function kubeconfigOf(entry: {
  cluster?: Readonly<Record<string, unknown>>;
  user?: Readonly<Record<string, unknown>>;
  context?: Readonly<Record<string, unknown>>;
}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'prod',
    clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:6443', ...entry.cluster } }],
    users: [{ name: 'ci', user: entry.user ?? { token: 'base-token' } }],
    contexts: [{ name: 'prod', context: { cluster: 'c', user: 'ci', ...entry.context } }],
  });
}

/** The credential headers of the next request. */
export async function headersOf(connection: Connection, fresh = false): Promise<Readonly<Record<string, unknown>>> {
  const got = await connection.requestOptions(new AbortController().signal, { fresh });
  if (!got.ok) throw new Error(got.problems.map((problem) => problem.message).join('; '));
  return { ...got.value.headers };
}
