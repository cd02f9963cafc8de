import { formatProblem, type Problem } from '../problem.ts';
import { plural } from './counts.ts';
import type { Report } from './facts.ts';
import { firstCause, headlineOf } from './headline.ts';
import { shortened } from './markdown.ts';

/** What the runner shows beside a file, and on the run's page. */
export interface Annotation {
  readonly level: 'error' | 'warning';
  /** Relative to the workspace, with `/`. Undefined: it belongs to no line of the repository. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  readonly message: string;
}

/** GitHub shows ten of each level a step. https://docs.github.com/en/actions/reference/limits */
const MOST_ANNOTATIONS = 10;
/** A page of text. All of it stands in the log, the summary and the report. */
const MOST_CHARACTERS = 4000;

/**
 * What went wrong: nine problems at most beside their files, and a last annotation without position that says the
 * first cause with its fix, and every problem that no other annotation shows. Empty after a success.
 */
export function errorAnnotations(report: Report): Annotation[] {
  if (report.result === 'succeeded') return [];
  const placed = report.facts.problems.filter(hasPlace).slice(0, MOST_ANNOTATIONS - 1);
  return [...placed.map((problem) => annotationOf('error', problem)), closingError(report, placed)];
}

/** The warnings, ten at most: of more, the first nine and how many are left. */
export function warningAnnotations(warnings: readonly Problem[]): Annotation[] {
  if (warnings.length <= MOST_ANNOTATIONS) return warnings.map((warning) => annotationOf('warning', warning));
  const shown = warnings.slice(0, MOST_ANNOTATIONS - 1);
  const left = plural(warnings.length - shown.length, 'more warning');
  return [
    ...shown.map((warning) => annotationOf('warning', warning)),
    { level: 'warning', message: `${left}: see the log or the job summary.` },
  ];
}

/** One problem as an annotation at its place; a file outside the workspace is named in the text instead. */
export function annotationOf(level: Annotation['level'], problem: Problem): Annotation {
  const { source, ...rest } = problem;
  if (source === undefined || !hasPlace(problem)) return { level, message: message(formatProblem(problem)) };
  const place = source.line === undefined ? {} : { line: source.line };
  return { level, file: slashed(source.file), ...place, message: message(formatProblem(rest)) };
}

function closingError(report: Report, shownElsewhere: readonly Problem[]): Annotation {
  const { title, text } = headlineOf(report);
  const cause = firstCause(report);
  const untold = report.facts.problems.filter((problem) => problem !== cause && !shownElsewhere.includes(problem));
  const told = [cause, ...untold].filter((problem) => problem !== undefined).map(formatProblem);
  const shown = fitting(told, MOST_CHARACTERS / 2);
  const lines = [
    text === '' ? `${title}.` : `${title}. ${text}`,
    ...told.slice(0, shown),
    ...(told.length > shown ? [`And ${plural(told.length - shown, 'more problem')}: see the job summary.`] : []),
  ];
  return { level: 'error', message: message(lines.join('\n')) };
}

/** How many of `texts` fit into `most` characters; the first always counts. */
function fitting(texts: readonly string[], most: number): number {
  let length = 0;
  const over = texts.findIndex((text, index) => {
    length += text.length;
    return index > 0 && length > most;
  });
  return over === -1 ? texts.length : over;
}

/** Whether its file is one of the workspace: `..` and absolute paths are not. */
function hasPlace({ source }: Problem): boolean {
  if (source === undefined) return false;
  const file = slashed(source.file);
  return file !== '' && !file.startsWith('/') && !/^[A-Za-z]:/.test(file) && !file.split('/').includes('..');
}

function slashed(file: string): string {
  return file.replaceAll('\\', '/');
}

function message(text: string): string {
  return shortened(text, MOST_CHARACTERS);
}
