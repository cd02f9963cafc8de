import { dirname } from 'node:path';
import { type Explaining, explainImpersonation, forbiddenExplainer, toolWarning } from './check/explain-forbidden.ts';
import { gatherGrants } from './check/grants.ts';
import { guard } from './check/guard.ts';
import { impersonationOf } from './check/impersonation.ts';
import { type Preflight, type StepRights, stepRights } from './check/preflight.ts';
import { checkToken, type TokenQuestion, tokenProblem, tokenWarning } from './check/token-rights.ts';
import { tokenUser, whoami } from './check/whoami.ts';
import type { Cluster } from './cluster/client.ts';
import { type Discovery, discover } from './cluster/discovery.ts';
import { problemOf } from './cluster/failures.ts';
import { openCluster } from './cluster/open.ts';
import { serverVersion } from './cluster/version.ts';
import { connect } from './connect/connect.ts';
import type { Connection } from './connect/connection.ts';
import { writeKubeconfig } from './connect/write.ts';
import type { Host } from './host.ts';
import { serviceAccountOf } from './identity/name.ts';
import type { ChartStep, Inputs, KustomizeStep, ManifestsStep, RunStep } from './inputs.ts';
import { failure, type Outcome, type Problem, success } from './problem.ts';
import { maskValues } from './render/helm-values.ts';
import { plural } from './report/counts.ts';
import { type Facts, newFacts, type Report, reportOf, type StageName } from './report/facts.ts';
import { nameImpersonation } from './rights/impersonation.ts';
import { elapsed } from './rollout/elapsed.ts';
import { rolloutProblems } from './rollout/problems.ts';
import type { Secrets } from './secret.ts';
import { deployChart } from './steps/helm.ts';
import { applyAsIdentity, awaitApplied, type ClusterSurroundings, loadObjects, readBefore } from './steps/manifests.ts';
import { runScript } from './steps/script.ts';
import { type ProvidedTools, provideTools } from './tools/provide.ts';

/** The machine and the private corner of it that this run has. */
export interface Place {
  /** An existing folder for this user alone; the post step removes it. */
  readonly folder: string;
  readonly secrets: Secrets;
  /** As Node names them (`process.platform`, `process.arch`). */
  readonly platform: string;
  readonly arch: string;
}

/**
 * The whole story, from credential to rollout. Always returns a report: what went wrong is in it, whether a user can
 * mend it or nobody foresaw it.
 */
export async function run(inputs: Inputs, host: Host, place: Place, signal: AbortSignal): Promise<Report> {
  const startedAt = host.clock.now();
  const facts = newFacts({ identity: inputs.identity, mode: inputs.step.kind });
  const teller = new Teller(facts, host, signal);
  try {
    await story({ inputs, host: teller.host, place, facts, stage: teller.stage, signal });
  } catch (error) {
    facts.problems.push(signal.aborted ? cancelled('while it worked') : unexpected(error));
  }
  return reportOf(facts, startedAt, host.clock.now());
}

type RunStage = <T>(name: StageName, title: string, work: () => Promise<Outcome<T>>) => Promise<Outcome<T>>;

interface Telling {
  readonly inputs: Inputs;
  readonly host: Host;
  readonly place: Place;
  readonly facts: Facts;
  readonly stage: RunStage;
  readonly signal: AbortSignal;
}

