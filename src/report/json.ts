import type { Change } from '../apply/applied.ts';
import type { ConfirmedUser } from '../check/identity.ts';
import type { Preflight } from '../check/preflight.ts';
import type { TokenRights } from '../check/token-rights.ts';
import type { IdentityRequest } from '../inputs.ts';
import type { ObjectRef, Problem, Source } from '../problem.ts';
import { deniedOf } from '../rights/right.ts';
import type { Rollouts } from '../rollout/rollouts.ts';
import type { Facts, Report } from './facts.ts';
import { changeItem } from './outputs.ts';

// What follows is docs/report.md, word for word; a test holds the two together.
// begin: docs/report.md
/** The file that the output `report` names. What is not known is null. */
export interface JsonReport {
  /** Grows when something here is renamed, removed or means something else; not when something is added. */
  readonly version: 1;
  /** As the output `result`. */
  readonly result: string;
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly milliseconds: number;
  /** `manifests`, `kustomize`, `chart`, `run` or `setup`. */
  readonly mode: string | null;
  readonly cluster: {
    readonly server: string | null;
    readonly version: string | null;
    readonly namespace: string | null;
  };
  /** Who connected: the credential in words, and the user that the API server sees in it. */
  readonly token: { readonly credential: string | null; readonly user: string | null };
  /** As whom: `asked` is from the inputs, `confirmed` is what the API server answered. */
  readonly identity: { readonly asked: JsonUser | null; readonly confirmed: JsonUser | null };
  /**
   * By which rights of the token: `legacy` (the verb `impersonate`), `constrained` (https://kep.k8s.io/5284) or `both`,
   * and the constrained mode, such as `serviceaccount`. Null where nobody can tell.
   */
  readonly impersonation: { readonly by: string; readonly mode: string | null } | null;
  /**
   * What the token may do besides becoming the identity, the worst first. `complete` is false where an authorizer beside
   * RBAC does not list its rules. Null with `token-rights: off`, and where the server did not say.
   */
  readonly tokenRights: {
    /** `quiet` or `full`. */
    readonly depth: string;
    readonly complete: boolean;
    readonly findings: readonly JsonFinding[];
  } | null;
  /**
   * The rights that the step takes, asked for before anything was changed. `possible`: missing, and perhaps not needed.
   * Null with `preflight: off`, with `run` and set-up, and where the run did not come so far.
   */
  readonly preflight: {
    readonly checked: number;
    /** Requests that asked for them. */
    readonly reviews: number;
    readonly missing: readonly JsonDenied[];
    readonly possible: readonly JsonDenied[];
  } | null;
  readonly kubeconfig: string | null;
  readonly tools: readonly JsonTool[];
  /** Every object that was sent, unchanged ones too. Null for `run` and set-up, where nobody knows. */
  readonly changes: readonly JsonChange[] | null;
  /** Null where nothing was waited for. */
  readonly rollouts: {
    readonly ready: readonly (JsonObjectName & { readonly milliseconds: number })[];
    readonly failed: readonly (JsonObjectName & JsonPlace & { readonly reason: string; readonly fix: string | null })[];
    readonly pending: readonly (JsonObjectName &
      JsonPlace & { readonly missing: string; readonly fix: string | null })[];
  } | null;
  readonly release: { readonly name: string; readonly revision: string } | null;
  /** Of the script of `run`. */
  readonly exitCode: number | null;
  readonly stages: readonly { readonly name: string; readonly milliseconds: number }[];
  /** What went wrong, in its order: the first is what `result` names, but for a cancel. */
  readonly problems: readonly JsonProblem[];
  readonly warnings: readonly JsonProblem[];
  /** As the output `denied`, but all of it. */
  readonly denied: readonly JsonDenied[];
}

