import { stringify } from 'yaml';
import { joinDrafts } from '../manifests/draft.ts';
import { loadManifests } from '../manifests/load.ts';
import { formatProblem, nameSource } from '../problem.ts';
import { type LintFinding, type LintRank, lintRbac } from '../rbac/lint.ts';
import { rankInWords } from '../rights/finding.ts';
import { EXIT, type ExitCode, type Output, type Terminal } from './terminal.ts';
import { asOptionProblem, type GivenOptions, usageProblem } from './usage.ts';

/** `deploy-as rbac lint FILE…` */
export async function lintCommand(
  given: GivenOptions,
  output: Output,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  if (given.operands.length === 0) {
    const problem = usageProblem('', 'no file is given', 'Write `deploy-as rbac lint FILE…`: files, folders or globs.');
    terminal.stderr(`${formatProblem(problem)}\n`);
    return EXIT.usage;
  }
  const { currentFolder } = terminal;
  const folders = { working: currentFolder, workspace: currentFolder };
  const draft = joinDrafts([await loadManifests(given.operands, folders, signal)]);
  for (const problem of draft.problems) terminal.stderr(`${formatProblem(asOptionProblem(problem))}\n`);
  const findings = lintRbac(draft.objects);
  const isRbac = draft.objects.some(({ ref }) => ref.apiVersion.startsWith('rbac.authorization.k8s.io/'));
  if (!isRbac && draft.problems.length === 0) terminal.stderr('There is no RBAC in these files.\n');
  terminal.stdout(written(findings, output));
  const isClean = draft.problems.length === 0 && findings.every(({ level }) => level === 'note');
  return isClean ? EXIT.clean : EXIT.findings;
}

function written(findings: readonly LintFinding[], output: Output): string {
  const result = { findings };
  if (output === 'json') return `${JSON.stringify(result, undefined, 2)}\n`;
  if (output === 'yaml') return stringify(result, { lineWidth: 0 });
  if (findings.length === 0) return 'No findings.\n';
  const count = findings.filter(({ level }) => level === 'finding').length;
  const total = `${count} finding${count === 1 ? '' : 's'}, ${findings.length - count} note${findings.length - count === 1 ? '' : 's'}.`;
  return `${findings.map(inWords).join('\n')}\n${total}\n`;
}

function inWords({ level, rank, id, message, fix, source, object }: LintFinding): string {
  const kind = level === 'note' ? `note, ${rankWords(rank)}` : rankWords(rank);
  return `${nameSource(source)}: ${object}: ${kind} [${id}]\n  ${message}\n  ${fix}`;
}

function rankWords(rank: LintRank): string {
  return rank === 'not-enough' ? 'is not enough' : rankInWords(rank);
}
