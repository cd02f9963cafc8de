import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../src/apply/applied.ts';
import { type ApplyItem, type ApplySettings, applyObjects } from '../../src/apply/apply.ts';
import type { ApiAnswer, ApiRequest } from '../../src/cluster/client.ts';
import { discoveryOf } from '../../src/cluster/discovery.ts';
import type { Clock } from '../../src/host.ts';
import type { KubeObject } from '../../src/manifests/object.ts';
import { anObject } from '../manifests/builders.ts';
import {
  type AnsweringClient,
  answeringClient,
  aResource,
  DISCOVERY,
  INSTANT,
  refused,
  type StatusFailure,
  status,
  taken,
} from './answering-client.ts';

function inShop(object: KubeObject): KubeObject {
  return { ...object, ref: { ...object.ref, namespace: 'shop' } };
}

function configMap(name: string): KubeObject {
  return inShop(anObject('v1', 'ConfigMap', name));
}

function absent(...objects: KubeObject[]): ApplyItem[] {
  return objects.map((object) => ({ object, before: undefined }));
}

async function apply(
  client: AnsweringClient,
  items: readonly ApplyItem[],
  settings: Partial<ApplySettings> = {},
  signal = new AbortController().signal,
) {
  const all: ApplySettings = {
    fieldManager: 'deploy-as',
    forceConflicts: false,
    credentialName: 'the token',
    discovery: DISCOVERY,
    rediscover: async () => ({ ok: true, value: DISCOVERY }),
    clock: INSTANT,
    ...settings,
  };
  const result = await applyObjects(client, items, all, signal);
  return {
    ...result,
    actions: result.changes.map(({ ref, action }) => `${ref.name} ${action}`),
    notSent: result.notSent.map(({ ref }) => ref.name),
  };
}

function named(request: ApiRequest): string {
  return /([^/?]+)(\?|$)/.exec(request.path)?.[1] ?? '';
}

describe('applying', () => {
  test("sends the object's own text server-side, with manager and strict validation", async () => {
    const client = answeringClient(() => taken({}, 201));
    await apply(client, absent(configMap('a')));
    expect(client.requests).toEqual([
      {
        method: 'PATCH',
        path: '/api/v1/namespaces/shop/configmaps/a?fieldManager=deploy-as&force=false&fieldValidation=Strict',
        body: { type: 'application/apply-patch+yaml', text: configMap('a').body },
      },
    ]);
  });

  test("takes others' fields only where asked to", async () => {
    const client = answeringClient(() => taken({}));
    await apply(client, absent(configMap('a')), { forceConflicts: true, fieldManager: 'mine & yours' });
    expect(client.requests[0]?.path).toContain('?fieldManager=mine+%26+yours&force=true&');
  });

  test('tells what was created, configured and unchanged', async () => {
    const live = { data: { a: '1' }, metadata: { resourceVersion: '1' } };
    const client = answeringClient((request) =>
      named(request) === 'new' ? taken(live, 201) : taken({ ...live, metadata: { resourceVersion: '2' } }),
    );
    const items = [
      { object: configMap('new'), before: undefined },
      { object: configMap('same'), before: live },
      { object: configMap('other'), before: { ...live, data: { a: '0' } } },
    ];
    const told: Change[] = [];
    const { actions, applied, problems } = await apply(client, items, { progress: (change) => told.push(change) });
    expect(actions).toEqual(['new created', 'same unchanged', 'other configured']);
    expect(told.map(({ ref }) => ref.name)).toEqual(['new', 'same', 'other']);
    expect(applied.map(({ live }) => live.data)).toEqual([{ a: '1' }, { a: '1' }, { a: '1' }]);
    expect(problems).toEqual([]);
  });

  test('goes rank by rank: no request of a rank starts before the rank before it is whole', async () => {
    const log: string[] = [];
    const client = answeringClient(async (request) => {
      log.push(`start ${named(request)}`);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`end ${named(request)}`);
      return taken({}, 201);
    });
    await apply(
      client,
      absent(
        inShop(anObject('apps/v1', 'Deployment', 'web')),
        configMap('a'),
        anObject('v1', 'Namespace', 'shop'),
        configMap('b'),
      ),
    );
    expect(log).toEqual(['start shop', 'end shop', 'start a', 'start b', 'end a', 'end b', 'start web', 'end web']);
  });

  test('finishes the rank of a failure and starts no other', async () => {
    const client = answeringClient((request) =>
      named(request) === 'a' ? refused(status(422, { message: 'bad' })) : taken({}, 201),
    );
    const { actions, notSent, problems } = await apply(
      client,
      absent(configMap('a'), configMap('b'), inShop(anObject('apps/v1', 'Deployment', 'web'))),
    );
    expect(actions).toEqual(['a failed', 'b created']);
    expect(notSent).toEqual(['web']);
    expect(problems).toMatchObject([{ kind: 'apply', object: { name: 'a' } }]);
  });

  test('calls a refusal admission as long as nothing has been written', async () => {
    const client = answeringClient((request) =>
      named(request) === 'a' ? refused(status(422, { message: 'bad' })) : taken({}),
    );
    const { problems } = await apply(client, [...absent(configMap('a')), { object: configMap('b'), before: {} }]);
    expect(problems).toMatchObject([{ kind: 'admission' }]);
  });

  test("tells the server's warnings at the source of their object", async () => {
    const client = answeringClient(() => taken({}, 201, ['v1 ConfigMap is old']));
    expect((await apply(client, absent(configMap('a')))).warnings).toMatchObject([
      {
        message: 'The API server warns about ConfigMap shop/a: v1 ConfigMap is old.',
        source: { file: 'deploy/a.yaml', line: 1 },
      },
    ]);
  });

  test('calls an object unknown whose request broke, and failed where nothing can have arrived', async () => {
    const broken = answeringClient(() => refused({ kind: 'unreachable', code: 'ECONNRESET', message: 'x' }));
    expect((await apply(broken, absent(configMap('a'), configMap('b')))).actions).toEqual(['a unknown', 'b unknown']);
    const closed = answeringClient(() => refused({ kind: 'unreachable', code: 'ECONNREFUSED', message: 'x' }));
    const { actions, problems } = await apply(closed, absent(configMap('a'), configMap('b')));
    expect(actions).toEqual(['a failed', 'b failed']);
    expect(problems.map(({ kind }) => kind)).toEqual(['unreachable']);
  });
});

