import { setTimeout as delay } from 'node:timers/promises';
import { stringify } from 'yaml';
import { rawInputs } from '../action/given.ts';
import { readInputs } from '../action/inputs.ts';
import type { Environment, Runner } from '../action/runner.ts';
import { checkToken, type TokenRights } from '../check/token-rights.ts';
import { tokenUser, whoami } from '../check/whoami.ts';
import { openCluster } from '../cluster/open.ts';
import { connect } from '../connect/connect.ts';
import type { Connection } from '../connect/connection.ts';
import { serviceAccountOf } from '../identity/name.ts';
import type { Inputs } from '../inputs.ts';
import { formatProblem, type Outcome, type Problem } from '../problem.ts';
import { findingLine } from '../rights/finding.ts';
import { Secrets } from '../secret.ts';
import { stderrLog } from './log.ts';
import { EXIT, type ExitCode, type Output, type Terminal } from './terminal.ts';
import { asOptionProblem, type GivenOptions } from './usage.ts';

/** Where the token comes from, since everybody on the machine can read a command line. */
export const TOKEN_VARIABLE = 'DEPLOY_AS_TOKEN';

/** The options that are inputs of the action, and read as these. */
const INPUTS = [
  'as',
  'as-groups',
  'as-uid',
  'as-user-extra',
  'kubeconfig',
  'context',
  'server',
  'certificate-authority',
  'namespace',
  'working-directory',
];

const CLOCK = {
  now: () => Date.now(),
  sleep: (milliseconds: number, signal: AbortSignal) => delay(milliseconds, undefined, { signal }),
};

/** `deploy-as check` */
export async function checkCommand(
  given: GivenOptions,
  output: Output,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  const secrets = new Secrets();
  const inputs = inputsOf(given, terminal, secrets);
  const tell = (problems: readonly Problem[]): void => {
    for (const problem of problems) terminal.stderr(`${secrets.redact(formatProblem(asOptionProblem(problem)))}\n`);
  };
  if (!inputs.ok) {
    tell(inputs.problems);
    return EXIT.usage;
  }
  const { identity, credential, folders } = inputs.value;
  const options = {
    identity,
    secrets,
    workingDirectory: folders.working,
    process: terminal.process,
    clock: CLOCK,
  };
  const connection = await connect(credential, options, signal);
  if (!connection.ok) {
    tell(connection.problems);
    return EXIT.findings;
  }
  const checked = await ask(inputs.value, connection.value, terminal, signal);
  tell(checked.problems);
  if (checked.rights !== undefined) terminal.stdout(secrets.redact(written(checked, checked.rights, output)));
  return checked.problems.length === 0 && checked.rights?.findings.length === 0 ? EXIT.clean : EXIT.findings;
}

function inputsOf(given: GivenOptions, terminal: Terminal, secrets: Secrets): Outcome<Inputs> {
  const environment: Record<string, string | undefined> = { ...withoutInputs(terminal.environment) };
  for (const name of INPUTS) {
    if (given.has(name)) environment[`INPUT_${name.toUpperCase()}`] = given.list(name).join('\n');
  }
  const token = terminal.environment[TOKEN_VARIABLE];
  if (token !== undefined) environment.INPUT_TOKEN = token;
  return readInputs(rawInputs(environment), withoutToken(terminal.environment), runnerOf(terminal), secrets);
}

/** What is left of a job's step around us is no option of ours. */
function withoutInputs(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^INPUT_/i.test(name)));
}

/** Credential plugins are no readers of our token. */
function withoutToken(environment: Environment): Environment {
  const { [TOKEN_VARIABLE]: _token, ...rest } = environment;
  return rest;
}

function runnerOf({ currentFolder, environment }: Terminal): Runner {
  return {
    workspace: currentFolder,
    temp: currentFolder,
    home: environment.HOME ?? environment.USERPROFILE ?? currentFolder,
    outputFile: undefined,
    environmentFile: undefined,
    pathFile: undefined,
    stateFile: undefined,
    summaryFile: undefined,
    debug: false,
  };
}

interface Checked {
  readonly server: string;
  readonly as: string;
  /** Who the server says the token is; undefined where it does not say. */
  readonly token: string | undefined;
  readonly problems: readonly Problem[];
  readonly rights: TokenRights | undefined;
}

/** Whether the token can become the identity, and what else it may do: both, whatever the other says. */
async function ask(
  { identity, namespace }: Inputs,
  connection: Connection,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Checked> {
  const { credentialName, server } = connection;
  const cluster = openCluster({ connection, identity, clock: CLOCK, log: stderrLog(terminal) });
  try {
    const place = namespace ?? serviceAccountOf(identity.username)?.namespace ?? connection.namespace;
    const question = { identity, namespace: place, depth: 'full', credentialName } as const;
    const [become, token, rights] = await Promise.all([
      whoami(cluster, identity, { credentialName }, signal),
      tokenUser(cluster, signal),
      checkToken(cluster, question, signal),
    ]);
    const problems = [become, rights].flatMap((outcome) => (outcome.ok ? [] : outcome.problems));
    return { server, as: identity.username, token, problems, rights: rights.ok ? rights.value : undefined };
  } finally {
    cluster.close();
  }
}

function written({ server, as, token }: Checked, { findings, complete }: TokenRights, output: Output): string {
  if (output === 'text') {
    const who = token ?? 'The token';
    const lines = [
      ...findings.map(findingLine),
      findings.length === 0
        ? `${who} may become ${as} at ${server}, and nothing else was found.`
        : `${who} may do more than become ${as} at ${server}: ${findings.length} finding${findings.length === 1 ? '' : 's'}.`,
      ...(complete ? [] : ['An authorizer beside RBAC does not list its rules: it may allow what nobody asked about.']),
    ];
    return `${lines.join('\n')}\n`;
  }
  const result = { server, token: token ?? null, as, complete, findings };
  return output === 'json' ? `${JSON.stringify(result, undefined, 2)}\n` : stringify(result, { lineWidth: 0 });
}
