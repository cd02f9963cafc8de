import { describe, expect, test } from '@jest/globals';
import {
  type Preflight,
  preflight,
  preflightProblem,
  type RightsCheck,
  stepRights,
} from '../../src/check/preflight.ts';
import type { ApiAnswer, ApiClient, ApiRequest } from '../../src/cluster/client.ts';
import { formatProblem, type Problem } from '../../src/problem.ts';
import { type Needed, neededForApply } from '../../src/rights/needed.ts';
import type { Right } from '../../src/rights/right.ts';

const never = new AbortController().signal;
const DEPLOYER = 'system:serviceaccount:shop:deployer';
const CI = 'system:serviceaccount:ci:agent';

interface Authorizer {
  /** Absent: everything. */
  readonly allows?: (right: Pick<Right, 'verb' | 'resource' | 'namespace' | 'name'>) => boolean;
  readonly incomplete?: boolean;
  /** Kinds of reviews that are refused. */
  readonly refuses?: readonly string[];
  readonly rules?: readonly unknown[];
}

function client(party: ApiClient['party'], authorizer: Authorizer): ApiClient & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    party,
    server: 'https://cluster.example.com',
    asked,
    request: async (request) => answerTo(request, authorizer, asked),
    watch: () => {
      throw new Error('nothing is watched here');
    },
  };
}

function answerTo({ body }: ApiRequest, authorizer: Authorizer, asked: string[]): ApiAnswer {
  const { kind, spec } = JSON.parse(body?.text ?? '{}');
  if (authorizer.refuses?.includes(kind) === true) {
    asked.push(`refused ${kind}`);
    const message = `${kind} is forbidden: User "${DEPLOYER}" cannot create resource "${kind.toLowerCase()}s" in API group "authorization.k8s.io" at the cluster scope`;
    const failure = {
      kind: 'status',
      status: 403,
      reason: 'Forbidden',
      message,
      causes: [],
      retryAfterSeconds: undefined,
    } as const;
    return { ok: false, failure };
  }
  if (kind === 'SelfSubjectRulesReview') {
    asked.push(`rules of ${spec.namespace}`);
    const status = { resourceRules: authorizer.rules ?? [], incomplete: authorizer.incomplete ?? false };
    return { ok: true, status: 201, body: { status: JSON.parse(JSON.stringify(status)) }, warnings: [] };
  }
  const attributes = spec.resourceAttributes ?? {
    verb: spec.nonResourceAttributes.verb,
    resource: spec.nonResourceAttributes.path,
  };
  const { verb, resource, namespace = '', name = '' } = attributes;
  asked.push(`${verb} ${resource} ${namespace}/${name}`);
  const allowed = authorizer.allows?.({ verb, resource, namespace, name }) ?? true;
  return { ok: true, status: 201, body: { status: { allowed } }, warnings: [] };
}

function cluster(identity: Authorizer, token: Authorizer = {}) {
  return { asIdentity: client('identity', identity), asToken: client('token', token) };
}

const configMaps = (names: readonly string[], namespace = 'shop'): Needed[] =>
  neededForApply(
    names.map((name) => ({
      ref: { apiVersion: 'v1', kind: 'ConfigMap', namespace, name },
      resource: { group: '', resource: 'configmaps', namespaced: true },
      presence: 'present',
    })),
  );
const nodes = (names: readonly string[]): Needed[] =>
  neededForApply(
    names.map((name) => ({
      ref: { apiVersion: 'v1', kind: 'Node', name },
      resource: { group: '', resource: 'nodes', namespaced: false },
      presence: 'present',
    })),
  );

async function ask(asked: ReturnType<typeof cluster>, needed: readonly Needed[], proven: readonly Right[] = []) {
  return preflight(asked, needed, { credentialName: 'the input `token`', proven }, never);
}

async function found(asked: ReturnType<typeof cluster>, needed: readonly Needed[]): Promise<Preflight> {
  const answer = await ask(asked, needed);
  if (!answer.ok) throw new Error(answer.problems.map(formatProblem).join('\n'));
  return answer.value;
}

const GET_AND_PATCH = { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'patch'] };

