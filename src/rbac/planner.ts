import type { ServiceAccountName } from '../identity/name.ts';
import type { RbacDocument } from './documents.ts';
import type { NamedRight } from './roles.ts';

const ADMISSION = 'admissionregistration.k8s.io';

/** Kinds that no admission policy sees, so that a policy could not be locked in by another one. */
const UNGUARDED = [
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'mutatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
];

const READING = ['get', 'list', 'watch'];

/**
 * Whether an admission policy cannot hold the planner back from using `right`: what an admission policy is made of is
 * exempt from admission policies.
 * https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export function isUnguarded({ right }: NamedRight): boolean {
  return right.apiGroup === ADMISSION && UNGUARDED.includes(right.resource) && !READING.includes(right.verb);
}

/** The policy that refuses `planner` every request that is no dry run, and its binding. */
export function plannerPolicy(planner: ServiceAccountName): readonly RbacDocument[] {
  const name = `deploy-as-${planner.namespace}-${planner.name}`;
  const username = `system:serviceaccount:${planner.namespace}:${planner.name}`;
  const everything = { apiVersions: ['*'], operations: ['*'], resources: ['*/*'] };
  return [
    {
      comment: [
        `Refuses ${planner.namespace}/${planner.name} everything but dry runs: creating, changing, deleting, exec, eviction, tokens.`,
        'Reads pass, as its Role has them. Its own reviews are left out, since a review is no change and has no dry run.',
      ].join('\n'),
      apiVersion: `${ADMISSION}/v1`,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      fields: {
        spec: {
          failurePolicy: 'Fail',
          matchConstraints: {
            matchPolicy: 'Equivalent',
            resourceRules: [{ apiGroups: ['*'], ...everything }],
            excludeResourceRules: [{ apiGroups: ['authentication.k8s.io', 'authorization.k8s.io'], ...everything }],
          },
          matchConditions: [{ name: 'is-the-planner', expression: `request.userInfo.username == '${username}'` }],
          validations: [
            {
              expression: 'has(request.dryRun) && request.dryRun == true',
              message: `${planner.namespace}/${planner.name} may only dry-run.`,
              reason: 'Forbidden',
            },
          ],
        },
      },
    },
    {
      apiVersion: `${ADMISSION}/v1`,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      fields: { spec: { policyName: name, validationActions: ['Deny'] } },
    },
  ];
}
