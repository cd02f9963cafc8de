import type { Change } from '../apply/applied.ts';
import type { Identity } from '../check/identity.ts';
import type { IdentityRequest } from '../inputs.ts';
import { type Denied, type Problem, type Result, resultOf } from '../problem.ts';
import type { Rollouts } from '../rollout/rollouts.ts';
import type { UsedTool } from '../tools/used-tool.ts';

export type { UsedTool };

export type StageName = 'connect' | 'identify' | 'tools' | 'load' | 'read' | 'apply' | 'wait' | 'helm' | 'script';

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
    denied: facts.problems.flatMap((problem) => (problem.kind === 'forbidden' ? problem.denied : [])),
    startedAt,
    milliseconds: endedAt - startedAt,
  };
}
