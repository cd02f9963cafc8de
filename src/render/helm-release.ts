import { type Draft, joinDrafts, readObjects } from '../manifests/draft.ts';

/** A revision in the answer of `helm history`. */
export interface ReleaseRevision {
  readonly revision: number;
  /** `deployed`, `failed`, `superseded`, `pending-upgrade`, `uninstalled`, … */
  readonly status: string;
}

/** What `helm upgrade --output json` tells of the release. */
export interface ReleaseAnswer {
  readonly revision: number;
  readonly status: string;
  readonly manifest: string;
  readonly notes: string;
  /** The hooks, as a manifest. */
  readonly hooks: string;
  /** `ssa` or `csa`; undefined with helm 3. */
  readonly applyMethod: string | undefined;
}

/** The revisions in `helm history --output json`, oldest first. Throws for anything else. */
export function readHistory(stdout: string): ReleaseRevision[] {
  const list: unknown = JSON.parse(stdout);
  if (!Array.isArray(list)) throw new Error('helm history did not answer with a list');
  return list.map((item: unknown) => {
    const revision = numberAt(item, 'revision');
    if (revision === undefined) throw new Error('helm history answered with an item without revision');
    return { revision, status: textAt(item, 'status') };
  });
}

/**
 * The revisions whose objects may be in the cluster: the last one, whatever became of it, and the last that was
 * deployed, which helm takes for the state to change from.
 */
export function revisionsAlive(history: readonly ReleaseRevision[]): number[] {
  const last = history.at(-1);
  if (last === undefined || last.status === 'uninstalled') return [];
  const deployed = history.findLast(({ status }) => status === 'deployed');
  return [...new Set([deployed ?? last, last].map(({ revision }) => revision))];
}

/**
 * The release in `helm upgrade --output json`. What a chart or a plugin prints before it is skipped. Throws where no
 * release is there.
 */
export function readRelease(stdout: string): ReleaseAnswer {
  const start = stdout.search(/^\{/m);
  const release: unknown = JSON.parse(stdout.slice(Math.max(start, 0)));
  const revision = numberAt(release, 'version');
  if (revision === undefined) throw new Error('helm upgrade answered without a revision');
  const info = fieldOf(release, 'info');
  return {
    revision,
    status: textAt(info, 'status'),
    manifest: textAt(release, 'manifest'),
    notes: textAt(info, 'notes').trimEnd(),
    hooks: hooksOf(fieldOf(release, 'hooks')),
    applyMethod: textAt(release, 'apply_method') || undefined,
  };
}

function hooksOf(hooks: unknown): string {
  const list: readonly unknown[] = Array.isArray(hooks) ? hooks : [];
  return list.map((hook) => `---\n# Source: ${textAt(hook, 'path')}\n${textAt(hook, 'manifest')}\n`).join('');
}

/**
 * The objects of a release's manifest, each with the template that it comes from as its source (`web/templates/a.yaml`;
 * of a chart in a folder the file itself). Hooks are not in a manifest.
 */
export function objectsOfManifest(manifest: string, chartFolder: string | undefined): Draft {
  return joinDrafts(
    manifest
      .split(/^---[ \t]*$/m)
      .map((document) => readObjects(document, { kind: 'made', from: templateOf(document, chartFolder) })),
  );
}

function templateOf(document: string, chartFolder: string | undefined): string {
  const template = /^# Source: (.+)$/m.exec(document)?.[1]?.trim();
  if (template === undefined) return "the release's manifest";
  if (chartFolder === undefined) return template;
  const inside = template.split('/').slice(1).join('/');
  return chartFolder === '' ? inside : `${chartFolder}/${inside}`;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

function textAt(value: unknown, key: string): string {
  const field = fieldOf(value, key);
  return typeof field === 'string' ? field : '';
}

function numberAt(value: unknown, key: string): number | undefined {
  const field = fieldOf(value, key);
  return typeof field === 'number' ? field : undefined;
}
