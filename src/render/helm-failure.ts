import type { ChartStep } from '../inputs.ts';
import type { FieldConflict, Problem, Source } from '../problem.ts';
import { registryHost } from './helm-arguments.ts';
import { chartOrigin } from './helm-inputs.ts';

/** What helm was doing: nothing is written before `upgrade`. */
export type HelmPhase = 'read' | 'render' | 'upgrade';

/** What a failure of helm is told with. */
export interface HelmFailureContext {
  readonly step: ChartStep;
  readonly phase: HelmPhase;
  readonly namespace: string;
  /** A chart's folder as the user knows it, where it is one: positions in templates are told relative to it. */
  readonly chartFolder: string | undefined;
  /** A path of `values-files` as the user knows it. */
  readonly displayPath: (path: string) => string;
  /** The private file with the inline values: its path means nothing to anybody. */
  readonly inlineValuesFile: string | undefined;
}

/** The error that helm ended with: what stands behind its last `Error: `, or else the last lines it wrote. */
export function lastHelmError(stderr: string): string {
  const lines = stderr.trimEnd().split('\n');
  const start = lines.findLastIndex((line) => line.startsWith('Error: '));
  if (start === -1) return lines.slice(-5).join('\n').trim();
  return lines.slice(start).join('\n').slice('Error: '.length).trim();
}

/**
 * Why helm failed, read from `error` (see `lastHelmError`), as what the user must act on; for everything but a 403.
 */
export function problemOfHelm(error: string, context: HelmFailureContext): Problem {
  for (const explain of EXPLANATIONS) {
    const problem = explain(error, context);
    if (problem !== undefined) return problem;
  }
  const { release } = context.step;
  switch (context.phase) {
    case 'read':
      return { kind: 'apply', message: `helm cannot read the release ${release}.`, details: linesOf(error) };
    case 'render':
      return {
        kind: 'manifest',
        message: `helm cannot render the chart "${context.step.chart}" for this cluster. Nothing was changed.`,
        details: linesOf(error),
      };
    case 'upgrade':
      return {
        kind: 'apply',
        message: `helm could not finish release ${release} in namespace ${context.namespace}.`,
        fix: `What was applied before stays: \`helm history ${release} -n ${context.namespace}\` shows the revisions, \`helm rollback\` goes back to one.`,
        details: linesOf(error),
      };
  }
}

/**
 * `line` without the values of a Secret that a server quotes where one has the wrong type:
 * `Kind=Secret): .stringData.pw: expected string, got &value.valueUnstructured{Value:1234}`.
 */
