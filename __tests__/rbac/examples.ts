import { expect } from '@jest/globals';
import type { Deployment, Example, Files, Seen } from './proving.ts';

const deployment = (name: string, { image = 'shop/web:1', labels = '' } = {}) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 1
  progressDeadlineSeconds: 2
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name}${labels} } }
    spec: { containers: [{ name: web, image: "${image}" }] }
`;

const STUCK = ', deploy-as.test/stay: unpullable';

const configMap = (name: string, value: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: ${name} }
data: { value: "${value}" }
`;

const job = (name: string, { fails = false } = {}) => `
apiVersion: batch/v1
kind: Job
metadata: { name: ${name} }
spec:
  backoffLimit: 0
  template:
    metadata: { labels: { app: ${name}${fails ? ', deploy-as.test/fail: "true"' : ''} } }
    spec:
      restartPolicy: Never
      containers: [{ name: main, image: "shop/job:1" }]
`;

function deploy(...documents: readonly string[]): Files {
  return { 'deploy/all.yaml': documents.join('---\n') };
}

/** What a run of manifests says it did: every object by its action. */
function actions({ report }: Seen): Record<string, string> {
  return Object.fromEntries(report.facts.changes.map(({ ref, action }) => [`${ref.kind} ${ref.name}`, action]));
}

/** First install, change, no change and a rollout that fails, for manifests that know no removal. */
function lifecycle(files: { readonly first: Files; readonly changed: Files; readonly failing?: Files }): Deployment[] {
  const every = (action: string) => async (seen: Seen) => {
    for (const [object, done] of Object.entries(actions(seen))) expect(`${object} ${done}`).toBe(`${object} ${action}`);
  };
  return [
    { name: 'first install', files: files.first, result: 'succeeded', promise: every('created') },
    {
      name: 'change',
      files: files.changed,
      result: 'succeeded',
      promise: async (seen) => expect(Object.values(actions(seen))).toContain('configured'),
    },
    { name: 'no change', files: files.changed, result: 'succeeded', promise: every('unchanged') },
    ...(files.failing === undefined
      ? []
      : [
          {
            name: 'failed rollout',
            files: files.failing,
            result: 'rollout-failed',
            promise: async ({ report }: Seen) => expect(report.facts.rollouts?.failed).toHaveLength(1),
          } as const,
        ]),
  ];
}

const plain: Example = {
  name: 'a Deployment with its Service and ConfigMap',
  mode: 'manifests',
  deployments() {
    const service = `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`;
    return lifecycle({
      first: deploy(configMap('settings', 'a'), service, deployment('web')),
      changed: deploy(configMap('settings', 'b'), service, deployment('web', { image: 'shop/web:2' })),
      failing: deploy(configMap('settings', 'b'), service, deployment('web', { image: 'shop/web:3', labels: STUCK })),
    });
  },
};

const stateful: Example = {
  name: 'a StatefulSet with claims, its Secret and a claim of its own',
  mode: 'manifests',
  deployments() {
    const all = (password: string, labels = '') =>
      deploy(
        `
apiVersion: v1
kind: Secret
metadata: { name: login }
stringData: { password: "${password}" }
`,
        `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: backup }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`,
        `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, labels: { password: "p-${password}" } }
spec:
  serviceName: db
  replicas: 1
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db${labels} } }
    spec: { containers: [{ name: db, image: "shop/db:1", volumeMounts: [{ name: data, mountPath: /data }] }] }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`,
      );
    return [
      // Nothing binds the claims in this cluster, so that the pod never starts: the rollout is not waited for.
      ...lifecycle({ first: all('one'), changed: all('two') }).map((one) => ({ ...one, inputs: { wait: 'false' } })),
      {
        name: 'failed rollout',
        files: all('two'),
        inputs: { timeout: '1s' },
        result: 'timed-out',
        promise: async ({ report }: Seen) => expect(report.facts.rollouts?.pending).toHaveLength(1),
      } as const,
    ];
  },
};

const batch: Example = {
  name: 'a Job, a CronJob and a DaemonSet',
  mode: 'manifests',
  deployments() {
    const daemons = (image: string) => `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec: { containers: [{ name: agent, image: "shop/agent:${image}" }] }
`;
    const nightly = (at: string) => `
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly }
spec:
  schedule: "0 ${at} * * *"
  jobTemplate:
    spec:
      template:
        spec: { restartPolicy: Never, containers: [{ name: main, image: "shop/job:1" }] }
`;
    const labelled = job('seed').replace('name: seed }', 'name: seed, labels: { changed: "yes" } }');
    return [
      ...lifecycle({
        first: deploy(job('seed'), nightly('3'), daemons('1')),
        changed: deploy(labelled, nightly('4'), daemons('2')),
      }),
    ];
  },
};

