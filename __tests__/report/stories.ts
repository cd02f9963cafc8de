import type { Change } from '../../src/apply/applied.ts';
import type { Report } from '../../src/report/facts.ts';
import { APPLY_GRANT, smallestGrant } from '../../src/rights/grant.ts';
import type { Needed } from '../../src/rights/needed.ts';
import { deniedOf, type Right } from '../../src/rights/right.ts';
import { buildChange, buildIdentity, buildRef, buildReport } from './build-report.ts';

const KUBECTL = {
  name: 'kubectl',
  version: 'v1.36.3',
  origin: 'download',
  path: '/opt/hostedtoolcache/kubectl/1.36.3/x64/kubectl',
} as const;
const HELM = { name: 'helm', version: 'v4.3.1', origin: 'runner', path: '/usr/local/bin/helm' } as const;

const IMPERSONATION_ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: impersonate-deployer
  namespace: shop
rules:
  - apiGroups: [""]
    resources: [serviceaccounts]
    resourceNames: [deployer]
    verbs: [impersonate]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: impersonate-deployer
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: impersonate-deployer
subjects:
  - kind: ServiceAccount
    name: cicd-agent
    namespace: kube-system
`;

const GAPS = [
  ['patch', 'configmaps', 'web'],
  ['create', 'configmaps', 'web'],
  ['get', 'services', 'web'],
  ['patch', 'services', 'web'],
] as const;

function right(verb: string, resource: string, name: string): Right {
  return { verb, apiGroup: '', resource, subresource: '', namespace: 'shop', name };
}

function needed(verb: string, resource: string, name: string, certainty: Needed['certainty'] = 'needed'): Needed {
  return {
    right: right(verb, resource, name),
    for: `the object ${name}`,
    party: 'identity',
    certainty,
    requested: true,
  };
}

/** The reports whose summaries are committed: what people see most, and what is hardest to show. */
export const STORIES: Readonly<Record<string, Report>> = {
  success: buildReport({
    tools: [KUBECTL],
    changes: [
      buildChange('created', 'ConfigMap', 'web', 1),
      buildChange('configured', 'Deployment', 'web', 14),
      buildChange('unchanged', 'Service', 'web', 52),
      { action: 'created', ref: buildRef('Namespace', 'shop', ''), source: { file: 'deploy/namespace.yaml' } },
      buildChange('created', 'Job', 'migrate', 71),
    ],
    identity: buildIdentity({ extra: new Map([['github.com/repository', ['octo/shop']]]) }),
    impersonation: { by: 'legacy' },
    rollouts: {
      ready: [
        { ref: buildRef('Deployment', 'web'), milliseconds: 3140 },
        { ref: buildRef('Job', 'migrate'), milliseconds: 1270 },
      ],
      failed: [],
      pending: [],
    },
    warnings: [
      {
        kind: 'manifest',
        message: 'spec.template.spec.containers[0]: `securityContext` sets no `runAsNonRoot`',
        source: { file: 'deploy/shop.yaml', line: 14 },
      },
    ],
  }),

  chart: buildReport(
    {
      mode: 'chart',
      tools: [HELM],
      release: { name: 'web', revision: '7' },
      changes: [buildChange('configured', 'Deployment', 'web'), buildChange('unchanged', 'Service', 'web')].map(
        ({ action, ref }) => ({ action, ref, source: { file: 'charts/web/templates/all.yaml' } }),
      ),
      stages: [
        { name: 'connect', milliseconds: 41 },
        { name: 'identify', milliseconds: 134 },
        { name: 'tools', milliseconds: 310 },
        { name: 'helm', milliseconds: 125_300 },
      ],
    },
    { milliseconds: 125_840 },
  ),

  setup: buildReport({ mode: 'setup', tellsChanges: false, tools: [KUBECTL, HELM], stages: [] }, { milliseconds: 812 }),

  'denied-impersonation': buildReport(
    {
      identity: undefined,
      problems: [
        {
          kind: 'forbidden',
          message:
            'The token may not impersonate `shop/deployer`: the API server says: serviceaccounts "deployer" is forbidden: User "system:serviceaccount:kube-system:cicd-agent" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "shop".',
          fix: 'Let the token’s own user, `system:serviceaccount:kube-system:cicd-agent`, impersonate exactly this service account.',
          denied: [
            {
              who: 'token',
              verb: 'impersonate',
              apiGroup: '',
              resource: 'serviceaccounts',
              subresource: '',
              namespace: 'shop',
              name: 'deployer',
              for: 'to impersonate shop/deployer',
            },
          ],
          yaml: IMPERSONATION_ROLE,
        },
      ],
      stages: [
        { name: 'connect', milliseconds: 38 },
        { name: 'identify', milliseconds: 121 },
      ],
    },
    { milliseconds: 159 },
  ),

  'denied-preflight': buildReport(
    {
      impersonation: { by: 'legacy' },
      preflight: {
        checked: 9,
        reviews: 1,
        missing: GAPS.map(([verb, resource, name]) => needed(verb, resource, name)),
        possible: [needed('create', 'services', 'web', 'possible')],
      },
      problems: [
        {
          kind: 'forbidden',
          message:
            'system:serviceaccount:shop:deployer lacks 4 rights that this step takes, of 9 that were checked before anything is changed.',
          denied: GAPS.map(([verb, resource, name]) =>
            deniedOf('identity', right(verb, resource, name), `the object ${name}`),
          ),
          details: [
            'the identity may not create services "web" in namespace shop, which is possibly needed (Service shop/web)',
          ],
          fix: APPLY_GRANT,
          yaml: smallestGrant(
            GAPS.map(([verb, resource, name]) => right(verb, resource, name)),
            'system:serviceaccount:shop:deployer',
          ),
        },
      ],
      stages: [
        { name: 'connect', milliseconds: 38 },
        { name: 'identify', milliseconds: 121 },
        { name: 'load', milliseconds: 12 },
        { name: 'read', milliseconds: 95 },
        { name: 'preflight', milliseconds: 14 },
      ],
    },
    { milliseconds: 291 },
  ),

  'invalid-inputs': buildReport(
    {
      mode: undefined,
      wanted: undefined,
      identity: undefined,
      server: undefined,
      serverVersion: undefined,
      namespace: undefined,
      tokenUser: undefined,
      credentialName: undefined,
      kubeconfig: undefined,
      tellsChanges: false,
      stages: [],
      problems: [
        {
          kind: 'input',
          input: 'token',
          message: 'input `token`: it was given, but it is empty.',
          fix: 'Look for a misspelt name in `${{ secrets.NAME }}`; on a pull request from a fork there are no secrets.',
        },
        {
          kind: 'input',
          input: 'manifest',
          message: 'input `manifest`: deploy-as has no such input',
          fix: 'Write `manifests`.',
        },
      ],
    },
    { milliseconds: 9 },
  ),

  'invalid-manifests': buildReport(
    {
      problems: [
        {
          kind: 'manifest',
          message: 'A document without `kind`.',
          fix: 'Every document needs `apiVersion`, `kind` and `metadata.name`.',
          source: { file: 'deploy/web.yaml', line: 12 },
        },
        {
          kind: 'manifest',
          message: 'Deployment shop/web is there twice; the other stands at deploy/web.yaml:40.',
          source: { file: 'deploy/all|new.yaml', line: 3 },
        },
      ],
      stages: [
        { name: 'connect', milliseconds: 38 },
        { name: 'identify', milliseconds: 121 },
        { name: 'load', milliseconds: 20 },
      ],
    },
    { milliseconds: 180 },
  ),

  'rollout-failed': buildReport(
    {
      changes: [
        buildChange('configured', 'Deployment', 'web', 14),
        buildChange('created', 'Job', 'migrate', 71),
        buildChange('configured', 'Deployment', 'worker', 90),
      ],
      rollouts: {
        ready: [{ ref: buildRef('Deployment', 'worker'), milliseconds: 4100 }],
        failed: [
          {
            ref: buildRef('Job', 'migrate'),
            source: { file: 'deploy/shop.yaml', line: 71 },
            reason: 'Its pods failed more often than `backoffLimit` (2) allows.',
            fix: 'Look at `kubectl -n shop logs job/migrate --all-containers`.',
          },
        ],
        pending: [{ ref: buildRef('Deployment', 'web'), missing: '1 of 3 updated replicas are available' }],
      },
      problems: [
        {
          kind: 'rollout',
          message: 'Job shop/migrate failed. Its pods failed more often than `backoffLimit` (2) allows.',
          fix: 'Look at `kubectl -n shop logs job/migrate --all-containers`.',
          source: { file: 'deploy/shop.yaml', line: 71 },
          object: buildRef('Job', 'migrate'),
          details: ['migrate-x7k2p: Error: relation "orders" | does not exist', '```', '<script>alert(1)</script>'],
        },
      ],
    },
    { milliseconds: 65_200 },
  ),

  'thousand-objects': buildReport(
    {
      changes: Array.from({ length: 1000 }, (_, index): Change => {
        const action = index % 50 === 0 ? 'created' : index % 3 === 0 ? 'configured' : 'unchanged';
        return buildChange(action, 'ConfigMap', `setting-${index}`, index * 8 + 1);
      }),
    },
    { milliseconds: 2950 },
  ),

  'thousand-created': buildReport(
    {
      changes: Array.from({ length: 1000 }, (_, index) =>
        buildChange('created', 'ConfigMap', `setting-${index}`, index * 8 + 1),
      ),
    },
    { milliseconds: 2950 },
  ),
};
