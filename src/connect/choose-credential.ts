import type { Clock, RunProcess } from '../host.ts';
import type { NetworkEnvironment } from '../inputs.ts';
import { type Outcome, success } from '../problem.ts';
import type { Secrets } from '../secret.ts';
import { createAgent } from './agent.ts';
import type { BaseEntry } from './connection.ts';
import { basic, bearer, type Credential, type CredentialOptions, fixedCredential } from './credential.ts';
import { pemOf } from './embed.ts';
import { execCredential } from './exec-plugin.ts';
import { isMapping, textOf } from './kubeconfig.ts';
import { freshOidcConfig, type OidcOptions } from './oidc-provider.ts';
import { chooseProxy } from './proxy.ts';
import { publicRoots } from './roots.ts';
import { checkTokenFile, tokenFileCredential } from './token-file.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The base credential with its name for messages, and the user entry that it comes from. */
export interface ChosenCredential {
  readonly name: string;
  readonly credential: Credential;
  /** As given, but for tokens that were renewed. */
  readonly user: Fields;
}

export interface CredentialContext {
  readonly secrets: Secrets;
  readonly workingDirectory: string;
  readonly process: RunProcess;
  readonly clock: Pick<Clock, 'now'>;
  readonly network: NetworkEnvironment;
}

/**
 * The credential that client-go would use: a token file before a token, then user name and password, an exec
 * plugin, the OIDC provider; a client certificate stands beside any of them (it is the agent's). `userName` is the
 * user in words; undefined: the input `token`.
 */
export async function chooseCredential(
  base: BaseEntry,
  userName: string | undefined,
  context: CredentialContext,
  signal: AbortSignal,
): Promise<Outcome<ChosenCredential>> {
  const { user } = base;
  const choose = (kind: string, credential: Credential, kept: Fields = user): Outcome<ChosenCredential> => {
    const withCertificate = user['client-certificate-data'] !== undefined && kind !== CERTIFICATE;
    const kinds = withCertificate ? `${kind} and ${CERTIFICATE}` : kind;
    return success({
      name: userName === undefined ? 'the input `token`' : `${userName} (${kinds})`,
      credential,
      user: kept,
    });
  };
  const tokenFile = textOf(user.tokenFile);
  if (tokenFile !== undefined) {
    const checked = await checkTokenFile(tokenFile, { input: 'kubeconfig', name: userName ?? '' }, context.secrets);
    if (!checked.ok) return checked;
    return choose(`token file ${tokenFile}`, tokenFileCredential(tokenFile, context.secrets, context.clock));
  }
  const token = textOf(user.token);
  if (token !== undefined) return choose('token', fixedCredential(bearer(token)));
  const name = textOf(user.username);
  if (name !== undefined) {
    return choose('user name and password', fixedCredential(basic(name, textOf(user.password) ?? '')));
  }
  if (isMapping(user.exec)) {
    const plugin = execCredential({
      exec: user.exec,
      cluster: base.cluster,
      environment: context.network.pluginEnvironment,
      directory: context.workingDirectory,
      process: context.process,
      clock: context.clock,
      secrets: context.secrets,
    });
    return choose(`credential plugin ${textOf(user.exec.command)}`, plugin);
  }
  if (isMapping(user['auth-provider'])) {
    const renewed = await oidcCredential(user, user['auth-provider'], context, signal);
    return renewed.ok ? choose('OIDC provider', renewed.value.credential, renewed.value.user) : renewed;
  }
  return choose(CERTIFICATE, fixedCredential({ headers: {} }));
}

const CERTIFICATE = 'client certificate';

/** Renewed before the kubeconfig is written: a refresh token may be good for one use only. */
async function oidcCredential(
  user: Fields,
  provider: Fields,
  context: CredentialContext,
  signal: AbortSignal,
): Promise<Outcome<{ credential: Credential; user: Fields }>> {
  const given = isMapping(provider.config) ? provider.config : {};
  const ready = await oidcOptions(given, context);
  if (!ready.ok) return ready;
  const first = await freshOidcConfig(given, ready.value, signal);
  if (!first.ok) return first;
  let config = first.value;
  const credential: Credential = {
    async get(ownSignal, fresh): Promise<Outcome<CredentialOptions>> {
      const renewed = await freshOidcConfig(config, ready.value, ownSignal, fresh);
      if (!renewed.ok) return renewed;
      config = renewed.value;
      return success(bearer(textOf(config['id-token']) ?? ''));
    },
  };
  return success({ credential, user: { ...user, 'auth-provider': { ...provider, config } } });
}

async function oidcOptions(config: Fields, context: CredentialContext): Promise<Outcome<OidcOptions>> {
  const authority = pemOf(config['idp-certificate-authority-data']);
  const roots = authority === undefined ? await publicRoots(context.network.extraRoots) : success([authority]);
  if (!roots.ok) return roots;
  const issuer = URL.parse(textOf(config['idp-issuer-url']) ?? '');
  const proxy = issuer === null ? success(undefined) : chooseProxy(issuer, undefined, context.network);
  if (!proxy.ok) return proxy;
  const agent = createAgent({
    ca: roots.value,
    cert: undefined,
    key: undefined,
    serverName: undefined,
    verify: true,
    proxy: proxy.value,
    proxyCa: roots.value,
  });
  return success({ agent, clock: context.clock, secrets: context.secrets });
}
