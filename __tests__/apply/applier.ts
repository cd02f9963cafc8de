import { type ApplyItem, type Applying, applyObjects } from '../../src/apply/apply.ts';
import { readObjects as readLive } from '../../src/apply/read.ts';
import { type Discovery, discover } from '../../src/cluster/discovery.ts';
import { openCluster } from '../../src/cluster/open.ts';
import type { Clock } from '../../src/host.ts';
import { requestIdentity } from '../../src/identity/request.ts';
import type { ApplyOptions } from '../../src/inputs.ts';
import { type Draft, readObjects } from '../../src/manifests/draft.ts';
import { settle } from '../../src/manifests/scope.ts';
import { formatProblem } from '../../src/problem.ts';
import { type Story, startStory } from '../../testbed/story.ts';
import { connectionTo } from '../cluster/connection-to.ts';

/** Reads, settles and applies manifests in a story's cluster as its deployer, the way the manifests step does. */
export interface Applier extends Story {
  apply(manifests: string | Draft, options?: Partial<ApplyOptions>, signal?: AbortSignal): Promise<Outcome>;
  /** Gives the deployer every right in the cluster. */
  becomeAdmin(): Promise<void>;
}

export interface Outcome extends Applying {
  /** `created ConfigMap a`, in the order in which they were sent. */
  readonly actions: readonly string[];
  readonly texts: readonly string[];
}

export async function startApplier(prefix: string): Promise<Applier> {
  const story = await startStory(prefix);
  const identity = requestIdentity({ as: story.deployer, groups: [], uid: '', extra: [] });
  if (!identity.ok) throw new Error(identity.problems.map(formatProblem).join('\n'));
  const connection = connectionTo({ server: story.info.server, ca: story.info.ca, token: story.token });
  const cluster = openCluster({ connection, identity: identity.value, clock: realClock });
  const credentialName = 'the input `token`';

  const apply: Applier['apply'] = async (manifests, options = {}, signal = AbortSignal.timeout(60_000)) => {
    const draft = typeof manifests === 'string' ? readObjects(manifests, { kind: 'file', file: 'a.yaml' }) : manifests;
    const discovery = await discoveryOf(cluster.asToken);
    const objects = expectValue(settle(draft, { namespace: story.namespace, scopeOf: scopesOf(discovery) }));
    const targets = objects.map(({ ref, source }) => ({
      ref,
      source,
      resource: discovery.find(ref.apiVersion, ref.kind),
    }));
    const before = expectValue(
      await readLive(cluster.asIdentity, targets, credentialName, AbortSignal.timeout(60_000)),
    );
    const items: ApplyItem[] = objects.map((object, index) => ({ object, before: before[index] }));
    const settings = {
      fieldManager: 'deploy-as',
      forceConflicts: false,
      ...options,
      credentialName,
      discovery,
      rediscover: (inner: AbortSignal) => discover(cluster.asToken, inner),
      clock: realClock,
    };
    const result = await applyObjects(cluster.asIdentity, items, settings, signal);
    return {
      ...result,
      actions: result.changes.map(({ ref, action }) => `${action} ${ref.kind} ${ref.name}`),
      texts: result.problems.map(formatProblem),
    };
  };

  const bindingPath = `/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/${story.namespace}`;
  return {
    ...story,
    apply,
    becomeAdmin: async () => {
      await story.admin.apply(`
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: ${story.namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects: [{ kind: ServiceAccount, name: deployer, namespace: ${story.namespace} }]
`);
    },
    end: async () => {
      cluster.close();
      await story.admin.request('DELETE', bindingPath);
      await story.end();
    },
  };
}

function scopesOf(discovery: Discovery) {
  return (apiVersion: string, kind: string) => {
    const resource = discovery.find(apiVersion, kind);
    return resource && (resource.namespaced ? ('namespaced' as const) : ('cluster' as const));
  };
}

async function discoveryOf(client: Parameters<typeof discover>[0]): Promise<Discovery> {
  const found = await discover(client, AbortSignal.timeout(30_000));
  if (!found.ok) throw new Error(`discovery failed: ${found.failure.kind}`);
  return found.value;
}

function expectValue<T>(
  outcome: { ok: true; value: T } | { ok: false; problems: readonly Parameters<typeof formatProblem>[0][] },
): T {
  if (!outcome.ok) throw new Error(outcome.problems.map(formatProblem).join('\n'));
  return outcome.value;
}

const realClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, milliseconds);
      signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          reject(signal.reason);
        },
        { once: true },
      );
    }),
};