export function withoutSecretValues(line: string): string {
  return /Kind=Secret\b/.test(line) ? line.replace(/(valueUnstructured\{Value:).*/, '$1***}') : line;
}

type Explanation = (error: string, context: HelmFailureContext) => Problem | undefined;

/** In the order in which they are asked: the first that knows the error tells it. */
const EXPLANATIONS: readonly Explanation[] = [
  unauthenticated,
  unreachable,
  pending,
  conflict,
  badArguments,
  badSet,
  badValues,
  schema,
  template,
  foreignObject,
  missingDependencies,
  unknownKinds,
  noChart,
  failedRollout,
  timedOut,
];

function unauthenticated(error: string): Problem | undefined {
  if (!/asked for the client to provide credentials|: Unauthorized$|getting credentials: exec/m.test(error)) {
    return undefined;
  }
  return {
    kind: 'unauthenticated',
    message: 'The API server does not take the credential from helm (401).',
    fix: 'It has expired since this step began, or its exec plugin does not work in this environment.',
    details: linesOf(error),
  };
}

const NO_CONNECTION =
  /connection refused|connection reset|no such host|no route to host|network is unreachable|i\/o timeout|TLS handshake|certificate|context deadline exceeded|EOF|proxyconnect|server gave HTTP response/i;

function unreachable(error: string): Problem | undefined {
  const isApiServer = /cluster unreachable|cluster reachability check failed/i.test(error);
  if (!isApiServer || !NO_CONNECTION.test(error)) return undefined;
  return { kind: 'unreachable', message: 'helm cannot reach the API server.', details: linesOf(error) };
}

function pending(error: string, { step, namespace }: HelmFailureContext): Problem | undefined {
  if (!error.includes('another operation (install/upgrade/rollback) is in progress')) return undefined;
  return {
    kind: 'apply',
    message: `Release ${step.release} in namespace ${namespace} is pending: another helm works on it, or one was ended before it was done.`,
    fix: recovery(step.release, namespace),
  };
}

/** How somebody gets a release out of a pending state. */
export function recovery(release: string, namespace: string): string {
  return `If no other job deploys it now: \`helm history ${release} -n ${namespace}\` shows its revisions; \`helm rollback ${release} -n ${namespace}\` goes back to the last good one; if there is none, \`helm uninstall ${release} -n ${namespace}\` clears the way for a first install.`;
}

function conflict(error: string, { step }: HelmFailureContext): Problem | undefined {
  const conflicts = readConflicts(error);
  if (conflicts.length === 0) return undefined;
  const [, namespace = '', name = '', kind = ''] =
    /conflict occurred while applying object ([^/\s]*)\/(\S+) \S*, Kind=(\w+)/.exec(error) ?? [];
  const object =
    kind === '' ? `an object of release ${step.release}` : `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
  return {
    kind: 'conflict',
    message: `Others own fields of ${object} that the chart sets to another value.`,
    fix: 'Take these fields out of the chart or its values; or, where the release is to own them, write `--force-conflicts` into `helm-args`.',
    conflicts,
  };
}

/** The managers and fields of the API server's refusal of a server-side apply. */
function readConflicts(error: string): FieldConflict[] {
  if (!/Apply failed with \d+ conflicts?/.test(error)) return [];
  const found: { manager: string; fields: string[] }[] = [];
  for (const line of error.split('\n')) {
    for (const match of line.matchAll(/conflicts? with "([^"]+)"[^:]*:((?: \.\S+)?)/g)) {
      const field = (match[2] ?? '').trim();
      found.push({ manager: match[1] ?? '', fields: field === '' ? [] : [field] });
    }
    const [, field] = /^- (\..+)$/.exec(line.trim()) ?? [];
    if (field !== undefined) found.at(-1)?.fields.push(field);
  }
  return found;
}

function badArguments(error: string): Problem | undefined {
  const isOfArguments =
    /^(unknown (shorthand )?flag|flag needs an argument|invalid argument|bad flag syntax|"helm upgrade" requires|if any flags in the group)/.test(
      error,
    );
  if (!isOfArguments) return undefined;
  return {
    kind: 'input',
    input: 'helm-args',
    message: `input \`helm-args\`: helm does not take them: ${firstLine(error)}.`,
    fix: '`helm upgrade --help` of the same version lists the flags; one argument a line, no quotes.',
  };
}

function badSet(error: string): Problem | undefined {
  const match = /failed parsing (--set[a-z-]*) data: (.*)/.exec(error);
  if (match === null) return undefined;
  const input = match[1] === '--set' ? 'set' : 'helm-args';
  return {
    kind: 'input',
    input,
    message: `input \`${input}\`: helm does not understand it: ${match[2]}.`,
    fix: 'Write `key=value`; a comma or dot that belongs to the text is written `\\,` or `\\.`: https://helm.sh/docs/intro/using_helm/#the-format-and-limitations-of---set',
  };
}

function badValues(error: string, context: HelmFailureContext): Problem | undefined {
  const match = /^failed to parse ([^\n]*?): ([\s\S]*)/.exec(error) ?? /^open ([^\n]*?): ([\s\S]*)/.exec(error);
  if (match === null) return undefined;
  const [, file = '', reason = ''] = match;
  const line = Number(/\bline (\d+)\b/.exec(reason)?.[1]);
  const position = Number.isNaN(line) ? {} : { line };
  if (file === context.inlineValuesFile) {
    // helm quotes what it could not read, which may be a secret.
    const where = Number.isNaN(line) ? '' : ` (line ${line})`;
    return {
      kind: 'input',
      input: 'values',
      message: `input \`values\`: it is not a YAML mapping${where}.`,
      fix: "Write it as the content of a values file: `key: value`, one a line, indented as in the chart's values.yaml.",
    };
  }
  if (!context.step.valuesFiles.includes(file)) return undefined;
  return {
    kind: 'manifest',
    message: `The values file cannot be read: ${firstLine(reason)}.`,
    source: { file: context.displayPath(file), ...position },
  };
}

