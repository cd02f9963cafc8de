import { join, resolve } from 'node:path';
import type { ChartStep } from '../inputs.ts';
import type { Secret } from '../secret.ts';
import { partHelmArguments, valueOfFlag } from './helm-flags.ts';
import { chartOrigin } from './helm-inputs.ts';

/** What helm 3 and helm 4 call differently is decided by this alone. */
export type HelmMajor = 3 | 4;

export interface UpgradeOptions {
  readonly helmMajor: HelmMajor;
  readonly namespace: string;
  /** A chart's folder or package on this machine. */
  readonly chart: string;
  /** The private file that holds the inline values; it wins over the values files, as it is the last one. */
  readonly inlineValuesFile?: string;
  /** Render and check against the server, write nothing. */
  readonly dryRun: boolean;
}

/**
 * The arguments of `helm upgrade --install` without the command's own name. The answer comes as JSON, so that one call
 * gives revision, manifest and notes. helm 4's `--wait` takes a strategy; without one it waits for hooks alone.
 *
 * An upgrade without any values would take those of the revision before (https://helm.sh/docs/helm/helm_upgrade/), so
 * that the last value taken out of a workflow stayed deployed: they are reset, unless `helm-args` asks to keep them.
 */
export function upgradeArguments(step: ChartStep, options: UpgradeOptions): string[] {
  const args = ['upgrade', step.release, options.chart, '--install', '--namespace', options.namespace];
  args.push('--output', 'json', '--timeout', goDuration(step.wait.timeoutMilliseconds));
  if (step.wait.wait) args.push(options.helmMajor === 4 ? '--wait=watcher' : '--wait');
  for (const file of step.valuesFiles) args.push('--values', csvField(file));
  if (options.inlineValuesFile !== undefined) args.push('--values', csvField(options.inlineValuesFile));
  for (const assignment of step.set) args.push('--set', assignment);
  if (!KEEPING_VALUES.some((flag) => (valueOfFlag(step.helmArgs, flag) ?? 'false') !== 'false')) {
    args.push('--reset-values');
  }
  if (options.dryRun) args.push('--dry-run=server');
  const { upgrade } = partHelmArguments(step.helmArgs);
  // Of a path nothing is downloaded: what says how to download (`--verify`) says here how to read it.
  args.push(...(chartOrigin(step) === 'path' ? step.helmArgs : upgrade));
  return args;
}

const KEEPING_VALUES = ['--reuse-values', '--reset-then-reuse-values'];

/** The arguments of `helm pull`: the chart of a registry or repository as a package in `destination`. */
export function pullArguments(step: ChartStep, destination: string): string[] {
  const fromRepository = chartOrigin(step) === 'repository';
  const args = [
    'pull',
    fromRepository && step.login !== undefined ? `${PRIVATE_REPOSITORY}/${step.chart}` : step.chart,
  ];
  if (fromRepository && step.login === undefined && step.repository !== undefined) args.push('--repo', step.repository);
  if (step.version !== undefined) args.push('--version', step.version);
  args.push('--destination', destination, ...partHelmArguments(step.helmArgs).download);
  return args;
}

/** The name under which a repository with login stands in the private repositories file. */
export const PRIVATE_REPOSITORY = 'deploy-as';

/** The arguments that fetch the index of the private repository. helm 3 calls a failure of that a success unless asked. */
export function repositoryUpdateArguments(helmMajor: HelmMajor): string[] {
  const args = ['repo', 'update', PRIVATE_REPOSITORY];
  return helmMajor === 3 ? [...args, '--fail-on-repo-update-fail'] : args;
}

/** The arguments that print the manifest of one revision of the release. */
export function manifestArguments(step: ChartStep, namespace: string, revision: number): string[] {
  return ['get', 'manifest', step.release, '--namespace', namespace, '--revision', String(revision)];
}

/** The arguments that list the release's revisions with their states. */
export function historyArguments(step: ChartStep, namespace: string): string[] {
  return ['history', step.release, '--namespace', namespace, '--output', 'json'];
}

/** The arguments that print the CustomResourceDefinitions of a chart's `crds/` folders. */
export function customResourceArguments(chart: string): string[] {
  return ['show', 'crds', chart];
}

/** helm's own variables for its files. */
export interface PrivateHomes {
  readonly HELM_CACHE_HOME: string;
  readonly HELM_CONTENT_CACHE: string;
  readonly HELM_REPOSITORY_CACHE: string;
  readonly HELM_REPOSITORY_CONFIG: string;
  readonly HELM_REGISTRY_CONFIG: string;
}

/**
 * Where helm keeps logins, indexes and downloaded charts (https://helm.sh/docs/helm/helm/): all in `folder`, so that
 * nothing of a private source is left behind. Plugins stay where they are.
 */
export function privateHomes(folder: string): PrivateHomes {
  return {
    HELM_CACHE_HOME: join(folder, 'cache'),
    HELM_CONTENT_CACHE: join(folder, 'cache', 'content'),
    HELM_REPOSITORY_CACHE: join(folder, 'cache', 'repository'),
    HELM_REPOSITORY_CONFIG: join(folder, 'repositories.yaml'),
    HELM_REGISTRY_CONFIG: join(folder, 'registry.json'),
  };
}

/**
 * The repositories file that knows the one repository with its login (JSON, which is YAML). helm sends the login to
 * the repository's own scheme, host and port only, unless `--pass-credentials` is given.
 */
export function repositoriesFile(
  repository: string,
  login: { readonly username: string; readonly password: Secret },
  helmArgs: readonly string[],
  workingFolder: string,
): string {
  const file = (flag: string) => {
    const value = valueOfFlag(helmArgs, flag);
    return value === undefined ? '' : resolve(workingFolder, value);
  };
  const isOn = (flag: string) => (valueOfFlag(helmArgs, flag) ?? 'false') !== 'false';
  return JSON.stringify({
    apiVersion: '',
    repositories: [
      {
        name: PRIVATE_REPOSITORY,
        url: repository,
        username: login.username,
        password: login.password.reveal(),
        certFile: file('--cert-file'),
        keyFile: file('--key-file'),
        caFile: file('--ca-file'),
        insecure_skip_tls_verify: isOn('--insecure-skip-tls-verify'),
        pass_credentials_all: isOn('--pass-credentials'),
      },
    ],
  });
}

/**
 * The registry file that knows the login of `chart`'s host, in Docker's format. Written by us instead of by
 * `helm registry login`, which would leave the login in the machine's own keychain where there is one.
 */
export function registryFile(chart: string, login: { readonly username: string; readonly password: Secret }): string {
  const auth = Buffer.from(`${login.username}:${login.password.reveal()}`, 'utf8').toString('base64');
  return JSON.stringify({ auths: { [registryKey(chart)]: { auth } } });
}

/** Docker Hub's logins go by its first API's address: https://github.com/docker/cli/blob/master/cli/registry/client/ */
function registryKey(chart: string): string {
  const host = registryHost(chart);
  return /^((registry-1|index)\.)?docker\.io$/.test(host) ? 'https://index.docker.io/v1/' : host;
}

/** Host and port of `oci://host:port/path`. */
export function registryHost(chart: string): string {
  return chart.slice('oci://'.length).split('/', 1)[0] ?? '';
}

/** Milliseconds as Go writes durations. */
function goDuration(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}

/** helm reads each `--values` as a line of CSV: a comma in a file's name would part it. */
export function csvField(file: string): string {
  return /[,"\n]/.test(file) ? `"${file.replaceAll('"', '""')}"` : file;
}
