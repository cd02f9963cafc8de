import { type Admin, connectAdmin } from './admin.ts';
import { type AuditEvent, writes } from './audit-log.ts';
import { sharedTestbed, type Testbed } from './shared.ts';

/** The story's cast in a namespace of its own: a deployer with a Role, and an agent that may only become it. */
export interface Story extends Testbed {
  readonly admin: Admin;
  readonly namespace: string;
  /** `system:serviceaccount:<namespace>:deployer` */
  readonly deployer: string;
  /** `system:serviceaccount:kube-system:<agent>` */
  readonly agent: string;
  readonly token: string;
  /** The inputs that connect and identify: everything but what to deploy. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Requests of this story's agent since it began (or since `mark`), oldest first. */
  events(mark?: number): Promise<AuditEvent[]>;
  /** Those of them that changed the cluster. */
  writes(mark?: number): Promise<AuditEvent[]>;
  /** Removes what is not in the namespace, and the namespace. */
  end(): Promise<void>;
}

/** What the deployer of the tests may do: every verb that apply, wait, helm and scripts of the tests need. */
const DEPLOYER_RULES = `
  - { apiGroups: [""], resources: [configmaps, secrets, services, serviceaccounts, persistentvolumeclaims], verbs: [get, list, watch, create, update, patch, delete] }
  - { apiGroups: [""], resources: [pods, pods/log, events], verbs: [get, list, watch, create, patch, delete] }
  - { apiGroups: [apps], resources: [deployments, statefulsets, daemonsets, replicasets], verbs: [get, list, watch, create, update, patch, delete] }
  - { apiGroups: [batch], resources: [jobs, cronjobs], verbs: [get, list, watch, create, update, patch, delete] }`;

/** Sets the cast up. `deployer` is the name of a service account; two stories never share anything. */
export async function startStory(prefix: string): Promise<Story> {
  const testbed = sharedTestbed();
  const admin = connectAdmin(testbed.info);
  const namespace = await admin.createNamespace(prefix);
  const agentName = `agent-${namespace}`;
  await admin.createServiceAccount('kube-system', agentName);
  await admin.createServiceAccount(namespace, 'deployer');
  await admin.apply(roles(namespace, agentName));
  const token = await admin.serviceAccountToken('kube-system', agentName, { expirationSeconds: 7200 });
  const deployer = `system:serviceaccount:${namespace}:deployer`;
  const agent = `system:serviceaccount:kube-system:${agentName}`;
  const beginning = await admin.auditMark();
  const events = (mark = beginning): Promise<AuditEvent[]> =>
    admin.auditEvents((event) => event.user.username === agent, { since: mark });
  return {
    ...testbed,
    admin,
    namespace,
    deployer,
    agent,
    token,
    inputs: { server: testbed.info.server, 'certificate-authority': testbed.info.ca, token, as: deployer },
    events,
    writes: async (mark) => writes(await events(mark)),
    async end() {
      await admin.request('DELETE', `/api/v1/namespaces/kube-system/serviceaccounts/${agentName}`);
      await admin.request('DELETE', `/api/v1/namespaces/${namespace}`);
      admin.close();
    },
  };
}

function roles(namespace: string, agentName: string): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: deployer, namespace: ${namespace} }
rules:${DEPLOYER_RULES}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: deployer, namespace: ${namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer }
subjects: [{ kind: ServiceAccount, name: deployer, namespace: ${namespace} }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: impersonate-deployer, namespace: ${namespace} }
rules:
  - { apiGroups: [""], resources: [serviceaccounts], resourceNames: [deployer], verbs: [impersonate] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: impersonate-deployer, namespace: ${namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: impersonate-deployer }
subjects: [{ kind: ServiceAccount, name: ${agentName}, namespace: kube-system }]
`;
}
