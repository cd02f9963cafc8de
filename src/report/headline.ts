import { displayName } from '../identity/name.ts';
import type { Problem, Result } from '../problem.ts';
import { countChanges, hasChanged, plural } from './counts.ts';
import type { Facts, Report } from './facts.ts';

/** A report in two breaths: `title` is a few words without a period, `text` whole sentences, perhaps empty. */
export interface Headline {
  readonly title: string;
  readonly text: string;
}

/** The result in plain words, with what it means for the cluster. */
export function headlineOf(report: Report): Headline {
  return report.result === 'succeeded'
    ? successHeadline(report.facts)
    : { title: FAILURES[report.result](report.facts), text: stateOfCluster(report) };
}

/** The problem that `result` names: the first cause, but for a cancel. */
export function firstCause(report: Report): Problem | undefined {
  const { problems } = report.facts;
  return problems.find(({ kind }) => report.result === 'cancelled' && kind === 'cancelled') ?? problems[0];
}

const FAILURES: Readonly<Record<Exclude<Result, 'succeeded'>, (facts: Facts) => string>> = {
  invalid: ({ problems }) => `Invalid: ${plural(problems.length, 'problem')} in what was given`,
  unreachable: () => 'Unreachable: a server did not answer',
  unauthenticated: () => 'There is no valid credential',
  'tool-failed': () => 'A tool could not be had',
  // A right too many is no right that is missing, and neither is an admission rule.
  denied: ({ problems }) => (lacksRight(problems[0]) ? 'Denied: a right is missing' : 'Denied'),
  conflict: () => 'Conflict: somebody else owns fields that this deployment sets',
  'apply-failed': ({ mode }) => (mode === 'chart' ? 'Helm failed' : 'Applying failed'),
  'rollout-failed': () => 'Applied, but a rollout failed',
  'timed-out': () => 'Not ready in time',
  'script-failed': ({ exitCode }) =>
    exitCode === undefined ? 'The script failed' : `The script failed with exit code ${exitCode}`,
  cancelled: () => 'Cancelled',
  failed: () => 'Failed for a reason that nobody foresaw',
};

function lacksRight(problem: Problem | undefined): boolean {
  return problem?.kind === 'forbidden' && problem.denied.length > 0;
}

function successHeadline(facts: Facts): Headline {
  const identity = facts.wanted === undefined ? 'the identity' : `\`${displayName(facts.wanted.username)}\``;
  switch (facts.mode) {
    case 'run':
      return { title: 'The script succeeded', text: `It ran as ${identity}.` };
    case 'setup':
    case undefined:
      return { title: 'Ready', text: `kubectl, helm and every client-go tool of later steps act as ${identity}.` };
    default:
      return deployedHeadline(facts);
  }
}

function deployedHeadline({ changes, release, rollouts }: Facts): Headline {
  const counts = countChanges(changes);
  const revision = release === undefined ? '' : `Release \`${release.name}\` is at revision ${release.revision}. `;
  const ready = rollouts?.ready.length ?? 0;
  const waited = ready === 0 ? '' : ` ${plural(ready, 'rollout is', 'rollouts are')} ready.`;
  const objects = counts === '' ? '' : `${plural(changes.length, 'object')}: ${counts}.`;
  return {
    title: changes.some(hasChanged) ? 'Deployed' : 'Nothing to change',
    text: `${revision}${objects}${waited}`.trim(),
  };
}

/** After a failure the first question is what the cluster holds now. */
function stateOfCluster({ result, facts }: Report): string {
  if (facts.mode === 'run') return result === 'script-failed' ? 'What it did before that stays.' : '';
  if (!facts.tellsChanges) return '';
  const { release } = facts;
  const attempt =
    release === undefined ? '' : `This attempt is revision ${release.revision} of release \`${release.name}\`. `;
  const changed = facts.changes.filter(hasChanged).length;
  if (changed === 0) return `${attempt}No object in the cluster was changed.`;
  const counts = countChanges(facts.changes);
  return `${attempt}${plural(facts.changes.length, 'object')}: ${counts}. What was applied stays; running again is safe.`;
}
