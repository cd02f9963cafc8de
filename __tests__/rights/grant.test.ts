import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { pathRulesFor, type Rule, rulesFor, smallestGrant } from '../../src/rights/grant.ts';
import { impersonationRights } from '../../src/rights/impersonation.ts';
import { pathRight, type Right, rightKey } from '../../src/rights/right.ts';
import { identityOf } from './identity-of.ts';

const AGENT = 'system:serviceaccount:kube-system:cicd-agent';

function right(verb: string, resource: string, parts: Partial<Right> = {}): Right {
  return { verb, apiGroup: '', resource, subresource: '', namespace: '', name: '', ...parts };
}

function documents(yaml: string): unknown[] {
  return parseAllDocuments(yaml, { version: '1.1' }).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS();
  });
}

test('becoming a service account takes a Role in its namespace, word for word', () => {
  const rights = impersonationRights(identityOf('system:serviceaccount:my-namespace:deployer'));
  expect(smallestGrant(rights, AGENT)).toBe(`apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: deploy-as-impersonate-caea51bf80
  namespace: my-namespace
rules:
  - apiGroups: [""]
    resources: ["serviceaccounts"]
    resourceNames: ["deployer"]
    verbs: ["impersonate"]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: deploy-as-impersonate-caea51bf80
  namespace: my-namespace
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: deploy-as-impersonate-caea51bf80
subjects:
  - kind: ServiceAccount
    namespace: kube-system
    name: cicd-agent
`);
});

test('groups and extras beside it take a ClusterRole, and a plain user is bound as a User', () => {
  const identity = identityOf('system:serviceaccount:shop:deployer', { extra: ['github.com/repository=octo/app'] });
  const kinds = documents(smallestGrant(impersonationRights(identity), 'github:42')).map((document) => [
    Reflect.get(Object(document), 'kind'),
    Reflect.get(Object(document), 'subjects')?.[0],
  ]);
  const subject = { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'github:42' };
  expect(kinds).toEqual([
    ['ClusterRole', undefined],
    ['ClusterRoleBinding', subject],
    ['Role', undefined],
    ['RoleBinding', subject],
  ]);
});

test('nothing lacking is nothing to grant', () => {
  expect(smallestGrant([], AGENT)).toBe('');
});

test('a grant has the same name whenever it is asked for, and no other grant has it', () => {
  const nameOf = (rights: Right[], user: string) => /name: (\S+)/.exec(smallestGrant(rights, user))?.[1];
  const rights = [right('patch', 'services', { namespace: 'shop' }), right('get', 'services', { namespace: 'shop' })];
  expect(nameOf(rights, AGENT)).toBe(nameOf([...rights].reverse(), AGENT));
  expect(nameOf(rights, AGENT)).not.toBe(nameOf(rights.slice(1), AGENT));
  expect(nameOf(rights, AGENT)).not.toBe(nameOf(rights, 'bob'));
});

test('a namespace that may not exist yet is granted at the cluster scope, by its name', () => {
  const yaml = smallestGrant([right('patch', 'namespaces', { namespace: 'new', name: 'new' })], AGENT);
  expect(documents(yaml)[0]).toMatchObject({
    kind: 'ClusterRole',
    rules: [{ apiGroups: [''], resources: ['namespaces'], resourceNames: ['new'], verbs: ['patch'] }],
  });
});

