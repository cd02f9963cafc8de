import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Connection } from '../../src/connect/connection.ts';
import { execEnvironment } from '../../src/connect/exec-plugin.ts';
import type { RunProcess } from '../../src/host.ts';
import { Secrets } from '../../src/secret.ts';
import { processRunner } from '../../src/tools/process.ts';
import { createAuthority, issue } from '../../testbed/certificates.ts';
import { connected, headersOf, inline, kubeconfigOf, network, source } from './sources-of.ts';

const V1 = 'client.authentication.k8s.io/v1';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exec-plugin-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A plugin in JavaScript; \`count\` is how often it has run. */
function plugin(body: string): string {
  const counter = join(folder, 'count');
  const file = join(folder, 'plugin.cjs');
  writeFileSync(
    file,
    `#!${process.execPath}\nconst fs = require('node:fs');
fs.appendFileSync(${JSON.stringify(counter)}, '.');
const count = fs.readFileSync(${JSON.stringify(counter)}, 'utf8').length;
const info = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
const answer = (status) => console.log(JSON.stringify({ apiVersion: ${JSON.stringify(V1)}, kind: 'ExecCredential', status }));
${body}\n`,
  );
  chmodSync(file, 0o755);
  return file;
}

function runs(): number {
  return readFileSync(join(folder, 'count'), 'utf8').length;
}

function withExec(exec: object, given: Parameters<typeof connected>[1] = {}): Promise<Connection> {
  const user = { exec: { apiVersion: V1, interactiveMode: 'IfAvailable', ...exec } };
  return connected(source(inline(kubeconfigOf({ user }), folder)), given);
}

async function problemOf(connection: Connection) {
  const outcome = await connection.requestOptions(new AbortController().signal);
  if (outcome.ok) throw new Error('it gave a credential');
  return outcome.problems[0];
}

const onPosix = process.platform === 'win32' ? describe.skip : describe;

onPosix('a credential plugin', () => {
  test('gives a token, which is masked, and is run again only where a fresh one is wanted', async () => {
    const secrets = new Secrets();
    const connection = await withExec({ command: plugin("answer({ token: 'token-' + count });") }, { secrets });
    expect(connection.credentialName).toMatch(/^user "ci" of .* \(credential plugin .*plugin\.cjs\)$/);
    expect(await headersOf(connection)).toEqual({ Authorization: 'Bearer token-1' });
    expect(await headersOf(connection)).toEqual({ Authorization: 'Bearer token-1' });
    expect(secrets.redact('token-1')).toBe('***');
    expect(await headersOf(connection, true)).toEqual({ Authorization: 'Bearer token-2' });
    expect(await headersOf(connection)).toEqual({ Authorization: 'Bearer token-2' });
    expect(runs()).toBe(2);
  });

  test('is run again shortly before its credential expires', async () => {
    let now = Date.parse('2030-01-01T00:00:00Z');
    const command = plugin("answer({ token: 'token-' + count, expirationTimestamp: '2030-01-01T00:05:00Z' });");
    const connection = await withExec({ command }, { clock: { now: () => now } });
    await headersOf(connection);
    now += 280_000;
    expect(await headersOf(connection)).toEqual({ Authorization: 'Bearer token-1' });
    now += 15_000;
    expect(await headersOf(connection)).toEqual({ Authorization: 'Bearer token-2' });
  });

  test('is run once for all requests that ask at the same time', async () => {
    const connection = await withExec({ command: plugin("answer({ token: 'token-' + count });") });
    const headers = await Promise.all(Array.from({ length: 8 }, () => headersOf(connection)));
    expect(new Set(headers.map((each) => each.Authorization))).toEqual(new Set(['Bearer token-1']));
    expect(runs()).toBe(1);
  });

  test('gets its arguments, its variables and those of the job, no input of ours, and no terminal', async () => {
    const command = plugin(
      "answer({ token: [process.argv.slice(2), process.env.OWN, process.env.INHERITED, info.spec.interactive, fs.readFileSync(0, 'utf8')].join('|') });",
    );
    const user = {
      exec: {
        apiVersion: V1,
        interactiveMode: 'Never',
        command,
        args: ['a', 'b c'],
        env: [{ name: 'OWN', value: 'x' }],
      },
    };
    const environment = network({
      pluginEnvironment: { PATH: process.env.PATH ?? '', INHERITED: 'y', OWN: 'shadowed' },
    });
    const connection = await connected(source(inline(kubeconfigOf({ user })), { network: environment }));
    expect(await problemOf(connection)).toMatchObject({ message: expect.stringContaining('a token with blanks') });
    const single = { ...user.exec, args: ['a', 'b'] };
    const other = await connected(source(inline(kubeconfigOf({ user: { exec: single } })), { network: environment }));
    expect(await headersOf(other)).toEqual({ Authorization: 'Bearer a,b|x|y|false|' });
  });

  test('may give a client certificate, whose key is masked', async () => {
    const { certificate, key } = issue(createAuthority('test'), { commonName: 'ci' });
    const status = JSON.stringify({ clientCertificateData: certificate, clientKeyData: key });
    const secrets = new Secrets();
    const connection = await withExec({ command: plugin(`answer(${status});`) }, { secrets });
    const got = await connection.requestOptions(new AbortController().signal);
    expect(got).toEqual({ ok: true, value: { headers: {}, cert: certificate, key } });
    expect(secrets.redact(key.split('\n')[1] ?? '')).toBe('***');
  });

  test('that fails is named with its exit code and the end of what it said, secrets masked', async () => {
    const secrets = new Secrets();
    secrets.register('known-secret');
    const body = "console.error('first'); console.error('login with known-secret failed'); process.exitCode = 3;";
    const connection = await withExec(
      { command: plugin(body), installHint: 'Install it from example.com.\n' },
      { secrets },
    );
    expect(await problemOf(connection)).toEqual({
      kind: 'unauthenticated',
      message: expect.stringMatching(/^the credential plugin .*plugin\.cjs of the kubeconfig ended with exit code 3$/),
      details: ['first', 'login with *** failed'],
      fix: 'Install it from example.com.',
    });
  });

  test('that is not installed is named', async () => {
    const connection = await withExec({ command: 'no-such-plugin-of-deploy-as' });
    expect(await problemOf(connection)).toMatchObject({
      kind: 'unauthenticated',
      message: expect.stringMatching(/no-such-plugin-of-deploy-as of the kubeconfig cannot be started: .*ENOENT/),
    });
  });

  test.each([
    ["console.log('my-token')", /printed no ExecCredential/],
    [
      "console.log(JSON.stringify({ kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1beta1', status: { token: 'my-token' } }))",
      /another apiVersion than client.authentication.k8s.io\/v1/,
    ],
    ["console.log(JSON.stringify({ kind: 'ExecCredential', apiVersion: info.apiVersion }))", /without `status`/],
    ['answer({})', /neither a token nor a client certificate/],
    ["answer({ clientKeyData: 'my-token' })", /a client certificate or a key alone/],
    [
      "answer({ clientCertificateData: 'x', clientKeyData: 'my-token' })",
      /a client certificate and a key, which cannot be used/,
    ],
    ["answer({ token: 'my-token\\nX: y' })", /a token with blanks, line breaks/],
    ["answer({ token: 'my-token', expirationTimestamp: 'soon' })", /no time/],
  ])('whose answer is %j is refused, and its answer not shown', async (body, reason) => {
    const problem = await problemOf(await withExec({ command: plugin(body) }));
    expect(problem?.message).toMatch(reason);
    expect(JSON.stringify(problem)).not.toContain('my-token');
  });

  test('ends with the request that it was run for, and another request runs it anew', async () => {
    const run = processRunner();
    const started = Promise.withResolvers<void>();
    const calls: number[] = [];
    const hangFirst: RunProcess = (spec, signal) => {
      started.resolve();
      return run({ ...spec, args: calls.push(1) === 1 ? ['hang'] : [] }, signal);
    };
    const command = plugin(
      "if (process.argv[2] === 'hang') setInterval(() => {}, 1000); else answer({ token: 'second' });",
    );
    const connection = await withExec({ command }, { process: hangFirst });
    const cancel = new AbortController();
    const first = connection.requestOptions(cancel.signal);
    const second = headersOf(connection);
    await started.promise;
    cancel.abort();
    expect(await first).toMatchObject({ ok: false, problems: [{ kind: 'cancelled' }] });
    expect(await second).toEqual({ Authorization: 'Bearer second' });
  });
});

test('a plugin is told about the cluster where it asks for that, and about nothing else', () => {
  const cluster = {
    server: 'https://c',
    'certificate-authority-data': 'Q0E=',
    'proxy-url': null,
    'a-key-of-tomorrow': 1,
    extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'x' } }],
  };
  const told = (exec: object) =>
    JSON.parse(execEnvironment({ apiVersion: V1, ...exec }, cluster).KUBERNETES_EXEC_INFO ?? '');
  expect(told({})).toEqual({ kind: 'ExecCredential', apiVersion: V1, spec: { interactive: false } });
  expect(told({ provideClusterInfo: true }).spec).toEqual({
    cluster: { server: 'https://c', 'certificate-authority-data': 'Q0E=', config: { audience: 'x' } },
    interactive: false,
  });
});