export interface JsonUser {
  readonly username: string;
  readonly uid: string | null;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

export interface JsonTool {
  readonly name: string;
  readonly version: string;
  /** `runner`, `cache` or `download`. */
  readonly origin: string;
  readonly path: string;
}

export interface JsonObjectName {
  readonly kind: string;
  readonly apiVersion: string;
  /** Empty for what is cluster-scoped. */
  readonly namespace: string;
  readonly name: string;
}

/** Where it was written; `file` is relative to the workspace where it is inside. */
export interface JsonPlace {
  readonly file: string | null;
  readonly line: number | null;
}

/** `action` as in the output `changes`, and `unchanged`. */
export type JsonChange = JsonObjectName & JsonPlace & { readonly action: string };

export interface JsonProblem extends JsonPlace {
  /** `input`, `manifest`, `admission`, `unreachable`, `unauthenticated`, `tool`, `forbidden`, `conflict`, … */
  readonly kind: string;
  readonly message: string;
  readonly fix: string | null;
  readonly object: JsonObjectName | null;
  /** Lines that belong to it, such as the end of a tool's output. */
  readonly details: readonly string[];
  /** The input that is wrong; only with kind `input`. */
  readonly input?: string;
  /** The missing rights, and the RBAC that grants exactly them; only with kind `forbidden`. */
  readonly denied?: readonly JsonDenied[];
  readonly yaml?: string | null;
  /** Only with kind `conflict`. */
  readonly conflicts?: readonly { readonly manager: string; readonly fields: readonly string[] }[];
}

export interface JsonFinding {
  /** Which of the known dangers: `impersonate-groups`, `workloads`, `read-secrets`, … */
  readonly id: string;
  /** `cluster-admin`, `write`, `read-secrets` or `become-others`. */
  readonly rank: string;
  /** Where the rule holds; empty: in the whole cluster. */
  readonly namespace: string;
  /** Goes on after "may". */
  readonly meaning: string;
  /** The part of a rule to take away, as RBAC writes it. */
  readonly takeAway: {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly resourceNames?: readonly string[];
    readonly verbs: readonly string[];
  };
}

export interface JsonDenied {
  /** `identity` or `token`. */
  readonly who: string;
  readonly verb: string;
  readonly apiGroup: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** Only of a right on a path that is no resource, where all of the above but `verb` is empty. */
  readonly nonResourceURL?: string;
  readonly for: string;
}
// end: docs/report.md

/** The report as a value that `JSON.stringify` takes as it is. The caller redacts the text. */
export function jsonReport(report: Report): JsonReport {
  const { facts } = report;
  return {
    version: 1,
    result: report.result,
    startedAt: new Date(report.startedAt).toISOString(),
    milliseconds: Math.round(report.milliseconds),
    mode: facts.mode ?? null,
    cluster: {
      server: facts.server ?? null,
      version: facts.serverVersion ?? null,
      namespace: facts.namespace ?? null,
    },
    token: { credential: facts.credentialName ?? null, user: facts.tokenUser ?? null },
    identity: { asked: user(facts.wanted), confirmed: user(facts.identity?.confirmed) },
    impersonation: impersonation(facts),
    tokenRights: facts.tokenRights === undefined ? null : tokenRights(facts.tokenRights),
    preflight: facts.preflight === undefined ? null : preflight(facts.preflight),
    kubeconfig: facts.kubeconfig ?? null,
    tools: facts.tools.map(({ name, version, origin, path }) => ({ name, version, origin, path })),
    changes: facts.tellsChanges ? facts.changes.map(change) : null,
    rollouts: facts.rollouts === undefined ? null : rollouts(facts.rollouts),
    release: facts.release === undefined ? null : { name: facts.release.name, revision: facts.release.revision },
    exitCode: facts.exitCode ?? null,
    stages: stages(facts),
    problems: facts.problems.map(problem),
    warnings: facts.warnings.map(problem),
    denied: report.denied,
  };
}

/** `jsonReport` as the text of the file. */
export function reportJson(report: Report): string {
  return `${JSON.stringify(jsonReport(report), null, 2)}\n`;
}

function user(of: IdentityRequest | ConfirmedUser | undefined): JsonUser | null {
  if (of === undefined) return null;
  return { username: of.username, uid: of.uid ?? null, groups: of.groups, extra: Object.fromEntries(of.extra) };
}

function impersonation({ impersonation: of }: Facts): JsonReport['impersonation'] {
  if (of === undefined) return null;
  return { by: of.by, mode: of.by === 'legacy' ? null : of.mode };
}

function tokenRights({ depth, complete, findings }: TokenRights): JsonReport['tokenRights'] {
  return {
    depth,
    complete,
    findings: findings.map(({ id, rank, namespace, meaning, takeAway }) => ({
      id,
      rank,
      namespace,
      meaning,
      takeAway,
    })),
  };
}

function preflight({ checked, reviews, missing, possible }: Preflight): JsonReport['preflight'] {
  const denied = (needs: Preflight['missing']) => needs.map((need) => deniedOf(need.party, need.right, need.for));
  return { checked, reviews, missing: denied(missing), possible: denied(possible) };
}

function change(of: Change): JsonChange {
  return { ...changeItem(of), ...place(of.source) };
}

function rollouts({ ready, failed, pending }: Rollouts): JsonReport['rollouts'] {
  return {
    ready: ready.map(({ ref, milliseconds }) => ({ ...objectName(ref), milliseconds: Math.round(milliseconds) })),
    failed: failed.map(({ ref, source, reason, fix }) => ({
      ...objectName(ref),
      ...place(source),
      reason,
      fix: fix ?? null,
    })),
    pending: pending.map(({ ref, source, missing, fix }) => ({
      ...objectName(ref),
      ...place(source),
      missing,
      fix: fix ?? null,
    })),
  };
}

function stages({ stages: all }: Facts): JsonReport['stages'] {
  return all.map(({ name, milliseconds }) => ({ name, milliseconds: Math.round(milliseconds) }));
}

function problem(of: Problem): JsonProblem {
  const common = {
    kind: of.kind,
    message: of.message,
    fix: of.fix ?? null,
    ...place(of.source),
    object: of.object === undefined ? null : objectName(of.object),
    details: of.details ?? [],
  };
  switch (of.kind) {
    case 'input':
      return { ...common, input: of.input };
    case 'forbidden':
      return { ...common, denied: of.denied, yaml: of.yaml ?? null };
    case 'conflict':
      return { ...common, conflicts: of.conflicts };
    default:
      return common;
  }
}

function objectName({ kind, apiVersion, namespace, name }: ObjectRef): JsonObjectName {
  return { kind, apiVersion, namespace: namespace ?? '', name };
}

function place(source: Source | undefined): JsonPlace {
  return { file: source?.file ?? null, line: source?.line ?? null };
}
