import type { Agent } from 'node:https';
import { request } from 'node:https';
import type { Clock } from '../host.ts';
import { failure, type Outcome, type Problem, success } from '../problem.ts';
import type { Secrets } from '../secret.ts';
import { isMapping, textOf } from './kubeconfig.ts';
import { messageOf } from './refusal.ts';

type Fields = Readonly<Record<string, unknown>>;

/** As client-go: a token that expires within these is renewed. */
const RENEW_BEFORE_MS = 10_000;

const LARGEST_ANSWER = 1024 * 1024;

export interface OidcOptions {
  /** For requests to the identity provider, not to the API server. */
  readonly agent: Agent;
  readonly clock: Pick<Clock, 'now'>;
  readonly secrets: Secrets;
}

/**
 * The settings of kubectl's `oidc` auth provider with an `id-token` that is good for now: as they are, or renewed
 * with the refresh token (which the identity provider may replace too). `force` renews where that is possible.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-kubectl
 */
export async function freshOidcConfig(
  config: Fields,
  options: OidcOptions,
  signal: AbortSignal,
  force = false,
): Promise<Outcome<Fields>> {
  const token = textOf(config['id-token']);
  const isGood = token !== undefined && expiryOf(token) - RENEW_BEFORE_MS > options.clock.now();
  const canRenew = textOf(config['refresh-token']) !== undefined;
  if (isGood && !(force && canRenew)) return success(config);
  if (!canRenew) {
    return failure(
      oidcProblem(
        token === undefined ? 'has no `id-token`' : 'has an `id-token` that has expired, and no `refresh-token`',
      ),
    );
  }
  try {
    return await renew(config, options, signal);
  } catch (error) {
    if (signal.aborted) return failure({ kind: 'cancelled', message: 'renewing the OIDC token was cancelled' });
    return failure(oidcProblem(`cannot renew its token: ${options.secrets.redact(messageOf(error))}`));
  }
}

async function renew(config: Fields, options: OidcOptions, signal: AbortSignal): Promise<Outcome<Fields>> {
  const issuer = textOf(config['idp-issuer-url'])?.replace(/\/+$/, '');
  const clientId = textOf(config['client-id']);
  if (issuer === undefined || clientId === undefined) {
    return failure(oidcProblem('lacks `idp-issuer-url` or `client-id`'));
  }
  const discovery = await ask({ url: `${issuer}/.well-known/openid-configuration` }, options, signal);
  const endpoint = textOf(discovery.body.token_endpoint);
  if (endpoint === undefined)
    return failure(oidcProblem(`gets no \`token_endpoint\` from ${issuer} (${discovery.status})`));
  const form = { grant_type: 'refresh_token', refresh_token: textOf(config['refresh-token']) ?? '' };
  const answer = await askWithClient(
    endpoint,
    form,
    { id: clientId, secret: textOf(config['client-secret']) },
    options,
    signal,
  );
  const idToken = textOf(answer.body.id_token);
  if (idToken === undefined) {
    const error = textOf(answer.body.error);
    return failure(
      oidcProblem(`gets no new id-token from ${endpoint}: ${error ?? 'no error named'} (${answer.status})`),
    );
  }
  const refreshToken = textOf(answer.body.refresh_token);
  for (const secret of [idToken, refreshToken]) if (secret !== undefined) options.secrets.mask(secret);
  return success({
    ...config,
    'id-token': idToken,
    ...(refreshToken === undefined ? {} : { 'refresh-token': refreshToken }),
  });
}

/** The client's secret in the header first, then in the form: providers take one or the other, as oauth2 in Go finds out too. */
async function askWithClient(
  url: string,
  form: Readonly<Record<string, string>>,
  client: { id: string; secret: string | undefined },
  options: OidcOptions,
  signal: AbortSignal,
): Promise<Answer> {
  if (client.secret !== undefined) {
    const login = `${encodeURIComponent(client.id)}:${encodeURIComponent(client.secret)}`;
    const authorization = `Basic ${Buffer.from(login, 'utf8').toString('base64')}`;
    const answer = await ask({ url, form, authorization }, options, signal);
    if (answer.status < 400) return answer;
  }
  const secret: Record<string, string> = client.secret === undefined ? {} : { client_secret: client.secret };
  return ask({ url, form: { ...form, client_id: client.id, ...secret } }, options, signal);
}

interface Question {
  readonly url: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly authorization?: string;
}

interface Answer {
  readonly status: number;
  readonly body: Fields;
}

async function ask(question: Question, options: OidcOptions, signal: AbortSignal): Promise<Answer> {
  const body = question.form === undefined ? undefined : new URLSearchParams(question.form).toString();
  const headers = {
    Accept: 'application/json',
    ...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
    ...(question.authorization === undefined ? {} : { Authorization: question.authorization }),
  };
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const sent = request(
    question.url,
    { method: body === undefined ? 'GET' : 'POST', headers, agent: options.agent, signal },
    (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (chunks.reduce((sum, each) => sum + each.length, 0) > LARGEST_ANSWER)
          answer.destroy(new Error('the answer is too large'));
      });
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: parseObject(Buffer.concat(chunks).toString('utf8')) }),
      );
    },
  );
  sent.on('error', reject);
  sent.end(body);
  return promise;
}

function parseObject(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    return isMapping(value) ? value : {};
  } catch {
    return {};
  }
}

/** Milliseconds since the epoch; 0 where the token does not say. */
function expiryOf(token: string): number {
  const claims = parseObject(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  return typeof claims.exp === 'number' ? claims.exp * 1000 : 0;
}

function oidcProblem(what: string): Problem {
  return {
    kind: 'unauthenticated',
    message: `the \`auth-provider\` oidc of the kubeconfig ${what}`,
    fix: 'Log in anew where the kubeconfig comes from, or give `token`, which takes the place of the user.',
  };
}
