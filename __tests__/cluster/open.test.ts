import type { RequestOptions } from 'node:https';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { ApiAnswer, ApiRequest, Cluster, WatchEvent } from '../../src/cluster/client.ts';
import { type ClusterSpec, openCluster } from '../../src/cluster/open.ts';
import type { Clock } from '../../src/host.ts';
import type { IdentityRequest } from '../../src/inputs.ts';
import { failure, type Outcome, success } from '../../src/problem.ts';
import { identityOf } from '../rights/identity-of.ts';
import { connectionTo, hastyClock } from './connection-to.ts';
import { type Handler, json, type Loopback, loopback, status } from './loopback.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Opened {
  readonly server: Loopback;
  readonly cluster: Cluster;
  readonly slept: readonly number[];
}

interface Parts {
  readonly identity?: IdentityRequest;
  readonly options?: (fresh: boolean, signal: AbortSignal) => Promise<Outcome<RequestOptions>>;
  readonly patience?: ClusterSpec['patience'];
  readonly clock?: Clock;
  readonly path?: string;
  readonly log?: ClusterSpec['log'];
}

async function opened(handler: Handler, parts: Parts = {}): Promise<Opened> {
  const server = await loopback(handler);
  closing.push(server.close);
  const clock = hastyClock();
  const cluster = openCluster({
    connection: connectionTo({
      server: `${server.url}${parts.path ?? ''}`,
      ca: server.ca,
      token: 'secret',
      ...(parts.options === undefined ? {} : { options: parts.options }),
    }),
    identity: parts.identity ?? identityOf('bob'),
    clock: parts.clock ?? clock,
    ...(parts.log === undefined ? {} : { log: parts.log }),
    ...(parts.patience === undefined ? {} : { patience: parts.patience }),
  });
  closing.push(cluster.close);
  return { server, cluster, slept: clock.slept };
}

const never = new AbortController().signal;
const get: ApiRequest = { method: 'GET', path: '/api/v1/namespaces/shop' };
const patch: ApiRequest = { ...get, method: 'PATCH', body: { type: 'application/apply-patch+yaml', text: 'a: grün' } };

function failureOf(answer: ApiAnswer) {
  if (answer.ok) throw new Error(`answered ${answer.status}`);
  return answer.failure;
}

