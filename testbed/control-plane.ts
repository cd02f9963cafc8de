import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Admin, connectAdmin } from './admin.ts';
import { ensureBinaries, type LogLine } from './binaries.ts';
import type { ComponentSpec } from './component.ts';
import { clients, componentSpecs, type Started, serviceAccountIssuer } from './component-specs.ts';
import { apiserverHosts, type Layout, prepare } from './layout.ts';
import { PortTaken, Running } from './running.ts';
import type { BinaryName } from './versions.ts';
import { startWatchdog } from './watchdog.ts';

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
