import type { ApiAnswer, ApiClient, ApiFailure, ApiRequest } from '../../src/cluster/client.ts';
import { type ApiResource, type Discovery, discoveryOf } from '../../src/cluster/discovery.ts';
import type { Clock } from '../../src/host.ts';
import type { Json } from '../../src/manifests/object.ts';

export interface AnsweringClient extends ApiClient {
  readonly requests: ApiRequest[];
}

/** A client whose answers `answer` makes up; a request that starts after the abort is answered as the real one does. */
export function answeringClient(answer: (request: ApiRequest) => ApiAnswer | Promise<ApiAnswer>): AnsweringClient {
  const requests: ApiRequest[] = [];
  return {
    party: 'identity',
    server: 'https://cluster.example.com',
    requests,
    request: async (request, signal) => {
      requests.push(request);
      if (signal.aborted) return refused({ kind: 'cancelled' });
      return await answer(request);
    },
    watch: () => {
      throw new Error('nothing is watched here');
    },
  };
}

export function taken(body: Json, status = 200, warnings: readonly string[] = []): ApiAnswer {
  return { ok: true, status, body, warnings };
}

export function refused(failure: ApiFailure): ApiAnswer {
  return { ok: false, failure };
}

export type StatusFailure = ApiFailure & { readonly kind: 'status' };

export function status(code: number, fields: Partial<StatusFailure> = {}): StatusFailure {
  return { kind: 'status', status: code, reason: '', message: '', causes: [], retryAfterSeconds: undefined, ...fields };
}

export function aResource(group: string, kind: string, resource: string, namespaced = true): ApiResource {
  return { group, version: 'v1', kind, resource, namespaced, verbs: ['get', 'patch'] };
}

export const DISCOVERY: Discovery = discoveryOf([
  aResource('', 'ConfigMap', 'configmaps'),
  aResource('', 'Secret', 'secrets'),
  aResource('', 'Namespace', 'namespaces', false),
  aResource('apps', 'Deployment', 'deployments'),
  aResource('apiextensions.k8s.io', 'CustomResourceDefinition', 'customresourcedefinitions', false),
]);

/** Time that passes as soon as somebody waits. */
export const INSTANT: Clock = {
  now: () => 0,
  sleep: async (_milliseconds, signal) => signal.throwIfAborted(),
};