describe('the rules', () => {
  test('put together what may be put together', () => {
    const apps = { apiGroup: 'apps', namespace: 'shop' };
    expect(
      rulesFor([
        right('get', 'deployments', apps),
        right('patch', 'deployments', apps),
        right('get', 'statefulsets', apps),
        right('patch', 'statefulsets', apps),
        right('get', 'configmaps', { name: 'a' }),
        right('get', 'configmaps', { name: 'b' }),
      ]),
    ).toEqual([
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['a', 'b'], verbs: ['get'] },
      { apiGroups: ['apps'], resources: ['deployments', 'statefulsets'], verbs: ['get', 'patch'] },
    ]);
  });

  test('never allow the product of two extras', () => {
    const extra = (subresource: string, name: string) =>
      right('impersonate', 'userextras', { apiGroup: 'authentication.k8s.io', subresource, name });
    expect(rulesFor([extra('a', 'x'), extra('b', 'y')])).toHaveLength(2);
  });

  test('do not name what every name has', () => {
    expect(rulesFor([right('get', 'pods'), right('get', 'pods', { name: 'web' })])).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
    ]);
  });

  test('allow exactly the rights, for any rights', () => {
    const anyRight = fc.record({
      verb: fc.constantFrom('get', 'patch', 'create'),
      apiGroup: fc.constantFrom('', 'apps'),
      resource: fc.constantFrom('a', 'b', 'c'),
      subresource: fc.constantFrom('', 's', 'github.com/x'),
      namespace: fc.constant('shop'),
      name: fc.constantFrom('', 'm', 'n', 'o'),
    });
    fc.assert(
      fc.property(fc.array(anyRight, { maxLength: 30 }), (rights) => {
        const allowed = new Set(rulesFor(rights).flatMap(combinations));
        const asked = new Set(rights.map(rightKey));
        const subsumed = (key: string, of: Set<string>) => of.has(JSON.stringify([...JSON.parse(key).slice(0, 5), '']));
        for (const key of asked) expect(allowed.has(key) || subsumed(key, allowed)).toBe(true);
        for (const key of allowed) expect(asked.has(key)).toBe(true);
      }),
    );
  });
});

function combinations(rule: Rule): string[] {
  return rule.verbs.flatMap((verb) =>
    rule.apiGroups.flatMap((apiGroup) =>
      rule.resources.flatMap((path) =>
        (rule.resourceNames ?? ['']).map((name) => {
          const [resource = '', ...sub] = path.split('/');
          return rightKey({ verb, apiGroup, resource, subresource: sub.join('/'), namespace: 'shop', name });
        }),
      ),
    ),
  );
}

test('paths are a ClusterRole’s, beside whatever else is cluster-scoped', () => {
  const rights = [
    pathRight('get', '/version'),
    pathRight('get', '/apis/*'),
    pathRight('post', '/version'),
    right('get', 'nodes'),
    right('get', 'pods', { namespace: 'shop' }),
  ];
  expect(pathRulesFor(rights)).toEqual([
    { nonResourceURLs: ['/apis/*'], verbs: ['get'] },
    { nonResourceURLs: ['/version'], verbs: ['get', 'post'] },
  ]);
  expect(documents(smallestGrant(rights, AGENT))).toMatchObject([
    {
      kind: 'ClusterRole',
      rules: [
        { resources: ['nodes'], verbs: ['get'] },
        { nonResourceURLs: ['/apis/*'], verbs: ['get'] },
        { nonResourceURLs: ['/version'], verbs: ['get', 'post'] },
      ],
    },
    { kind: 'ClusterRoleBinding' },
    { kind: 'Role', rules: [{ resources: ['pods'] }] },
    { kind: 'RoleBinding' },
  ]);
});

test('every name arrives as it is, whatever YAML would make of it', () => {
  const odd = fc.oneof(
    fc.constantFrom(
      'on',
      'yes',
      'null',
      '0644',
      '1:30',
      '- a',
      'a: b',
      '#',
      '!',
      "'",
      '"',
      '\u2028',
      '\u0085',
      '😀',
      '\ufeff',
    ),
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.string({ unit: 'binary', minLength: 1 }).map((text) => text.toWellFormed()),
  );
  fc.assert(
    fc.property(odd, odd, (name, user) => {
      const [role, binding] = documents(smallestGrant([right('impersonate', 'users', { name })], user));
      expect(Reflect.get(Object(role), 'rules')).toEqual([
        { apiGroups: [''], resources: ['users'], resourceNames: [name], verbs: ['impersonate'] },
      ]);
      expect(Reflect.get(Object(binding), 'subjects')[0].name).toBe(user);
    }),
  );
});
