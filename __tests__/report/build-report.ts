import type { Change } from '../../src/apply/applied.ts';
import type { Identity } from '../../src/check/identity.ts';
import { type IdentityInput, requestIdentity } from '../../src/identity/request.ts';
import type { IdentityRequest } from '../../src/inputs.ts';
import type { ObjectRef, Problem } from '../../src/problem.ts';
import { type Facts, type Report, reportOf } from '../../src/report/facts.ts';

/** A run in which nothing special happened; every field can be said otherwise. */
export function buildFacts(overrides: Partial<Facts> = {}): Facts {
  return {
    mode: 'manifests',
    wanted: buildRequest(),
    server: 'https://prod.example.com:6443',
    serverVersion: 'v1.36.3',
    namespace: 'shop',
    tokenUser: 'system:serviceaccount:kube-system:cicd-agent',
    credentialName: 'the input `token`',
    kubeconfig: '/tmp/deploy-as-1/kubeconfig',
    identity: buildIdentity(),
    tools: [],
    changes: [],
    tellsChanges: true,
    stages: [
      { name: 'connect', milliseconds: 41 },
      { name: 'identify', milliseconds: 134 },
      { name: 'load', milliseconds: 12 },
      { name: 'read', milliseconds: 95 },
      { name: 'apply', milliseconds: 214 },
      { name: 'wait', milliseconds: 3150 },
    ],
    problems: [],
    warnings: [],
    ...overrides,
  };
}

/** A report of such a run; its result is what its problems amount to. */
export function buildReport(facts: Partial<Facts> = {}, overrides: Partial<Omit<Report, 'facts'>> = {}): Report {
  const startedAt = Date.UTC(2026, 2, 14, 9, 26, 53);
  return { ...reportOf(buildFacts(facts), startedAt, startedAt + 3712), ...overrides };
}

export function buildRequest(overrides: Partial<IdentityInput> = {}): IdentityRequest {
  const request = requestIdentity({
    as: 'system:serviceaccount:shop:deployer',
    groups: [],
    uid: '',
    extra: [],
    ...overrides,
  });
  if (!request.ok) throw new Error(request.problems.map(({ message }) => message).join('\n'));
  return request.value;
}

export function buildIdentity(overrides: Partial<Identity['confirmed']> = {}): Identity {
  return {
    ...buildRequest(),
    confirmed: {
      username: 'system:serviceaccount:shop:deployer',
      uid: undefined,
      groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
      extra: new Map(),
      ...overrides,
    },
  };
}

const API_VERSIONS: Readonly<Record<string, string>> = { Deployment: 'apps/v1', Job: 'batch/v1' };

/** A reference of the kind's usual version; without a namespace for an empty one. */
export function buildRef(kind: string, name: string, namespace = 'shop'): ObjectRef {
  const apiVersion = API_VERSIONS[kind] ?? 'v1';
  return namespace === '' ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };
}

export function buildChange(action: Change['action'], kind: string, name: string, line = 1): Change {
  return { action, ref: buildRef(kind, name), source: { file: 'deploy/shop.yaml', line } };
}

export function buildProblem(
  overrides: Partial<Pick<Problem, 'message' | 'fix' | 'source' | 'details'>> = {},
): Problem {
  return { kind: 'manifest', message: 'Invalid YAML: a tab stands where blanks belong.', ...overrides };
}
