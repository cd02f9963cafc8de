import type { Step, ToolVersion } from '../inputs.ts';
import type { Decision, OwnTool } from './decision.ts';
import { minorOf } from './version.ts';

export interface KubectlQuestion {
  readonly version: ToolVersion;
  readonly mode: Step['kind'];
  /** As the API server calls itself; undefined where it did not say. */
  readonly clusterVersion: string | undefined;
  readonly own: OwnTool | undefined;
}

/** Whether kubectl has anything to do in this mode: manifests are applied without it, charts installed by helm. */
export function modeNeedsKubectl(mode: Step['kind']): boolean {
  return mode === 'kustomize' || mode === 'run' || mode === 'setup';
}

/** Which kubectl this run uses. */
export function decideKubectl(question: KubectlQuestion): Decision {
  const { version, mode, own } = question;
  switch (version.kind) {
    case 'none':
      return { kind: 'none' };
    case 'auto':
      return modeNeedsKubectl(mode) ? automatic(question.clusterVersion, own) : { kind: 'none' };
    case 'exact':
      return { kind: 'exact', version: version.version, because: 'as `kubectl-version` says' };
    case 'newest':
      return { kind: 'newest', line: undefined, because: 'the newest, as `kubectl-version` says' };
    case 'newest-of':
      return { kind: 'newest', line: version.line, because: `the newest ${version.line}, as \`kubectl-version\` says` };
    case 'own-or-newest-of':
      return ownOfLine(version.line, own);
  }
}

/** kubectl works with API servers one minor older or newer. https://kubernetes.io/releases/version-skew-policy/#kubectl */
function automatic(clusterVersion: string | undefined, own: OwnTool | undefined): Decision {
  const line = minorOf(clusterVersion ?? '');
  if (line === undefined) return unknownCluster(clusterVersion);
  if (own === undefined) return { kind: 'newest', line, because: `the cluster is ${line}, and the runner has none` };
  const ownLine = minorOf(own.version);
  if (ownLine !== undefined && skew(ownLine, line) <= 1) {
    return { kind: 'own', own, because: `the runner's own; the cluster is ${line}` };
  }
  return {
    kind: 'newest',
    line,
    because: `the cluster is ${line}, and the runner's own ${own.version} is further than one minor from that`,
  };
}

function ownOfLine(line: string, own: OwnTool | undefined): Decision {
  if (own !== undefined && minorOf(own.version) === line) {
    return { kind: 'own', own, because: `the runner's own, as \`kubectl-version: ~${line}\` says` };
  }
  const found = own === undefined ? 'the runner has none' : `the runner's own is ${own.version}`;
  return { kind: 'newest', line, because: `the newest ${line}, since ${found}` };
}

function skew(one: string, other: string): number {
  const [oneMajor, oneMinor] = one.split('.').map(Number);
  const [otherMajor, otherMinor] = other.split('.').map(Number);
  if (oneMajor !== otherMajor || oneMinor === undefined || otherMinor === undefined) return Number.POSITIVE_INFINITY;
  return Math.abs(oneMinor - otherMinor);
}

function unknownCluster(clusterVersion: string | undefined): Decision {
  const says = clusterVersion === undefined ? 'does not tell its version' : `calls itself "${clusterVersion}"`;
  return {
    kind: 'problem',
    problem: {
      kind: 'tool',
      message: `The API server ${says}, so nobody can tell which kubectl fits it.`,
      fix: 'Write `kubectl-version` as a minor, such as `1.36`, or as an exact version.',
    },
  };
}
