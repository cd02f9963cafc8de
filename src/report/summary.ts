import type { Change } from '../apply/applied.ts';
import type { Preflight } from '../check/preflight.ts';
import type { TokenRights } from '../check/token-rights.ts';
import { displayName } from '../identity/name.ts';
import type { IdentityRequest } from '../inputs.ts';
import {
  type Denied,
  nameObject,
  nameRight,
  nameSource,
  namesInWords,
  type Problem,
  rowsOfDenied,
  type Source,
} from '../problem.ts';
import { ranksInWords, ruleLine } from '../rights/finding.ts';
import { nameImpersonation } from '../rights/impersonation.ts';
import { elapsed } from '../rollout/elapsed.ts';
import { listedChanges, plural } from './counts.ts';
import type { Facts, Report, Stage } from './facts.ts';
import { type Block, compose, type Limit, type Section } from './fitting.ts';
import { headlineOf } from './headline.ts';
import { code, fence, foldable, prose, row, shortened, tableHead } from './markdown.ts';

/** What GitHub takes for one step. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
export const STEP_SUMMARY: Limit = { unit: 'bytes', most: 1024 * 1024 };
/** A comment on a pull request may have 65,536 characters; the rest is for whoever posts it. */
export const COMMENT: Limit = { unit: 'characters', most: 65_000 };

/** One server message may be a whole page; the log has it all. */
const MOST_MESSAGE = 2000;
const MOST_DETAILS = 40;
const MOST_DETAIL = 500;
const MOST_YAML = 20_000;
const MOST_NAME = 300;
/** More rows than that are folded away. */
const MOST_OPEN_ROWS = 25;

/** The report as Markdown for people: what came of it, why, who acted as whom, and what it did. */
export function summary(report: Report, limit: Limit): string {
  return compose(summaryBlocks(report), limit);
}

/** The parts of the summary, for whoever needs it within several limits. */
export function summaryBlocks(report: Report): Block[] {
  const { facts } = report;
  return [
    `## ${heading(facts)}`,
    resultLine(report),
    problemSection(facts.problems, 'What went wrong', 1),
    problemSection(facts.warnings, 'Warnings', 3),
    objectSection(facts),
    rolloutSection(facts),
    ...identityBlocks(facts),
    tokenSection(facts),
    toolsAndTimes(report),
  ];
}

/** `` `shop` on `prod.example.com` as `shop/deployer` ``: what tells twelve legs of a matrix apart. */
function heading({ namespace, server, wanted }: Facts): string {
  const where = server === undefined ? undefined : code(shortened(hostOf(server), MOST_NAME));
  const place = [namespace === undefined ? undefined : code(namespace), where].filter((part) => part !== undefined);
  const who = wanted === undefined ? [] : [`as ${code(shortened(displayName(wanted.username), MOST_NAME))}`];
  const words = [...(place.length === 0 ? [] : [place.join(' on ')]), ...who];
  return words.length === 0 ? 'deploy-as' : words.join(' ');
}

/** The host, with what else it takes to name the cluster: an unusual port, the path of a cluster behind a proxy. */
function hostOf(server: string): string {
  if (!URL.canParse(server)) return server;
  const { hostname, port, pathname } = new URL(server);
  const usual = port === '' || port === '6443';
  return `${hostname}${usual ? '' : `:${port}`}${pathname === '/' ? '' : pathname}`;
}

function resultLine(report: Report): string {
  const { title, text } = headlineOf(report);
  const mark = report.result === 'succeeded' ? '✅' : '❌';
  return [`${mark} **${title}** (${elapsed(report.milliseconds)}).`, ...(text === '' ? [] : [prose(text)])].join(' ');
}

function problemSection(problems: readonly Problem[], title: string, priority: number): Section {
  return {
    head: `### ${title}\n\n`,
    items: problems.map((problem, index) => problemItem(problem, problems.length === 1 ? '' : `**${index + 1}.** `)),
    separator: '\n\n',
    foot: '',
    left: (count) => `… and ${count} more under “${title}”: the log and the report have all of them.`,
    priority,
  };
}

function problemItem(problem: Problem, number: string): string {
  const place = problem.source === undefined ? '' : `${sourceCode(problem.source)}: `;
  const details = problem.details ?? [];
  return [
    `${number}${place}${prose(shortened(problem.message, MOST_MESSAGE))}`,
    ...rightsAndConflicts(problem),
    ...(details.length === 0 ? [] : [fence(lastLines(details).join('\n'), 'text')]),
    ...(problem.fix === undefined ? [] : [`**What to do:** ${prose(shortened(problem.fix, MOST_MESSAGE))}`]),
    ...(problem.kind === 'forbidden' && problem.yaml !== undefined ? [yamlBlock(problem.yaml)] : []),
  ].join('\n\n');
}

