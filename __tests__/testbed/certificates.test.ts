import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { expect, test } from '@jest/globals';
import { createAuthority, issue, type KeyPair } from '../../testbed/certificates.ts';

test('a certificate names its owner, its hosts and its issuer', () => {
  const authority = createAuthority('an authority');
  const { certificate } = issue(authority, {
    commonName: 'alice',
    organizations: ['dev', 'ops'],
    hosts: ['127.0.0.1', 'cluster.test.invalid'],
  });
  const read = new X509Certificate(certificate);
  const issuer = new X509Certificate(authority.certificate);
  expect(read.subject).toBe('O=dev\nO=ops\nCN=alice');
  expect(read.subjectAltName).toBe('IP Address:127.0.0.1, DNS:cluster.test.invalid');
  expect(read.checkIssued(issuer)).toBe(true);
  expect(read.verify(issuer.publicKey)).toBe(true);
  expect(issuer.ca).toBe(true);
  expect(read.ca).toBe(false);
});

test('TLS takes it for the hosts that it names', async () => {
  const authority = createAuthority('an authority');
  const serving = issue(authority, { commonName: 'server', hosts: ['localhost'] });
  await expect(handshake(serving, authority, 'localhost')).resolves.toBe(true);
  await expect(handshake(serving, authority, 'other.test.invalid')).rejects.toThrow(/altnames/);
});

test('TLS refuses it from another authority of the same name, and when it has expired', async () => {
  const authority = createAuthority('an authority');
  const serving = issue(authority, { commonName: 'server', hosts: ['localhost'] });
  await expect(handshake(serving, createAuthority('an authority'), 'localhost')).rejects.toThrow();
  const expired = issue(authority, {
    commonName: 'server',
    hosts: ['localhost'],
    notAfter: new Date(Date.now() - 1000),
  });
  await expect(handshake(expired, authority, 'localhost')).rejects.toThrow(/expired/);
});

async function handshake(serving: KeyPair, authority: KeyPair, servername: string): Promise<boolean> {
  const server = createServer({ cert: serving.certificate, key: serving.key });
  server.on('tlsClientError', () => undefined);
  server.on('secureConnection', (socket: TLSSocket) => socket.on('error', () => undefined).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const socket = connect({ host: '127.0.0.1', port, servername, ca: authority.certificate });
  try {
    await once(socket, 'secureConnect');
    return socket.authorized;
  } finally {
    socket.destroy();
    server.close();
  }
}
