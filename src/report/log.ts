import { nameObject, nameSource } from '../problem.ts';
import { elapsed } from '../rollout/elapsed.ts';
import { listedChanges, plural } from './counts.ts';
import type { Facts, Report } from './facts.ts';
import { headlineOf } from './headline.ts';

/** The changed objects as aligned lines, and the number of the others; empty where nothing was sent. */
export function changeLines({ changes }: Pick<Facts, 'changes'>): string[] {
  const listed = listedChanges(changes);
  const width = Math.max(0, ...listed.map(({ action }) => action.length));
  const unchanged = changes.length - listed.length;
  return [
    ...listed.map(
      ({ action, ref, source }) =>
        `${action.padEnd(width)}  ${nameObject(ref)}${source === undefined ? '' : `  (${nameSource(source)})`}`,
    ),
    ...(unchanged === 0 ? [] : [`${plural(unchanged, 'object')} unchanged`]),
  ];
}

/** The one line that the log ends with: `Deployed (12.3 s). 3 objects: 2 created, 1 unchanged.` */
export function resultLine(report: Report): string {
  const { title, text } = headlineOf(report);
  return `${title} (${elapsed(report.milliseconds)}).${text === '' ? '' : ` ${text}`}`;
}