function rightsAndConflicts(problem: Problem): string[] {
  if (problem.kind === 'forbidden') return deniedBlock(problem.denied);
  if (problem.kind !== 'conflict') return [];
  const lines = problem.conflicts.map(
    ({ manager, fields }) => `- ${code(manager)} owns ${fields.map(code).join(', ')}`,
  );
  return lines.length === 0 ? [] : [shortList(lines).join('\n')];
}

/** One missing right in a sentence, several as one table. */
function deniedBlock(denied: readonly Denied[]): string[] {
  if (denied.length < 2)
    return denied.map((right) => `- the ${right.who} may not ${code(nameRight(right))}, ${prose(right.for)}`);
  const rows = rowsOfDenied(denied);
  const shown = rows
    .slice(0, MOST_DETAILS)
    .map((one) =>
      row([
        one.who,
        one.verbs.map(code).join(', '),
        code(shortened(one.resource, MOST_NAME)),
        one.namespace === '' ? '' : code(shortened(one.namespace, MOST_NAME)),
        one.names.length === 0 ? '' : code(shortened(namesInWords(one.names), MOST_NAME)),
        prose(shortened(one.for, MOST_DETAIL)),
      ]),
    );
  const left = rows.length - shown.length;
  const rest = left === 0 ? [] : [`… and ${plural(left, 'more row')}: the log and the report have all of them.`];
  return [[tableHead(['Who', 'May not', 'Resource', 'Namespace', 'Name', 'Needed for']), ...shown].join('\n'), ...rest];
}

function shortList(lines: readonly string[]): string[] {
  const shown = lines.slice(0, MOST_DETAILS);
  return lines.length === shown.length ? shown : [...shown, `- … and ${lines.length - shown.length} more`];
}

/** The end of an output is where it says why. */
function lastLines(lines: readonly string[]): string[] {
  const shown = lines.slice(-MOST_DETAILS).map((line) => shortened(line, MOST_DETAIL));
  return lines.length === shown.length ? shown : [`… ${lines.length - shown.length} lines before`, ...shown];
}

/** Whole or not at all: half a Role is worse than none. */
function yamlBlock(yaml: string): string {
  if (yaml.length > MOST_YAML)
    return 'The rule that grants it is too long for this place: the log and the report have it.';
  return fence(yaml, 'yaml');
}

function objectSection({ changes }: Facts): Section {
  const listed = listedChanges(changes);
  const unchanged = changes.length - listed.length;
  const rest = unchanged === 0 ? '' : `\n\n${plural(unchanged, 'object')} unchanged.`;
  const folded = listed.length > MOST_OPEN_ROWS;
  const table = `${tableHead(['Outcome', 'Object', 'Written in'])}\n`;
  return {
    head: `### Objects\n\n${folded ? `<details><summary>${plural(listed.length, 'object')}</summary>\n\n` : ''}${table}`,
    items: listed.map(changeRow),
    separator: '\n',
    foot: `${folded ? '\n\n</details>' : ''}${rest}`,
    left: (count, of) =>
      count === of
        ? `${plural(count, 'object')} in the report.${rest}`
        : `… and ${plural(count, 'more object')}: the report has all of them.`,
    priority: 4,
  };
}

const OUTCOMES: Readonly<Record<Change['action'], string>> = {
  created: 'created',
  configured: 'configured',
  pruned: 'pruned',
  'rolled-back': 'rolled back',
  failed: '**failed**',
  unknown: '**unknown**: sent, and no answer seen',
  unchanged: 'unchanged',
};

function changeRow({ action, ref, source }: Change): string {
  return row([
    OUTCOMES[action],
    code(shortened(nameObject(ref), MOST_NAME)),
    source === undefined ? '' : sourceCode(source),
  ]);
}

function rolloutSection({ rollouts }: Facts): Section {
  const failed = (rollouts?.failed ?? []).map(({ ref, reason }) => [ref, '**failed**', reason] as const);
  const pending = (rollouts?.pending ?? []).map(({ ref, missing }) => [ref, '**not ready**', missing] as const);
  const ready = (rollouts?.ready ?? []).map(
    ({ ref, milliseconds }) =>
      [ref, ref.kind === 'Job' ? 'complete' : 'ready', `after ${elapsed(milliseconds)}`] as const,
  );
  return {
    head: `### Rollouts\n\n${tableHead(['Object', 'State', 'When, or what is missing'])}\n`,
    items: [...failed, ...pending, ...ready].map(([ref, state, words]) =>
      row([code(shortened(nameObject(ref), MOST_NAME)), state, prose(shortened(words, MOST_DETAIL))]),
    ),
    separator: '\n',
    foot: '',
    left: (count) => `… and ${plural(count, 'more rollout')}: the report has all of them.`,
    priority: 2,
  };
}