const failingJob: Example = {
  name: 'a Job that fails',
  mode: 'manifests',
  deployments: () => [
    {
      name: 'failed rollout',
      files: deploy(job('seed', { fails: true })),
      result: 'rollout-failed',
      promise: async ({ report }) => expect(report.facts.rollouts?.failed).toHaveLength(1),
    },
    {
      name: 'change',
      files: deploy(job('seed', { fails: true }).replace('name: seed }', 'name: seed, labels: { changed: "yes" } }')),
      result: 'rollout-failed',
      promise: async ({ report }) => expect(report.facts.changes[0]?.action).toBe('configured'),
    },
  ],
};

const ofRbac: Example = {
  name: 'a service account with a Role of its own and a binding of an existing one',
  mode: 'manifests',
  deployments() {
    const all = (verbs: string, subject: string) =>
      deploy(
        'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: app }\n',
        `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: app }
rules:
  - { apiGroups: [""], resources: [configmaps], resourceNames: [leader], verbs: [${verbs}] }
  - { apiGroups: [coordination.k8s.io], resources: [leases], verbs: [get, update] }
`,
        `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: app }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: app }
subjects: [{ kind: ServiceAccount, name: ${subject}, namespace: default }]
`,
        `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: app-views }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: ${subject}, namespace: default }]
`,
      );
    const created = async (seen: Seen) => expect(new Set(Object.values(actions(seen)))).toEqual(new Set(['created']));
    return [
      { name: 'first install', files: all('get, update', 'app'), result: 'succeeded', promise: created },
      {
        name: 'change',
        files: all('get', 'other'),
        result: 'succeeded',
        promise: async (seen) => expect(Object.values(actions(seen))).toContain('configured'),
      },
      { name: 'no change', files: all('get', 'other'), result: 'succeeded' },
    ];
  },
};

const customResources: Example = {
  name: 'a CustomResourceDefinition with custom resources, namespaced and not',
  mode: 'manifests',
  deployments({ suffix }) {
    const group = `${suffix}.example.com`;
    const definition = (kind: string, scope: string) => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${kind.toLowerCase()}s.${group} }
spec:
  group: ${group}
  scope: ${scope}
  names: { kind: ${kind}, plural: ${kind.toLowerCase()}s }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
`;
    const resource = (kind: string, size: string) =>
      `apiVersion: ${group}/v1\nkind: ${kind}\nmetadata: { name: big }\nspec: { size: "${size}" }\n`;
    const all = (size: string) =>
      deploy(
        definition('Widget', 'Namespaced'),
        definition('Gadget', 'Cluster'),
        resource('Widget', size),
        resource('Gadget', size),
      );
    return lifecycle({ first: all('1'), changed: all('2') });
  },
  leavings: ({ suffix }) =>
    ['widgets', 'gadgets'].map(
      (plural) => `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${plural}.${suffix}.example.com`,
    ),
};

const clusterScoped: Example = {
  name: 'a ClusterRole with its binding, a PriorityClass and a binding of an existing ClusterRole',
  mode: 'manifests',
  deployments({ suffix, namespace }) {
    const name = `app-${suffix}`;
    const all = (label: string, subject: string) =>
      deploy(
        `apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: { name: ${name}, labels: { v: "${label}" } }\nvalue: 10\n`,
        `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: ${name}, labels: { v: "${label}" } }
rules:
  - { apiGroups: [""], resources: [nodes], verbs: [get] }
  - { nonResourceURLs: [/metrics], verbs: [get] }
`,
        ...[name, 'system:monitoring'].map(
          (role, index) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: ${name}-${index} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "${role}" }
subjects: [{ kind: ServiceAccount, name: ${subject}, namespace: ${namespace} }]
`,
        ),
      );
    return lifecycle({ first: all('a', 'app'), changed: all('b', 'other') });
  },
  leavings: ({ suffix }) => [
    `/apis/scheduling.k8s.io/v1/priorityclasses/app-${suffix}`,
    `/apis/rbac.authorization.k8s.io/v1/clusterroles/app-${suffix}`,
    `/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/app-${suffix}-0`,
    `/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/app-${suffix}-1`,
  ],
};

