import { type Admin, connectAdmin } from './admin.ts';
import type { BinaryName } from './binaries.ts';
import type { ControlPlaneInfo } from './control-plane.ts';

/** What `npm test` hands to the tests: the one control plane that they share, and every binary of the testbed. */
export interface Testbed {
  readonly info: ControlPlaneInfo;
  readonly binaries: Readonly<Record<BinaryName, string>>;
}

/** The shared control plane. Use a namespace of your own, and suffix the names of cluster-scoped objects. */
export function sharedTestbed(): Testbed {
  const told = process.env.DEPLOY_AS_TESTBED;
  if (told === undefined) throw new Error('This test needs a control plane: run it by `npm test -- <path>`');
  return JSON.parse(told) as Testbed;
}

/** An admin of the shared control plane. Close it after the tests. */
export function sharedAdmin(): Admin {
  return connectAdmin(sharedTestbed().info);
}
