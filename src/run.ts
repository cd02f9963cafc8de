import { dirname } from 'node:path';
import { gatherGrants } from './check/grants.ts';
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
import { type Facts, newFacts, type Report, reportOf, type StageName } from './report/facts.ts';
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

    const tools = await stage('tools', 'Bring the tools', () => bringTools(telling));
    if (!tools.ok) return;
    const ready: Ready = { telling, cluster, connection: connection.value, tools: tools.value };

    switch (inputs.step.kind) {
      case 'manifests':
      case 'kustomize':
        return await deployObjects(inputs.step, ready);
      case 'chart':
        return await deployRelease(inputs.step, ready);
      case 'run':
        return await deployByScript(inputs.step, ready);
      case 'setup':
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
  readonly tools: ProvidedTools;
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
    host.log.info(`${count(objects.value.length, 'object')} from ${count(files.size, 'file')}.`);
    return success({ objects: objects.value, discovery: discovery.value });
  });
  if (!loaded.ok) return;
  const surroundings: ClusterSurroundings = {
    cluster,
    discovery: loaded.value.discovery,
    credentialName: connection.credentialName,
  };

  const items = await stage('read', `Read ${count(loaded.value.objects.length, 'object')}`, () =>
    readBefore(loaded.value.objects, surroundings, signal),
  );
  if (!items.ok) return;

  const applied = await stage('apply', `Apply ${count(items.value.length, 'object')}`, async () => {
    const progress = everySoOften(items.value.length, host);
    const applying = await applyAsIdentity(
      items.value,
      step.apply,
      surroundings,
      { clock: host.clock, progress },
      signal,
    );
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
  const { telling, cluster, connection, tools } = ready;
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
      identity: inputs.identity,
      namespace,
      environment: inputs.environment,
      folders: inputs.folders,
      privateFolder: place.folder,
      client: cluster.asIdentity,
      discovery: discovery.value,
      credentialName: connection.credentialName,
    };
    const deployment = await deployChart(step, surroundings, host, signal);
    facts.changes.push(...deployment.changes);
    if (deployment.release !== undefined) facts.release = deployment.release;
    for (const warning of deployment.warnings) host.log.warn(warning);
    return deployment.problems.length > 0 ? failure(...deployment.problems) : success(undefined);
  });
}

async function deployByScript(step: RunStep, { telling, tools }: Ready): Promise<void> {
  const { inputs, host, place, facts, stage, signal } = telling;
  const { kubeconfig } = facts;
  await stage('script', 'Script', async () => {
    if (kubeconfig === undefined) throw new Error('a kubeconfig comes before a script');
    const surroundings = {
      kubeconfig,
      identity: inputs.identity,
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

function count(amount: number, one: string): string {
  return `${amount} ${one}${amount === 1 ? '' : 's'}`;
}
