import type { Clock, RunProcess } from '../host.ts';
import { withoutImpersonation } from '../identity/kubeconfig-fields.ts';
import type { CredentialSource, IdentityRequest } from '../inputs.ts';
import { failure, type Outcome, type Problem, success } from '../problem.ts';
import type { Secrets } from '../secret.ts';
import { createAgent, type Transport } from './agent.ts';
import { type ChosenCredential, chooseCredential } from './choose-credential.ts';
import type { BaseEntry, Connection } from './connection.ts';
import { isOurs, problemsOfOtherIdentity } from './earlier.ts';
import { embedCluster, embedUser, pemOf } from './embed.ts';
import { authorityKeys, problemsOfCluster, problemsOfUser } from './fields.ts';
import { type Origin, textOf } from './kubeconfig.ts';
import { maskKubeconfig, maskUrlPassword, maskUser } from './mask.ts';
import { chooseProxy } from './proxy.ts';
import { type Place, refuse } from './refusal.ts';
import { publicRoots } from './roots.ts';
import { type Selected, selectContext } from './select.ts';
import { readSource } from './sources.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface ConnectOptions {
  /** Whom we shall become: a kubeconfig that impersonates somebody else already is refused. */
  readonly identity: IdentityRequest;
  readonly secrets: Secrets;
  /** Absolute. Where credential plugins run. */
  readonly workingDirectory: string;
  /** Runs exec credential plugins. */
  readonly process: RunProcess;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Reads the base credential and the way to the API server from their source; the server itself is not asked yet.
 * Every secret in them is masked before anything else looks at it. What is wrong with them is returned as problems
 * (kind `input`; `unauthenticated` where a credential has to be renewed first and cannot be).
 */
