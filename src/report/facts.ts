import type { Change } from '../apply/applied.ts';
import type { Identity } from '../check/identity.ts';
import type { Preflight } from '../check/preflight.ts';
import type { TokenRights } from '../check/token-rights.ts';
import type { IdentityRequest } from '../inputs.ts';
import { type Denied, type Problem, type Result, resultOf } from '../problem.ts';
import type { Impersonation } from '../rights/impersonation.ts';
import type { Rollouts } from '../rollout/rollouts.ts';
import type { UsedTool } from '../tools/used-tool.ts';

export type { UsedTool };

export type StageName =
  | 'connect'
  | 'identify'
  | 'guard'
  | 'tools'
  | 'load'
  | 'read'
  | 'preflight'
  | 'apply'
  | 'wait'
  | 'helm'
  | 'script';

export interface Stage {
  readonly name: StageName;
  readonly milliseconds: number;
}

/** What the run knows so far. `run` owns the one value and adds to it stage by stage. */
export interface Facts {
  /** Undefined where the inputs did not even say what to deploy. */
  readonly mode: 'manifests' | 'kustomize' | 'chart' | 'run' | 'setup' | undefined;
  /** Undefined where the inputs were refused. */
  readonly wanted: IdentityRequest | undefined;
  server?: string;
  serverVersion?: string;
  namespace?: string;
  /** The token's own user name, where the server told it. */
  tokenUser?: string;
  credentialName?: string;
  kubeconfig?: string;
  identity?: Identity;
  /** By which of its rights the token became the identity; undefined where nobody can tell. */
  impersonation?: Impersonation;
  /** What the token may do besides becoming the identity; undefined where nobody asked, or could. */
  tokenRights?: TokenRights;
  /** The rights that the step takes, as they were asked; undefined where nobody asked. */
  preflight?: Preflight;
  tools: UsedTool[];
  changes: Change[];
  /** False for `run` and set-up, where nobody knows what changed. */
  readonly tellsChanges: boolean;
  rollouts?: Rollouts;
  release?: { readonly name: string; readonly revision: string };
  exitCode?: number;
  stages: Stage[];
  problems: Problem[];
  warnings: Problem[];
}

export interface Report {
  readonly result: Result;
  readonly facts: Facts;
  readonly denied: readonly Denied[];
  readonly startedAt: number;
  readonly milliseconds: number;
}

/** What is known when the inputs are: nothing but what was asked for. */
export function newFacts(asked: {
  readonly identity: IdentityRequest | undefined;
  readonly mode: Facts['mode'];
}): Facts {
  const { identity, mode } = asked;
  return {
    mode,
    wanted: identity,
    tools: [],
    changes: [],
    tellsChanges: mode === 'manifests' || mode === 'kustomize' || mode === 'chart',
    stages: [],
    problems: [],
    warnings: [],
  };
}

/** The facts as a report; the times are milliseconds since the epoch. */
export function reportOf(facts: Facts, startedAt: number, endedAt: number): Report {
  return {
    result: resultOf(facts.problems),
    facts,
    denied: deniedOnce([...facts.problems, ...facts.warnings]),
    startedAt,
    milliseconds: endedAt - startedAt,
  };
}

/** What was checked beforehand and is refused all the same stands in two problems. */
function deniedOnce(problems: readonly Problem[]): Denied[] {
  const found = new Map<string, Denied>();
  for (const problem of problems) {
    if (problem.kind !== 'forbidden') continue;
    for (const denied of problem.denied) {
      const { for: _purpose, ...right } = denied;
      const key = JSON.stringify(Object.entries(right).sort());
      if (!found.has(key)) found.set(key, denied);
    }
  }
  return [...found.values()];
}
