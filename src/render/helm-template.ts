import { join, resolve } from 'node:path';
import { createPrivateFolder, planPrivateFolder, removePrivateFolder, writePrivate } from '../connect/private-files.ts';
import type { ChartStep, Folders } from '../inputs.ts';
import { failure, type Outcome, type Problem, success } from '../problem.ts';
import { type HelmRunner, runHelm } from './helm.ts';
import { csvField } from './helm-arguments.ts';
import { problemOfHelm } from './helm-failure.ts';
import { chartOrigin } from './helm-inputs.ts';

export interface TemplateRequest {
  readonly step: ChartStep;
  readonly namespace: string;
  readonly folders: Folders;
}

/**
 * The manifests that the chart renders without a cluster, hooks and CustomResourceDefinitions included: those of a
 * first install and those of an upgrade. What a template makes of a cluster's own objects or versions (`lookup`,
 * `.Capabilities`) is helm's guess.
 */
export async function renderTemplates(
  request: TemplateRequest,
  runner: HelmRunner,
  signal: AbortSignal,
): Promise<Outcome<readonly string[]>> {
  const { step, folders } = request;
  if (step.values === undefined) return renderBoth(request, undefined, runner, signal);
  const folder = planPrivateFolder(folders.temp);
  await createPrivateFolder(folder);
  try {
    const file = join(folder, 'values.yaml');
    await writePrivate(file, step.values.reveal());
    return await renderBoth(request, file, runner, signal);
  } finally {
    removePrivateFolder(folder, folders.temp);
  }
}

async function renderBoth(
  request: TemplateRequest,
  inlineValuesFile: string | undefined,
  runner: HelmRunner,
  signal: AbortSignal,
): Promise<Outcome<readonly string[]>> {
  const manifests: string[] = [];
  for (const isUpgrade of [false, true]) {
    const run = await runHelm(runner, templateArguments(request, { inlineValuesFile, isUpgrade }), signal);
    switch (run.kind) {
      case 'done':
        manifests.push(run.stdout);
        break;
      case 'failed':
        return failure(explain(run.error, request, inlineValuesFile));
      case 'not-started':
        return failure(run.problem);
      case 'aborted':
        return failure({ kind: 'cancelled', message: 'Cancelled while rendering the chart.' });
    }
  }
  return success(manifests);
}

function explain(
  error: string,
  { step, namespace, folders }: TemplateRequest,
  inlineValuesFile: string | undefined,
): Problem {
  return problemOfHelm(error, {
    step,
    phase: 'render',
    namespace,
    chartFolder: chartOrigin(step) === 'path' ? step.chart : undefined,
    displayPath: (path) => resolve(folders.working, path),
    inlineValuesFile,
  });
}

/** The arguments of `helm template`. https://helm.sh/docs/helm/helm_template/ */
export function templateArguments(
  { step, namespace, folders }: TemplateRequest,
  options: { readonly inlineValuesFile: string | undefined; readonly isUpgrade: boolean },
): string[] {
  const origin = chartOrigin(step);
  const chart = origin === 'path' ? resolve(folders.working, step.chart) : step.chart;
  const args = ['template', step.release, chart, '--namespace', namespace];
  if (origin === 'repository' && step.repository !== undefined) args.push('--repo', step.repository);
  if (step.version !== undefined) args.push('--version', step.version);
  if (!step.helmArgs.includes('--skip-crds')) args.push('--include-crds');
  if (options.isUpgrade) args.push('--is-upgrade');
  for (const file of step.valuesFiles) args.push('--values', csvField(file));
  if (options.inlineValuesFile !== undefined) args.push('--values', csvField(options.inlineValuesFile));
  for (const assignment of step.set) args.push('--set', assignment);
  return [...args, ...withoutUpgradeFlags(step.helmArgs)];
}

/** Flags of `helm upgrade` that `helm template` does not know or that mean nothing to it; whether they take a value. */
const UPGRADE_ALONE: ReadonlyMap<string, boolean> = new Map([
  ['--atomic', false],
  ['--cleanup-on-fail', false],
  ['--force', false],
  ['--force-conflicts', false],
  ['--force-replace', false],
  ['--hide-notes', false],
  ['--hide-secret', false],
  ['--history-max', true],
  ['--render-subchart-notes', false],
  ['--reset-then-reuse-values', false],
  ['--reset-values', false],
  ['--reuse-values', false],
  ['--rollback-on-failure', false],
  ['--server-side', true],
  ['--take-ownership', false],
]);

function withoutUpgradeFlags(helmArgs: readonly string[]): string[] {
  const kept: string[] = [];
  let isValue = false;
  for (const line of helmArgs) {
    const takesValue = UPGRADE_ALONE.get(line.split('=', 1)[0] ?? '');
    if (takesValue === undefined && !isValue) kept.push(line);
    isValue = takesValue === true && !line.includes('=');
  }
  return kept;
}
