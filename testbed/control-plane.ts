import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Admin, connectAdmin } from './admin.ts';
import { ensureBinaries, type LogLine } from './binaries.ts';
import { createAuthority, issue, type KeyPair } from './certificates.ts';
import { type Component, type ComponentSpec, startComponent } from './component.ts';
import { freePorts } from './ports.ts';
import type { BinaryName } from './versions.ts';
import { startWatchdog, type Watchdog } from './watchdog.ts';

/** What the API server's certificate names, beside 127.0.0.1: the made-up ones can only be reached through a proxy. */
export const apiserverHosts = ['localhost', 'cluster.test.invalid', 'other.test.invalid'] as const;

export interface ControlPlaneOptions {
  /** Where everything is kept, and left when it ends. Default: a temporary folder, removed when it ends. */
  readonly directory?: string;
  readonly log?: LogLine;
  /** Added to the API server's arguments. */
  readonly apiserverArgs?: readonly string[];
  /** An AuthenticationConfiguration, as YAML or JSON: who may log in beside the testbed's own tokens. */
  readonly authenticationConfig?: string;
  /** kwok Stages, as YAML, in place of `stages/pods.yaml`. */
  readonly podStages?: string;
  /** How many nodes it has. Default: 1. */
  readonly nodes?: number;
  /** Ends it, also while it starts. */
  readonly signal?: AbortSignal;
}

/** What others need to know to use it. Plain data. */
export interface ControlPlaneInfo {
  /** `https://127.0.0.1:<port>` */
  readonly server: string;
  readonly port: number;
  /** The authority of the API server's certificate, PEM; also its client authority. */
  readonly ca: string;
  readonly caFile: string;
  /** The authority's private key, PEM: issue client certificates with it. */
  readonly caKey: string;
  /** Names that the API server's certificate is good for. */
  readonly hosts: readonly string[];
  /** The token of `testbed-admin`, in system:masters. */
  readonly adminToken: string;
  /** Path of a kubeconfig with it, mode 0600. */
  readonly adminKubeconfig: string;
  /** Path of the audit log: one audit.k8s.io/v1 Event per line, at level Metadata, without RequestReceived. */
  readonly auditLog: string;
  /** As /version says: `v1.36.3`. */
  readonly version: string;
  readonly directory: string;
  readonly serviceAccountIssuer: string;
  readonly nodes: readonly string[];
  /** The binaries that it runs, and kubectl. */
  readonly binaries: Readonly<Record<(typeof binaryNames)[number], string>>;
  /** Process ids of the components, as they were when it became ready. */
  readonly pids: Readonly<Record<string, number>>;
}

export interface ControlPlane extends ControlPlaneInfo {
  /** Ends everything in order; nothing is left behind. */
  stop(): Promise<void>;
  /** The others go on without it. */
  stopApiserver(): Promise<void>;
  /** On the same port, with the same data; settles when it is ready. The others are started anew, so that they see it. */
  startApiserver(): Promise<void>;
  restartApiserver(): Promise<void>;
}

const binaryNames = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubectl',
  'etcd',
  'kwok',
] as const satisfies readonly BinaryName[];

const attempts = 3;
const serviceAccountIssuer = 'https://kubernetes.default.svc';
// Users of their own, so that audit events tell them from tests.
const users = ['testbed-admin', 'testbed-controller-manager', 'testbed-scheduler', 'testbed-kwok'] as const;
type User = (typeof users)[number];

/** A real control plane on loopback, ready: the node takes pods, and rollouts complete. */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const log = options.log ?? (() => undefined);
  const binaries = await ensureBinaries(binaryNames, log, options.signal);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options, binaries, log);
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === attempts) throw error;
      log(`${error.message}; starting over with other ports`);
    }
  }
}

class PortTaken extends Error {}

type Binaries = ControlPlaneInfo['binaries'];