describe('a request', () => {
  test('as the token has its credential and nothing of an impersonation', async () => {
    const { server, cluster } = await opened((_, response) => json(response, 200, { kind: 'Namespace' }));
    expect(await cluster.asToken.request(get, never)).toEqual({
      ok: true,
      status: 200,
      body: { kind: 'Namespace' },
      warnings: [],
    });
    const headers = server.requests[0]?.headers ?? {};
    expect(headers.authorization).toEqual(['Bearer secret']);
    expect(Object.keys(headers).filter((name) => name.startsWith('impersonate'))).toEqual([]);
  });

  test.each([
    ['with a body', patch],
    ['without a body', get],
  ])('as the identity carries each value as it is, %s', async (_, request) => {
    const identity = identityOf('bøb, the 2%nd', {
      groups: ['a, b', 'grün'],
      uid: 'u%20',
      extra: ['github.com/repository=octo/app', 'note=50% – ☂, ja', 'note=zwei'],
    });
    const { server, cluster } = await opened((_, response) => json(response, 200, {}), { identity });
    await cluster.asIdentity.request(request, never);
    const raw = Object.entries(server.requests[0]?.headers ?? {}).filter(([name]) => name.startsWith('impersonate'));
    const read = raw.map(([name, values]) => [
      decodeURIComponent(name),
      values?.map((value) => Buffer.from(value, 'latin1').toString('utf8')),
    ]);
    expect(Object.fromEntries(read)).toEqual({
      'impersonate-user': ['bøb, the 2%nd'],
      'impersonate-group': ['a, b', 'grün'],
      'impersonate-uid': ['u%20'],
      'impersonate-extra-github.com/repository': ['octo/app'],
      'impersonate-extra-note': ['50% – ☂, ja', 'zwei'],
    });
    expect(server.requests[0]?.body).toBe(request.body?.text ?? '');
  });

  test('goes below the path of a server that has one, and its own path is never resolved', async () => {
    const { server, cluster } = await opened((_, response) => json(response, 200, {}), { path: '/k8s/clusters/c-1' });
    await cluster.asToken.request({ method: 'GET', path: '/api/v1/namespaces/shop/configmaps/..' }, never);
    expect(server.requests[0]?.path).toBe('/k8s/clusters/c-1/api/v1/namespaces/shop/configmaps/..');
  });

  test('passes the server’s warnings on', async () => {
    const warning = ['299 - "unknown field \\"spec.x\\""', '299 - "würde fehlen"'].map((text) =>
      Buffer.from(text, 'utf8').toString('latin1'),
    );
    const { cluster } = await opened((_, response) => json(response, 201, {}, { warning }));
    expect(await cluster.asIdentity.request(patch, never)).toMatchObject({
      status: 201,
      warnings: ['unknown field "spec.x"', 'würde fehlen'],
    });
  });

  test('is refused where the connection itself would impersonate somebody', async () => {
    const { cluster } = await opened((_, response) => json(response, 200, {}), {
      options: async () => success({ headers: { 'Impersonate-User': 'root' } }),
    });
    await expect(cluster.asToken.request(get, never)).rejects.toThrow('the connection itself sends Impersonate-User');
  });

  test('waits for its turn behind fifteen others', async () => {
    let most = 0;
    let open = 0;
    const { cluster } = await opened((_, response) => {
      open += 1;
      most = Math.max(most, open);
      setImmediate(() => {
        open -= 1;
        json(response, 200, {});
      });
    });
    const answers = await Promise.all(Array.from({ length: 100 }, () => cluster.asToken.request(get, never)));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(most).toBeLessThanOrEqual(16);
  });
});

