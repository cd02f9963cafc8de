import { Agent, type RequestOptions } from 'node:https';
import type { Connection } from '../../src/connect/connection.ts';
import type { Clock } from '../../src/host.ts';
import { type Outcome, success } from '../../src/problem.ts';

export interface Target {
  readonly server: string;
  /** PEM; undefined: the public roots. */
  readonly ca?: string;
  readonly token?: string;
  /** In place of the token's header. */
  readonly options?: (fresh: boolean, signal: AbortSignal) => Promise<Outcome<RequestOptions>>;
}

/** A connection without a kubeconfig, for tests whose subject is what goes over it. */
export function connectionTo(target: Target): Connection {
  const bearer: RequestOptions =
    target.token === undefined ? {} : { headers: { Authorization: `Bearer ${target.token}` } };
  return {
    server: target.server,
    namespace: undefined,
    base: { contextName: 'test', clusterName: 'test', userName: 'test', cluster: {}, user: {}, context: {} },
    credentialName: 'the input `token`',
    agent: new Agent({ keepAlive: true, ca: target.ca }),
    requestOptions: (signal, { fresh = false } = {}) =>
      target.options?.(fresh, signal) ?? Promise.resolve(success(bearer)),
  };
}

/** A clock on which sleeping takes no time, but is written down. */
export function hastyClock(now = Date.parse('2026-01-01T00:00:00Z')): Clock & { readonly slept: number[] } {
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (milliseconds, signal) => {
      signal.throwIfAborted();
      slept.push(milliseconds);
    },
  };
}
