import { join } from 'node:path';
import type { ComponentSpec } from './component.ts';
import type { ControlPlaneInfo, ControlPlaneOptions } from './control-plane.ts';
import type { Layout } from './layout.ts';

/** What the tokens of service accounts name as their issuer. */
export const serviceAccountIssuer = 'https://kubernetes.default.svc';

/** The API server's clients, in the order that they are started in. */
export const clients = ['kube-controller-manager', 'kube-scheduler', 'kwok'] as const;

export type Started = 'etcd' | 'kube-apiserver' | (typeof clients)[number];

/** How each component is started. */
export function componentSpecs(
  layout: Layout,
  binaries: ControlPlaneInfo['binaries'],
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
