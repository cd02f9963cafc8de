import { isNamespaceName, isServiceAccountName, type ServiceAccountName, serviceAccountOf } from '../identity/name.ts';
import type { Problem } from '../problem.ts';
import type { CiIdentity, ImpersonationMode, PlannerRequest, RbacRequest, StampedRepository } from '../rbac/request.ts';
import { type GivenOptions, usageProblem } from './usage.ts';

/** One environment's identities, and what `{environment}` and `{namespace}` stand for in the other options. */
export interface Scene extends RbacRequest {
  /** Where objects go that name no namespace. */
  readonly namespace: string;
  readonly fill: (text: string) => string;
}

const PLANNER_NAME = 'planner';
const DEPLOYER_NAME = 'deployer';

/** The identities that the options ask for, one scene for each environment; what is wrong goes into `problems`. */
export function readScenes(given: GivenOptions, problems: Problem[]): readonly Scene[] {
  const mode = readMode(given, problems);
  const stamp = readStamp(given, mode, problems);
  return readPlaces(given, problems).flatMap(({ environment, namespace }): Scene[] => {
    const fill = filler(environment, namespace);
    const deployer = readDeployer(given, fill, namespace, problems);
    const ci = readCi(given, fill, problems);
    const planner = ci === undefined ? undefined : readPlanner(given, fill, { ci, deployer }, problems);
    if (deployer === undefined || ci === undefined) return [];
    const own = namespace ?? deployer.namespace;
    return [{ deployer, ci, mode, stamp, planner, environment, namespace: own, fill: filler(environment, own) }];
  });
}

function readMode(given: GivenOptions, problems: Problem[]): ImpersonationMode {
  const text = given.text('mode') ?? 'impersonate';
  if (text === 'impersonate' || text === 'constrained') return text;
  problems.push(usageProblem('mode', `"${text}" is no mode`, 'Write `impersonate` or `constrained`.'));
  return 'impersonate';
}

function readStamp(given: GivenOptions, mode: ImpersonationMode, problems: Problem[]): StampedRepository | undefined {
  const repository = given.text('github-repository');
  const repositoryId = given.text('github-repository-id') ?? given.text('ci-github-repository-id');
  if (!given.has('stamp')) {
    for (const option of ['github-repository', 'github-repository-id'])
      if (given.has(option))
        problems.push(usageProblem(option, 'it does nothing without --stamp', 'Add `--stamp`, or leave it out.'));
    return undefined;
  }
  if (mode === 'constrained') {
    problems.push(
      usageProblem(
        'stamp',
        'the stamp is impersonation extras, and constrained impersonation of a service account takes none: the server falls back to the verb `impersonate` for them (https://kep.k8s.io/5284)',
        'Leave `--stamp` out, or write `--mode impersonate`.',
      ),
    );
  }
  if (repository === undefined || !/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    problems.push(
      usageProblem('stamp', 'it pins the repository, which is not given', 'Write `--github-repository OWNER/NAME`.'),
    );
    return undefined;
  }
  if (repositoryId === undefined || !/^\d+$/.test(repositoryId)) {
    problems.push(
      usageProblem(
        'stamp',
        'it pins the id of the repository, which is not given as a number',
        'Write `--github-repository-id ID`; `gh api repos/OWNER/NAME --jq .id` shows it.',
      ),
    );
    return undefined;
  }
  return { repository, repositoryId };
}

interface ScenePlace {
  readonly environment: string | undefined;
  /** Undefined: that of `--as`. */
  readonly namespace: string | undefined;
}

function readPlaces(given: GivenOptions, problems: Problem[]): readonly ScenePlace[] {
  const environments = given.list('environment');
  const namespace = given.text('namespace');
  if (namespace !== undefined && !isNamespaceName(namespace))
    problems.push(usageProblem('namespace', `"${namespace}" cannot be the name of a namespace`, WRITE_NAMESPACE));
  if (environments.length === 0) return [{ environment: undefined, namespace }];
  if (namespace !== undefined)
    problems.push(usageProblem('namespace', 'it stands beside --environment', 'Each environment names its namespace.'));
  const places: ScenePlace[] = [];
  for (const text of environments) {
    const [, name, where] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (name === undefined || where === undefined || !isNamespaceName(where)) {
      problems.push(
        usageProblem(
          'environment',
          `"${text}" is not NAME=NAMESPACE`,
          'Write e.g. `--environment staging=shop-staging`.',
        ),
      );
      continue;
    }
    if (places.some((place) => place.environment === name || place.namespace === where)) {
      problems.push(
        usageProblem(
          'environment',
          `"${text}" shares its name or namespace with another one`,
          'Separate identities need separate namespaces.',
        ),
      );
    }
    places.push({ environment: name, namespace: where });
  }
  return places;
}