function schema(error: string, { step }: HelmFailureContext): Problem | undefined {
  if (!/values don't meet the specifications of the schema/.test(error)) return undefined;
  return {
    kind: 'manifest',
    message: `The values do not fit the schema of the chart "${step.chart}". Nothing was changed.`,
    fix: "Mend `values`, `values-files` or `set`; the chart's values.schema.json says what it takes.",
    details: linesOf(error).slice(1),
  };
}

/** helm's texts on templates: `(web/templates/a.yaml:8:15): …`, `parse error at (web/…:8): …`, `YAML parse error on web/…: …` */
function template(error: string, context: HelmFailureContext): Problem | undefined {
  const match =
    /(?:execution error|parse error) (?:at|in) \(([^():\s]+)(?::(\d+))?(?::\d+)?\): ([\s\S]*)/.exec(error) ??
    /YAML parse error on ([^:\s]+)()(): ([\s\S]*)/.exec(error) ??
    /^template: ([^:\s]+):(\d+)(?::\d+)?: ([\s\S]*)/m.exec(error) ??
    // helm 4: the file alone, then the template's own trace.
    /^(\S+\/templates\/[^:\s]+):(\d+):\d+\n([\s\S]*)/m.exec(error);
  if (match === null) return undefined;
  const [, path = '', line = ''] = match;
  // helm 4 tells the way into the template first, a line each, and the reason last.
  const way = linesOf(match.at(-1) ?? '').map((text) => text.trim());
  const isYaml = /YAML parse error/.test(error);
  const reason = (isYaml ? way[0] : way.at(-1)) ?? '';
  const source = templateSource(path, isYaml ? undefined : Number(line), context.chartFolder);
  return {
    kind: 'manifest',
    message: isYaml
      ? `The template ${path} of the chart does not render to YAML objects: ${reason}`
      : `The template ${path}${line === '' ? '' : `:${line}`} of the chart fails: ${reason}`,
    fix: 'Mend the template, or the values that lead it there (`values`, `values-files`, `set`).',
    ...(way.length > 1 ? { details: way } : {}),
    ...(source === undefined ? {} : { source }),
  };
}

/** helm names templates with the chart's name in front, whatever its folder is called. */
function templateSource(path: string, line: number | undefined, chartFolder: string | undefined): Source | undefined {
  if (chartFolder === undefined) return undefined;
  const inside = path.split('/').slice(1).join('/');
  if (inside === '') return undefined;
  const file = chartFolder === '' ? inside : `${chartFolder}/${inside}`;
  return line === undefined || line === 0 || Number.isNaN(line) ? { file } : { file, line };
}

function foreignObject(error: string, { step }: HelmFailureContext): Problem | undefined {
  const match = /(\S+ "[^"]+" in namespace "[^"]*") exists and cannot be imported into the current release/.exec(error);
  if (match === null) return undefined;
  return {
    kind: 'manifest',
    message: `${match[1]} exists already, and release ${step.release} did not make it. Nothing was changed.`,
    fix: 'Name the object or the release otherwise, delete the object first, or write `--take-ownership` into `helm-args` if the release is to take it over.',
  };
}

function missingDependencies(error: string, { step }: HelmFailureContext): Problem | undefined {
  const match = /found in Chart\.yaml, but missing in charts\/ directory: (.*)/.exec(error);
  if (match === null) return undefined;
  return {
    kind: 'manifest',
    message: `The chart "${step.chart}" needs other charts that are not in its charts/ folder: ${match[1]}.`,
    fix: 'Run `helm dependency build` on it in an earlier step, or write `--dependency-update` into `helm-args`.',
  };
}

/** Kinds that the server does not know. A dry run of a chart with a `crds/` folder says so before its first install. */
export function isUnknownKind(error: string): boolean {
  return /no matches for kind "|ensure CRDs are installed first/.test(error);
}

function unknownKinds(error: string, { step }: HelmFailureContext): Problem | undefined {
  if (!isUnknownKind(error)) return undefined;
  const kinds = [...error.matchAll(/no matches for kind "([^"]+)" in version "([^"]+)"/g)].map(
    ([, kind, version]) => `${kind} (${version})`,
  );
  return {
    kind: 'manifest',
    message: `The chart "${step.chart}" holds objects of kinds that the cluster does not know: ${[...new Set(kinds)].join(', ')}.`,
    fix: 'Install the CustomResourceDefinitions in an earlier step, or take a chart version that is made for this cluster.',
  };
}

function noChart(error: string, { step }: HelmFailureContext): Problem | undefined {
  if (
    !/Chart\.yaml|Chart\.ya?ml file is missing|unable to detect chart|does not appear to be a gzipped archive|cannot load/i.test(
      error,
    )
  ) {
    return undefined;
  }
  return {
    kind: 'input',
    input: 'chart',
    message: `input \`chart\`: helm cannot read "${step.chart}" as a chart: ${firstLine(error)}.`,
    fix: 'Write the folder that holds Chart.yaml, or a package made by `helm package`.',
  };
}

/** A workload or hook that will not become ready by waiting longer; helm 4 says `status: Failed`, helm 3 `job … failed`. */
function failedRollout(error: string, { step, namespace, phase }: HelmFailureContext): Problem | undefined {
  if (phase !== 'upgrade') return undefined;
  if (!/status: Failed\b|\bjob \S+ failed\b|\bjob is failed\b|\bpod \S+ failed\b|BackoffLimitExceeded/.test(error)) {
    return undefined;
  }
  const hook = nameHook(error);
  return {
    kind: 'rollout',
    message: `Release ${namespace}/${step.release} was applied, but ${hook === undefined ? 'a workload of it' : `its ${hook} hook`} failed.`,
    fix: `\`kubectl describe\` and \`kubectl logs\` in namespace ${namespace} tell more.`,
    details: linesOf(error),
  };
}

function timedOut(error: string, { step, namespace, phase }: HelmFailureContext): Problem | undefined {
  if (phase !== 'upgrade') return undefined;
  if (!/context deadline exceeded|timed out waiting for the condition/.test(error)) return undefined;
  const hook = nameHook(error);
  const seconds = step.wait.timeoutMilliseconds / 1000;
  return {
    kind: 'timeout',
    message: `Release ${namespace}/${step.release}: ${hook === undefined ? 'not everything was ready' : `its ${hook} hook was not done`} after ${seconds} s (the input \`timeout\`).`,
    fix: `\`kubectl get\` and \`kubectl describe\` in namespace ${namespace} show what is pending. Raise \`timeout\` where it needs longer.`,
    details: linesOf(error),
  };
}

/** `pre-upgrade` of "pre-upgrade hooks failed", "failed pre-install". */
function nameHook(error: string): string | undefined {
  const match =
    /((?:pre|post)-(?:install|upgrade|rollback)) hooks failed|failed ((?:pre|post)-(?:install|upgrade))/.exec(error);
  return match?.[1] ?? match?.[2];
}

/** Why a chart could not be had from its registry or repository. `output` is what helm wrote, stdout included. */
export function problemOfDownload(output: string, step: ChartStep): Problem {
  const source = sourceName(step);
  const details = linesOf(output);
  const base = { details };
  const status = /\b(?:status code|index\.yaml :|\.tgz :|: )\s*(4\d\d|5\d\d)\b/.exec(output)?.[1];
  if (status === '401' || status === '403' || /basic credential not found|unauthorized|denied: /i.test(output)) {
    const given =
      step.login === undefined
        ? 'no login was given'
        : `it does not take the login of \`chart-username\` (${step.login.username}) and \`chart-password\`, or that one may not read this chart`;
    return {
      ...base,
      kind: 'unauthenticated',
      message: `${capitalized(source)} refuses the chart "${step.chart}" (${status ?? 'unauthorized'}): ${given}.`,
      fix: 'Give both `chart-username` and `chart-password`. Some registries answer so for a chart that does not exist: check its name too.',
    };
  }
  if (/chart reference and version mismatch/.test(output)) {
    return {
      ...base,
      kind: 'input',
      input: 'chart-version',
      message: 'input `chart-version`: the reference in `chart` names another version.',
      fix: 'Say the version in one of the two places.',
    };
  }
  if (
    /matching \S+ not found|version "[^"]*" not found|no chart version found|could not locate a version|unable to locate any tags/i.test(
      output,
    )
  ) {
    return versionMissing(step, source, details);
  }
  if (isNoRepository(output, status)) {
    return {
      ...base,
      kind: 'input',
      input: 'chart-repository',
      message: `input \`chart-repository\`: ${step.repository} is no chart repository: it has no index.yaml that helm can read.`,
      fix: "Write the URL below which the repository's index.yaml lies; a chart in a registry is written as `oci://…` in `chart`.",
    };
  }
  if (status === '404' || /chart "[^"]*" (matching {2})?not found|no chart name found|: not found$/im.test(output)) {
    // A registry answers alike for a missing version and a missing chart.
    if (chartOrigin(step) === 'registry' && step.version !== undefined) return versionMissing(step, source, details);
    return {
      ...base,
      kind: 'input',
      input: 'chart',
      message: `input \`chart\`: ${source} has no chart "${step.chart}".`,
      fix:
        chartOrigin(step) === 'registry'
          ? 'Check the reference for a typo.'
          : "Check the name, and `chart-repository`: the repository's index.yaml lists its charts.",
    };
  }
  if (/server gave HTTP response to HTTPS client/.test(output)) {
    return {
      ...base,
      kind: 'unreachable',
      message: `${capitalized(source)} speaks plain HTTP, not HTTPS.`,
      fix: 'If it is meant to, write `--plain-http` into `helm-args`.',
    };
  }
  if (isDown(status) || NO_CONNECTION.test(output)) {
    return {
      ...base,
      kind: 'unreachable',
      message: `The chart "${step.chart}" cannot be had: ${source} ${status === undefined ? 'cannot be reached' : `answers ${status}`}.`,
      fix: 'Check the address; behind a private authority, write `--ca-file` into `helm-args`.',
    };
  }
  return {
    ...base,
    kind: 'input',
    input: 'chart',
    message: `input \`chart\`: helm cannot get "${step.chart}" from ${source}.`,
  };
}

