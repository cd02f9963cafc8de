import { Agent, type AgentOptions, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { checkServerIdentity, createSecureContext, type SecureContext } from 'node:tls';
import { type Digging, openTunnel } from './tunnel.ts';

/** How to reach a server and how to know that it is the right one. Certificates and keys are PEM. */
export interface Transport {
  /** Undefined: Node's own public roots. */
  readonly ca: readonly string[] | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** The name that the server's certificate must be for, where it is not that of the URL. */
  readonly serverName: string | undefined;
  readonly verify: boolean;
  readonly proxy: URL | undefined;
  /** Authorities for an https proxy's own certificate; undefined: Node's own public roots. */
  readonly proxyCa: readonly string[] | undefined;
}

/** A watch holds its connection, so few sockets would be a deadlock; unused ones are few. */
const MOST_SOCKETS = 256;
const MOST_FREE_SOCKETS = 32;

/**
 * A keep-alive agent for https through an optional proxy. A request may bring a client certificate of its own
 * (`cert`, `key`) where the transport has none.
 */
export function createAgent(transport: Transport): Agent {
  return new TransportAgent(transport);
}

class TransportAgent extends Agent {
  readonly #transport: Transport;
  readonly #contexts = new Map<string, SecureContext>();
  readonly #digging = new Set<Digging>();

  constructor(transport: Transport) {
    super({
      keepAlive: true,
      maxSockets: MOST_SOCKETS,
      maxFreeSockets: MOST_FREE_SOCKETS,
      rejectUnauthorized: transport.verify,
      ...(transport.cert === undefined ? {} : { cert: transport.cert, key: transport.key }),
      ...serverNameOptions(transport.serverName),
    });
    this.#transport = transport;
  }

  override createConnection(
    options: RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const { proxy, proxyCa } = this.#transport;
    const secured = { ...options, secureContext: this.#contextFor(options) };
    if (proxy === undefined) return super.createConnection(secured, callback);
    const target = { host: options.host ?? '', port: Number(options.port ?? 443) };
    const digging = openTunnel(proxy, target, proxyCa);
    this.#digging.add(digging);
    digging.socket
      .finally(() => this.#digging.delete(digging))
      // With a socket at hand it makes the TLS connection at once and returns it.
      .then((socket) => super.createConnection({ ...secured, socket } as RequestOptions) as Duplex)
      .then(
        (stream) => callback?.(null, stream),
        // Node's own agents call back with the error alone.
        (error: Error) => (callback as ((error: Error) => void) | undefined)?.(error),
      );
    return undefined;
  }

  override destroy(): void {
    for (const digging of this.#digging) digging.cancel();
    super.destroy();
  }

  /** Made once for each client certificate: reading all roots again for every connection takes milliseconds. */
  #contextFor(options: RequestOptions): SecureContext {
    const { ca } = this.#transport;
    const id = JSON.stringify([String(options.cert ?? ''), String(options.key ?? '')]);
    const known = this.#contexts.get(id);
    if (known !== undefined) return known;
    const context = createSecureContext({
      ...(ca === undefined ? {} : { ca: [...ca] }),
      ...(options.cert === undefined ? {} : { cert: options.cert, key: options.key }),
      // As Go does, which kubectl is written in: an intermediate certificate may be the trust anchor.
      allowPartialTrustChain: true,
    });
    this.#contexts.set(id, context);
    return context;
  }
}

/** An address cannot be sent as a server name (RFC 6066), only checked. */
function serverNameOptions(serverName: string | undefined): AgentOptions {
  if (serverName === undefined) return {};
  if (isIP(serverName) === 0) return { servername: serverName };
  return { servername: '', checkServerIdentity: (_, certificate) => checkServerIdentity(serverName, certificate) };
}
