/** Where a thing was written. `file` is as the user knows it: relative to the workspace where it is inside. */
export interface Source {
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
}

/** The name of an object in the cluster; without namespace for what is cluster-scoped. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/**
 * A right that somebody lacks, in RBAC's terms; empty strings where RBAC has none (core group, no subresource,
 * cluster-scoped, any name). It is an item of the `denied` output.
 */
export interface Denied {
  readonly who: 'identity' | 'token';
  readonly verb: string;
  readonly apiGroup: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** What needs the right, in words: "to impersonate shop/deployer", "Deployment shop/web". */
  readonly for: string;
}

/** Somebody else's claim on fields that we wanted to set. */
export interface FieldConflict {
  readonly manager: string;
  readonly fields: readonly string[];
}

interface ProblemBase {
  /** What failed and whose right or input it is. One or more sentences, no trailing blank. */
  readonly message: string;
  /** What to do or write instead. */
  readonly fix?: string;
  readonly source?: Source;
  readonly object?: ObjectRef;
  /** Lines that belong to it, such as the end of a tool's stderr. */
  readonly details?: readonly string[];
}

/** Something a user must act on. Data, not an exception; `formatProblem` is its one formatter. */
export type Problem =
  | (ProblemBase & { readonly kind: 'input'; readonly input: string })
  | (ProblemBase & {
      readonly kind:
        | 'manifest'
        | 'admission'
        | 'unreachable'
        | 'unauthenticated'
        | 'tool'
        | 'apply'
        | 'rollout'
        | 'timeout'
        | 'script'
        | 'cancelled'
        | 'unexpected';
    })
  | (ProblemBase & {
      readonly kind: 'forbidden';
      readonly denied: readonly Denied[];
      /** RBAC that fills exactly the gaps, ready for `kubectl apply -f -`. */
      readonly yaml?: string;
    })
  | (ProblemBase & { readonly kind: 'conflict'; readonly conflicts: readonly FieldConflict[] });

export type ProblemKind = Problem['kind'];

/** The `result` output. */
export type Result =
  | 'succeeded'
  | 'invalid'
  | 'unreachable'
  | 'unauthenticated'
  | 'tool-failed'
  | 'denied'
  | 'conflict'
  | 'apply-failed'
  | 'rollout-failed'
  | 'timed-out'
  | 'script-failed'
  | 'cancelled'
  | 'failed';

const RESULT_OF: Readonly<Record<ProblemKind, Result>> = {
  input: 'invalid',
  manifest: 'invalid',
  admission: 'invalid',
  unreachable: 'unreachable',
  unauthenticated: 'unauthenticated',
  tool: 'tool-failed',
  forbidden: 'denied',
  conflict: 'conflict',
  apply: 'apply-failed',
  rollout: 'rollout-failed',
  timeout: 'timed-out',
  script: 'script-failed',
  cancelled: 'cancelled',
  unexpected: 'failed',
};

/** The `result` that `problems` amount to: the first cause wins, but a cancel always does. */
export function resultOf(problems: readonly Problem[]): Result {
  if (problems.some((problem) => problem.kind === 'cancelled')) return 'cancelled';
  const first = problems[0];
  return first === undefined ? 'succeeded' : RESULT_OF[first.kind];
}

/** A value, or everything that stands in its way. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function success<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function failure(...problems: readonly Problem[]): {
  readonly ok: false;
  readonly problems: readonly Problem[];
} {
  return { ok: false, problems };
}

/** `apps/v1 Deployment shop/web` without its group: "Deployment shop/web", "Namespace shop". */
export function nameObject(ref: ObjectRef): string {
  return ref.namespace === undefined || ref.namespace === ''
    ? `${ref.kind} ${ref.name}`
    : `${ref.kind} ${ref.namespace}/${ref.name}`;
}

/** `deploy/web.yaml:12`, or the file alone. */
export function nameSource(source: Source): string {
  return source.line === undefined ? source.file : `${source.file}:${source.line}`;
}

/** The right in words: `patch deployments.apps "web" in namespace shop`. */
export function nameRight(denied: Omit<Denied, 'who' | 'for'>): string {
  const resource = denied.subresource === '' ? denied.resource : `${denied.resource}/${denied.subresource}`;
  const qualified = denied.apiGroup === '' ? resource : `${resource}.${denied.apiGroup}`;
  const name = denied.name === '' ? '' : ` "${denied.name}"`;
  const scope = denied.namespace === '' ? '' : ` in namespace ${denied.namespace}`;
  return `${denied.verb} ${qualified}${name}${scope}`;
}

/** The one way a problem is shown as text: position, what failed, its lines, the fix and the rule to apply. */
export function formatProblem(problem: Problem): string {
  const position = problem.source === undefined ? '' : `${nameSource(problem.source)}: `;
  const lines = [`${position}${problem.message}`, ...(problem.details ?? []).map((line) => `  ${line}`)];
  if (problem.kind === 'conflict') {
    for (const conflict of problem.conflicts) lines.push(`  ${conflict.manager} owns ${conflict.fields.join(', ')}`);
  }
  if (problem.kind === 'forbidden') {
    for (const denied of problem.denied) lines.push(`  the ${denied.who} may not ${nameRight(denied)} (${denied.for})`);
  }
  if (problem.fix !== undefined) lines.push(problem.fix);
  if (problem.kind === 'forbidden' && problem.yaml !== undefined) lines.push(problem.yaml.trimEnd());
  return lines.join('\n');
}