describe('a cancel while applying', () => {
  test('starts nothing more, and calls unknown what was sent without an answer', async () => {
    const controller = new AbortController();
    const client = answeringClient((request): ApiAnswer => {
      if (named(request) !== 'c3') return taken({}, 201);
      controller.abort();
      return refused({ kind: 'cancelled' });
    });
    const items = absent(
      ...Array.from({ length: 40 }, (_, index) => configMap(`c${index}`)),
      inShop(anObject('apps/v1', 'Deployment', 'web')),
    );
    const { actions, notSent, problems } = await apply(client, items, {}, controller.signal);
    const counted = (action: string) => actions.filter((text) => text.endsWith(action)).length;
    expect(client.requests.length + notSent.length).toBe(41);
    expect(counted('unknown')).toBeGreaterThan(0);
    expect(counted('created') + counted('unknown')).toBe(client.requests.length);
    expect(notSent).toContain('web');
    expect(problems).toMatchObject([{ kind: 'cancelled', message: expect.stringContaining('of 41 objects') }]);
  });

  test('lets what is on its way be answered', async () => {
    const controller = new AbortController();
    const answers: (() => void)[] = [];
    const client = answeringClient(async (request) => {
      const answered = new Promise<void>((resolve) => answers.push(resolve));
      if (named(request) === 'c1') controller.abort();
      await answered;
      return taken({}, 201);
    });
    const graces: number[] = [];
    const clock: Clock = {
      now: () => 0,
      sleep: async (milliseconds) => {
        graces.push(milliseconds);
        for (const answer of answers) setImmediate(answer);
        await new Promise(() => undefined);
      },
    };
    const { actions, notSent, problems } = await apply(
      client,
      absent(configMap('c0'), configMap('c1'), inShop(anObject('apps/v1', 'Deployment', 'web'))),
      { clock },
      controller.signal,
    );
    expect(actions).toEqual(['c0 created', 'c1 created']);
    expect(notSent).toEqual(['web']);
    expect(graces).toEqual([1_500]);
    expect(problems).toMatchObject([
      { kind: 'cancelled', message: expect.stringContaining('answered for 2 of 3 objects, 0 were sent without') },
    ]);
  });

  test('calls unknown what is not answered within a moment', async () => {
    const controller = new AbortController();
    const client = { ...answeringClient(() => taken({})), request: hanging };
    async function hanging(_: ApiRequest, signal: AbortSignal): Promise<ApiAnswer> {
      const cancelled = new Promise((resolve) => signal.addEventListener('abort', resolve));
      controller.abort();
      await cancelled;
      return refused({ kind: 'cancelled' });
    }
    expect((await apply(client, absent(configMap('a')), {}, controller.signal)).actions).toEqual(['a unknown']);
  });

  test('before the first request sends nothing', async () => {
    const client = answeringClient(() => taken({}));
    const { problems, notSent } = await apply(client, absent(configMap('a')), {}, AbortSignal.abort());
    expect(client.requests).toEqual([]);
    expect(notSent).toEqual(['a']);
    expect(problems).toMatchObject([{ kind: 'cancelled' }]);
  });

  test('by a deadline is a timeout', async () => {
    const signal = AbortSignal.abort(new DOMException('late', 'TimeoutError'));
    expect(
      (
        await apply(
          answeringClient(() => taken({})),
          absent(configMap('a')),
          {},
          signal,
        )
      ).problems,
    ).toMatchObject([{ kind: 'timeout' }]);
  });
});

