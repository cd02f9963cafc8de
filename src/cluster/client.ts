import type { Json } from '../manifests/object.ts';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With query: `/apis/apps/v1/namespaces/shop/deployments/web?fieldManager=deploy-as`. */
  readonly path: string;
  readonly body?: { readonly type: string; readonly text: string };
  /** Default `application/json`. Only with `text/plain` may the answer be text; it is then the body, a string. */
  readonly accept?: string;
  /** Asked once, without retries: for a question whose refusal is an answer too. */
  readonly once?: true;
}

/** What the API server said, or why it said nothing. Data, since most of it ends in a message to the user. */
export type ApiAnswer =
  | { readonly ok: true; readonly status: number; readonly body: Json; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly failure: ApiFailure };

/** What was read out of one or more answers, or the failure that stood in its way. */
export type ApiResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: ApiFailure };

export type ApiFailure =
  | {
      readonly kind: 'status';
      readonly status: number;
      /** `Forbidden`, `Conflict`, … ; empty where the server gives none. */
      readonly reason: string;
      readonly message: string;
      readonly causes: readonly { readonly reason: string; readonly message: string; readonly field: string }[];
      readonly retryAfterSeconds: number | undefined;
    }
  /**
   * No connection, TLS, a broken answer. `code` is Node's (`ECONNREFUSED`, `SELF_SIGNED_CERT_IN_CHAIN`, …), or one of
   * ours: `REDIRECT`, `NOT_KUBERNETES` (an HTML page, no JSON), `PLAIN_HTTP`.
   */
  | { readonly kind: 'unreachable'; readonly code: string; readonly message: string }
  /** The base credential itself cannot be had (an exec plugin fails, a token file is gone). */
  | {
      readonly kind: 'credential';
      readonly message: string;
      readonly fix: string | undefined;
      /** The last words of a plugin. */
      readonly details?: readonly string[];
    }
  | { readonly kind: 'cancelled' };

/** Requests as one party: the token, or the identity through it. Retries what `retry.ts` says is worth it. */
export interface ApiClient {
  readonly party: 'token' | 'identity';
  readonly server: string;
  request(request: ApiRequest, signal: AbortSignal): Promise<ApiAnswer>;
  /**
   * Events of a watch until the server ends it; `failure` is its last item where it does not end well.
   * `watch=true` and, where `path` has none, a `timeoutSeconds` of about a minute are added: a watch that ends well
   * is to be taken up again by the caller. That is how a connection that died silently is noticed.
   */
  watch(path: string, signal: AbortSignal): AsyncIterable<WatchEvent>;
}

export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; readonly object: Json }
  | { readonly type: 'FAILURE'; readonly failure: ApiFailure };

/** The two parties over one keep-alive pool. */
export interface Cluster {
  readonly asToken: ApiClient;
  readonly asIdentity: ApiClient;
  close(): void;
}
