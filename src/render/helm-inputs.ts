import { CONTROL_CHARACTER } from '../characters.ts';
import type { ChartStep, WaitOptions } from '../inputs.ts';
import { failure, type Outcome, type Problem, success } from '../problem.ts';
import type { Secret } from '../secret.ts';
import { refusedHelmArguments } from './helm-flags.ts';

/** The chart inputs as they were written; an empty text is one that was not given. */
export interface ChartInputs {
  readonly chart: string;
  readonly release: string;
  readonly version: string;
  readonly repository: string;
  readonly username: string | undefined;
  readonly password: Secret | undefined;
  readonly valuesFiles: readonly string[];
  readonly values: Secret | undefined;
  readonly set: readonly string[];
  readonly helmArgs: readonly string[];
  readonly wait: WaitOptions;
}

/** Where a chart comes from. */
export type ChartOrigin = 'path' | 'registry' | 'repository';

/** `oci://…` is in a registry, anything beside a `repository` is a name in that, everything else is a path. */
export function chartOrigin(step: Pick<ChartStep, 'chart' | 'repository'>): ChartOrigin {
  if (isRegistryReference(step.chart)) return 'registry';
  return step.repository === undefined || step.repository === '' ? 'path' : 'repository';
}

function isRegistryReference(text: string): boolean {
  return /^oci:\/\//i.test(text);
}

/** The chart inputs as a step, or everything that is wrong with them and their combination (kind `input`). */
export function checkChartInputs(inputs: ChartInputs): Outcome<ChartStep> {
  const release = inputs.release === '' ? defaultRelease(inputs.chart) : inputs.release;
  const login =
    inputs.username !== undefined && inputs.password !== undefined
      ? { username: inputs.username, password: inputs.password }
      : undefined;
  const problems = [
    ...problemsOfOrigin(inputs),
    ...problemsOfRelease(inputs, release),
    ...problemsOfLogin(inputs),
    ...problemsOfSet(inputs.set),
    ...refusedHelmArguments(inputs.helmArgs, login !== undefined),
  ];
  if (problems.length > 0) return failure(...problems);
  return success({
    kind: 'chart',
    chart: inputs.chart,
    release,
    version: inputs.version === '' ? undefined : inputs.version,
    repository: inputs.repository === '' ? undefined : inputs.repository,
    login,
    valuesFiles: inputs.valuesFiles,
    values: inputs.values,
    set: inputs.set,
    helmArgs: inputs.helmArgs,
    wait: inputs.wait,
  });
}

function problemsOfOrigin(inputs: ChartInputs): Problem[] {
  const { chart, repository, version } = inputs;
  const origin = chartOrigin(inputs);
  const problems: Problem[] = [];
  if (chart.startsWith('-')) {
    problems.push(problemOf('chart', `"${chart}" would be a flag to helm`, 'Write a path as `./name`.'));
  }
  if (hasUserInfo(chart)) {
    problems.push(
      problemOf('chart', 'it holds a user name', 'Give the login with `chart-username` and `chart-password`.'),
    );
  }
  if (/^https?:\/\//i.test(chart)) {
    problems.push(
      problemOf(
        'chart',
        'a URL of a packaged chart is not supported',
        "Write the chart's name here, the repository's URL in `chart-repository` and the version in `chart-version`.",
      ),
    );
  }
  if (repository !== '' && origin === 'registry') {
    problems.push(
      problemOf('chart-repository', 'it does nothing beside a chart from `oci://`', 'Take one of the two out.'),
    );
  }
  if (isRegistryReference(repository)) {
    problems.push(
      problemOf(
        'chart-repository',
        'a registry has no list of charts to look names up in',
        `Leave it out and write \`chart: ${repository.replace(/\/+$/, '')}/${chart}\`.`,
      ),
    );
  } else if (repository !== '' && !/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(repository)) {
    problems.push(
      problemOf(
        'chart-repository',
        `"${repository}" is not a URL`,
        "Write the repository's URL, such as `https://charts.example.com/stable`; names of `helm repo add` are not looked up.",
      ),
    );
  }
  if (hasUserInfo(repository)) {
    problems.push(
      problemOf(
        'chart-repository',
        "it holds a login, which would be readable in the machine's process list",
        'Give the login with `chart-username` and `chart-password`.',
      ),
    );
  }
  if (origin === 'repository' && (/^[./~]/.test(chart) || chart.includes('\\'))) {
    problems.push(
      problemOf(
        'chart',
        `"${chart}" is a path, but \`chart-repository\` is given too`,
        'Write the name that the chart has in the repository, or take `chart-repository` out.',
      ),
    );
  }
  if (version !== '' && origin === 'path' && !/^https?:/i.test(chart)) {
    problems.push(
      problemOf(
        'chart-version',
        `the chart "${chart}" is a path, whose version stands in its Chart.yaml`,
        'Take it out; or give `chart-repository`, if the chart comes from one.',
      ),
    );
  }
  return problems;
}

function hasUserInfo(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/]*@/i.test(url);
}

/** helm: at most 53 characters, since names of objects are made of it. https://github.com/helm/helm/issues/6006 */
const LONGEST_RELEASE = 53;
const RELEASE_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function problemsOfRelease(inputs: ChartInputs, release: string): Problem[] {
  if (release.length <= LONGEST_RELEASE && RELEASE_NAME.test(release)) return [];
  const rule = `Write lower-case letters, digits, \`-\` and \`.\`, at most ${LONGEST_RELEASE}, beginning and ending with a letter or digit.`;
  if (inputs.release !== '') return [problemOf('release', `"${release}" cannot be the name of a helm release`, rule)];
  return [problemOf('release', `no name can be taken from the chart "${inputs.chart}"`, `Name the release. ${rule}`)];
}

/** The last part of `chart` without version, tag and digest: what the chart is most likely called. */
function defaultRelease(chart: string): string {
  const last =
    chart
      .replace(/[\\/]+$/, '')
      .split(/[\\/]/)
      .at(-1) ?? '';
  const bare = isRegistryReference(chart) ? last.replace(/[@:].*$/, '') : last;
  return bare.replace(/-v?\d+\.\d+\.\d+[^/]*\.tgz$/, '').replace(/\.tgz$/, '');
}

function problemsOfLogin(inputs: ChartInputs): Problem[] {
  const problems: Problem[] = [];
  const { username, password } = inputs;
  if (username === undefined && password === undefined) return [];
  if (username === undefined) {
    problems.push(problemOf('chart-username', '`chart-password` is given without it', 'Give both, or neither.'));
  } else if (username.includes(':') || CONTROL_CHARACTER.test(username)) {
    problems.push(
      problemOf('chart-username', 'it holds a colon or a control character, which no HTTP login can send', 'Mend it.'),
    );
  }
  if (password === undefined) {
    problems.push(problemOf('chart-password', '`chart-username` is given without it', 'Give both, or neither.'));
  }
  if (chartOrigin(inputs) === 'path') {
    problems.push(
      problemOf(
        'chart-username',
        `the chart "${inputs.chart}" is a path, where nobody logs in`,
        'Take the login out, or say where the chart comes from: `chart-repository`, or `oci://…` in `chart`.',
      ),
    );
  }
  return problems;
}

function problemsOfSet(set: readonly string[]): Problem[] {
  return set
    .filter((line) => !/^[^=]+=/.test(line))
    .map((line) => problemOf('set', `"${line.split(/[\s:]/, 1)[0]} …" sets nothing`, 'Write `key=value`, one a line.'));
}

function problemOf(input: string, what: string, fix: string): Problem {
  return { kind: 'input', input, message: `input \`${input}\`: ${what}.`, fix };
}
