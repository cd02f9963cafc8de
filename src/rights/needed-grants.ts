import { isDeepStrictEqual } from 'node:util';
import { nameObject } from '../problem.ts';
import { type ApplyTarget, type ExistingRole, type Needed, placeOf } from './needed.ts';
import { pathRight, type Right } from './right.ts';

const RBAC = 'rbac.authorization.k8s.io';
const ANYTHING: Right = { verb: '*', apiGroup: '*', resource: '*', subresource: '', namespace: '', name: '' };

/**
 * What the RBAC objects among `targets` take on top of being written: whoever creates or changes a Role must hold every
 * right in it, or `escalate` on it; whoever creates or changes a binding must hold every right of its role, or `bind`
 * on it. What a role grants that is neither among `targets` nor in `existing` is not known, so that its `bind` is
 * `possible`.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
 */
export function grantedRights(targets: readonly ApplyTarget[], existing: readonly ExistingRole[] = []): Needed[] {
  const ofRbac = targets.filter(({ resource, value }) => resource.group === RBAC && value !== undefined);
  const roles = {
    wanted: new Map(ofRbac.map((target) => [roleKey(target.resource.resource, target.ref), target.value])),
    existing: new Map(existing.map((role) => [roleKey(role.resource, role), role.value])),
  };
  return ofRbac.flatMap((target) => {
    switch (target.resource.resource) {
      case 'roles':
      case 'clusterroles':
        return neededForRole(target);
      case 'rolebindings':
      case 'clusterrolebindings':
        return neededForBinding(target, roles);
      default:
        return [];
    }
  });
}

function neededForRole(target: ApplyTarget): Needed[] {
  const { ref, resource } = target;
  const escalate = onRole('escalate', resource.resource, ref.namespace ?? '', ref.name);
  return grantsOf(target.value, ref.namespace ?? '').map((right) => ({
    ...placeOf(target),
    for: `${nameObject(ref)}, which grants it`,
    right,
    certainty: certaintyOf(target, ['rules', 'aggregationRule']),
    requested: false,
    alternatives: [escalate],
  }));
}

interface Roles {
  readonly wanted: ReadonlyMap<string, unknown>;
  readonly existing: ReadonlyMap<string, unknown>;
}

function neededForBinding(target: ApplyTarget, roles: Roles): Needed[] {
  const role = boundRole(target);
  if (role === undefined) return [];
  const { resource, name } = role;
  const namespace = target.ref.namespace ?? '';
  // Also a ClusterRole is bound in the namespace of its binding.
  const bind = onRole('bind', resource, namespace, name);
  const certainty = certaintyOf(target, ['subjects', 'roleRef']);
  const common = { ...placeOf(target), for: `${nameObject(target.ref)}, which binds ${name}`, requested: false };
  const key = roleKey(resource, role);
  if (roles.wanted.has(key)) {
    const rights = grantsOf(roles.wanted.get(key), namespace);
    return rights.map((right) => ({ ...common, right, certainty, alternatives: [bind] }));
  }
  if (!roles.existing.has(key)) return [{ ...common, right: bind, certainty: 'possible' }];
  return [{ ...common, right: bind, certainty, orAll: grantsOf(roles.existing.get(key), namespace) }];
}

/** The roles of new and changed bindings that are none of `targets`: what they grant has to be read. */
export function rolesToRead(targets: readonly ApplyTarget[]): Omit<ExistingRole, 'value'>[] {
  const wanted = new Set(targets.map(({ resource, ref }) => roleKey(resource.resource, ref)));
  const found = new Map<string, Omit<ExistingRole, 'value'>>();
  for (const target of targets) {
    const role = boundRole(target);
    if (role === undefined || certaintyOf(target, ['subjects', 'roleRef']) !== 'needed') continue;
    const key = roleKey(role.resource, role);
    if (!wanted.has(key)) found.set(key, role);
  }
  return [...found.values()];
}

/** The role that a binding refers to; undefined for anything else. */
function boundRole({ resource, ref, value }: ApplyTarget): Omit<ExistingRole, 'value'> | undefined {
  const isBinding = ['rolebindings', 'clusterrolebindings'].includes(resource.resource) && resource.group === RBAC;
  const roleRef = fieldOf(value, 'roleRef');
  const name = fieldOf(roleRef, 'name');
  if (!isBinding || typeof name !== 'string') return undefined;
  if (fieldOf(roleRef, 'kind') !== 'Role') return { resource: 'clusterroles', name };
  return { resource: 'roles', name, ...(ref.namespace === undefined ? {} : { namespace: ref.namespace }) };
}

/** Where nothing of `fields` changes, the server asks only if something else of the object does. */
function certaintyOf({ presence, value, live }: ApplyTarget, fields: readonly string[]): Needed['certainty'] {
  if (presence === 'absent') return 'needed';
  if (presence === 'unknown') return 'possible';
  if (live === undefined) return 'needed';
  const isSame = fields.every((field) =>
    isDeepStrictEqual(normal(fieldOf(value, field)), normal(fieldOf(live, field))),
  );
  return isSame ? 'possible' : 'needed';
}

/** Without what the server fills in: the API group of a subject, and of a roleRef. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== 'object' || value === null) return value ?? [];
  const { apiGroup, ...rest } = Object.fromEntries(Object.entries(value));
  return apiGroup === '' || apiGroup === RBAC || apiGroup === undefined ? rest : { ...rest, apiGroup };
}

/** Every right that a role's rules grant in `namespace`, which is empty for the whole cluster. */
function grantsOf(role: unknown, namespace: string): Right[] {
  if (fieldOf(role, 'aggregationRule') !== undefined) return [ANYTHING, pathRight('*', '*')];
  return listOf(fieldOf(role, 'rules')).flatMap((rule) => rightsOfRule(rule, namespace));
}

function rightsOfRule(rule: unknown, namespace: string): Right[] {
  const texts = (key: string) => listOf(fieldOf(rule, key)).filter((item) => typeof item === 'string');
  const names = texts('resourceNames');
  const verbs = texts('verbs');
  const resources = texts('apiGroups').flatMap((apiGroup) =>
    texts('resources').flatMap((written) =>
      verbs.flatMap((verb) =>
        (names.length === 0 ? [''] : names).map((name): Right => {
          const [resource = '', ...subresource] = written.split('/');
          return { verb, apiGroup, resource, subresource: subresource.join('/'), namespace, name };
        }),
      ),
    ),
  );
  return [...resources, ...texts('nonResourceURLs').flatMap((path) => verbs.map((verb) => pathRight(verb, path)))];
}

function onRole(verb: string, resource: string, namespace: string, name: string): Right {
  return { verb, apiGroup: RBAC, resource, subresource: '', namespace, name };
}

function roleKey(resource: string, ref: { readonly namespace?: string | undefined; readonly name: string }): string {
  return JSON.stringify([resource, ref.namespace ?? '', ref.name]);
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