async function story(telling: Telling): Promise<void> {
  const { inputs, host, stage } = telling;

  const connection = await stage('connect', `Connect as ${inputs.identity.username}`, () => connectAndWrite(telling));
  if (!connection.ok) return;

  const cluster = openCluster({
    connection: connection.value,
    identity: inputs.identity,
    clock: host.clock,
    log: host.log,
  });
  try {
    const identity = await stage('identify', 'Ask the API server who we are', () =>
      identify(telling, cluster, connection.value),
    );
    if (!identity.ok) return;

    const explaining = explainingIn(telling, cluster, connection.value);
    const explained = explainedStage(stage, explaining, telling.signal);
    const guarded = await explained('guard', 'Check what identity and token may do', () =>
      guardRun(telling, cluster, connection.value),
    );
    if (!guarded.ok) return;

    const tools = await stage('tools', 'Bring the tools', () => bringTools(telling));
    if (!tools.ok) return;
    const ready: Ready = {
      telling: { ...telling, stage: explained },
      cluster,
      connection: connection.value,
      explaining,
      tools: tools.value,
    };

    switch (inputs.step.kind) {
      case 'manifests':
      case 'kustomize':
        return await deployObjects(inputs.step, ready);
      case 'chart':
        return await deployRelease(inputs.step, ready);
      case 'run':
        return await deployByScript(inputs.step, ready);
      case 'setup':
        sayUnchecked(telling, 'later steps take');
        await warnOfTools(ready, 'in later steps');
        return host.log.info(`Later steps of this job are ${inputs.identity.username}.`);
    }
  } finally {
    cluster.close();
  }
}

/** What every deploy step finds when its turn comes. */
interface Ready {
  readonly telling: Telling;
  readonly cluster: Cluster;
  readonly connection: Connection;
  /** Whom to ask about a 403. */
  readonly explaining: Explaining;
  readonly tools: ProvidedTools;
}

function explainingIn({ inputs, facts }: Telling, cluster: Cluster, connection: Connection): Explaining {
  const { identity } = inputs;
  return { cluster, identity, credentialName: connection.credentialName, tokenUser: facts.tokenUser };
}

/** `stage`, with what the server refused the token in its work asked again and explained. */
function explainedStage(stage: RunStage, explaining: Explaining, signal: AbortSignal): RunStage {
  return (name, title, work) =>
    stage(name, title, async () => {
      const outcome = await work();
      if (outcome.ok) return outcome;
      return failure(...(await explainImpersonation(outcome.problems, explaining, signal)));
    });
}

async function connectAndWrite({ inputs, host, place, facts, signal }: Telling): Promise<Outcome<Connection>> {
  const { identity, credential, folders } = inputs;
  const options = {
    identity,
    secrets: place.secrets,
    workingDirectory: folders.working,
    process: host.process,
    clock: host.clock,
  };
  const connection = await connect(credential, options, signal);
  if (!connection.ok) return connection;
  facts.server = connection.value.server;
  facts.credentialName = connection.value.credentialName;
  facts.namespace = inputs.namespace ?? serviceAccountOf(identity.username)?.namespace ?? connection.value.namespace;
  facts.kubeconfig = await writeKubeconfig(place.folder, connection.value.base, identity, facts.namespace);
  host.log.info(`${facts.server} with ${facts.credentialName}; namespace ${facts.namespace ?? 'not given'}.`);
  return connection;
}

async function identify(
  { inputs, host, facts, signal }: Telling,
  cluster: Cluster,
  connection: Connection,
): Promise<Outcome<void>> {
  const [identity, token, version] = await Promise.all([
    whoami(cluster, inputs.identity, { credentialName: connection.credentialName }, signal),
    tokenUser(cluster, signal),
    serverVersion(cluster.asToken, signal),
  ]);
  if (token !== undefined) facts.tokenUser = token;
  if (version.ok) facts.serverVersion = version.value;
  if (!identity.ok) return identity;
  facts.identity = identity.value;
  const { username, groups } = identity.value.confirmed;
  host.log.info(`${token ?? 'The token'} is now ${username}, in the groups ${groups.join(', ')}.`);
  const impersonation = await impersonationOf(cluster, inputs.identity, facts.serverVersion, signal);
  if (impersonation !== undefined) {
    facts.impersonation = impersonation;
    host.log.info(`It came to be so by ${nameImpersonation(impersonation)}.`);
  }
  return success(undefined);
}

