import type { Agent, RequestOptions } from 'node:https';
import type { Outcome } from '../problem.ts';

/** The three entries of a kubeconfig with every key that stood there, known to us or not. */
export interface BaseEntry {
  /** Names as the base kubeconfig had them. */
  readonly contextName: string;
  readonly clusterName: string;
  readonly userName: string;
  readonly cluster: Readonly<Record<string, unknown>>;
  readonly user: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>>;
}

/** Who we are, before we become anybody: the way to the API server and the credential of the base token. */
export interface Connection {
  /** `https://prod.example.com:6443`, without trailing slash. */
  readonly server: string;
  /** Of the base context; undefined where it names none. */
  readonly namespace: string | undefined;
  /** Paths made absolute or embedded; without `as*` fields. What the written kubeconfig is made of. */
  readonly base: BaseEntry;
  /** The credential in words, for messages: "the input `token`", "user ci of kubeconfig /x (token file /y)". */
  readonly credentialName: string;
  /** A keep-alive agent that knows CA, client certificate, server name and proxy. */
  readonly agent: Agent;
  /**
   * The options that each request needs beside the agent, credential headers included. `fresh` asks again where
   * a credential may be renewed (exec plugin, token file). Never holds impersonation headers.
   */
  requestOptions(signal: AbortSignal, options?: { readonly fresh?: boolean }): Promise<Outcome<RequestOptions>>;
}
