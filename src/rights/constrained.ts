import { serviceAccountOf } from '../identity/name.ts';
import type { IdentityRequest } from '../inputs.ts';
import { type ConstrainedMode, type Impersonation, impersonationRights, nodeOf } from './impersonation.ts';
import { type Needed, onceEach } from './needed.ts';
import { pathRight, type Right, rightKey } from './right.ts';

// Constrained impersonation (https://kep.k8s.io/5284) takes two rights of the token for each request: to become the
// identity, `impersonate:<mode>`, and to send this request as it, `impersonate-on:<mode>:<verb>`.

/** In which mode an identity is impersonated, or why none but the legacy verb can. */
export type ConstrainedAnswer =
  | { readonly mode: ConstrainedMode }
  /** `byName`: the mode for the user name alone. */
  | { readonly mode: undefined; readonly byName: ConstrainedMode; readonly because: string };

/**
 * The constrained mode in which the server would let somebody become `request`. Service accounts and nodes have one
 * only where nothing but their name is asked for: with groups, a uid or extras the legacy verb alone can. All others
 * have `user-info`, which takes all of them.
 * https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/endpoints/filters/impersonation/mode.go
 */
export function constrainedModeOf(request: IdentityRequest): ConstrainedAnswer {
  const isAccount = serviceAccountOf(request.username) !== undefined;
  if (isAccount || nodeOf(request.username) !== undefined) {
    const beside = besideName(request);
    const byName = isAccount ? 'serviceaccount' : 'arbitrary-node';
    if (beside.length === 0) return { mode: byName };
    const who = isAccount ? 'a service account' : 'a node';
    return {
      mode: undefined,
      byName,
      because: `constrained impersonation takes ${who} by its name alone, without ${inWords(beside)}`,
    };
  }
  const key = [...request.extra.keys()].find((name) => !isDomainPrefixed(name));
  if (key === undefined) return { mode: 'user-info' };
  return {
    mode: undefined,
    byName: 'user-info',
    because: `constrained impersonation takes only extras whose key begins with a domain (example.com/key), and ${JSON.stringify(key)} does not`,
  };
}

function besideName({ groups, uid, extra }: IdentityRequest): string[] {
  return [
    ...(groups.length === 0 ? [] : ['groups']),
    ...(uid === undefined ? [] : ['a uid']),
    ...(extra.size === 0 ? [] : ['extras']),
  ];
}

function inWords(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/validation/validation.go (IsDomainPrefixedPath) */
function isDomainPrefixed(key: string): boolean {
  const at = key.indexOf('/');
  const [host, path] = [key.slice(0, at), key.slice(at + 1)];
  const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
  return (
    at > 0 &&
    new RegExp(`^${label}(\\.${label})*$`).test(host) &&
    host.length <= 253 &&
    /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(path)
  );
}

/** The verbs that a request can have; others (`bind`, `escalate`, `use`) the server asks on its own. */
const REQUEST_VERBS = new Set(['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection']);
/** https://kubernetes.io/docs/reference/access-authn-authz/authorization/#request-verb-non-resource */
const PATH_VERBS = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options']);

/** The token's right to send, as the identity, the request that takes `right` of the identity. */
export function actingRight(right: Right, mode: ConstrainedMode): Right {
  return { ...right, verb: `impersonate-on:${mode}:${right.verb}` };
}

/**
 * What the token needs so that the identity can use its rights `needed`: the right to each *request*, on the same
 * resource, namespace and name. What the server asks on top of a request counts for the identity alone: an apply is a
 * `patch` also where it creates.
 */
export function constrainedNeeds(needed: readonly Needed[], mode: ConstrainedMode): Needed[] {
  return onceEach(
    needed.filter(isRequest).map((need): Needed => {
      const { alternatives, ...rest } = need;
      const others = alternatives?.map((right) => actingRight(right, mode)) ?? [];
      const right = actingRight(need.right, mode);
      return { ...rest, party: 'token', right, ...(others.length === 0 ? {} : { alternatives: others }) };
    }),
  );
}

function isRequest({ party, requested, right }: Needed): boolean {
  const verbs = right.nonResourceURL === undefined ? REQUEST_VERBS : PATH_VERBS;
  return party === 'identity' && requested && verbs.has(right.verb);
}

/** `constrainedNeeds` where the token has no other way than the constrained one; else nothing. */
export function needsOfToken(needed: readonly Needed[], impersonation: Impersonation | undefined): Needed[] {
  return impersonation?.by === 'constrained' ? constrainedNeeds(needed, impersonation.mode) : [];
}

const REVIEWS: readonly (readonly [group: string, resource: string])[] = [
  ['authentication.k8s.io', 'selfsubjectreviews'],
  ['authorization.k8s.io', 'selfsubjectaccessreviews'],
  ['authorization.k8s.io', 'selfsubjectrulesreviews'],
];

/** The token's right to ask, as the identity, who it is: without it nothing is deployed. */
export function confirmingRight(mode: ConstrainedMode): Right {
  return actingRight(createReview('authentication.k8s.io', 'selfsubjectreviews'), mode);
}

/** What the token needs to ask, as the identity, who it is and what it may do. */
export function reviewNeeds(mode: ConstrainedMode): Needed[] {
  return REVIEWS.map(([group, resource]) => ({
    right: actingRight(createReview(group, resource), mode),
    for: 'to ask, as the identity, who it is and what it may do',
    party: 'token',
    certainty: 'needed',
    requested: true,
  }));
}

function createReview(apiGroup: string, resource: string): Right {
  return { verb: 'create', apiGroup, resource, subresource: '', namespace: '', name: '' };
}

/** What the ClusterRole `system:discovery` gives every user, as far as kubectl and helm ask for it. */
const DISCOVERY = ['/version', '/api', '/api/*', '/apis', '/apis/*', '/openapi/*'] as const;

/** What the identity needs so that kubectl and helm can find out what the server serves. */
export function discoveryRights(): Right[] {
  return DISCOVERY.map((path) => pathRight('get', path));
}

/**
 * What the token needs so that kubectl and helm, which ask everything as the identity, can find out which kinds the
 * server serves. deploy-as itself asks that as the token, which takes nothing.
 */
export function toolNeeds(mode: ConstrainedMode): Needed[] {
  return discoveryRights().map((right) => ({
    right: actingRight(right, mode),
    for: 'kubectl and helm, to learn what the server serves',
    party: 'token',
    certainty: 'needed',
    requested: true,
  }));
}

/**
 * Every right of a token that deploys by constrained impersonation alone: to become `request`, to ask who that is and
 * what it may do, and to send what `needed` of the identity says. `tools`: whether kubectl or helm run as it.
 */
export function constrainedRights(
  request: IdentityRequest,
  mode: ConstrainedMode,
  needed: readonly Needed[],
  { tools }: { readonly tools: boolean },
): Right[] {
  const rights = [
    ...impersonationRights(request, mode),
    ...[...reviewNeeds(mode), ...(tools ? toolNeeds(mode) : []), ...constrainedNeeds(needed, mode)].map(
      ({ right }) => right,
    ),
  ];
  return [...new Map(rights.map((right) => [rightKey(right), right])).values()];
}
