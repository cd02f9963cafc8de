import type { IdentityRequest } from '../inputs.ts';
import { constrainedModeOf } from './constrained.ts';
import type { Rule } from './grant.ts';
import { impersonationRights } from './impersonation.ts';

/** A right to impersonate, as RBAC says it (`userextras/note`); empty for every name, and for the whole cluster. */
interface Impersonating {
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

/** The rights to impersonate that somebody has for a reason. */
export interface Wanted {
  includes(right: Impersonating): boolean;
}

/** Every right to impersonate is one too many. */
export const NOTHING_WANTED: Wanted = { includes: () => false };

/** The extras that a run is stamped with in the audit log. They name nobody, and RBAC gives nothing to them. */
const STAMP = 'userextras/github.com/';

/** The rights that becoming `request` takes, in the legacy form and in the constrained one (https://kep.k8s.io/5284). */
export function wantedFor(request: IdentityRequest): Wanted {
  const answer = constrainedModeOf(request);
  const mode = answer.mode ?? answer.byName;
  const rights = [...impersonationRights(request), ...impersonationRights(request, mode)].map(
    ({ verb, resource, subresource, namespace, name }) =>
      key({ verb, resource: subresource === '' ? resource : `${resource}/${subresource}`, namespace, name }),
  );
  return {
    includes(right) {
      const { verb, resource } = right;
      if (verb.startsWith(`impersonate-on:${mode}:`)) return true;
      const isStamp = resource.startsWith(STAMP) && (verb === 'impersonate' || verb === `impersonate:${mode}`);
      return isStamp || rights.includes(key(right));
    },
  };
}

function key({ verb, resource, namespace, name }: Impersonating): string {
  return JSON.stringify([verb, resource, namespace, name]);
}

/** What of a rule lets its owner be somebody else; `verbs` and `resources` as the rule writes them. */
export interface Impersonation {
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
  /** Empty: every name. */
  readonly names: readonly string[];
  /** A right that it gives. */
  readonly witness: Impersonating & { readonly apiGroup: string };
}

const AUTHENTICATION = 'authentication.k8s.io';

interface Whom {
  readonly verb: string;
  readonly apiGroup: string;
  readonly resource: string;
}

/** Whom the verbs are about, where a rule says `*`. */
const WHOM: readonly Whom[] = [
  { verb: 'impersonate', apiGroup: '', resource: 'serviceaccounts' },
  { verb: 'impersonate', apiGroup: '', resource: 'users' },
  { verb: 'impersonate', apiGroup: '', resource: 'groups' },
  { verb: 'impersonate', apiGroup: AUTHENTICATION, resource: 'uids' },
  { verb: 'impersonate', apiGroup: AUTHENTICATION, resource: 'userextras' },
  { verb: 'impersonate:serviceaccount', apiGroup: AUTHENTICATION, resource: 'serviceaccounts' },
  ...['users', 'groups', 'uids', 'userextras'].map(
    (resource): Whom => ({ verb: 'impersonate:user-info', apiGroup: AUTHENTICATION, resource }),
  ),
  { verb: 'impersonate:arbitrary-node', apiGroup: AUTHENTICATION, resource: 'nodes' },
  { verb: 'impersonate:associated-node', apiGroup: AUTHENTICATION, resource: 'nodes' },
];

/** Checked at the cluster scope: void in a Role. */
const CLUSTER_SCOPED = /^(users|groups|uids|nodes|userextras(\/.*)?)$/;

/**
 * What of `rule`, which holds in `namespace` (empty: everywhere), lets its owner be somebody else than is wanted.
 * Every verb counts that begins with `impersonate`, whatever it is about: more of them come with new releases.
 */
export function impersonationOf(rule: Rule, namespace: string, wanted: Wanted): Impersonation | undefined {
  const given = rule.resourceNames ?? [];
  const found = rule.verbs.flatMap((verb) =>
    rule.resources.flatMap((resource) =>
      meantBy(rule, verb, resource)
        .filter((whom) => namespace === '' || !CLUSTER_SCOPED.test(whom.resource))
        .flatMap((whom) =>
          (given.length === 0 ? [''] : given)
            .map((name) => ({ ...whom, namespace, name }))
            .filter((right) => !wanted.includes(right))
            .map((right) => ({ verb, resource, right })),
        ),
    ),
  );
  const [first] = found;
  if (first === undefined) return undefined;
  return {
    verbs: distinct(found.map(({ verb }) => verb)),
    resources: distinct(found.map(({ resource }) => resource)),
    names: given.length === 0 ? [] : distinct(found.map(({ right }) => right.name)),
    witness: first.right,
  };
}

/** The rights to impersonate that one verb and one resource of a rule mean. */
function meantBy(rule: Rule, verb: string, resource: string): Whom[] {
  const [apiGroup = ''] = rule.apiGroups;
  const plain = apiGroup === '*' ? '' : apiGroup;
  const spelledOut = verb.startsWith('impersonate');
  if (spelledOut && resource !== '*') return [{ verb, apiGroup: plain, resource }];
  const known = WHOM.filter((whom) => verb === '*' || whom.verb === verb)
    .filter((whom) => rule.apiGroups.includes('*') || rule.apiGroups.includes(whom.apiGroup))
    .flatMap((whom): Whom[] => {
      if (resource === '*' || resource === whom.resource) return [whom];
      return whom.resource === 'userextras' && resource.startsWith('userextras/') ? [{ ...whom, resource }] : [];
    });
  return known.length === 0 && spelledOut ? [{ verb, apiGroup: plain, resource }] : known;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
