import type { Change } from '../apply/applied.ts';
import type { Identity } from '../check/identity.ts';
import type { IdentityRequest } from '../inputs.ts';
import type { Denied, Problem, Result } from '../problem.ts';
import type { Rollouts } from '../rollout/rollouts.ts';

export type StageName = 'connect' | 'identify' | 'tools' | 'load' | 'read' | 'apply' | 'wait' | 'helm' | 'script';

export interface Stage {
  readonly name: StageName;
  readonly milliseconds: number;
}

export interface UsedTool {
  readonly name: 'kubectl' | 'helm';
  readonly version: string;
  /** `runner`: found on PATH; `cache`: the tool cache; `download`. */
  readonly origin: 'runner' | 'cache' | 'download';
  readonly path: string;
}

/** What the run knows so far. `run` owns the one value and adds to it stage by stage. */
export interface Facts {
  readonly mode: 'manifests' | 'kustomize' | 'chart' | 'run' | 'setup';
  readonly wanted: IdentityRequest;
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
