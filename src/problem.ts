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
  /** Only of a right on a path that is no resource, where all of the above but `verb` is empty: `/version`, `/openapi/*`. */
  readonly nonResourceURL?: string;
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

/** The right in words: `patch deployments.apps "web" in namespace shop`, `get /version`. */
export function nameRight(denied: Omit<Denied, 'who' | 'for'>): string {
  if (denied.nonResourceURL !== undefined) return `${denied.verb} ${denied.nonResourceURL}`;
  const qualified = resourceOf(denied);
  const name = denied.name === '' ? '' : ` "${denied.name}"`;
  const scope = denied.namespace === '' ? '' : ` in namespace ${denied.namespace}`;
  return `${denied.verb} ${qualified}${name}${scope}`;
}

/** Rights that differ in verb and name alone, as one row of a table. */
export interface DeniedRow {
  readonly who: Denied['who'];
  readonly verbs: readonly string[];
  /** `deployments.apps`, `pods/log`, or the paths. */
  readonly resource: string;
  /** Empty for what is asked at the cluster scope. */
  readonly namespace: string;
  /** Empty: any name. */
  readonly names: readonly string[];
  readonly for: string;
}

/** Missing rights as the rows of a table, in the order in which each row begins. */
export function rowsOfDenied(denied: readonly Denied[]): DeniedRow[] {
  const byVerb = gathered(
    denied,
    (one) => [one.who, resourceOf(one), one.namespace, one.name, one.for],
    (all, first) => ({ ...rowOf(first), verbs: distinct(all.map(({ verb }) => verb)) }),
  );
  return gathered(
    byVerb,
    (row) => [row.who, row.resource, row.namespace, row.names.length === 0, row.verbs.toSorted()],
    (all, first) => ({
      ...first,
      names: distinct(all.flatMap(({ names }) => names)),
      for: severalPurposes(distinct(all.map((row) => row.for))),
    }),
  );
}

function rowOf(denied: Denied): DeniedRow {
  const { who, verb, namespace, name } = denied;
  const names = name === '' ? [] : [name];
  return { who, verbs: [verb], resource: resourceOf(denied), namespace, names, for: denied.for };
}

/** `deployments.apps`, `pods/log`, `/version`. */
function resourceOf({ resource, subresource, apiGroup, nonResourceURL }: Omit<Denied, 'who' | 'for'>): string {
  if (nonResourceURL !== undefined) return nonResourceURL;
  const qualified = subresource === '' ? resource : `${resource}/${subresource}`;
  return apiGroup === '' ? qualified : `${qualified}.${apiGroup}`;
}

function severalPurposes(purposes: readonly string[]): string {
  const [first = ''] = purposes;
  return purposes.length < 2 ? first : `${first} and ${purposes.length - 1} more`;
}

function gathered<T, R>(
  items: readonly T[],
  keyOf: (item: T) => readonly unknown[],
  gather: (all: readonly T[], first: T) => R,
): R[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()].flatMap((group) => group.slice(0, 1).map((first) => gather(group, first)));
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** Beyond so many names in a row, their number says more. */
const MOST_NAMES = 5;

/** The names of a row in words: `web`, `a, b and 98 more`; empty for any name. */
export function namesInWords(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES);
  const rest = names.length - shown.length;
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`;
}

const COLUMNS = ['who', 'may not', 'resource', 'namespace', 'name', 'needed for'];

/** One right in a sentence, several as one table. */
function deniedLines(denied: readonly Denied[]): string[] {
  if (denied.length < 2) return denied.map((one) => `  the ${one.who} may not ${nameRight(one)} (${one.for})`);
  const rows = rowsOfDenied(denied).map((row) => [
    row.who,
    row.verbs.join(', '),
    row.resource,
    row.namespace === '' ? '-' : row.namespace,
    row.names.length === 0 ? '-' : namesInWords(row.names),
    row.for,
  ]);
  const table = [COLUMNS, ...rows];
  const widths = COLUMNS.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  return table.map((cells) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}

/** The one way a problem is shown as text: position, what failed, its lines, the fix and the rule to apply. */
export function formatProblem(problem: Problem): string {
  const position = problem.source === undefined ? '' : `${nameSource(problem.source)}: `;
  const lines = [`${position}${problem.message}`, ...(problem.details ?? []).map((line) => `  ${line}`)];
  if (problem.kind === 'conflict') {
    for (const conflict of problem.conflicts) lines.push(`  ${conflict.manager} owns ${conflict.fields.join(', ')}`);
  }
  if (problem.kind === 'forbidden') lines.push(...deniedLines(problem.denied));
  if (problem.fix !== undefined) lines.push(problem.fix);
  if (problem.kind === 'forbidden' && problem.yaml !== undefined) lines.push(problem.yaml.trimEnd());
  return lines.join('\n');
}
