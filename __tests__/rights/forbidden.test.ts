import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isForbiddenWithoutReason, readForbidden, readForbiddens } from '../../src/rights/forbidden.ts';
import type { Right } from '../../src/rights/right.ts';

const DEPLOYER = 'system:serviceaccount:shop:deployer';
const patchWeb: Right = {
  verb: 'patch',
  apiGroup: 'apps',
  resource: 'deployments',
  subresource: '',
  namespace: 'shop',
  name: 'web',
};
const said = `deployments.apps "web" is forbidden: User "${DEPLOYER}" cannot patch resource "deployments" in API group "apps" in the namespace "shop"`;

describe('a refusal', () => {
  test('of an object says who, what and where', () => {
    expect(readForbidden(said)).toEqual({ user: DEPLOYER, right: patchWeb });
  });

  test('of a collection has no name, one at the cluster scope no namespace', () => {
    const text = `customresourcedefinitions.apiextensions.k8s.io is forbidden: User "ci" cannot list resource "customresourcedefinitions" in API group "apiextensions.k8s.io" at the cluster scope`;
    expect(readForbidden(text)).toEqual({
      user: 'ci',
      right: {
        verb: 'list',
        apiGroup: 'apiextensions.k8s.io',
        resource: 'customresourcedefinitions',
        subresource: '',
        namespace: '',
        name: '',
      },
    });
  });

  test('of a legacy impersonation keeps the key of an extra as the subresource', () => {
    const text = `userextras.authentication.k8s.io "octo/app" is forbidden: User "ci" cannot impersonate resource "userextras/github.com/repository" in API group "authentication.k8s.io" at the cluster scope`;
    expect(readForbidden(text)?.right).toMatchObject({
      verb: 'impersonate',
      resource: 'userextras',
      subresource: 'github.com/repository',
      name: 'octo/app',
    });
  });

  test('of a constrained impersonation has its verb', () => {
    const text = `pods "web" is forbidden: User "ci" cannot impersonate-on:user-info:create resource "pods" in API group "" in the namespace "shop": RBAC: role.rbac.authorization.k8s.io "x" not found`;
    expect(readForbidden(text)).toMatchObject({
      user: 'ci',
      right: {
        verb: 'impersonate-on:user-info:create',
        resource: 'pods',
        apiGroup: '',
        namespace: 'shop',
        name: 'web',
      },
    });
  });
});

describe('a refusal that a tool passes on', () => {
  test.each([
    ['kubectl', `Error from server (Forbidden): ${said}`],
    ['kubectl about a file', `Error from server (Forbidden): error when patching "deploy/web.yaml": ${said}`],
    [
      'kubectl apply',
      `Error from server (Forbidden): error when retrieving current configuration of:\nResource: "apps/v1, Resource=deployments", GroupVersionKind: "apps/v1, Kind=Deployment"\nName: "web", Namespace: "shop"\nfrom server for: "web.yaml": ${said}`,
    ],
    ['helm', `Error: UPGRADE FAILED: cannot patch "web" with kind Deployment: ${said}`],
    ['a structured log', `level=ERROR msg="upgrade failed" error="${said.replaceAll('"', '\\"')}"`],
  ])('is read from %s', (_, text) => {
    expect(readForbiddens(text)).toEqual([{ user: DEPLOYER, right: patchWeb }]);
  });

  test('is one of several, each told once', () => {
    const secrets = `Error: query: failed to query with labels: secrets is forbidden: User "${DEPLOYER}" cannot list resource "secrets" in API group "" in the namespace "shop"`;
    const rights = readForbiddens(`${said}\nnoise\n${secrets}\r\n${said}\n${secrets}`).map(({ right }) => right);
    expect(rights).toEqual([
      patchWeb,
      { verb: 'list', apiGroup: '', resource: 'secrets', subresource: '', namespace: 'shop', name: '' },
    ]);
  });
});

