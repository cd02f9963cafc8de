import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackServer {
  /** `127.0.0.1:<port>` */
  readonly host: string;
  close(): Promise<void>;
}

/** An HTTP server on a free port of loopback. */
export async function startLoopbackServer(listener: RequestListener): Promise<LoopbackServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Whether the request logs in as that by HTTP basic authentication. */
export function hasLogin(request: IncomingMessage, login: Login): boolean {
  const expected = Buffer.from(`${login.username}:${login.password}`, 'utf8').toString('base64');
  return request.headers.authorization === `Basic ${expected}`;
}