const WRITE_NAMESPACE = 'Write lower-case letters, digits and `-`, at most 63.';

function filler(environment: string | undefined, namespace: string | undefined): (text: string) => string {
  return (text) =>
    text
      .replaceAll('{environment}', () => environment ?? '{environment}')
      .replaceAll('{namespace}', () => namespace ?? '{namespace}');
}

function readDeployer(
  given: GivenOptions,
  fill: (text: string) => string,
  namespace: string | undefined,
  problems: Problem[],
): ServiceAccountName | undefined {
  const text = given.text('as');
  if (text === undefined) {
    if (namespace !== undefined) return { namespace, name: DEPLOYER_NAME };
    problems.push(
      usageProblem(
        'as',
        'who deploys is not given',
        'Write `--as system:serviceaccount:NAMESPACE:NAME`, or `--namespace NAMESPACE`.',
      ),
    );
    return undefined;
  }
  const isSeveral = given.list('environment').length > 1;
  if (isSeveral && fill(text) === text) {
    problems.push(
      usageProblem(
        'as',
        'it would be the same for all environments',
        'Write `system:serviceaccount:{namespace}:deployer`, or leave it out.',
      ),
    );
  }
  const account = serviceAccountOf(fill(text));
  if (account === undefined) {
    problems.push(
      usageProblem(
        'as',
        `"${text}" is no service account: only one can be become by a Role in its own namespace`,
        'Write `--as system:serviceaccount:NAMESPACE:NAME`.',
      ),
    );
  }
  return account;
}

const CI_OPTIONS = ['ci-service-account', 'ci-user', 'ci-group', 'ci-github-repository-id'] as const;
const PLANNER_CI_OPTIONS = ['planner-ci-service-account', 'planner-ci-user', 'planner-ci-group'] as const;

function readCi(given: GivenOptions, fill: (text: string) => string, problems: Problem[]): CiIdentity | undefined {
  const options = CI_OPTIONS.filter((option) => given.has(option));
  const [option] = options;
  if (option === undefined || options.length > 1) {
    problems.push(
      usageProblem(
        '',
        options.length === 0
          ? 'who the workflow is to the cluster is not given'
          : `${options.map((name) => `--${name}`).join(' and ')} exclude each other`,
        `Give exactly one of ${CI_OPTIONS.map((name) => `--${name}`).join(', ')}.`,
      ),
    );
    return undefined;
  }
  return readCiOption(option, fill(given.text(option) ?? ''), problems);
}

function readCiOption(option: string, text: string, problems: Problem[]): CiIdentity | undefined {
  if (option.endsWith('ci-user')) return { kind: 'User', name: text };
  if (option.endsWith('ci-group')) {
    if (text === 'system:authenticated' || text === 'system:unauthenticated' || text === 'system:serviceaccounts') {
      problems.push(usageProblem(option, `${text} is nearly everybody`, 'Name a group of workflows alone.'));
      return undefined;
    }
    return { kind: 'Group', name: text };
  }
  if (option === 'ci-github-repository-id') {
    if (/^\d+$/.test(text)) return { kind: 'User', name: `github:${text}` };
    problems.push(
      usageProblem(option, `"${text}" is no repository id`, '`gh api repos/OWNER/NAME --jq .id` shows it: a number.'),
    );
    return undefined;
  }
  const [namespace = '', name = '', ...rest] = text.split('/');
  if (rest.length === 0 && isNamespaceName(namespace) && isServiceAccountName(name))
    return { kind: 'ServiceAccount', namespace, name };
  problems.push(usageProblem(option, `"${text}" is no service account`, 'Write `NAMESPACE/NAME`, such as `ci/agent`.'));
  return undefined;
}

function readPlanner(
  given: GivenOptions,
  fill: (text: string) => string,
  { ci, deployer }: { readonly ci: CiIdentity; readonly deployer: ServiceAccountName | undefined },
  problems: Problem[],
): PlannerRequest | undefined {
  const options = PLANNER_CI_OPTIONS.filter((option) => given.has(option));
  const [option] = options;
  if (!given.has('planner')) {
    for (const name of options)
      problems.push(usageProblem(name, 'it does nothing without --planner', 'Add `--planner`, or leave it out.'));
    return undefined;
  }
  if (options.length > 1) {
    const message = `${options.map((name) => `--${name}`).join(' and ')} exclude each other`;
    problems.push(usageProblem('', message, 'Keep one of them.'));
  }
  if (deployer?.name === PLANNER_NAME) {
    problems.push(
      usageProblem('as', `"${PLANNER_NAME}" is the name of the second identity`, 'Give the deployer another name.'),
    );
  }
  const own = option === undefined ? ci : readCiOption(option, fill(given.text(option) ?? ''), problems);
  return own === undefined ? undefined : { name: PLANNER_NAME, ci: own };
}
