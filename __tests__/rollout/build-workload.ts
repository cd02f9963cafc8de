import type { Json, JsonObject } from '../../src/manifests/object.ts';

type Fields = Readonly<Record<string, Json>>;

interface Workload {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job';
  readonly metadata?: Fields;
  readonly spec?: Fields;
  /** Undefined: no controller has looked at it. */
  readonly status?: Fields;
}

/** A workload `shop/web` whose newest spec (generation 2) its controller has seen. */
export function buildWorkload({ kind, metadata = {}, spec = {}, status }: Workload): JsonObject {
  const observed: Fields = kind === 'Job' ? {} : { observedGeneration: 2 };
  return {
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: { namespace: 'shop', name: 'web', uid: 'uid-1', generation: 2, ...metadata },
    spec: { ...(kind === 'Job' ? {} : { selector: { matchLabels: { app: 'web' } } }), ...spec },
    ...(status === undefined ? {} : { status: { ...observed, ...status } }),
  };
}

export function condition(type: string, reason = '', message = '', status = 'True'): JsonObject {
  return { type, status, reason, message };
}
