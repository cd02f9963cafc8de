import { describe, expect, test } from '@jest/globals';
import { type ReadTarget, readObjects } from '../../src/apply/read.ts';
import { answeringClient, aResource, refused, status, taken } from './answering-client.ts';

function target(name: string, kind = 'ConfigMap'): ReadTarget {
  return {
    ref: { apiVersion: 'v1', kind, namespace: 'shop', name },
    source: { file: 'a.yaml', line: 3 },
    resource: aResource('', kind, `${kind.toLowerCase()}s`),
  };
}

const signal = new AbortController().signal;

describe('reading what is there', () => {
  test('gives each live object in the order of the targets, nothing for what is absent', async () => {
    const client = answeringClient(({ path }) =>
      path.endsWith('/a') ? taken({ kind: 'ConfigMap' }) : refused(status(404)),
    );
    expect(await readObjects(client, [target('b'), target('a')], 'the token', signal)).toEqual({
      ok: true,
      value: [undefined, { kind: 'ConfigMap' }],
    });
    expect(client.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/v1/namespaces/shop/configmaps/b',
      'GET /api/v1/namespaces/shop/configmaps/a',
    ]);
  });

  test('asks nothing about a kind that this run brings', async () => {
    const client = answeringClient(() => taken({}));
    expect(await readObjects(client, [{ ...target('a'), resource: undefined }], 'the token', signal)).toEqual({
      ok: true,
      value: [undefined],
    });
    expect(client.requests).toEqual([]);
  });

  test('has no more than 16 requests under way', async () => {
    let underWay = 0;
    let most = 0;
    const client = answeringClient(async () => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay--;
      return taken({});
    });
    await readObjects(
      client,
      Array.from({ length: 100 }, (_, index) => target(`a${index}`)),
      'the token',
      signal,
    );
    expect(most).toBe(16);
  });

  test('tells every object that may not be read, at its source', async () => {
    const message =
      'secrets "a" is forbidden: User "x" cannot get resource "secrets" in API group "" in the namespace "shop"';
    const client = answeringClient(({ path }) =>
      path.includes('secrets') ? refused(status(403, { reason: 'Forbidden', message })) : taken({}),
    );
    const outcome = await readObjects(
      client,
      [target('a', 'Secret'), target('a'), target('b', 'Secret')],
      'the token',
      signal,
    );
    expect(outcome).toMatchObject({
      ok: false,
      problems: [
        {
          kind: 'forbidden',
          source: { line: 3 },
          object: { kind: 'Secret', name: 'a' },
          denied: [{ verb: 'get', resource: 'secrets', namespace: 'shop' }],
        },
        { kind: 'forbidden', object: { name: 'b' } },
      ],
    });
  });

  test('tells once that there is no connection', async () => {
    const client = answeringClient(() => refused({ kind: 'unreachable', code: 'ECONNREFUSED', message: 'x' }));
    const outcome = await readObjects(client, [target('a'), target('b')], 'the token', signal);
    expect(outcome.ok || outcome.problems.map(({ kind }) => kind)).toEqual(['unreachable']);
  });

  test('starts nothing once the run is cancelled', async () => {
    const client = answeringClient(() => taken({}));
    const outcome = await readObjects(client, [target('a'), target('b')], 'the token', AbortSignal.abort());
    expect(outcome.ok || outcome.problems.map(({ kind }) => kind)).toEqual(['cancelled']);
    expect(client.requests).toEqual([]);
  });
});
