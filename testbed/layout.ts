import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAuthority, issue, type KeyPair } from './certificates.ts';
import type { ControlPlaneOptions } from './control-plane.ts';
import { freePorts } from './ports.ts';

/** What the API server's certificate names, beside 127.0.0.1: the made-up ones can only be reached through a proxy. */
export const apiserverHosts = ['localhost', 'cluster.test.invalid', 'other.test.invalid'] as const;

// Users of their own, so that audit events tell them from tests.
const users = ['testbed-admin', 'testbed-controller-manager', 'testbed-scheduler', 'testbed-kwok'] as const;
type User = (typeof users)[number];

/** Where everything is: the files that the components read, and the ports that they listen on. */
export interface Layout {
  readonly directory: string;
  readonly ports: { readonly etcdClient: number; readonly etcdPeer: number; readonly apiserver: number };
  readonly ca: KeyPair;
  readonly tokens: Readonly<Record<User, string>>;
  readonly file: (name: string) => string;
}

/** Writes every file that the components read. */
export async function prepare(directory: string, options: ControlPlaneOptions): Promise<Layout> {
  const file = (name: string) => join(directory, name);
  await mkdir(file('logs'), { recursive: true });
  const [etcdClient = 0, etcdPeer = 0, apiserver = 0] = await freePorts(3);
  const ca = createAuthority('testbed');
  const tokens = Object.fromEntries(users.map((user) => [user, randomBytes(24).toString('hex')])) as Record<
    User,
    string
  >;
  const layout: Layout = { directory, ports: { etcdClient, etcdPeer, apiserver }, ca, tokens, file };
  const contents = { ...certificates(ca), ...(await configuration(layout, options)) };
  const write = ([name, content]: [string, string]) => writeFile(file(name), content, { mode: 0o600 });
  await Promise.all(Object.entries(contents).map(write));
  return layout;
}

function certificates(ca: KeyPair): Record<string, string> {
  const hosts = ['127.0.0.1', '10.96.0.1', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'];
  const serving = issue(ca, { commonName: 'kube-apiserver', hosts: [...hosts, ...apiserverHosts] });
  const frontProxyCa = createAuthority('testbed-front-proxy');
  const frontProxy = issue(frontProxyCa, { commonName: 'front-proxy-client' });
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    'ca.crt': ca.certificate,
    'ca.key': ca.key,
    'apiserver.crt': serving.certificate,
    'apiserver.key': serving.key,
    'front-proxy-ca.crt': frontProxyCa.certificate,
    'front-proxy.crt': frontProxy.certificate,
    'front-proxy.key': frontProxy.key,
    // Kubernetes reads EC keys in the older form only.
    'service-account.key': privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
    'service-account.pub': publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

async function configuration(layout: Layout, options: ControlPlaneOptions): Promise<Record<string, string>> {
  const stage = (name: string) => readFile(new URL(`./stages/${name}.yaml`, import.meta.url), 'utf8');
  const tokenLines = users.map((user) => `${layout.tokens[user]},${user},${user},"system:masters"\n`);
  const kubeconfigs = users.map((user) => [`${user}.kubeconfig`, kubeconfig(layout, user)]);
  return {
    ...Object.fromEntries(kubeconfigs),
    'tokens.csv': tokenLines.join(''),
    'audit-policy.json': JSON.stringify({
      apiVersion: 'audit.k8s.io/v1',
      kind: 'Policy',
      omitStages: ['RequestReceived'],
      rules: [{ level: 'Metadata' }],
    }),
    'stages.yaml': `${await stage('nodes')}---\n${options.podStages ?? (await stage('pods'))}`,
    'audit.log': '',
    ...(options.authenticationConfig === undefined ? {} : { 'authentication.yaml': options.authenticationConfig }),
  };
}

function kubeconfig({ ports, ca, tokens }: Layout, user: User): string {
  const server = `https://127.0.0.1:${ports.apiserver}`;
  const authority = Buffer.from(ca.certificate).toString('base64');
  const value = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'testbed',
    clusters: [{ name: 'testbed', cluster: { server, 'certificate-authority-data': authority } }],
    users: [{ name: user, user: { token: tokens[user] } }],
    contexts: [{ name: 'testbed', context: { cluster: 'testbed', user } }],
  };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
