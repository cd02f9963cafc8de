import type { Step, ToolVersion } from '../inputs.ts';
import type { Decision, OwnTool } from './decision.ts';
import { helmMajorOf } from './version.ts';

export interface HelmQuestion {
  readonly version: ToolVersion;
  readonly mode: Step['kind'];
  readonly own: OwnTool | undefined;
}

export function modeNeedsHelm(mode: Step['kind']): boolean {
  return mode === 'chart' || mode === 'run' || mode === 'setup';
}

/** Which helm this run uses. */
export function decideHelm(question: HelmQuestion): Decision {
  const { version, mode, own } = question;
  switch (version.kind) {
    case 'none':
      return { kind: 'none' };
    case 'auto':
      return modeNeedsHelm(mode) ? automatic(own) : { kind: 'none' };
    case 'exact':
      return { kind: 'exact', version: version.version, because: 'as `helm-version` says' };
    case 'newest':
      return { kind: 'newest', line: undefined, because: 'the newest, as `helm-version` says' };
    case 'newest-of':
      return {
        kind: 'newest',
        line: version.line,
        because: `the newest Helm ${version.line}, as \`helm-version\` says`,
      };
    case 'own-or-newest-of':
      return own !== undefined && helmMajorOf(own.version) === version.line
        ? { kind: 'own', own, because: "the runner's own" }
        : { kind: 'newest', line: version.line, because: `the newest Helm ${version.line}` };
  }
}

function automatic(own: OwnTool | undefined): Decision {
  if (own === undefined) return { kind: 'newest', line: undefined, because: 'the newest, since the runner has none' };
  if (helmMajorOf(own.version) !== undefined) return { kind: 'own', own, because: "the runner's own" };
  return {
    kind: 'newest',
    line: undefined,
    because: `the newest, since the runner's own ${own.version} is neither Helm 3 nor 4`,
  };
}