/** Whether the identity may do everything, and what else the token may do: who could do more than this deployment needs. */
async function guardRun(telling: Telling, cluster: Cluster, { credentialName }: Connection): Promise<Outcome<void>> {
  const { inputs, facts, signal } = telling;
  const { identity, namespace } = facts;
  if (identity === undefined) throw new Error('an identity comes before its guard');
  const { allowClusterAdmin } = inputs.guard;
  const [guarded, token] = await Promise.all([
    guard(cluster, identity, { namespace, allowClusterAdmin, credentialName }, signal),
    checkTokenRights(telling, cluster, credentialName),
  ]);
  const problems = [guarded, token].flatMap((outcome) => (outcome.ok ? [] : outcome.problems));
  return problems.length > 0 ? failure(...problems) : success(undefined);
}

async function checkTokenRights(
  { inputs, host, facts, signal }: Telling,
  cluster: Cluster,
  credentialName: string,
): Promise<Outcome<void>> {
  const { tokenRights: strictness } = inputs.guard;
  if (strictness === 'off') return success(undefined);
  const depth = strictness === 'enforce' ? 'full' : 'quiet';
  const question: TokenQuestion = { identity: inputs.identity, namespace: facts.namespace, depth, credentialName };
  const rights = await checkToken(cluster, question, signal);
  if (!rights.ok) {
    const [problem] = rights.problems;
    if (strictness === 'enforce' || problem?.kind !== 'forbidden') return rights;
    host.log.warn(problem);
    return success(undefined);
  }
  facts.tokenRights = rights.value;
  const problem = tokenProblem(rights.value, question);
  if (problem !== undefined && strictness === 'enforce') return failure(problem);
  const warning = tokenWarning(rights.value, question);
  if (warning !== undefined) host.log.warn(warning);
  return success(undefined);
}

async function bringTools({ inputs, host, place, facts, signal }: Telling): Promise<Outcome<ProvidedTools>> {
  const question = {
    tools: inputs.tools,
    mode: inputs.step.kind,
    clusterVersion: facts.serverVersion,
    nodePlatform: place.platform,
    nodeArch: place.arch,
    environment: inputs.environment,
    cwd: inputs.folders.working,
    folder: place.folder,
  };
  const tools = await provideTools(question, host, signal);
  if (!tools.ok) return tools;
  facts.tools = [tools.value.kubectl, tools.value.helm].filter((tool) => tool !== undefined);
  if (facts.tools.length === 0) host.log.info('None is needed: deploy-as applies manifests itself.');
  return tools;
}

/** Which kinds the server serves; asked as the token, since the identity may be refused even that (https://kep.k8s.io/5284). */
async function discoverKinds({ telling, cluster, connection }: Ready): Promise<Outcome<Discovery>> {
  const discovery = await discover(cluster.asToken, telling.signal);
  if (discovery.ok) return discovery;
  const { server, credentialName } = connection;
  return failure(problemOf(discovery.failure, { server, credentialName, doing: 'reading which kinds it serves' }));
}

function rightsOf({ telling, cluster, connection }: Ready): StepRights {
  const { inputs, host, facts, signal } = telling;
  const check = {
    strictness: inputs.guard.preflight,
    cluster,
    username: inputs.identity.username,
    tokenUser: facts.tokenUser,
    impersonation: facts.impersonation,
    credentialName: connection.credentialName,
    log: host.log,
    found: (preflight: Preflight) => {
      facts.preflight = preflight;
    },
  };
  return stepRights(check, signal);
}

/** Said once, where somebody may count on the check. */
function sayUnchecked({ inputs, host }: Telling, what: string): void {
  if (inputs.guard.preflight === 'off') return;
  host.log.info(
    `Nobody can know beforehand which rights ${what}, so they are not checked: a missing one shows as a 403.`,
  );
}

/** kubectl and helm ask as the identity, which constrained impersonation allows a token only where a rule says so. */
async function warnOfTools({ telling, explaining }: Ready, where: string): Promise<void> {
  const { inputs, host, facts, signal } = telling;
  if (inputs.guard.preflight === 'off' || facts.impersonation?.by !== 'constrained') return;
  const warning = await toolWarning(where, facts.impersonation.mode, explaining, signal);
  if (warning !== undefined) host.log.warn(warning);
}