describe('a kind that this run brings', () => {
  const crd = anObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.x.io', {
    spec: {
      group: 'x.io',
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets' },
      versions: [{ name: 'v1', served: true }],
    },
  });
  const widget = inShop(anObject('x.io/v1', 'Widget', 'w'));
  const widgets = discoveryOf([
    aResource('x.io', 'Widget', 'widgets'),
    aResource('apiextensions.k8s.io', 'CustomResourceDefinition', 'customresourcedefinitions', false),
  ]);
  const established = { status: { conditions: [{ type: 'Established', status: 'True' }] } };

  test('is awaited, looked up anew, and then applied, also while the router still learns it', async () => {
    const found = [DISCOVERY, widgets];
    let tries = 0;
    const client = answeringClient((request) => {
      if (request.method === 'GET') return taken(established);
      if (named(request) === 'widgets.x.io') return taken({}, 201);
      return ++tries < 3
        ? refused(status(404, { message: 'the server could not find the requested resource' }))
        : taken({}, 201);
    });
    const { actions } = await apply(client, absent(widget, crd), {
      rediscover: async () => ({ ok: true, value: found.shift() ?? widgets }),
    });
    expect(actions).toEqual(['widgets.x.io created', 'w created']);
    expect(client.requests.map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`)).toEqual([
      'PATCH /apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.x.io',
      'GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.x.io',
      ...Array(3).fill('PATCH /apis/x.io/v1/namespaces/shop/widgets/w'),
    ]);
  });

  test('that never shows up is a problem of its object, not an endless wait', async () => {
    const client = answeringClient(() => taken(established, 201));
    const { actions, problems } = await apply(client, absent(widget, crd));
    expect(actions).toEqual(['widgets.x.io created', 'w failed']);
    expect(problems).toMatchObject([{ kind: 'apply', message: expect.stringContaining('does not serve Widget') }]);
  });

  describe('and whose schema the server has yet to learn', () => {
    const OLD_SCHEMA = [
      status(500, {
        message:
          'failed to create typed patch object (shop/w; x.io/v1, Kind=Widget): .spec.size: field not declared in schema',
      }),
      status(400, { reason: 'BadRequest', message: 'strict decoding error: unknown field "spec.size"' }),
      status(422, { reason: 'Invalid', message: 'spec.size: Unsupported value: "xl"' }),
    ];

    async function applied(crdStatus: 'created' | 'unchanged', refusals: readonly StatusFailure[], clock = INSTANT) {
      const left = [...refusals];
      const live = { metadata: { name: 'widgets.x.io' }, ...established };
      const client = answeringClient((request) => {
        if (named(request) === 'widgets.x.io') return taken(live, crdStatus === 'created' ? 201 : 200);
        const refusal = left.shift();
        return refusal === undefined ? taken({}, 201) : refused(refusal);
      });
      const items = [
        { object: crd, before: crdStatus === 'created' ? undefined : live },
        { object: widget, before: undefined },
      ];
      return await apply(client, items, { discovery: widgets, clock });
    }

    test('is tried again', async () => {
      const { actions, problems } = await applied('created', OLD_SCHEMA);
      expect([actions, problems]).toEqual([['widgets.x.io created', 'w created'], []]);
    });

    test('is refused at once where the definition has not changed', async () => {
      const { actions } = await applied('unchanged', OLD_SCHEMA.slice(0, 1));
      expect(actions).toEqual(['widgets.x.io unchanged', 'w failed']);
    });

    test('is refused as before where that lasts', async () => {
      let now = 0;
      const clock: Clock = {
        now: () => now,
        sleep: async (milliseconds) => {
          now += milliseconds;
        },
      };
      const { actions, problems } = await applied('created', Array(100).fill(OLD_SCHEMA[0]), clock);
      expect(actions).toEqual(['widgets.x.io created', 'w failed']);
      expect(problems).toMatchObject([{ message: expect.stringContaining('has no field .spec.size') }]);
      expect(now).toBeGreaterThanOrEqual(10_000);
      expect(now).toBeLessThanOrEqual(11_000);
    });
  });
});