const namespaces: Example = {
  name: 'a Namespace and what goes into it, beside things of the own one',
  mode: 'manifests',
  deployments({ suffix }) {
    const all = (value: string) =>
      deploy(
        `apiVersion: v1\nkind: Namespace\nmetadata: { name: extra-${suffix}, labels: { v: "${value}" } }\n`,
        configMap('there', value).replace('name: there', `name: there, namespace: extra-${suffix}`),
        configMap('here', value),
      );
    return [
      { name: 'first install', files: all('a'), result: 'succeeded' },
      {
        name: 'change',
        files: all('b'),
        result: 'succeeded',
        promise: async (seen) => expect(new Set(Object.values(actions(seen)))).toEqual(new Set(['configured'])),
      },
      { name: 'no change', files: all('b'), result: 'succeeded' },
    ];
  },
};

const kustomized: Example = {
  name: 'a kustomization whose ConfigMap is named by its content',
  mode: 'kustomize',
  deployments() {
    const all = (colour: string, labels = '') => ({
      'overlay/kustomization.yaml':
        'resources: [web.yaml]\nnamePrefix: prod-\nconfigMapGenerator:\n- name: settings\n  literals: [colour=' +
        `${colour}]\n`,
      'overlay/web.yaml': deployment('web', { labels }).replace(
        'image: "shop/web:1"',
        'image: "shop/web:1", envFrom: [{ configMapRef: { name: settings } }]',
      ),
    });
    return [
      { name: 'first install', files: all('blue'), result: 'succeeded' },
      {
        name: 'change',
        files: all('green'),
        result: 'succeeded',
        promise: async (seen) => expect(Object.values(actions(seen)).sort()).toEqual(['configured', 'created']),
      },
      {
        name: 'no change',
        files: all('green'),
        result: 'succeeded',
        promise: async (seen) => expect(new Set(Object.values(actions(seen)))).toEqual(new Set(['unchanged'])),
      },
      { name: 'failed rollout', files: all('green', STUCK), result: 'rollout-failed' },
    ];
  },
};

const chartOf = (templates: Files): Files => ({
  'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  ...Object.fromEntries(Object.entries(templates).map(([file, text]) => [`chart/templates/${file}`, text])),
});

/** A value in an object's template, so that what is deployed changes with the values. */
const helmWeb = (labels = '') => deployment('web', { image: 'shop/web:{{ .Values.tag }}', labels });

function core(namespace: string, plural: string, name: string): string {
  return `/api/v1/namespaces/${namespace}/${plural}/${name}`;
}

/** The life of a release: what leaves the chart is deleted, also where helm itself only logs that it could not be. */
function releaseLife(
  { first, removed }: { readonly first: Files; readonly removed: Files },
  gone: (namespace: string) => readonly string[],
  options: { readonly fail?: Partial<Deployment>; readonly inputs?: Readonly<Record<string, string>> } = {},
): Deployment[] {
  const inputs = (tag: string) => ({ ...options.inputs, set: `tag=${tag}` });
  const changed = (expected: boolean) => async (seen: Seen) => {
    const done = Object.values(actions(seen));
    expect(done).not.toContain('unknown');
    expect(done.some((action) => action !== 'unchanged')).toBe(expected);
  };
  return [
    { name: 'first install', files: first, inputs: inputs('1'), result: 'succeeded', promise: changed(true) },
    { name: 'change', files: first, inputs: inputs('2'), result: 'succeeded', promise: changed(true) },
    { name: 'no change', files: first, inputs: inputs('2'), result: 'succeeded', promise: changed(false) },
    {
      name: 'full history',
      files: first,
      inputs: { ...inputs('2'), 'helm-args': '--history-max=2' },
      result: 'succeeded',
      promise: async ({ exists, namespace }) =>
        expect(await exists(core(namespace, 'secrets', 'sh.helm.release.v1.web.v2'))).toBe(false),
    },
    ...(options.fail === undefined
      ? []
      : [
          {
            name: 'failed rollout',
            files: first,
            inputs: inputs('2'),
            result: 'rollout-failed',
            ...options.fail,
          } as const,
        ]),
    {
      name: 'removal',
      files: removed,
      inputs: inputs('3'),
      result: 'succeeded',
      promise: async ({ exists, namespace }) => {
        for (const path of gone(namespace)) expect(`${path} ${await exists(path)}`).toBe(`${path} false`);
      },
    },
  ];
}