async function deployObjects(step: ManifestsStep | KustomizeStep, ready: Ready): Promise<void> {
  const { telling, cluster, connection, tools } = ready;
  const { inputs, host, facts, stage, signal } = telling;
  const { folders, environment } = inputs;

  const loaded = await stage('load', 'Load', async () => {
    const discovery = await discoverKinds(ready);
    if (!discovery.ok) return discovery;
    const surroundings = {
      folders,
      environment,
      kubectl: tools.kubectl?.path,
      namespace: facts.namespace,
      discovery: discovery.value,
    };
    const objects = await loadObjects(step, surroundings, host, signal);
    if (!objects.ok) return objects;
    const files = new Set(objects.value.map(({ source }) => source.file));
    host.log.info(`${plural(objects.value.length, 'object')} from ${plural(files.size, 'file')}.`);
    return success({ objects: objects.value, discovery: discovery.value });
  });
  if (!loaded.ok) return;
  const surroundings: ClusterSurroundings = {
    cluster,
    discovery: loaded.value.discovery,
    credentialName: connection.credentialName,
  };

  const before = await stage('read', `Read ${plural(loaded.value.objects.length, 'object')}`, () =>
    readBefore(loaded.value.objects, surroundings, signal),
  );
  if (!before.ok) return;
  const { items, needed, proven, refused } = before.value;

  const allowed = await stage('preflight', 'Check the rights that this takes', async () => {
    const checked = await rightsOf(ready).check({ needed, proven });
    return checked.ok && refused.length > 0 ? failure(...refused) : checked;
  });
  if (!allowed.ok) return;

  const applied = await stage('apply', `Apply ${plural(items.length, 'object')}`, async () => {
    const progress = everySoOften(items.length, host);
    const applying = await applyAsIdentity(items, step.apply, surroundings, { clock: host.clock, progress }, signal);
    facts.changes.push(...applying.changes);
    for (const warning of applying.warnings) host.log.warn(warning);
    return applying.problems.length > 0 ? failure(...applying.problems) : success(applying.applied);
  });
  if (!applied.ok || !step.wait.wait) return;

  await stage('wait', 'Wait for the rollouts', async () => {
    const deadline = AbortSignal.timeout(step.wait.timeoutMilliseconds);
    const rollouts = await awaitApplied(applied.value, surroundings, host, AbortSignal.any([signal, deadline]));
    facts.rollouts = rollouts;
    if (signal.aborted) return failure(cancelled('while it waited for the rollouts'));
    const problems = rolloutProblems(rollouts, deadline.aborted);
    return problems.length > 0 ? failure(...problems) : success(rollouts);
  });
}

async function deployRelease(step: ChartStep, ready: Ready): Promise<void> {
  const { telling, cluster, connection, explaining, tools } = ready;
  const { inputs, host, place, facts, stage, signal } = telling;
  const { namespace, kubeconfig } = facts;
  if (step.values !== undefined) maskValues(step.values, place.secrets);
  await stage('helm', `Release ${step.release}`, async () => {
    if (tools.helm === undefined || kubeconfig === undefined)
      throw new Error('helm and a kubeconfig come before a release');
    if (namespace === undefined) return failure(noNamespace());
    const discovery = await discoverKinds(ready);
    if (!discovery.ok) return discovery;
    const surroundings = {
      helm: tools.helm,
      toolFolders: toolFolders(tools),
      kubeconfig,
      explainForbidden: forbiddenExplainer(explaining, signal),
      rights: rightsOf(ready),
      namespace,
      environment: inputs.environment,
      folders: inputs.folders,
      privateFolder: place.folder,
      client: cluster.asIdentity,
      discovery: discovery.value,
      serverVersion: facts.serverVersion,
      credentialName: connection.credentialName,
    };
    const deployment = await deployChart(step, surroundings, host, signal);
    facts.changes.push(...deployment.changes);
    if (deployment.release !== undefined) facts.release = deployment.release;
    for (const warning of deployment.warnings) host.log.warn(warning);
    return deployment.problems.length > 0 ? failure(...deployment.problems) : success(undefined);
  });
}