test.each([
  ['get', '/metrics'],
  ['impersonate-on:serviceaccount:get', '/openapi/v3'],
])('a refusal to %s a path names the path', (verb, path) => {
  expect(readForbidden(`forbidden: User "ci" cannot ${verb} path "${path}"`)).toEqual({
    user: 'ci',
    right: { verb, apiGroup: '', resource: '', subresource: '', namespace: '', name: '', nonResourceURL: path },
  });
});

test.each([
  ['kubectl', 'Error from server (Forbidden): unknown'],
  [
    'kubectl apply',
    'error: error validating "a.yaml": error validating data: failed to download openapi: unknown; if you choose to ignore these errors, turn validation off with --validate=false',
  ],
  ['helm', 'kubernetes cluster unreachable: unknown'],
])('what %s makes of a refused path is known as a refusal without a reason', (_, text) => {
  expect(isForbiddenWithoutReason(`a line\n${text}\nanother`)).toBe(true);
});

test('an unknown authority is no refusal', () => {
  const text =
    'kubernetes cluster unreachable: tls: failed to verify certificate: x509: certificate signed by unknown authority';
  expect(isForbiddenWithoutReason(text)).toBe(false);
});

test.each([
  ['a quota', 'pods "web" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2'],
  [
    'PodSecurity',
    'pods "web" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false',
  ],
  [
    'an escalation',
    'roles.rbac.authorization.k8s.io "r" is forbidden: user "ci" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["pods"], Verbs:["get"]}',
  ],
  ['nothing', ''],
  ['a constrained discovery in kubectl', 'Error from server (Forbidden): unknown'],
])('a refusal about %s names no right', (_, text) => {
  expect(readForbidden(text)).toBeUndefined();
});

/** As Go writes `%q`: printable characters as they are. */
function goQuoted(text: string): string {
  const short: Record<string, string> = {
    '"': '\\"',
    '\\': '\\\\',
    '\n': '\\n',
    '\t': '\\t',
    '\r': '\\r',
    '\u0007': '\\a',
  };
  const escaped = [...text].map((character) => {
    const known = short[character];
    if (known !== undefined) return known;
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`;
    if (/\p{L}|\p{N}|\p{P}|\p{S}|[ ]/u.test(character)) return character;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `"${escaped.join('')}"`;
}

/** As the server's sanitizer does. */
function sanitized(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

test('every refusal is read back, whatever the names are', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }).map((text) => text.toWellFormed()),
    fc.string({ unit: fc.constantFrom('"', '\\', '&', '<', ';', 'a', ' ', '\n', 'lt'), minLength: 1 }),
    fc.constantFrom(
      'x" is forbidden: User "root" cannot get resource "a" in API group "" at the cluster scope',
      '&lt;',
    ),
  );
  const plural = fc.stringMatching(/^[a-z]{1,10}$/);
  fc.assert(
    fc.property(
      anyText,
      fc.constantFrom('get', 'impersonate', 'impersonate-on:serviceaccount:patch'),
      plural,
      fc.constantFrom('', 'status', 'github.com/repository'),
      fc.constantFrom('', 'apps', 'authentication.k8s.io'),
      fc.constantFrom('', 'shop'),
      fc.oneof(fc.constant(''), anyText),
      (user, verb, resource, subresource, apiGroup, namespace, name) => {
        const path = subresource === '' ? resource : `${resource}/${subresource}`;
        const scope = namespace === '' ? 'at the cluster scope' : `in the namespace ${goQuoted(namespace)}`;
        const why = sanitized(
          `User ${goQuoted(user)} cannot ${verb} resource ${goQuoted(path)} in API group ${goQuoted(apiGroup)} ${scope}`,
        );
        const qualified = apiGroup === '' ? resource : `${resource}.${apiGroup}`;
        const message = `${qualified}${name === '' ? '' : ` ${goQuoted(name)}`} is forbidden: ${why}`;
        expect(readForbidden(message)).toEqual({
          user,
          right: { verb, apiGroup, resource, subresource, namespace, name },
        });
      },
    ),
  );
});

test('no text makes it stumble', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      readForbiddens(text);
      readForbiddens(`${said.slice(0, text.length * 3)}${text}`);
    }),
  );
});
