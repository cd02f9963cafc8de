import type { Change } from '../apply/applied.ts';
import { hasChanged } from './counts.ts';
import type { Report } from './facts.ts';

/** The outputs of action.yml, each as its text. */
export interface Outputs {
  readonly result: string;
  readonly kubeconfig: string;
  readonly username: string;
  readonly groups: string;
  readonly changed: string;
  readonly 'changed-count': string;
  readonly changes: string;
  readonly denied: string;
  readonly 'release-revision': string;
  readonly 'summary-path': string;
  readonly report: string;
}

/** Where the two files were written; undefined where that failed. */
export interface ReportPaths {
  readonly summary: string | undefined;
  readonly report: string | undefined;
}

/** GitHub takes 1 MiB of outputs from a job; expressions and environments take less. */
const MOST_JSON_BYTES = 100 * 1024;

/**
 * Every output, as far as it is known; an unknown one is empty, an unknown list of objects or rights `[]`, so that
 * `fromJSON` takes it.
 */
export function outputsOf(report: Report, paths: ReportPaths): Outputs {
  const { facts } = report;
  const confirmed = facts.identity?.confirmed;
  const changed = facts.changes.filter(hasChanged).length;
  return {
    result: report.result,
    kubeconfig: facts.kubeconfig ?? '',
    username: confirmed?.username ?? '',
    groups: JSON.stringify(confirmed?.groups ?? []),
    changed: facts.tellsChanges ? String(changed > 0) : '',
    'changed-count': facts.tellsChanges ? String(changed) : '',
    changes: jsonList(facts.changes.filter(({ action }) => action !== 'unchanged').map(changeItem), MOST_JSON_BYTES),
    denied: jsonList(report.denied, MOST_JSON_BYTES),
    'release-revision': facts.release?.revision ?? '',
    'summary-path': paths.summary ?? '',
    report: paths.report ?? '',
  };
}

/** An item of the `changes` output; a cluster-scoped object's namespace is empty. */
export function changeItem({ ref, action }: Change): {
  readonly kind: string;
  readonly apiVersion: string;
  readonly namespace: string;
  readonly name: string;
  readonly action: string;
} {
  return { kind: ref.kind, apiVersion: ref.apiVersion, namespace: ref.namespace ?? '', name: ref.name, action };
}

/** `items` as JSON of at most `mostBytes` bytes: whole items are dropped from the end. */
export function jsonList(items: readonly unknown[], mostBytes: number): string {
  const kept: string[] = [];
  let bytes = '[]'.length;
  for (const item of items) {
    const text = JSON.stringify(item);
    bytes += Buffer.byteLength(text) + (kept.length === 0 ? 0 : ','.length);
    if (bytes > mostBytes) break;
    kept.push(text);
  }
  return `[${kept.join(',')}]`;
}