async function deployByScript(step: RunStep, ready: Ready): Promise<void> {
  const { telling, explaining, tools } = ready;
  const { inputs, host, place, facts, stage, signal } = telling;
  const { kubeconfig } = facts;
  await stage('script', 'Script', async () => {
    if (kubeconfig === undefined) throw new Error('a kubeconfig comes before a script');
    sayUnchecked(telling, 'a script takes');
    await warnOfTools(ready, 'in the script');
    const surroundings = {
      kubeconfig,
      explainForbidden: forbiddenExplainer(explaining, signal),
      toolFolders: toolFolders(tools),
      environment: inputs.environment,
      folders: inputs.folders,
      privateFolder: place.folder,
    };
    const ran = await runScript(step, surroundings, host, signal);
    if (ran.exitCode !== undefined) facts.exitCode = ran.exitCode;
    return ran.problems.length > 0 ? failure(...ran.problems) : success(undefined);
  });
}

/** Adds each stage's time and problems to the facts, and what is warned of on the way. */
class Teller {
  readonly host: Host;
  readonly stage: RunStage;

  constructor(facts: Facts, host: Host, signal: AbortSignal) {
    const warn = (problem: Problem): void => {
      facts.warnings.push(problem);
      host.log.warn(problem);
    };
    this.host = { ...host, log: { ...host.log, warn } };
    this.stage = async (name, title, work) => {
      const start = host.clock.now();
      try {
        const timed = async () => {
          const outcome = await work();
          host.log.info(`${outcome.ok ? 'Done' : 'Failed'} after ${elapsed(host.clock.now() - start)}.`);
          return outcome;
        };
        const outcome = signal.aborted ? failure(cancelled(`before "${title}"`)) : await host.log.group(title, timed);
        if (!outcome.ok) facts.problems.push(...gatherGrants(outcome.problems, facts.wanted?.username ?? ''));
        return outcome;
      } finally {
        facts.stages.push({ name, milliseconds: host.clock.now() - start });
      }
    };
  }
}

/** A line now and then while many objects are sent: not one for each. */
function everySoOften(total: number, host: Host): () => void {
  const PAUSE_MILLISECONDS = 5_000;
  let done = 0;
  let said = host.clock.now();
  return () => {
    done += 1;
    if (host.clock.now() - said < PAUSE_MILLISECONDS || done === total) return;
    said = host.clock.now();
    host.log.info(`${done} of ${total} objects …`);
  };
}

/** The runner's own tools are on PATH already. */
function toolFolders(tools: ProvidedTools): string[] {
  return [tools.kubectl, tools.helm]
    .filter((tool) => tool !== undefined && tool.origin !== 'runner')
    .map((tool) => dirname(tool?.path ?? ''));
}

function noNamespace(): Problem {
  return {
    kind: 'input',
    input: 'namespace',
    message:
      'input `namespace`: nothing says which namespace the release belongs to: `as` is no service account, and the context names none',
    fix: 'Write `namespace: …`.',
  };
}

function cancelled(when: string): Problem {
  return {
    kind: 'cancelled',
    message: `The job was cancelled ${when}. What was applied before stays applied.`,
    fix: 'Run the job again: applying the same a second time is safe.',
  };
}

function unexpected(error: unknown): Problem {
  return {
    kind: 'unexpected',
    message: `deploy-as failed in a way that nobody foresaw: ${error instanceof Error ? error.message : String(error)}`,
    ...(error instanceof Error && error.stack !== undefined ? { details: error.stack.split('\n').slice(1) } : {}),
    fix: 'Please report it with these lines; running again is safe.',
  };
}
