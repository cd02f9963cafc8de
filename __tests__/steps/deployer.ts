import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forbiddenExplainer } from '../../src/check/explain-forbidden.ts';
import type { StepRights } from '../../src/check/preflight.ts';
import { type Discovery, discover } from '../../src/cluster/discovery.ts';
import { openCluster } from '../../src/cluster/open.ts';
import type { Clock, Log, RunProcess } from '../../src/host.ts';
import { requestIdentity } from '../../src/identity/request.ts';
import type { ChartStep, Folders } from '../../src/inputs.ts';
import { formatProblem, type Problem } from '../../src/problem.ts';
import type { ChartSurroundings } from '../../src/steps/helm.ts';
import { processRunner } from '../../src/tools/process.ts';
import type { Admin } from '../../testbed/admin.ts';
import type { ControlPlaneInfo } from '../../testbed/control-plane.ts';
import { connectionTo } from '../cluster/connection-to.ts';

/** A namespace with a deployer, whom an agent may impersonate and nothing else. */
export interface Deployer {
  readonly namespace: string;
  readonly username: string;
  readonly agent: string;
  readonly surroundings: ChartSurroundings;
  /** Gives the deployer these rules in the namespace, in place of earlier ones. */
  grant(rules: string): Promise<void>;
  /** What is in the private folder now. */
  privateFiles(): Promise<string[]>;
  end(): Promise<void>;
}

/** With `preflight: off`. */
const NOTHING_ASKED: StepRights = {
  looks: false,
  check: async () => ({ ok: true, value: undefined }),
  lacks: async () => false,
};

/** Everything that helm and the test's charts need. */
export const HELM_RULES = `
- { apiGroups: [""], resources: [secrets, configmaps], verbs: [get, list, watch, create, update, patch, delete] }
- { apiGroups: [apps], resources: [deployments], verbs: [get, list, watch, create, update, patch, delete] }
- { apiGroups: [apps], resources: [replicasets], verbs: [get, list, watch] }
- { apiGroups: [""], resources: [pods], verbs: [get, list, watch] }
- { apiGroups: [batch], resources: [jobs], verbs: [get, list, watch, create, update, patch, delete] }
`;

export async function createDeployer(
  admin: Admin,
  info: ControlPlaneInfo,
  tools: { readonly helm: string; readonly version: string },
): Promise<Deployer> {
  const namespace = await admin.createNamespace('steps');
  await admin.createServiceAccount(namespace, 'deployer');
  await admin.createServiceAccount(namespace, 'agent');
  const token = await admin.serviceAccountToken(namespace, 'agent');
  const username = `system:serviceaccount:${namespace}:deployer`;
  await admin.apply(role('agent', IMPERSONATE), { namespace });
  const grant = async (rules: string) => void (await admin.apply(role('deployer', rules), { namespace }));
  await grant(HELM_RULES);

  const root = await mkdtemp(join(tmpdir(), 'deploy-as-steps-'));
  const folders: Folders = { workspace: root, working: root, temp: join(root, 'temp') };
  const privateFolder = join(folders.temp, 'private');
  await mkdir(privateFolder, { recursive: true, mode: 0o700 });
  const kubeconfig = join(folders.temp, 'kubeconfig');
  await writeFile(kubeconfig, kubeconfigOf(info, token, username, namespace), { mode: 0o600 });
  const requested = requestIdentity({ as: username, groups: [], uid: '', extra: [] });
  if (!requested.ok) throw new Error(requested.problems.map(formatProblem).join('\n'));
  const connection = connectionTo({ server: info.server, ca: info.ca, token });
  const cluster = openCluster({ connection, identity: requested.value, clock: realClock });
  return {
    namespace,
    username,
    agent: `system:serviceaccount:${namespace}:agent`,
    grant,
    surroundings: {
      helm: { path: tools.helm, version: tools.version },
      toolFolders: [],
      kubeconfig,
      explainForbidden: forbiddenExplainer(
        {
          cluster,
          identity: requested.value,
          credentialName: 'the input `token`',
          tokenUser: `system:serviceaccount:${namespace}:agent`,
        },
        AbortSignal.timeout(300_000),
      ),
      rights: NOTHING_ASKED,
      namespace,
      environment: { PATH: process.env.PATH ?? '', HOME: join(root, 'home') },
      folders,
      privateFolder,
      client: cluster.asIdentity,
      discovery: await discoveryOf(cluster.asToken),
      credentialName: 'the input `token`',
    },
    privateFiles: () => readdir(privateFolder),
    end: async () => {
      cluster.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function discoveryOf(client: Parameters<typeof discover>[0]): Promise<Discovery> {
  const found = await discover(client, AbortSignal.timeout(30_000));
  if (!found.ok) throw new Error(`discovery failed: ${found.failure.kind}`);
  return found.value;
}

const IMPERSONATE =
  '- { apiGroups: [""], resources: [serviceaccounts], resourceNames: [deployer], verbs: [impersonate] }';

function role(name: string, rules: string): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: ${name} }
rules:
${rules}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: ${name} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${name} }
subjects: [{ kind: ServiceAccount, name: ${name} }]
`;
}

function kubeconfigOf(info: ControlPlaneInfo, token: string, as: string, namespace: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'shop',
    clusters: [
      {
        name: 'shop',
        cluster: { server: info.server, 'certificate-authority-data': Buffer.from(info.ca).toString('base64') },
      },
    ],
    users: [{ name: 'shop', user: { token, as } }],
    contexts: [{ name: 'shop', context: { cluster: 'shop', user: 'shop', namespace } }],
  });
}

const realClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, milliseconds);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
};

/** A host whose log is kept and whose pauses take no time. */
export interface RecordingHost {
  readonly lines: string[];
  readonly warnings: Problem[];
  readonly log: Log;
  readonly process: RunProcess;
  readonly clock: Clock;
  /** The arguments and environments of every child so far. */
  readonly children: { readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> }[];
}

export function recordingHost(): RecordingHost {
  const lines: string[] = [];
  const warnings: Problem[] = [];
  const children: RecordingHost['children'] = [];
  const run = processRunner();
  return {
    lines,
    warnings,
    children,
    log: {
      info: (line) => void lines.push(line),
      script: (line) => void lines.push(line),
      warn: (problem) => void warnings.push(problem),
      debug: () => {},
      group: (_name, work) => work(),
    },
    process: (spec, signal) => {
      children.push({ args: [spec.file, ...spec.args], env: spec.env });
      return run(spec, signal);
    },
    clock: { now: () => Date.now(), sleep: async (_milliseconds, signal) => signal.throwIfAborted() },
  };
}

export function chartStep(overrides: Partial<ChartStep> = {}): ChartStep {
  return {
    kind: 'chart',
    chart: 'web',
    release: 'web',
    version: undefined,
    repository: undefined,
    login: undefined,
    valuesFiles: [],
    values: undefined,
    set: [],
    helmArgs: [],
    wait: { wait: true, timeoutMilliseconds: 60_000 },
    ...overrides,
  };
}