async function startOnce(options: ControlPlaneOptions, binaries: Binaries, log: LogLine): Promise<ControlPlane> {
  options.signal?.throwIfAborted();
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'deploy-as-testbed-')));
  const watchdog = startWatchdog(options.directory === undefined ? directory : undefined);
  const running = new Running(log, watchdog, options.signal);
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= running.stop().then(async () => {
      await watchdog.dismiss();
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    });
    return stopping;
  };
  try {
    const layout = await prepare(directory, options);
    const info = await bringUp(layout, binaries, running, options);
    options.signal?.addEventListener('abort', () => void stop(), { once: true });
    const specs = componentSpecs(layout, binaries, options);
    const stopApiserver = () => running.stopOne('kube-apiserver');
    const startApiserver = async () => {
      await startAndAwaitApiserver(specs['kube-apiserver'], layout, running);
      await restartClients(specs, layout, running);
    };
    const restartApiserver = async () => {
      await stopApiserver();
      await startApiserver();
    };
    return { ...info, stop, stopApiserver, startApiserver, restartApiserver };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The processes, in the order that they were started in. They are ended in the opposite one. */
class Running {
  readonly #components: Component[] = [];
  readonly #log: LogLine;
  readonly #watchdog: Watchdog;
  readonly #signal: AbortSignal | undefined;
  #stopping = false;

  constructor(log: LogLine, watchdog: Watchdog, signal: AbortSignal | undefined) {
    this.#log = log;
    this.#watchdog = watchdog;
    this.#signal = signal;
  }

  get pids(): Record<string, number> {
    return Object.fromEntries(this.#components.map(({ name, pid }) => [name, pid]));
  }

  async start(spec: ComponentSpec): Promise<Component> {
    this.#signal?.throwIfAborted();
    const component = await startComponent(spec);
    this.#watchdog.watch(component.pid);
    const before = this.#components.findIndex(({ name }) => name === spec.name);
    if (before === -1) this.#components.push(component);
    else this.#components[before] = component;
    void component.exit.then(() => this.#onExit(component));
    return component;
  }

  /** Polls until `probe` says yes, and fails when a component ends before. */
  async until(what: string, probe: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 60_000;
    while (!(await probe().catch(() => false))) {
      this.#signal?.throwIfAborted();
      for (const component of this.#components) await failIfEnded(component);
      if (Date.now() > deadline) throw new Error(`Waited 60 s in vain for ${what}\n${await this.#tails()}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async stopOne(name: string): Promise<void> {
    const component = this.#components.find((candidate) => candidate.name === name);
    if (component === undefined) return;
    stopped.add(component);
    await component.stop();
  }

  /** One after the other: an API server whose etcd has gone hangs for minutes. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const component of this.#components.toReversed()) await component.stop();
  }

  async #onExit(component: Component): Promise<void> {
    if (this.#stopping || stopped.has(component)) return;
    const tail = await component.logTail().catch(() => '');
    this.#log(`${component.name} ended by itself (${component.ended()}):\n${tail}`);
  }

  async #tails(): Promise<string> {
    const tails = this.#components.map(async (component) => `--- ${component.name}\n${await component.logTail()}`);
    return (await Promise.all(tails)).join('\n');
  }
}

/** Those that were stopped on purpose. */
const stopped = new WeakSet<Component>();

async function failIfEnded(component: Component): Promise<void> {
  const ended = component.ended();
  if (ended === undefined || stopped.has(component)) return;
  const tail = await component.logTail();
  const message = `${component.name} ended while the control plane started (${ended}):\n${tail}`;
  throw /address already in use/.test(tail) ? new PortTaken(message) : new Error(message);
}

interface Layout {
  readonly directory: string;
  readonly ports: { readonly etcdClient: number; readonly etcdPeer: number; readonly apiserver: number };
  readonly ca: KeyPair;
  readonly tokens: Readonly<Record<User, string>>;
  readonly file: (name: string) => string;
}

/** Writes every file that the components read. */
async function prepare(directory: string, options: ControlPlaneOptions): Promise<Layout> {
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

/** The API server's clients, in the order that they are started in. */
const clients = ['kube-controller-manager', 'kube-scheduler', 'kwok'] as const;

type Started = 'etcd' | 'kube-apiserver' | (typeof clients)[number];

function componentSpecs(
  layout: Layout,
  binaries: Binaries,
  options: ControlPlaneOptions,
): Record<Started, ComponentSpec> {
  const spec = (name: Started, args: readonly string[]): ComponentSpec => {
    const logFile = layout.file(join('logs', `${name}.log`));
    return { name, file: binaries[name], args, logFile, cwd: layout.directory };
  };
  return {
    etcd: spec('etcd', etcdArguments(layout)),
    'kube-apiserver': spec('kube-apiserver', apiserverArguments(layout, options)),
    'kube-controller-manager': spec('kube-controller-manager', controllerManagerArguments(layout)),
    'kube-scheduler': spec('kube-scheduler', schedulerArguments(layout)),
    kwok: spec('kwok', kwokArguments(layout)),
  };
}

function etcdArguments({ file, ports }: Layout): string[] {
  const client = `http://127.0.0.1:${ports.etcdClient}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  return [
    `--data-dir=${file('etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--unsafe-no-fsync',
    '--log-level=warn',
  ];
}

function apiserverArguments({ file, ports }: Layout, options: ControlPlaneOptions): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcdClient}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.apiserver}`,
    // Nothing reaches the API server through its own Service here, and loopback is not a valid endpoint for it.
    '--endpoint-reconciler-type=none',
    `--tls-cert-file=${file('apiserver.crt')}`,
    `--tls-private-key-file=${file('apiserver.key')}`,
    `--client-ca-file=${file('ca.crt')}`,
    `--token-auth-file=${file('tokens.csv')}`,
    '--authorization-mode=RBAC',
    `--service-account-issuer=${serviceAccountIssuer}`,
    `--service-account-key-file=${file('service-account.pub')}`,
    `--service-account-signing-key-file=${file('service-account.key')}`,
    `--requestheader-client-ca-file=${file('front-proxy-ca.crt')}`,
    '--requestheader-allowed-names=front-proxy-client',
    '--requestheader-username-headers=X-Remote-User',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    `--proxy-client-cert-file=${file('front-proxy.crt')}`,
    `--proxy-client-key-file=${file('front-proxy.key')}`,
    // Nothing routes Service addresses here: without this a webhook of a dead Service times out instead of failing.
    '--enable-aggregator-routing',
    `--audit-policy-file=${file('audit-policy.json')}`,
    `--audit-log-path=${file('audit.log')}`,
    // Rotation would take events away from those who read along.
    '--audit-log-maxsize=100000',
    '--allow-privileged',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--profiling=false',
    // Otherwise it waits for the components' watches, which nobody ends, until it is killed.
    '--shutdown-watch-termination-grace-period=1s',
    ...(options.authenticationConfig === undefined ? [] : [`--authentication-config=${file('authentication.yaml')}`]),
    ...(options.apiserverArgs ?? []),
  ];
}

function controllerManagerArguments({ file }: Layout): string[] {
  return [
    `--kubeconfig=${file('testbed-controller-manager.kubeconfig')}`,
    '--leader-elect=false',
    '--secure-port=0',
    `--root-ca-file=${file('ca.crt')}`,
    `--service-account-private-key-file=${file('service-account.key')}`,
    `--cluster-signing-cert-file=${file('ca.crt')}`,
    `--cluster-signing-key-file=${file('ca.key')}`,
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
  ];
}

function schedulerArguments({ file }: Layout): string[] {
  return [
    `--kubeconfig=${file('testbed-scheduler.kubeconfig')}`,
    '--leader-elect=false',
    '--secure-port=0',
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
  ];
}

function kwokArguments({ file }: Layout): string[] {
  return [
    `--kubeconfig=${file('testbed-kwok.kubeconfig')}`,
    `--config=${file('stages.yaml')}`,
    '--manage-all-nodes',
    // Without leases the node turns NotReady every 50 s, and its pods never get Ready again.
    '--node-lease-duration-seconds=40',
  ];
}

async function bringUp(
  layout: Layout,
  binaries: Binaries,
  running: Running,
  options: ControlPlaneOptions,
): Promise<ControlPlaneInfo> {
  const specs = componentSpecs(layout, binaries, options);
  await running.start(specs.etcd);
  await startAndAwaitApiserver(specs['kube-apiserver'], layout, running);
  for (const name of clients) await running.start(specs[name]);
  const admin = adminOf(layout);
  try {
    const nodes = await registerNodes(admin, options.nodes ?? 1);
    await running.until('the nodes to be ready', async () => (await readyNodes(admin)) === nodes.length);
    await running.until('the default service account', () =>
      isFound(admin, '/api/v1/namespaces/default/serviceaccounts/default'),
    );
    return describe(layout, binaries, { nodes, pids: running.pids, version: await versionOf(admin) });
  } finally {
    admin.close();
  }
}

async function startAndAwaitApiserver(spec: ComponentSpec, layout: Layout, running: Running): Promise<void> {
  await running.start(spec);
  const admin = adminOf(layout);
  try {
    await running.until('the API server to be ready', () => isFound(admin, '/readyz'));
  } finally {
    admin.close();
  }
}

/** They back off for up to half a minute from a server that was away. */
async function restartClients(
  specs: Readonly<Record<Started, ComponentSpec>>,
  layout: Layout,
  running: Running,
): Promise<void> {
  await Promise.all(clients.map((name) => running.stopOne(name)));
  const admin = adminOf(layout);
  try {
    // A new kwok leaves the nodes alone until the leases of the old one have expired.
    await admin.request('DELETE', '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases');
  } finally {
    admin.close();
  }
  for (const name of clients) await running.start(specs[name]);
}

function adminOf({ ports, ca, tokens, file }: Layout): Admin {
  const server = `https://127.0.0.1:${ports.apiserver}`;
  return connectAdmin({
    server,
    ca: ca.certificate,
    adminToken: tokens['testbed-admin'],
    auditLog: file('audit.log'),
  });
}

async function isFound(admin: Admin, path: string): Promise<boolean> {
  return (await admin.request('GET', path)).status === 200;
}

async function registerNodes(admin: Admin, count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, index) => `node-${index + 1}`);
  const resources = { cpu: '1000', memory: '4Ti', 'ephemeral-storage': '4Ti', pods: '100000' };
  for (const name of names) {
    const labels = { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' };
    const body = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels },
      status: { capacity: resources, allocatable: resources },
    };
    const { status, text } = await admin.request('POST', '/api/v1/nodes', { body });
    if (status !== 201) throw new Error(`Node ${name} cannot be registered: ${status} ${text}`);
  }
  return names;
}

interface Node {
  readonly spec: { readonly taints?: readonly unknown[] };
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

async function readyNodes(admin: Admin): Promise<number> {
  const { items } = await admin.get<{ items: Node[] }>('/api/v1/nodes');
  return items.filter(isReady).length;
}

/** Pods can be scheduled to it: its taints are taken off only after it is Ready. */
function isReady({ spec, status }: Node): boolean {
  const ready = status.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True');
  return ready === true && (spec.taints ?? []).length === 0;
}

async function versionOf(admin: Admin): Promise<string> {
  return (await admin.get<{ gitVersion: string }>('/version')).gitVersion;
}

function describe(
  { directory, file, ports, ca, tokens }: Layout,
  binaries: Binaries,
  found: Pick<ControlPlaneInfo, 'nodes' | 'pids' | 'version'>,
): ControlPlaneInfo {
  return {
    server: `https://127.0.0.1:${ports.apiserver}`,
    port: ports.apiserver,
    ca: ca.certificate,
    caFile: file('ca.crt'),
    caKey: ca.key,
    hosts: ['127.0.0.1', ...apiserverHosts],
    adminToken: tokens['testbed-admin'],
    adminKubeconfig: file('testbed-admin.kubeconfig'),
    auditLog: file('audit.log'),
    directory,
    serviceAccountIssuer,
    binaries,
    ...found,
  };
}
