import type { ServiceAccountName } from '../identity/name.ts';
import { constrainedNeeds, reviewNeeds, toolNeeds } from '../rights/constrained.ts';
import type { Needed } from '../rights/needed.ts';
import type { Right } from '../rights/right.ts';
import type { ImpersonationMode, StampedRepository } from './request.ts';
import type { NamedRight } from './roles.ts';

const AUTHENTICATION = 'authentication.k8s.io';

/** The run's facts among the impersonation extras that no rule can pin, as every run has its own. */
const UNPINNED_STAMPS = [
  'run-id',
  'run-attempt',
  'workflow-ref',
  'sha',
  'ref',
  'actor',
  'triggering-actor',
  'job',
  'event',
  'environment',
  'job-workflow-ref',
];

export interface ImpersonatorRequest {
  readonly target: ServiceAccountName;
  readonly mode: ImpersonationMode;
  readonly stamp: StampedRepository | undefined;
  /** What the identity needs: constrained impersonation takes a right for each request. */
  readonly needed: readonly Needed[];
  /** Whether helm acts as the identity: it reads through the impersonation which kinds the server has. */
  readonly usesHelm: boolean;
}

/** The rights that let a token become `target`, a service account, and nobody else. */
export function impersonatorRights(request: ImpersonatorRequest): readonly NamedRight[] {
  const { target, mode, stamp, needed, usesHelm } = request;
  const become = (verb: string, apiGroup: string): NamedRight => ({
    for: `to become ${target.namespace}/${target.name}`,
    right: { verb, apiGroup, resource: 'serviceaccounts', subresource: '', ...target },
  });
  if (mode === 'impersonate') return [become('impersonate', ''), ...(stamp === undefined ? [] : stampRights(stamp))];
  return [
    become('impersonate:serviceaccount', AUTHENTICATION),
    ...reviewNeeds('serviceaccount'),
    ...(usesHelm ? toolNeeds('serviceaccount') : []),
    ...constrainedNeeds(needed, 'serviceaccount'),
  ];
}

function stampRights({ repository, repositoryId }: StampedRepository): NamedRight[] {
  const extra = (key: string, name: string): Right => ({
    verb: 'impersonate',
    apiGroup: AUTHENTICATION,
    resource: 'userextras',
    subresource: `github.com/${key}`,
    namespace: '',
    name,
  });
  const pinned = 'the stamp: pinned, so that it is evidence in the audit log';
  const claimed = 'the stamp: what no rule can pin, and so a claim of whoever holds the token';
  return [
    { for: pinned, right: extra('repository', repository) },
    { for: pinned, right: extra('repository-id', repositoryId) },
    ...UNPINNED_STAMPS.map((key) => ({ for: claimed, right: extra(key, '') })),
  ];
}