describe('what is asked', () => {
  test('of a namespace: its rules, and nothing else', async () => {
    const asked = cluster({ rules: [GET_AND_PATCH] });
    expect((await found(asked, configMaps(['a', 'b', 'c']))).missing).toEqual([]);
    expect(asked.asIdentity.asked).toEqual(['rules of shop']);
    expect(asked.asToken.asked).toEqual([]);
  });

  test('where the rules are not complete: each verb without a name, and each name only where that is refused', async () => {
    const asked = cluster({
      rules: [GET_AND_PATCH],
      incomplete: true,
      allows: ({ verb, name }) => verb === 'get' || name === 'a',
    });
    const { missing, reviews } = await found(asked, configMaps(['a', 'b']));
    expect(missing.map(({ right }) => `${right.verb} ${right.name}`)).toEqual(['patch b']);
    expect(asked.asIdentity.asked.toSorted()).toEqual([
      'get configmaps shop/',
      'patch configmaps shop/',
      'patch configmaps shop/a',
      'patch configmaps shop/b',
      'rules of shop',
    ]);
    expect(reviews).toBe(5);
  });

  test('of what no namespace has: the right itself, never the rules of a namespace', async () => {
    const asked = cluster({ rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }], allows: () => false });
    expect((await found(asked, nodes(['a']))).missing).toHaveLength(2);
    expect(asked.asIdentity.asked).toEqual(['get nodes /a', 'patch nodes /a']);
  });

  test('nothing that a request has shown already', async () => {
    const asked = cluster({});
    const needs = nodes(['a', 'b']);
    const gets = needs.map(({ right }) => right).filter(({ verb }) => verb === 'get');
    await ask(asked, needs, gets);
    expect(asked.asIdentity.asked).toEqual(['patch nodes /']);
  });

  test('the right itself where the rules may not be asked for', async () => {
    const asked = cluster({ refuses: ['SelfSubjectRulesReview'] });
    expect((await found(asked, configMaps(['a']))).missing).toEqual([]);
    expect(asked.asIdentity.asked).toEqual([
      'refused SelfSubjectRulesReview',
      'get configmaps shop/a',
      'patch configmaps shop/a',
    ]);
  });

  test('the token about its own rights, as the token', async () => {
    const asked = cluster({ rules: [GET_AND_PATCH] }, { allows: () => false });
    const acting: Needed[] = configMaps(['a']).map((need) => ({
      ...need,
      party: 'token',
      right: { ...need.right, verb: `impersonate-on:serviceaccount:${need.right.verb}` },
    }));
    const answer = await found(asked, [...configMaps(['a']), ...acting]);
    expect(asked.asToken.asked).toEqual(['rules of shop']);
    const problem = preflightProblem(answer, { username: DEPLOYER, tokenUser: CI });
    expect(problem?.message).toBe(
      `The token (user ${CI}) lacks 2 rights that this step takes, of 4 that were checked before anything is changed.`,
    );
    expect(problem?.kind === 'forbidden' && problem.denied.map(({ who }) => who)).toEqual(['token', 'token']);
    expect(problem?.kind === 'forbidden' && problem.yaml).toContain('name: agent');
  });
});

test('one of the alternatives will do, and is asked for only where the right itself is missing', async () => {
  const [get] = nodes(['a']);
  if (get === undefined) throw new Error('unreachable');
  const other = { ...get.right, verb: 'escalate' };
  const needs = [{ ...get, alternatives: [other] }];
  const asked = cluster({ allows: ({ verb }) => verb === 'escalate' });
  expect((await found(asked, needs)).missing).toEqual([]);
  expect(asked.asIdentity.asked).toEqual(['get nodes /a', 'escalate nodes /a']);
  const allowed = cluster({});
  await found(allowed, needs);
  expect(allowed.asIdentity.asked).toEqual(['get nodes /a']);
});

test('where all of several rights will do, every one of them is needed', async () => {
  const [get] = nodes(['a']);
  if (get === undefined) throw new Error('unreachable');
  const orAll = ['list', 'watch'].map((verb) => ({ ...get.right, verb }));
  const verbs = (allowed: readonly string[]) => cluster({ allows: ({ verb }) => allowed.includes(verb) });
  expect((await found(verbs(['list', 'watch']), [{ ...get, orAll }])).missing).toEqual([]);
  expect((await found(verbs(['list']), [{ ...get, orAll }])).missing).toHaveLength(1);
  expect((await found(verbs([]), [{ ...get, orAll: [] }])).missing).toEqual([]);
});

test('an identity that may not even ask is told so', async () => {
  const answer = await ask(
    cluster({ refuses: ['SelfSubjectRulesReview', 'SelfSubjectAccessReview'] }),
    configMaps(['a']),
  );
  expect(answer.ok).toBe(false);
  if (answer.ok) return;
  expect(answer.problems[0]).toMatchObject({
    kind: 'forbidden',
    denied: [{ who: 'identity', verb: 'create', resource: 'selfsubjectaccessreviews' }],
  });
});