function isNoRepository(output: string, status: string | undefined): boolean {
  if (status === '404') return /index\.yaml : 404/.test(output);
  return /is not a valid chart repository/.test(output) && !isDown(status) && !NO_CONNECTION.test(output);
}

function isDown(status: string | undefined): boolean {
  return status !== undefined && (status.startsWith('5') || status === '429');
}

/** Whether trying again may help: no connection, 429 or 5xx, but not another protocol or authority. */
export function isPassing(problem: Problem): boolean {
  const text = (problem.details ?? []).join('\n');
  return problem.kind === 'unreachable' && !/server gave HTTP response|certificate/.test(text);
}

function versionMissing(step: ChartStep, source: string, details: readonly string[]): Problem {
  return {
    kind: 'input',
    input: 'chart-version',
    message: `input \`chart-version\`: ${source} has no version ${step.version === undefined ? '' : `"${step.version}" `}of the chart "${step.chart}", or no such chart.`,
    fix:
      step.version === undefined
        ? 'Without a version only stable ones are looked for: name a pre-release in `chart-version`.'
        : 'Write a version or range (`^1.2`) that it has; a `v` in front belongs to it where the chart has one.',
    details,
  };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function sourceName(step: ChartStep): string {
  return chartOrigin(step) === 'registry'
    ? `the registry ${registryHost(step.chart)}`
    : `the repository ${step.repository}`;
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

function firstLine(text: string): string {
  return (linesOf(text)[0] ?? '').replace(/[.\s]+$/, '');
}
