/** A resource as discovery tells it. */
export interface ApiResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Plural, as in paths and RBAC: `deployments`. */
  readonly resource: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

/** What the server serves. Lives with groups that do not answer (an aggregated API without endpoints). */
export interface Discovery {
  /** Undefined: not served, or its group did not answer (then in `stale`). */
  find(apiVersion: string, kind: string): ApiResource | undefined;
  /** `group/version` that could not be read. */
  readonly stale: readonly string[];
}