describe('the gaps', () => {
  const needs = [...configMaps(['a', 'b']), ...configMaps(['c'], 'other'), ...nodes(['n'])];
  const gaps = (): Promise<Preflight> => found(cluster({ rules: [GET_AND_PATCH], allows: () => false }), needs);

  test('are one problem with one table and the grant that fills exactly them', async () => {
    const none = await found(cluster({ allows: () => false }), needs);
    const problem = preflightProblem(none, { username: DEPLOYER, tokenUser: CI });
    if (problem?.kind !== 'forbidden') throw new Error('no gap');
    expect(problem.denied).toHaveLength(8);
    expect(
      formatProblem(problem),
    ).toBe(`${DEPLOYER} lacks 8 rights that this step takes, of 8 that were checked before anything is changed.
  who       may not     resource    namespace  name  needed for
  identity  get, patch  configmaps  shop       a, b  ConfigMap shop/a and 1 more
  identity  get, patch  configmaps  other      c     ConfigMap other/c
  identity  get, patch  nodes       -          n     Node n
${problem.fix}
${problem.yaml?.trimEnd()}`);
    const roles = problem.yaml?.match(/^kind: .*$/gm);
    expect(roles).toEqual([
      'kind: ClusterRole',
      'kind: ClusterRoleBinding',
      'kind: Role',
      'kind: RoleBinding',
      'kind: Role',
      'kind: RoleBinding',
    ]);
  });

  test('are none where nothing is missing', async () => {
    expect(preflightProblem(await found(cluster({}), []), { username: DEPLOYER, tokenUser: CI })).toBeUndefined();
    expect((await gaps()).missing.map(({ right }) => right.resource)).toEqual(['nodes', 'nodes']);
  });
});

describe('a step', () => {
  function checkWith(strictness: RightsCheck['strictness'], asked: ReturnType<typeof cluster>) {
    const warnings: Problem[] = [];
    const lines: string[] = [];
    const seen: Preflight[] = [];
    const rights = stepRights(
      {
        strictness,
        cluster: asked,
        username: DEPLOYER,
        tokenUser: CI,
        impersonation: { by: 'legacy' },
        credentialName: 'the input `token`',
        log: { info: (line) => void lines.push(line), warn: (problem) => void warnings.push(problem) },
        found: (preflight) => void seen.push(preflight),
      },
      never,
    );
    return { rights, warnings, lines, seen };
  }
  const nothing = (): Authorizer => ({ allows: () => false });

  test('with `enforce` stops at what is missing', async () => {
    const { rights, warnings, lines, seen } = checkWith('enforce', cluster(nothing()));
    const outcome = await rights.check({ needed: configMaps(['a']) });
    expect(outcome).toMatchObject({ ok: false, problems: [{ kind: 'forbidden' }] });
    expect(warnings).toEqual([]);
    expect(lines).toEqual(['2 rights checked with 1 review: 2 missing.']);
    expect(seen).toHaveLength(1);
  });

  test('with `warn` says it and goes on', async () => {
    const { rights, warnings } = checkWith('warn', cluster(nothing()));
    expect(await rights.check({ needed: configMaps(['a']) })).toEqual({ ok: true, value: undefined });
    expect(warnings).toMatchObject([{ kind: 'forbidden', denied: [{ verb: 'get' }, { verb: 'patch' }] }]);
  });

  test('with `warn` goes on where it may not ask', async () => {
    const { rights, warnings } = checkWith(
      'warn',
      cluster({ refuses: ['SelfSubjectRulesReview', 'SelfSubjectAccessReview'] }),
    );
    expect(await rights.check({ needed: configMaps(['a']) })).toEqual({ ok: true, value: undefined });
    expect(warnings).toHaveLength(1);
  });

  test('with `off` asks nothing', async () => {
    const asked = cluster(nothing());
    const { rights, lines } = checkWith('off', asked);
    expect(rights.looks).toBe(false);
    expect(await rights.check({ needed: configMaps(['a']) })).toEqual({ ok: true, value: undefined });
    expect(await rights.lacks(configMaps(['a']))).toBe(false);
    expect([...asked.asIdentity.asked, ...lines]).toEqual([]);
  });

  test('tells what may be missing without stopping', async () => {
    const { rights, warnings, lines } = checkWith('enforce', cluster({ allows: () => false }));
    const perhaps = configMaps(['a']).map((need) => ({ ...need, certainty: 'possible' as const }));
    expect(await rights.check({ needed: perhaps })).toEqual({ ok: true, value: undefined });
    expect(warnings).toEqual([]);
    expect(lines).toEqual([
      '2 rights checked with 1 review: none missing.',
      'the identity may not get configmaps "a" in namespace shop, which is possibly needed (ConfigMap shop/a)',
      'the identity may not patch configmaps "a" in namespace shop, which is possibly needed (ConfigMap shop/a)',
    ]);
  });

  test('asks nothing twice', async () => {
    const asked = cluster({ rules: [GET_AND_PATCH] });
    const { rights } = checkWith('enforce', asked);
    expect(await rights.lacks(configMaps(['a']))).toBe(false);
    expect(await rights.check({ needed: configMaps(['a', 'b']) })).toEqual({ ok: true, value: undefined });
    expect(asked.asIdentity.asked).toEqual(['rules of shop']);
  });
});
