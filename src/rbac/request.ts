import type { ServiceAccountName } from '../identity/name.ts';

/** Whom the workflow's token is to the cluster: the subject of the bindings that let it become somebody else. */
export type CiIdentity =
  | { readonly kind: 'ServiceAccount'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'User'; readonly name: string }
  | { readonly kind: 'Group'; readonly name: string };

/** How the token becomes the deployer: by the one verb for everything, or by those of https://kep.k8s.io/5284. */
export type ImpersonationMode = 'impersonate' | 'constrained';

/** What the stamp's extras may say of the repository; the rest of them cannot be pinned. */
export interface StampedRepository {
  /** `octo/app` */
  readonly repository: string;
  readonly repositoryId: string;
}

export interface PlannerRequest {
  /** Of its service account, beside the deployer's. */
  readonly name: string;
  readonly ci: CiIdentity;
}

/** Whose rights are to be written, and who may use them. */
export interface RbacRequest {
  readonly deployer: ServiceAccountName;
  readonly ci: CiIdentity;
  readonly mode: ImpersonationMode;
  readonly stamp: StampedRepository | undefined;
  readonly planner: PlannerRequest | undefined;
  /** The name of the environment that this is for, where there are several. */
  readonly environment: string | undefined;
}

/** The CI identity in words: `service account ci/agent`, `user github:42`. */
export function nameCiIdentity(ci: CiIdentity): string {
  switch (ci.kind) {
    case 'ServiceAccount':
      return `service account ${ci.namespace}/${ci.name}`;
    case 'User':
      return `user ${ci.name}`;
    case 'Group':
      return `group ${ci.name}`;
  }
}

export function isSameCiIdentity(one: CiIdentity, other: CiIdentity): boolean {
  return nameCiIdentity(one) === nameCiIdentity(other);
}
