import type { Rule } from './grant.ts';
import type { Right } from './right.ts';

/** How bad it is that somebody has a right, the worst first. */
export const RANKS = ['cluster-admin', 'write', 'read-secrets', 'become-others'] as const;
export type Rank = (typeof RANKS)[number];

/** A right that makes its owner more than he seems. */
export interface Finding {
  /** Which of the known dangers: `impersonate-groups`, `workloads`, … */
  readonly id: string;
  readonly rank: Rank;
  /** Where it holds; empty: in the whole cluster. */
  readonly namespace: string;
  /** What it means; goes on after "may": "read every Secret in namespace shop". */
  readonly meaning: string;
  /** The rule to take away: the part of the rule that is at fault, as it is written. */
  readonly takeAway: Rule;
  /** One right that it gives, for asking the server. */
  readonly witness: Right;
}

const RANK_WORDS: Readonly<Record<Rank, string>> = {
  'cluster-admin': 'can become cluster-admin',
  write: 'can write',
  'read-secrets': 'can read Secrets',
  'become-others': 'can become others',
};

/** "can become cluster-admin", "can write", … */
export function rankInWords(rank: Rank): string {
  return RANK_WORDS[rank];
}

/** "can become cluster-admin, can write": the kinds of findings, the worst first. */
export function ranksInWords(findings: readonly Finding[]): string {
  const ranks = RANKS.filter((rank) => findings.some((finding) => finding.rank === rank));
  return ranks.map(rankInWords).join(', ');
}

/** The rule as a line of YAML, as it stands in a Role: `{ apiGroups: [""], resources: ["secrets"], verbs: ["get"] }`. */
export function ruleLine({ apiGroups, resources, resourceNames, verbs }: Rule): string {
  const parts = Object.entries({ apiGroups, resources, resourceNames, verbs })
    .filter(([, values]) => values !== undefined)
    .map(([key, values]) => `${key}: [${(values ?? []).map((value) => JSON.stringify(value)).join(', ')}]`);
  return `{ ${parts.join(', ')} }`;
}

/** What a finding means and what to take away, in one line. */
export function findingLine({ rank, meaning, namespace, takeAway }: Finding): string {
  const from = namespace === '' ? 'bound in the whole cluster' : `bound in namespace ${namespace}`;
  return `${rankInWords(rank)}: it may ${meaning}. Take away (${from}): ${ruleLine(takeAway)}`;
}
