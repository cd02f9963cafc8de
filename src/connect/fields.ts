import { CONTROL_CHARACTER } from '../characters.ts';
import type { Problem } from '../problem.ts';
import { isMapping, textOf } from './kubeconfig.ts';
import { type Place, refuseEntry } from './refusal.ts';

type Fields = Readonly<Record<string, unknown>>;

const CLUSTER_TEXTS = [
  'server',
  'tls-server-name',
  'certificate-authority',
  'certificate-authority-data',
  'proxy-url',
] as const;

const USER_TEXTS = [
  'client-certificate',
  'client-certificate-data',
  'client-key',
  'client-key-data',
  'token',
  'tokenFile',
  'username',
  'password',
] as const;

const EXEC_VERSIONS = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];

const FLATTEN = 'Correct it in the kubeconfig; `kubectl config view --raw --flatten` prints one that works.';

/**
 * What is wrong with a cluster entry: keys of another type than client-go reads, an address that is none, and what
 * would send the credential to anybody who listens.
 */
export function problemsOfCluster(cluster: Fields, place: Place): Problem[] {
  const no = (what: string, fix = FLATTEN) => refuseEntry(place, what, fix);
  const problems = notText(cluster, CLUSTER_TEXTS).map((what) => no(what));
  for (const key of ['insecure-skip-tls-verify', 'disable-compression']) {
    const value = cluster[key] ?? false;
    if (typeof value !== 'boolean') problems.push(no(`\`${key}\` is neither true nor false`));
  }
  const server = textOf(cluster.server);
  if (server === undefined) problems.push(no('it has no `server`'));
  else
    problems.push(...problemsOfServer(server).map((what) => no(what, 'Write it as `https://prod.example.com:6443`.')));
  const hasAuthority = authorityKeys(cluster).length > 0;
  if (cluster['insecure-skip-tls-verify'] === true && hasAuthority) {
    problems.push(
      no(
        '`insecure-skip-tls-verify` stands beside a certificate authority, which kubectl refuses',
        'Take `insecure-skip-tls-verify` out.',
      ),
    );
  }
  return problems;
}

/** The keys of `cluster` that give it an authority of its own; none: the public roots. */
export function authorityKeys(cluster: Fields): string[] {
  return ['certificate-authority', 'certificate-authority-data'].filter((key) => textOf(cluster[key]) !== undefined);
}

function problemsOfServer(server: string): string[] {
  const url = URL.parse(server);
  const shown = url === null || url.password === '' ? JSON.stringify(server) : 'the address';
  if (url === null || !/^https?:\/\//i.test(server) || url.hostname === '')
    return [`\`server\` ${shown} is no https address`];
  const problems: string[] = [];
  if (url.protocol === 'http:')
    problems.push(`\`server\` ${shown} is not https: the credential would go over the network in clear`);
  if (url.username !== '' || url.password !== '') problems.push('`server` holds a user name or password');
  if (url.search !== '' || url.hash !== '') problems.push(`\`server\` ${shown} holds a query or fragment`);
  return problems;
}

/** What is wrong with a user entry: wrong types, two credentials of which only one could be sent, half of one, or none. */
export function problemsOfUser(user: Fields, place: Place): Problem[] {
  const no = (what: string, fix = FLATTEN) => refuseEntry(place, what, fix);
  const problems = notText(user, USER_TEXTS).map((what) => no(what));
  const has = (...keys: string[]) => keys.some((key) => textOf(user[key]) !== undefined);
  const withToken = has('token', 'tokenFile');
  const withPassword = has('username', 'password');
  if (Object.values(user).every((value) => value === undefined || value === null || value === '')) {
    problems.push(no('it holds no credential', 'Give `token`, which takes the place of the user.'));
  }
  if (withToken && withPassword)
    problems.push(no('it has both a token and a user name with password', 'Keep one of them.'));
  if (withPassword && !has('username')) problems.push(no('it has a password and no user name'));
  if (has('username') && /:/.test(textOf(user.username) ?? '')) problems.push(no('its user name holds a `:`'));
  const hasCertificate = has('client-certificate', 'client-certificate-data');
  if (hasCertificate !== has('client-key', 'client-key-data')) {
    problems.push(
      no(hasCertificate ? 'it has a client certificate and no key for it' : 'it has a client key and no certificate'),
    );
  }
  for (const key of ['token', 'username', 'password']) {
    if (CONTROL_CHARACTER.test(textOf(user[key]) ?? ''))
      problems.push(no(`\`${key}\` holds a line break or control character`));
  }
  if (present(user.exec) && present(user['auth-provider'])) problems.push(no('it has both `exec` and `auth-provider`'));
  if (present(user.exec)) problems.push(...problemsOfExec(user.exec).map((what) => no(what)));
  if (present(user['auth-provider']))
    problems.push(...problemsOfProvider(user['auth-provider']).map(([what, fix]) => no(what, fix)));
  return problems;
}

function problemsOfExec(exec: unknown): string[] {
  if (!isMapping(exec)) return ['`exec` is not a mapping'];
  const problems: string[] = [];
  if (textOf(exec.command) === undefined) problems.push('`exec` has no `command`');
  if (!EXEC_VERSIONS.includes(textOf(exec.apiVersion) ?? '')) {
    problems.push(`\`apiVersion\` of \`exec\` is not one of ${EXEC_VERSIONS.join(', ')}`);
  }
  const args = exec.args ?? [];
  if (!Array.isArray(args) || !args.every((arg) => typeof arg === 'string')) {
    problems.push('`args` of `exec` is not a list of texts: put numbers and booleans in quotes');
  }
  const env = exec.env ?? [];
  const isVariable = (item: unknown) =>
    isMapping(item) && textOf(item.name) !== undefined && typeof (item.value ?? '') === 'string';
  if (!Array.isArray(env) || !env.every(isVariable)) {
    problems.push('`env` of `exec` is not a list of `name` and `value` texts: put numbers and booleans in quotes');
  }
  if (exec.interactiveMode === 'Always')
    problems.push('`interactiveMode` of `exec` is `Always`, and a job has no terminal');
  return problems;
}

/** kubectl has dropped all providers but `oidc`: https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.26.md */
function problemsOfProvider(provider: unknown): [what: string, fix: string][] {
  const name = isMapping(provider) ? textOf(provider.name) : undefined;
  if (name === 'oidc') return [];
  const plugin = name === 'gcp' ? '`gke-gcloud-auth-plugin`' : name === 'azure' ? '`kubelogin`' : 'a credential plugin';
  return [
    [
      `its \`auth-provider\` ${name === undefined ? 'has no name' : JSON.stringify(name)} is one that kubectl no longer has`,
      `Use ${plugin} as \`exec\`, or give \`token\`.`,
    ],
  ];
}

function notText(fields: Fields, keys: readonly string[]): string[] {
  return keys
    .filter((key) => present(fields[key]) && typeof fields[key] !== 'string')
    .map((key) => `\`${key}\` is not text: put it in quotes`);
}

function present(value: unknown): boolean {
  return value !== undefined && value !== null;
}