const simpleChart = (helm: 3 | 4): Example => ({
  name: `a chart with a Deployment and a ConfigMap, by helm ${helm}`,
  mode: 'chart',
  helm,
  deployments: () =>
    releaseLife(
      {
        first: chartOf({ 'web.yaml': helmWeb(), 'settings.yaml': configMap('settings', '{{ .Values.tag }}') }),
        removed: chartOf({ 'account.yaml': '' }),
      },
      (namespace) => [
        core(namespace, 'configmaps', 'settings'),
        `/apis/apps/v1/namespaces/${namespace}/deployments/web`,
      ],
      {
        fail: {
          files: chartOf({ 'web.yaml': helmWeb(STUCK), 'settings.yaml': configMap('settings', '{{ .Values.tag }}') }),
          // helm 4 sees the progress deadline, which a busy machine passes late; helm 3 sees only its own time run out.
          inputs: { set: 'tag=2', timeout: helm === 4 ? '20s' : '3s' },
          result: helm === 4 ? 'rollout-failed' : 'timed-out',
          promise: async ({ report }) => expect(report.facts.problems[0]?.message ?? '').toMatch(/web/),
        },
      },
    ),
});

const hook = (text: string, events: string, policies?: string) =>
  text.replace(
    /metadata: \{ (.*) \}\n/,
    `metadata:\n  $1\n  annotations:\n    helm.sh/hook: ${events}\n${policies === undefined ? '' : `    helm.sh/hook-delete-policy: ${policies}\n`}`,
  );

const hooksChart = (helm: 3 | 4): Example => ({
  name: `a chart with hooks of every kind, by helm ${helm}`,
  mode: 'chart',
  helm,
  deployments() {
    const templates = {
      'settings.yaml': configMap('settings', '{{ .Values.tag }}'),
      'before.yaml': hook(job('before'), 'pre-install,pre-upgrade'),
      'after.yaml': hook(job('after'), 'post-install,post-upgrade', 'hook-succeeded'),
      'once.yaml': hook(configMap('once', 'x'), 'pre-install', 'before-hook-creation'),
      'upgrading.yaml': hook(configMap('upgrading', 'x'), 'post-upgrade', 'before-hook-creation,hook-succeeded'),
      'tests.yaml': hook(job('tests'), 'test'),
    };
    const rest = { 'settings.yaml': templates['settings.yaml'] };
    return releaseLife({ first: chartOf(templates), removed: chartOf({ 'account.yaml': '' }) }, (namespace) => [
      core(namespace, 'configmaps', 'settings'),
      core(namespace, 'configmaps', 'upgrading'),
      `/apis/batch/v1/namespaces/${namespace}/jobs/after`,
    ]).concat([
      {
        name: 'failed hook',
        files: chartOf({ ...rest, 'before.yaml': hook(job('before', { fails: true }), 'pre-install,pre-upgrade') }),
        inputs: { set: 'tag=4' },
        result: 'rollout-failed',
      },
    ]);
  },
});

const richChart = (helm: 3 | 4): Example => ({
  name: `a chart with a StatefulSet, a Role, a Secret that stays and custom resources of its own, by helm ${helm}`,
  mode: 'chart',
  helm,
  deployments({ suffix }) {
    const group = `${suffix}.example.com`;
    const definition = {
      'chart/crds/widgets.yaml': `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.${group} }
spec:
  group: ${group}
  scope: Namespaced
  names: { kind: Widget, plural: widgets }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
`,
    };
    const keeping = `
apiVersion: v1
kind: Secret
metadata: { name: login, annotations: { helm.sh/resource-policy: keep } }
stringData: { password: "{{ .Values.tag }}" }
`;
    const templates = {
      'keep.yaml': keeping,
      'role.yaml': `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: app, labels: { v: "{{ .Values.tag }}" } }
rules: [{ apiGroups: [""], resources: [endpoints], verbs: [get] }]
`,
      'widget.yaml': `apiVersion: ${group}/v1\nkind: Widget\nmetadata: { name: big }\nspec: { size: "{{ .Values.tag }}" }\n`,
      'db.yaml': `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  replicas: 1
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: "shop/db:{{ .Values.tag }}" }] }
`,
    };
    return releaseLife(
      { first: { ...definition, ...chartOf(templates) }, removed: chartOf({ 'keep.yaml': keeping }) },
      (namespace) => [
        `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/roles/app`,
        `/apis/apps/v1/namespaces/${namespace}/statefulsets/db`,
        `/apis/${group}/v1/namespaces/${namespace}/widgets/big`,
      ],
    );
  },
  leavings: ({ suffix }) => [`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.${suffix}.example.com`],
});

export const EXAMPLES: readonly Example[] = [
  plain,
  stateful,
  batch,
  failingJob,
  ofRbac,
  customResources,
  clusterScoped,
  namespaces,
  kustomized,
  simpleChart(4),
  simpleChart(3),
  hooksChart(4),
  hooksChart(3),
  richChart(4),
  richChart(3),
];