/** For whoever asks later who did it: the credential, whom it became, and who says so. */
function identityBlocks(facts: Facts): Block[] {
  const { wanted, identity, impersonation, credentialName, tokenUser, server, serverVersion } = facts;
  const seen = identity?.confirmed ?? wanted;
  if (seen === undefined) return [];
  const rows = [
    ...(credentialName === undefined ? [] : [['Credential', prose(shortened(credentialName, MOST_NAME))]]),
    ...(tokenUser === undefined ? [] : [['Its user', name(tokenUser)]]),
    [identity === undefined ? 'Asked to become' : 'Became', name(seen.username)],
    ...(seen.uid === undefined ? [] : [['uid', name(seen.uid)]]),
    ...(seen.groups.length === 0 ? [] : [['Groups', shortCells(seen.groups)]]),
    ...extraRows(seen),
    [
      'Confirmed',
      identity === undefined ? 'no' : 'by the API server, in a SelfSubjectReview through the impersonation',
    ],
    ...(impersonation === undefined ? [] : [['By', prose(nameImpersonation(impersonation))]]),
    ...(facts.preflight === undefined ? [] : [['Rights checked beforehand', checkedRights(facts.preflight)]]),
    ...(facts.tokenRights === undefined ? [] : [['Its token may also', otherRights(facts.tokenRights)]]),
    ...(server === undefined ? [] : [['API server', serverCell(server, serverVersion)]]),
  ];
  const table = [tableHead(['', '']), ...rows.map(row)].join('\n');
  return [`### ${identity === undefined ? 'Who was to deploy as whom' : 'Who deployed as whom'}\n\n${table}`];
}

function checkedRights({ checked, missing, possible, reviews }: Preflight): string {
  const lacking = missing.length === 0 ? 'none is missing' : `${missing.length} missing`;
  const perhaps = possible.length === 0 ? '' : `, ${possible.length} possibly needed and missing`;
  return `${checked} that the step takes, with ${plural(reviews, 'review')}: ${lacking}${perhaps}`;
}

function otherRights({ findings, complete }: TokenRights): string {
  const rest = complete ? '' : ' (an authorizer beside RBAC does not list its rules)';
  if (findings.length === 0) return `nothing that matters, as far as was asked${rest}`;
  return `${plural(findings.length, 'right')} too many: it ${ranksInWords(findings)}${rest}`;
}

/** Open to read, closed to look at: what to take away from the token. */
function tokenSection({ tokenRights }: Facts): Section {
  const findings = tokenRights?.findings ?? [];
  const table = `${tableHead(['Because it may', 'Bound in', 'Take away'])}\n`;
  return {
    head: `<details><summary>What the token may do besides: it ${ranksInWords(findings)}</summary>\n\n${table}`,
    items: findings.map(({ meaning, namespace, takeAway }) =>
      row([
        prose(shortened(meaning, MOST_DETAIL)),
        namespace === '' ? 'the whole cluster' : code(namespace),
        code(shortened(ruleLine(takeAway), MOST_DETAIL)),
      ]),
    ),
    separator: '\n',
    foot: '\n\n</details>',
    left: (count) => `… and ${plural(count, 'more right')} of the token: the report has all of them.`,
    priority: 5,
  };
}

function serverCell(server: string, version: string | undefined): string {
  return version === undefined ? name(server) : `${name(server)}, Kubernetes ${name(version)}`;
}

function extraRows({ extra }: Pick<IdentityRequest, 'extra'>): string[][] {
  return [...extra].slice(0, MOST_DETAILS).map(([key, values]) => [`Extra ${name(key)}`, shortCells(values)]);
}

function shortCells(values: readonly string[]): string {
  const shown = values.slice(0, MOST_DETAILS).map(name).join(', ');
  return values.length > MOST_DETAILS ? `${shown} and ${values.length - MOST_DETAILS} more` : shown;
}

function name(text: string): string {
  return code(shortened(text, MOST_NAME));
}

function sourceCode(source: Source): string {
  return code(shortened(nameSource(source), MOST_NAME));
}

function toolsAndTimes({ facts, milliseconds }: Report): string {
  const tools = facts.tools.map(({ name, version, origin }) => row([name, code(version), ORIGINS[origin]]));
  const stages = facts.stages.map((stage) => row([STAGES[stage.name], elapsed(stage.milliseconds)]));
  const body = [
    ...(tools.length === 0 ? [] : [[tableHead(['Tool', 'Version', 'From']), ...tools].join('\n')]),
    [tableHead(['Stage', 'Time']), ...stages, row(['all', elapsed(milliseconds)])].join('\n'),
  ];
  const named = facts.tools.map(({ name, version }) => `${name} ${version}`).join(', ');
  return foldable(named === '' ? 'Times' : `Times and tools (${named})`, body.join('\n\n'));
}

const ORIGINS: Readonly<Record<Facts['tools'][number]['origin'], string>> = {
  runner: 'on the runner',
  cache: 'the tool cache',
  download: 'downloaded, checksum verified',
};

const STAGES: Readonly<Record<Stage['name'], string>> = {
  connect: 'connect',
  identify: 'become the identity',
  guard: 'check what both may do',
  tools: 'tools',
  load: 'load',
  read: 'read what is there',
  preflight: 'check rights',
  apply: 'apply',
  wait: 'wait for rollouts',
  helm: 'helm',
  script: 'script',
};
