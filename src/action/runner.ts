/** What GitHub's runner says of itself and of the job. The one place that knows its variables' names. */
export interface Runner {
  /** Absolute; paths in annotations are relative to it. */
  readonly workspace: string;
  readonly temp: string;
  readonly home: string;
  /** The files that the runner reads after the step; undefined where it gives none. */
  readonly outputFile: string | undefined;
  readonly environmentFile: string | undefined;
  readonly pathFile: string | undefined;
  readonly stateFile: string | undefined;
  readonly summaryFile: string | undefined;
  readonly debug: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the runner's variables.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 * @throws where RUNNER_TEMP is missing: without it there is no private place for a credential.
 */
export function readRunner(environment: Environment, currentFolder: string): Runner {
  const temp = environment.RUNNER_TEMP;
  if (temp === undefined || temp === '') {
    throw new Error(
      'RUNNER_TEMP is not set: deploy-as keeps credentials only in the folder that the runner provides for it',
    );
  }
  return {
    workspace: given(environment.GITHUB_WORKSPACE) ?? currentFolder,
    temp,
    home: given(environment.HOME) ?? given(environment.USERPROFILE) ?? temp,
    outputFile: given(environment.GITHUB_OUTPUT),
    environmentFile: given(environment.GITHUB_ENV),
    pathFile: given(environment.GITHUB_PATH),
    stateFile: given(environment.GITHUB_STATE),
    summaryFile: given(environment.GITHUB_STEP_SUMMARY),
    debug: environment.RUNNER_DEBUG === '1',
  };
}

/**
 * The environment for children: everything the job has, but not our own inputs (they hold credentials) and no
 * `HELM_KUBE*` (they override the kubeconfig, impersonation included).
 */
export function childEnvironment(environment: Environment): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || /^(INPUT_|STATE_|HELM_KUBE)/i.test(name)) continue;
    kept[name] = value;
  }
  return kept;
}

/** The `HELM_KUBE*` variables that are set and that later steps must not see. */
export function helmOverrides(environment: Environment): string[] {
  return Object.keys(environment).filter((name) => /^HELM_KUBE/i.test(name) && environment[name] !== '');
}

function given(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}
