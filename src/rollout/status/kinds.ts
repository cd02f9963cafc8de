import type { ObjectRef } from '../../problem.ts';
import { daemonSetStatus } from './daemon-set.ts';
import { deploymentStatus } from './deployment.ts';
import { jobStatus } from './job.ts';
import { statefulSetStatus } from './stateful-set.ts';
import type { StatusOf } from './status.ts';

const KINDS: ReadonlyMap<string, StatusOf> = new Map([
  ['apps Deployment', deploymentStatus],
  ['apps StatefulSet', statefulSetStatus],
  ['apps DaemonSet', daemonSetStatus],
  ['batch Job', jobStatus],
]);

/** How to read the rollout of objects of this kind, in any version; undefined where there is nothing to wait for. */
export function statusOf({ apiVersion, kind }: Pick<ObjectRef, 'apiVersion' | 'kind'>): StatusOf | undefined {
  return KINDS.get(`${groupOf(apiVersion)} ${kind}`);
}

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}
