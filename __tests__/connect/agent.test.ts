import type { Agent } from 'node:https';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createAgent, type Transport } from '../../src/connect/agent.ts';
import { createAuthority, issue } from '../../testbed/certificates.ts';
import {
  type ApiServer,
  get,
  type Listening,
  MADE_UP_HOST,
  startApiServer,
  startConnectProxy,
  startSocksProxy,
} from './loopback.ts';

const open: (Listening | { close(): void })[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

function kept<T extends Listening>(listening: T): T {
  open.push(listening);
  return listening;
}

function agentFor(server: ApiServer, transport: Partial<Transport> = {}): Agent {
  const agent = createAgent({
    ca: [server.authority.certificate],
    cert: undefined,
    key: undefined,
    serverName: undefined,
    verify: true,
    proxy: undefined,
    proxyCa: undefined,
    ...transport,
  });
  open.push({ close: () => agent.destroy() });
  return agent;
}

describe('an agent', () => {
  test('trusts the given authority and no other', async () => {
    const server = kept(await startApiServer());
    expect(await get(`https://127.0.0.1:${server.port}`, agentFor(server))).toBe(200);
    const other = agentFor(server, { ca: [createAuthority('other').certificate] });
    await expect(get(`https://127.0.0.1:${server.port}`, other)).rejects.toMatchObject({
      code: expect.stringMatching(/VERIFY|SELF_SIGNED|UNABLE/),
    });
    const publicRoots = agentFor(server, { ca: undefined });
    await expect(get(`https://127.0.0.1:${server.port}`, publicRoots)).rejects.toMatchObject({
      code: expect.any(String),
    });
  });

  test('trusts anybody only where it is told not to verify', async () => {
    const server = kept(await startApiServer());
    const agent = agentFor(server, { ca: undefined, verify: false });
    expect(await get(`https://127.0.0.1:${server.port}`, agent)).toBe(200);
  });

  test('keeps its connection for the next request', async () => {
    const server = kept(await startApiServer());
    const agent = agentFor(server);
    for (let count = 0; count < 3; count++) await get(`https://127.0.0.1:${server.port}`, agent);
    expect(server.connections()).toBe(1);
  });

  test('shows its client certificate', async () => {
    const server = kept(await startApiServer());
    const { certificate, key } = issue(server.authority, { commonName: 'ci' });
    await get(`https://127.0.0.1:${server.port}`, agentFor(server, { cert: certificate, key }));
    expect(server.seen[0]?.client).toBe('ci');
  });

  test('shows the certificate that a single request brings, over a connection of its own', async () => {
    const server = kept(await startApiServer());
    const agent = agentFor(server);
    for (const commonName of ['one', 'two', 'one']) {
      const { certificate, key } = issue(server.authority, { commonName });
      await get(`https://127.0.0.1:${server.port}`, agent, { cert: certificate, key });
    }
    await get(`https://127.0.0.1:${server.port}`, agent);
    expect(server.seen.map((each) => each.client)).toEqual(['one', 'two', 'one', undefined]);
  });

  test('asks for and checks the server name that it is given', async () => {
    const server = kept(await startApiServer(['prod.example.com']));
    const url = `https://127.0.0.1:${server.port}`;
    await expect(get(url, agentFor(server))).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(await get(url, agentFor(server, { serverName: 'prod.example.com' }))).toBe(200);
    expect(server.seen[0]?.servername).toBe('prod.example.com');
    await expect(get(url, agentFor(server, { serverName: 'other.example.com' }))).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  test('checks a server name that is an address without sending it', async () => {
    const server = kept(await startApiServer(['10.9.8.7']));
    const url = `https://127.0.0.1:${server.port}`;
    expect(await get(url, agentFor(server, { serverName: '10.9.8.7' }))).toBe(200);
    expect(server.seen[0]?.servername).toBe(false);
    await expect(get(url, agentFor(server, { serverName: '10.9.8.6' }))).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });
});

describe('a proxy', () => {
  test('is asked for a host that only it resolves, and certificate and keep-alive work through it', async () => {
    const server = kept(await startApiServer());
    const proxy = kept(await startConnectProxy(server.port));
    const agent = agentFor(server, { proxy: new URL(`http://us%20er:p%40ss@127.0.0.1:${proxy.port}`) });
    for (let count = 0; count < 3; count++) expect(await get(`https://${MADE_UP_HOST}:6443/version`, agent)).toBe(200);
    const authorization = `Basic ${Buffer.from('us er:p@ss').toString('base64')}`;
    expect(proxy.asked).toEqual([{ target: `${MADE_UP_HOST}:6443`, authorization }]);
    expect(server.seen.map((each) => each.servername)).toEqual([MADE_UP_HOST, MADE_UP_HOST, MADE_UP_HOST]);
  });

  test('gets the port 443 where the address names none', async () => {
    const server = kept(await startApiServer());
    const proxy = kept(await startConnectProxy(server.port));
    await get(`https://${MADE_UP_HOST}`, agentFor(server, { proxy: new URL(`http://127.0.0.1:${proxy.port}`) }));
    expect(proxy.asked.map((each) => each.target)).toEqual([`${MADE_UP_HOST}:443`]);
  });

  test('does not weaken the check of the server', async () => {
    const server = kept(await startApiServer(['other.example.com']));
    const proxy = kept(await startConnectProxy(server.port));
    const agent = agentFor(server, { proxy: new URL(`http://127.0.0.1:${proxy.port}`) });
    await expect(get(`https://${MADE_UP_HOST}`, agent)).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  test('that refuses is named with its answer and without its password', async () => {
    const server = kept(await startApiServer());
    const proxy = kept(await startConnectProxy(server.port, 407));
    const agent = agentFor(server, { proxy: new URL(`http://user:s3cret@127.0.0.1:${proxy.port}`) });
    const failure = get(`https://${MADE_UP_HOST}:6443`, agent);
    await expect(failure).rejects.toMatchObject({
      code: 'ERR_PROXY',
      message: `the proxy http://127.0.0.1:${proxy.port} answered 407 No when asked for ${MADE_UP_HOST}:6443`,
    });
  });

  test('that is not there is named', async () => {
    const server = kept(await startApiServer());
    const gone = await startConnectProxy(server.port);
    await gone.close();
    for (const scheme of ['http', 'https', 'socks5']) {
      const agent = agentFor(server, { proxy: new URL(`${scheme}://127.0.0.1:${gone.port}`) });
      await expect(get(`https://${MADE_UP_HOST}`, agent)).rejects.toMatchObject({
        code: 'ERR_PROXY',
        message: expect.stringContaining(`the proxy ${scheme}://127.0.0.1:${gone.port} cannot be reached`),
      });
    }
  });

  test('may speak https, by a certificate of an authority of its own', async () => {
    const server = kept(await startApiServer());
    const authority = createAuthority('proxy authority');
    const pair = issue(authority, { commonName: 'proxy', hosts: ['localhost', '127.0.0.1'] });
    const proxy = kept(await startConnectProxy(server.port, 200, pair));
    for (const host of ['localhost', '127.0.0.1']) {
      const url = new URL(`https://${host}:${proxy.port}`);
      const agent = agentFor(server, { proxy: url, proxyCa: [authority.certificate] });
      expect(await get(`https://${MADE_UP_HOST}:6443`, agent)).toBe(200);
      const untrusting = agentFor(server, { proxy: url, proxyCa: [server.authority.certificate] });
      await expect(get(`https://${MADE_UP_HOST}:6443`, untrusting)).rejects.toMatchObject({ code: 'ERR_PROXY' });
    }
    expect(proxy.asked).toHaveLength(2);
  });

  test('may speak SOCKS 5, with and without a login', async () => {
    const server = kept(await startApiServer());
    const open5 = kept(await startSocksProxy(server.port));
    const agent = agentFor(server, { proxy: new URL(`socks5://127.0.0.1:${open5.port}`) });
    expect(await get(`https://${MADE_UP_HOST}:6443`, agent)).toBe(200);
    expect(open5.asked).toEqual([{ target: `${MADE_UP_HOST}:6443`, authorization: undefined }]);
    const closed5 = kept(await startSocksProxy(server.port, { user: 'u', password: 'p@ss' }));
    const right = agentFor(server, { proxy: new URL(`socks5://u:p%40ss@127.0.0.1:${closed5.port}`) });
    expect(await get(`https://${MADE_UP_HOST}:6443`, right)).toBe(200);
    const wrong = agentFor(server, { proxy: new URL(`socks5://u:s3cret@127.0.0.1:${closed5.port}`) });
    await expect(get(`https://${MADE_UP_HOST}:6443`, wrong)).rejects.toMatchObject({
      code: 'ERR_PROXY',
      message: expect.not.stringContaining('s3cret'),
    });
    const without = agentFor(server, { proxy: new URL(`socks5://127.0.0.1:${closed5.port}`) });
    await expect(get(`https://${MADE_UP_HOST}:6443`, without)).rejects.toMatchObject({
      message: expect.stringContaining('asks for a user name and password'),
    });
  });

  test('that never answers is given up when the agent is destroyed', async () => {
    const server = kept(await startApiServer());
    const silent = kept(await startSilent());
    for (const scheme of ['http', 'socks5']) {
      const agent = agentFor(server, { proxy: new URL(`${scheme}://127.0.0.1:${silent.port}`) });
      const failure = get(`https://${MADE_UP_HOST}`, agent);
      await silent.nextConnection();
      agent.destroy();
      await expect(failure).rejects.toMatchObject({ code: 'ERR_PROXY' });
    }
  });
});

async function startSilent(): Promise<Listening & { nextConnection(): Promise<void> }> {
  const { createServer } = await import('node:net');
  const sockets: { destroy(): void }[] = [];
  const waiting: (() => void)[] = [];
  let arrived = 0;
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    arrived += 1;
    waiting.shift()?.();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  let awaited = 0;
  return {
    port: address.port,
    nextConnection: async () => {
      awaited += 1;
      if (arrived < awaited) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