describe('a failure', () => {
  test('of the server is its Status', async () => {
    const details = { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "ops"', field: '.data.a' }] };
    const { cluster } = await opened((_, response) => {
      json(response, 409, status(409, 'Conflict', 'Apply failed with 1 conflict', details));
    });
    expect(failureOf(await cluster.asIdentity.request(patch, never))).toEqual({
      kind: 'status',
      status: 409,
      reason: 'Conflict',
      message: 'Apply failed with 1 conflict',
      causes: details.causes,
      retryAfterSeconds: undefined,
    });
  });

  test('that passes is tried again when the server says so', async () => {
    const { server, cluster, slept } = await opened((_, response, number) => {
      if (number === 1) json(response, 429, status(429, 'TooManyRequests', 'slow down'), { 'retry-after': '3' });
      else if (number === 2) response.writeHead(503).end('upstream');
      else json(response, 200, {});
    });
    expect(await cluster.asIdentity.request(patch, never)).toMatchObject({ ok: true });
    expect(server.requests.map(({ body }) => body)).toEqual(['a: grün', 'a: grün', 'a: grün']);
    expect(slept).toHaveLength(2);
    expect(slept[0]).toBeGreaterThanOrEqual(3000);
  });

  test('that stays is told after six tries', async () => {
    const { server, cluster } = await opened((_, response) => {
      response.writeHead(503, { 'content-type': 'text/html' }).end('<html><title>Try later</title></html>');
    });
    expect(failureOf(await cluster.asToken.request(get, never))).toMatchObject({
      kind: 'status',
      status: 503,
      message: 'an HTML page ("Try later")',
    });
    expect(server.requests).toHaveLength(6);
  });

  test('is the answer at once where it was asked once', async () => {
    const { server, cluster } = await opened((_, response) => response.writeHead(503).end());
    await cluster.asToken.request({ ...get, once: true }, never);
    expect(server.requests).toHaveLength(1);
  });

  test('in the middle of a body is a broken connection, and tried again', async () => {
    const { server, cluster } = await opened((_, response, number) => {
      if (number > 1) return json(response, 200, { kind: 'Namespace' });
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"kind":', () => response.destroy());
    });
    expect(await cluster.asToken.request(get, never)).toMatchObject({ ok: true, body: { kind: 'Namespace' } });
    expect(server.requests).toHaveLength(2);
  });

  test('of a create that may have arrived is not tried again, of a review it is', async () => {
    const { server, cluster } = await opened((_, response) => response.destroy());
    const body = { type: 'application/json', text: '{}' };
    const failed = await cluster.asToken.request({ method: 'POST', path: '/api/v1/namespaces', body }, never);
    expect(failureOf(failed)).toMatchObject({ kind: 'unreachable', code: 'ECONNRESET' });
    expect(server.requests).toHaveLength(1);
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    await cluster.asToken.request({ method: 'POST', path, body }, never);
    expect(server.requests).toHaveLength(7);
  });

  test('of a page that wants a login is none of Kubernetes', async () => {
    const { cluster } = await opened(({ path }, response) => {
      if (path === '/redirect') response.writeHead(302, { location: 'https://sso.example.com/login?state=abc' }).end();
      else response.writeHead(path === '/403' ? 403 : 200).end('<!DOCTYPE html><title> Sign\n in </title>');
    });
    const failureAt = async (path: string) => failureOf(await cluster.asToken.request({ method: 'GET', path }, never));
    expect(await failureAt('/redirect')).toEqual({
      kind: 'unreachable',
      code: 'REDIRECT',
      message: 'answered 302, a redirect to https://sso.example.com/login',
    });
    const page = 'with an HTML page ("Sign in")';
    expect(await failureAt('/200')).toEqual({
      kind: 'unreachable',
      code: 'NOT_KUBERNETES',
      message: `answered 200 ${page} instead of JSON`,
    });
    expect(await failureAt('/403')).toMatchObject({ code: 'NOT_KUBERNETES', message: `answered 403 ${page}` });
  });

  test('of a wrong or unknown certificate is not tried again', async () => {
    const server = await loopback((_, response) => json(response, 200, {}), { hosts: ['other.example.com'] });
    closing.push(server.close);
    const codes = [];
    for (const ca of [server.ca, undefined]) {
      const connection = connectionTo({ server: server.url, ...(ca === undefined ? {} : { ca }) });
      const cluster = openCluster({ connection, identity: identityOf('bob'), clock: hastyClock() });
      closing.push(cluster.close);
      codes.push(failureOf(await cluster.asToken.request(get, never)));
    }
    expect(codes).toMatchObject([
      { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    ]);
  });

  test('to connect is told after four tries', async () => {
    const { server, cluster, slept } = await opened((_, response) => json(response, 200, {}));
    await server.close();
    expect(failureOf(await cluster.asToken.request(get, never))).toMatchObject({ code: 'ECONNREFUSED' });
    expect(slept).toHaveLength(3);
  });

  test('of http is told without sending anything', async () => {
    const connection = connectionTo({ server: 'http://localhost:1', token: 'secret' });
    const cluster = openCluster({ connection, identity: identityOf('bob'), clock: hastyClock() });
    closing.push(cluster.close);
    expect(failureOf(await cluster.asToken.request(get, never))).toMatchObject({ code: 'PLAIN_HTTP' });
  });
});

describe('a credential', () => {
  test('that has run out is renewed once', async () => {
    const asked: boolean[] = [];
    const { server, cluster } = await opened(
      ({ headers }, response) => {
        if (headers.authorization?.[0] === 'Bearer new') json(response, 200, {});
        else json(response, 401, status(401, 'Unauthorized', 'Unauthorized'));
      },
      {
        options: async (fresh) => {
          asked.push(fresh);
          return success({ headers: { authorization: fresh ? 'Bearer new' : 'Bearer old' } });
        },
      },
    );
    expect(await cluster.asIdentity.request(patch, never)).toMatchObject({ ok: true });
    expect(asked).toEqual([false, true]);
    expect(server.requests).toHaveLength(2);
  });

  test('that is not taken is the answer after two tries', async () => {
    const { server, cluster } = await opened((_, response) => {
      json(response, 401, status(401, 'Unauthorized', 'Unauthorized'));
    });
    expect(failureOf(await cluster.asToken.request(get, never))).toMatchObject({ status: 401 });
    expect(server.requests).toHaveLength(2);
  });

  test('that cannot be had says why', async () => {
    const { server, cluster } = await opened((_, response) => json(response, 200, {}), {
      options: async () => failure({ kind: 'unauthenticated', message: 'the plugin failed', fix: 'install it' }),
    });
    expect(failureOf(await cluster.asToken.request(get, never))).toEqual({
      kind: 'credential',
      message: 'the plugin failed',
      fix: 'install it',
    });
    expect(server.requests).toEqual([]);
  });
});

describe('a cancel', () => {
  test('ends a request that hangs, and those behind it', async () => {
    const cancel = new AbortController();
    const { server, cluster } = await opened((_, __, number) => {
      if (number === 16) cancel.abort();
    });
    const answers = await Promise.all(Array.from({ length: 40 }, () => cluster.asToken.request(get, cancel.signal)));
    expect(answers.map(failureOf)).toEqual(Array.from({ length: 40 }, () => ({ kind: 'cancelled' })));
    expect(server.requests).toHaveLength(16);
  });

  test('ends the wait for the next try', async () => {
    const cancel = new AbortController();
    const clock: Clock = {
      now: () => 0,
      sleep: async (_, signal) => {
        cancel.abort();
        signal.throwIfAborted();
      },
    };
    const { server, cluster } = await opened((_, response) => response.writeHead(503).end(), { clock });
    expect(failureOf(await cluster.asToken.request(get, cancel.signal))).toEqual({ kind: 'cancelled' });
    expect(server.requests).toHaveLength(1);
  });

  test('in the middle of a body ends it', async () => {
    const cancel = new AbortController();
    const { cluster } = await opened((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{', () => setImmediate(() => cancel.abort()));
    });
    expect(failureOf(await cluster.asToken.request(get, cancel.signal))).toEqual({ kind: 'cancelled' });
  });

  test('before the start sends nothing', async () => {
    const { server, cluster } = await opened((_, response) => json(response, 200, {}));
    expect(failureOf(await cluster.asToken.request(get, AbortSignal.abort()))).toEqual({ kind: 'cancelled' });
    expect(server.requests).toEqual([]);
  });
});

describe('a silent server', () => {
  test('is given up, before the answer and in the middle of it', async () => {
    const patience = { connect: 10_000, silence: 100 };
    const { cluster } = await opened(
      ({ path }, response) => {
        if (path === '/half') response.writeHead(200, { 'content-type': 'application/json' }).write('{');
      },
      { patience },
    );
    for (const path of ['/none', '/half']) {
      const failed = failureOf(await cluster.asToken.request({ method: 'GET', path }, never));
      expect(failed).toEqual({ kind: 'unreachable', code: 'ETIMEDOUT', message: 'no answer for 0.1 s, tried 2 times' });
    }
  });

  test('that accepts and says nothing is given up as not connected', async () => {
    const { port, close } = await mute();
    closing.push(close);
    const connection = connectionTo({ server: `https://localhost:${port}` });
    const patience = { connect: 100, silence: 10_000 };
    const cluster = openCluster({ connection, identity: identityOf('bob'), clock: hastyClock(), patience });
    closing.push(cluster.close);
    for (const request of [get, patch]) {
      expect(failureOf(await cluster.asToken.request(request, never))).toEqual({
        kind: 'unreachable',
        code: 'ETIMEDOUT',
        message: 'no connection within 0.1 s, tried 2 times',
      });
    }
  });
});

test('that the server makes us wait is told once for each cause, in the log of whoever looks', async () => {
  const lines: string[] = [];
  const { cluster, server } = await opened(
    ({ path }, response) => response.writeHead(path === '/busy' ? 429 : 503).end(),
    { log: { debug: () => undefined, info: (line) => lines.push(line) } },
  );
  const ask = (path: string) => cluster.asIdentity.request({ method: 'GET', path }, never);
  await Promise.all([ask('/a'), ask('/b'), cluster.asToken.request(get, never)]);
  await ask('/busy');
  expect(lines).toEqual([
    expect.stringMatching(`^Waiting for ${server.url}: 503; try 2 of 6 in 1 s\\.$`),
    expect.stringMatching(`^Waiting for ${server.url}: 429; try 2 of 6 in 1 s\\.$`),
  ]);
});

/** A server that takes connections and never says a word. */
async function mute(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: Server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    sockets.add(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

describe('a watch', () => {
  const path = '/api/v1/pods?fieldSelector=metadata.name%3Dweb';

  async function eventsOf(cluster: Cluster, signal = never): Promise<WatchEvent[]> {
    const events: WatchEvent[] = [];
    for await (const event of cluster.asIdentity.watch(path, signal)) events.push(event);
    return events;
  }

  test('gives each event as it comes, wherever the pieces are cut', async () => {
    const lines = Buffer.from(
      `${JSON.stringify({ type: 'ADDED', object: { a: 'grün ☂' } })}\n\n${JSON.stringify({ type: 'MODIFIED', object: { b: 2 } })}\n`,
    );
    const { server, cluster } = await opened(async (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      for (const byte of lines) {
        response.write(Buffer.of(byte));
        await delay(0);
      }
      response.end();
    });
    expect(await eventsOf(cluster)).toEqual([
      { type: 'ADDED', object: { a: 'grün ☂' } },
      { type: 'MODIFIED', object: { b: 2 } },
    ]);
    expect(server.requests[0]?.path).toBe(`${path}&watch=true&timeoutSeconds=60`);
    expect(server.requests[0]?.headers['impersonate-user']).toEqual(['bob']);
  });

  test('ends with what the server says went wrong', async () => {
    const { cluster } = await opened((_, response) => {
      response.writeHead(200);
      response.end(
        `${JSON.stringify({ type: 'ERROR', object: status(410, 'Expired', 'too old resource version') })}\n`,
      );
    });
    expect(await eventsOf(cluster)).toMatchObject([
      { type: 'FAILURE', failure: { kind: 'status', status: 410, reason: 'Expired' } },
    ]);
  });

  test('that is refused, or no watch at all, is a failure', async () => {
    const { cluster } = await opened((_, response, number) => {
      if (number === 1) json(response, 403, status(403, 'Forbidden', 'no'));
      else json(response, 200, { kind: 'PodList', items: [] });
    });
    expect(await eventsOf(cluster)).toMatchObject([{ type: 'FAILURE', failure: { status: 403 } }]);
    expect(await eventsOf(cluster)).toMatchObject([{ type: 'FAILURE', failure: { code: 'NOT_KUBERNETES' } }]);
  });

  test('whose connection breaks ends with that', async () => {
    const { cluster } = await opened((_, response) => {
      response.writeHead(200);
      response.write('{"type":"ADDED","object":{}}\n{"type":"MOD', () => response.destroy());
    });
    expect(await eventsOf(cluster)).toMatchObject([
      { type: 'ADDED' },
      { type: 'FAILURE', failure: { kind: 'unreachable', code: 'ECONNRESET' } },
    ]);
  });

  test('ends with a cancel, and with the reader’s leave', async () => {
    const cancel = new AbortController();
    let closed = 0;
    const { cluster } = await opened((_, response) => {
      response.on('close', () => {
        closed += 1;
      });
      response.writeHead(200);
      response.write('{"type":"ADDED","object":{}}\n');
    });
    const events: WatchEvent[] = [];
    for await (const event of cluster.asIdentity.watch(path, cancel.signal)) {
      events.push(event);
      cancel.abort();
    }
    expect(events).toEqual([
      { type: 'ADDED', object: {} },
      { type: 'FAILURE', failure: { kind: 'cancelled' } },
    ]);
    for await (const _ of cluster.asIdentity.watch(path, never)) break;
    while (closed < 2) await delay(1);
  });
});
