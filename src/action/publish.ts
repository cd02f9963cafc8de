import { appendFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writePrivate } from '../connect/private-files.ts';
import type { Log } from '../host.ts';
import { formatProblem } from '../problem.ts';
import { type Annotation, errorAnnotations, warningAnnotations } from '../report/annotations.ts';
import type { Report } from '../report/facts.ts';
import { compose, type Limit } from '../report/fitting.ts';
import { reportJson } from '../report/json.ts';
import { changeLines, resultLine } from '../report/log.ts';
import { outputsOf, type ReportPaths } from '../report/outputs.ts';
import { redactReport } from '../report/redact.ts';
import { COMMENT, STEP_SUMMARY, summaryBlocks } from '../report/summary.ts';
import type { Secrets } from '../secret.ts';
import type { Runner } from './runner.ts';
import { fileEntry, pathEntry, workflowCommand } from './workflow-commands.ts';

export interface Publication {
  readonly runner: Runner;
  readonly secrets: Secrets;
  /** The step's private folder; the summary and the report live there until the post step. */
  readonly folder: string;
  readonly log: Log;
  readonly write: (text: string) => void;
  /** `HELM_KUBE*` variables that later steps must not see. */
  readonly cleared: readonly string[];
}

/** Says what happened everywhere where somebody looks for it: log, annotations, job summary, files, outputs. */
export async function publish(spoken: Report, publication: Publication): Promise<void> {
  const { secrets, runner } = publication;
  // Before anything is rendered: what escaping or shortening has touched no registry would recognise.
  const report = redactReport(spoken, (text) => secrets.redact(text));
  sayInLog(report, publication);
  annotate(report, publication);
  const summary = summaryBlocks(report);
  const paths = await writeFiles({ summary: compose(summary, COMMENT), report: reportJson(report) }, publication);
  appendTo(runner.summaryFile, secrets.redact(compose(summary, roomIn(runner.summaryFile))));
  const outputs = Object.entries(outputsOf(report, paths)).map(([name, value]) =>
    fileEntry(name, secrets.redact(value)),
  );
  appendTo(runner.outputFile, outputs.join(''));
}

/** GitHub drops a step's whole summary where it is too long, and a script may have written to it before. */
function roomIn(file: string | undefined): Limit {
  const taken = file === undefined ? 0 : (statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  return { ...STEP_SUMMARY, most: STEP_SUMMARY.most - taken };
}

/** What later steps of the job find: our kubeconfig, the tools, and nothing that overrides the kubeconfig for helm. */
export function equipLaterSteps(report: Report, { runner, cleared }: Pick<Publication, 'runner' | 'cleared'>): void {
  const { kubeconfig, tools } = report.facts;
  if (kubeconfig === undefined) return;
  appendTo(runner.environmentFile, fileEntry('KUBECONFIG', kubeconfig));
  for (const variable of cleared) appendTo(runner.environmentFile, fileEntry(variable, ''));
  const folders = new Set(tools.filter((tool) => tool.origin !== 'runner').map((tool) => dirname(tool.path)));
  for (const folder of folders) appendTo(runner.pathFile, pathEntry(folder));
}

function sayInLog(report: Report, { log }: Publication): void {
  for (const line of changeLines(report.facts)) log.info(line);
  for (const problem of report.facts.problems) log.info(formatProblem(problem));
  log.info(resultLine(report));
}

function annotate(report: Report, { write, secrets }: Publication): void {
  for (const annotation of [...warningAnnotations(report.facts.warnings), ...errorAnnotations(report)]) {
    write(`${command(annotation, secrets)}\n`);
  }
}

function command({ level, file, line, message }: Annotation, secrets: Secrets): string {
  return workflowCommand(level, { file, line }, secrets.redact(message));
}

async function writeFiles(
  texts: { readonly summary: string; readonly report: string },
  { folder, secrets }: Publication,
): Promise<ReportPaths> {
  const paths = { summary: join(folder, 'summary.md'), report: join(folder, 'report.json') };
  await writePrivate(paths.summary, secrets.redact(texts.summary));
  await writePrivate(paths.report, secrets.redact(texts.report));
  return paths;
}

/** Appended, never rewritten: other steps write to these files too. */
function appendTo(file: string | undefined, text: string): void {
  if (file !== undefined) appendFileSync(file, text);
}