export async function connect(
  source: CredentialSource,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<Outcome<Connection>> {
  for (const proxy of [source.network.httpsProxy, source.network.httpProxy]) maskUrlPassword(proxy, options.secrets);
  if (source.kubeconfig.kind === 'server' && source.token === undefined) {
    return failure(refuse('server', 'no credential comes with it', 'Give `token` beside `server`.'));
  }
  const kubeconfig = await readSource(source.kubeconfig, options.secrets);
  if (!kubeconfig.ok) return kubeconfig;
  maskKubeconfig(kubeconfig.value, options.secrets);
  const selected = selectContext(kubeconfig.value, source.context, source.token === undefined);
  if (!selected.ok) return selected;
  const entry = await standAlone(selected.value, source, options);
  if (!entry.ok) return entry;
  const transport = await findTransport(entry.value, source);
  if (!transport.ok) return transport;
  const base = { ...entry.value, cluster: transport.value.cluster };
  const credential = await chooseCredential(
    base,
    describeUser(selected.value, source),
    { ...options, network: source.network },
    signal,
  );
  if (!credential.ok) return credential;
  return success(makeConnection(base, transport.value.transport, credential.value));
}

/** The three entries with a token in the user's place where one is given, checked and in need of no other file. */
async function standAlone(
  selected: Selected,
  source: CredentialSource,
  options: ConnectOptions,
): Promise<Outcome<BaseEntry>> {
  const { cluster, context } = selected;
  const clusterName = `cluster ${JSON.stringify(cluster.name)} of ${cluster.origin.name}`;
  const isServer = source.kubeconfig.kind === 'server';
  const user = baseUser(selected, source);
  const ownUser = withoutImpersonation(user.value);
  const problems = [
    ...problemsOfCluster(cluster.value, { input: isServer ? 'server' : 'kubeconfig', name: clusterName }),
    ...problemsOfUser(ownUser, user.place),
  ];
  if (!isOurs(context.value)) problems.push(...problemsOfOtherIdentity(user.value, user.place.name, options.identity));
  if (problems.length > 0) return failure(...problems);
  const embeddedCluster = await embedCluster(cluster.value, cluster.origin, {
    input: isServer ? 'certificate-authority' : 'kubeconfig',
    name: clusterName,
  });
  const embeddedUser = await embedUser(ownUser, user.origin, user.place, options.workingDirectory);
  if (!embeddedCluster.ok || !embeddedUser.ok) {
    return failure(...problemsIn(embeddedCluster), ...problemsIn(embeddedUser));
  }
  maskUser(embeddedUser.value, options.secrets);
  return success({
    contextName: context.name,
    clusterName: cluster.name,
    userName: selected.userName ?? 'token',
    cluster: embeddedCluster.value,
    user: embeddedUser.value,
    context: context.value,
  });
}

/** The user entry, or one of the given token alone in its place. */
function baseUser(selected: Selected, source: CredentialSource): { value: Fields; place: Place; origin: Origin } {
  const { user, context } = selected;
  if (source.token !== undefined) {
    const place = { input: 'token', name: 'the given token' } as const;
    return { value: { token: source.token.reveal() }, place, origin: context.origin };
  }
  const origin = user?.origin ?? context.origin;
  const name = `user ${JSON.stringify(user?.name ?? '')} of ${origin.name}`;
  return { value: user?.value ?? {}, place: { input: 'kubeconfig', name }, origin };
}

/** How the base user is called in messages, up to the kind of its credential. */
function describeUser(selected: Selected, source: CredentialSource): string | undefined {
  if (source.token !== undefined || selected.user === undefined) return undefined;
  if (source.kubeconfig.kind === 'in-cluster') return "the service account of the runner's pod";
  const by = isOurs(selected.context.value) ? ', written by an earlier deploy-as step' : '';
  return `user ${JSON.stringify(selected.user.name)} of ${selected.user.origin.name}${by}`;
}

/**
 * How the server is reached and recognised. Where the public roots are extended, the cluster entry gets them all:
 * kubectl and helm, which read the environment differently, then agree with us.
 */
async function findTransport(
  entry: BaseEntry,
  source: CredentialSource,
): Promise<Outcome<{ transport: Transport; cluster: Fields }>> {
  const { cluster, user } = entry;
  const { network } = source;
  const url = new URL(textOf(cluster.server) ?? '');
  const proxy = chooseProxy(url, textOf(cluster['proxy-url']), network);
  const verify = cluster['insecure-skip-tls-verify'] !== true;
  const isPublic = verify && authorityKeys(cluster).length === 0;
  const needsRoots = isPublic || (proxy.ok && proxy.value?.protocol === 'https:');
  const roots = needsRoots ? await publicRoots(network.extraRoots) : success(undefined);
  if (!proxy.ok || !roots.ok) return failure(...problemsIn(proxy), ...problemsIn(roots));
  const authority = pemOf(cluster['certificate-authority-data']);
  const ca = isPublic ? roots.value : authority === undefined ? undefined : [authority];
  const isExtended = isPublic && roots.value !== undefined && network.extraRoots.length > 0;
  return success({
    transport: {
      ca,
      cert: pemOf(user['client-certificate-data']),
      key: pemOf(user['client-key-data']),
      serverName: textOf(cluster['tls-server-name']),
      verify,
      proxy: proxy.value,
      proxyCa:
        roots.value === undefined ? undefined : [...roots.value, ...(authority === undefined ? [] : [authority])],
    },
    cluster: isExtended
      ? { ...cluster, 'certificate-authority-data': Buffer.from(roots.value.join('')).toString('base64') }
      : cluster,
  });
}

function makeConnection(base: BaseEntry, transport: Transport, chosen: ChosenCredential): Connection {
  return {
    server: (textOf(base.cluster.server) ?? '').replace(/\/+$/, ''),
    namespace: textOf(base.context.namespace),
    base: { ...base, user: chosen.user },
    credentialName: chosen.name,
    agent: createAgent(transport),
    async requestOptions(signal, { fresh = false } = {}) {
      const got = await chosen.credential.get(signal, fresh);
      return got.ok ? success({ ...got.value, headers: { ...got.value.headers } }) : got;
    },
  };
}

function problemsIn(outcome: Outcome<unknown>): readonly Problem[] {
  return outcome.ok ? [] : outcome.problems;
}
