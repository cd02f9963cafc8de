import type { ApiClient } from '../cluster/client.ts';
import type { ApiResource } from '../cluster/discovery.ts';
import { problemOf } from '../cluster/failures.ts';
import { objectPath } from '../cluster/paths.ts';
import type { Clock } from '../host.ts';
import { isList, isObject } from '../manifests/json.ts';
import type { JsonObject, KubeObject } from '../manifests/object.ts';
import { groupOf } from '../manifests/order.ts';
import { nameObject, type Problem } from '../problem.ts';

export function isDefinition({ ref }: KubeObject): boolean {
  return ref.kind === 'CustomResourceDefinition' && groupOf(ref.apiVersion) === 'apiextensions.k8s.io';
}

export type DefinitionState =
  | { readonly state: 'established' }
  | { readonly state: 'pending' }
  | { readonly state: 'refused'; readonly reason: string };

/** Whether objects of the kind that a live CustomResourceDefinition defines may be sent. */
export function definitionState(live: JsonObject): DefinitionState {
  const conditions = isObject(live.status) && isList(live.status.conditions) ? live.status.conditions : [];
  for (const condition of conditions) {
    if (!isObject(condition)) continue;
    if (condition.type === 'NamesAccepted' && condition.status === 'False') {
      return { state: 'refused', reason: String(condition.message ?? condition.reason ?? '') };
    }
  }
  const isEstablished = conditions.some(
    (condition) => isObject(condition) && condition.type === 'Established' && condition.status === 'True',
  );
  return { state: isEstablished ? 'established' : 'pending' };
}

/** About a minute; it takes a healthy server less than a second. */
const POLLS = 60;

/**
 * Waits until the server serves what the CRD defines; gives the problems that stand in its way, none where `signal`
 * aborts. Polls instead of watching: the identity may read the CRD, which says nothing about watching it.
 */
export async function awaitEstablished(
  client: ApiClient,
  definition: { readonly object: KubeObject; readonly resource: ApiResource | undefined; readonly live: JsonObject },
  options: { readonly credentialName: string; readonly clock: Clock },
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const { object, resource } = definition;
  let { live } = definition;
  let pauseMilliseconds = 25;
  for (let poll = 0; poll < POLLS; poll++) {
    const now = definitionState(live);
    if (now.state === 'refused') return [namesRefused(object, now.reason)];
    if (now.state === 'established' || resource === undefined) return [];
    try {
      await options.clock.sleep(pauseMilliseconds, signal);
      pauseMilliseconds = Math.min(1_000, pauseMilliseconds * 2);
    } catch (error) {
      if (signal.aborted) return [];
      throw error;
    }
    const path = objectPath(resource, undefined, object.ref.name);
    const answer = await client.request({ method: 'GET', path }, signal);
    if (!answer.ok) {
      if (answer.failure.kind === 'cancelled') return [];
      const { server } = client;
      const { credentialName } = options;
      const doing = `waiting for ${nameObject(object.ref)}`;
      return [problemOf(answer.failure, { server, credentialName, doing, source: object.source, object: object.ref })];
    }
    live = isObject(answer.body) ? answer.body : {};
  }
  return [neverEstablished(object)];
}

function neverEstablished(object: KubeObject): Problem {
  return {
    kind: 'apply',
    message: `The cluster took ${nameObject(object.ref)}, but has not established it for a minute.`,
    fix: `\`kubectl describe crd ${object.ref.name}\` shows its conditions.`,
    source: object.source,
    object: object.ref,
  };
}

function namesRefused(object: KubeObject, reason: string): Problem {
  return {
    kind: 'apply',
    message: `The cluster does not accept the names of ${nameObject(object.ref)}: ${reason.replace(/[.\s]+$/, '')}.`,
    fix: 'Another CustomResourceDefinition has taken them: remove that one, or choose other names.',
    source: object.source,
    object: object.ref,
  };
}
