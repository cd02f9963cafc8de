import type { ApiClient } from '../cluster/client.ts';
import type { Clock, Log } from '../host.ts';
import type { JsonObject } from '../manifests/object.ts';
import { nameObject, type ObjectRef, type Source } from '../problem.ts';
import { elapsed } from './elapsed.ts';
import type { AwaitedRollouts, PendingRollout, ReadyRollout, RolloutFailure } from './rollouts.ts';
import { statusOf } from './status/kinds.ts';
import type { RolloutStatus, StatusOf } from './status/status.ts';
import { isTransient, nameFailure, type Unseen, unseenProblems } from './unseen.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** An object that was applied, and perhaps rolls out. */
export interface RolloutTarget {
  readonly ref: ObjectRef;
  readonly source?: Source;
  /** Of the object: `/apis/apps/v1/namespaces/shop/deployments/web`. */
  readonly path: string;
  /** As the apply answered. */
  readonly live: JsonObject;
}

export interface AwaitPorts {
  readonly log: Pick<Log, 'info'>;
  readonly clock: Clock;
}

/** Reads at the same time: a thousand rollouts must not be a thousand connections. */
const PARALLEL_READS = 8;
/** The pause between looks, in milliseconds: short at first, since most rollouts are, and then ever longer. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 3000;
const GROWTH = 1.5;
/** Beyond so many news in one look, a count tells more than the lines. */
const MOST_LINES = 10;

/**
 * Waits for the rollouts of all `targets` at once; kinds without a rollout are left out of the answer. It ends when
 * every one is ready or failed, when one is known to have failed (after one last look at the others), when reading
 * is refused to all that are left, or when `signal` aborts (then `pending` says what was missing last). It never
 * rejects for what the server says: what it could not read is in `problems`.
 */
export async function awaitRollouts(
  client: ApiClient,
  targets: readonly RolloutTarget[],
  ports: AwaitPorts,
  signal: AbortSignal,
): Promise<AwaitedRollouts> {
  const start = ports.clock.now();
  const rollouts = targets.flatMap((target) => {
    const readStatus = statusOf(target.ref);
    return readStatus === undefined ? [] : [rolloutOf(target, readStatus)];
  });
  tell(rollouts, ports.log);

  let pause = FIRST_PAUSE;
  let lastLook = false;
  while (!lastLook && !signal.aborted && rollouts.some(isOpen)) {
    lastLook = rollouts.some(({ verdict }) => verdict.state === 'failed');
    if (!lastLook && !(await slept(pause, ports.clock, signal))) break;
    pause = Math.min(pause * GROWTH, LONGEST_PAUSE);
    await look(client, rollouts.filter(isOpen), ports.clock, start, signal);
    tell(rollouts, ports.log);
  }
  return outcome(rollouts, client);
}

/** One awaited rollout: the only state of the wait. */
interface Rollout {
  readonly target: RolloutTarget;
  readonly readStatus: StatusOf;
  verdict: Verdict;
  /** What was last known to be missing, whatever happened to the reads since. */
  missing: Extract<RolloutStatus, { state: 'pending' }> | undefined;
  /** Since the wait began. */
  readyAfter: number;
  told: string;
}

function rolloutOf(target: RolloutTarget, readStatus: StatusOf): Rollout {
  // What the apply answered may already say it: an object that has not changed is ready without a request.
  const verdict = readStatus(target.live);
  return {
    target,
    readStatus,
    verdict,
    missing: verdict.state === 'pending' ? verdict : undefined,
    readyAfter: 0,
    told: '',
  };
}

function isOpen({ verdict }: Rollout): boolean {
  return verdict.state === 'pending' || (verdict.state === 'unseen' && isTransient(verdict.failure));
}

async function look(
  client: ApiClient,
  open: readonly Rollout[],
  clock: Clock,
  start: number,
  signal: AbortSignal,
): Promise<void> {
  const queue = [...open];
  const reader = async (): Promise<void> => {
    for (let rollout = queue.shift(); rollout !== undefined && !signal.aborted; rollout = queue.shift()) {
      const answer = await client.request({ method: 'GET', path: rollout.target.path }, signal);
      if (!answer.ok && (answer.failure.kind === 'cancelled' || signal.aborted)) return;
      rollout.verdict = verdictOf(rollout.target, rollout.readStatus, answer);
      if (rollout.verdict.state === 'pending') rollout.missing = rollout.verdict;
      rollout.readyAfter = clock.now() - start;
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_READS }, reader));
}

/** False where `signal` ended the sleep. */
async function slept(milliseconds: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(milliseconds, signal);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

/** Logs what has changed since it was told last. */
function tell(rollouts: readonly Rollout[], log: Pick<Log, 'info'>): void {
  const news: string[] = [];
  for (const rollout of rollouts) {
    const line = sentence(rollout);
    if (line === rollout.told) continue;
    rollout.told = line;
    news.push(line);
  }
  for (const line of news.slice(0, MOST_LINES)) log.info(line);
  if (news.length > MOST_LINES) {
    const open = rollouts.filter(isOpen).length;
    log.info(
      `… and news of ${news.length - MOST_LINES} more; ${rollouts.length - open} of ${rollouts.length} rollouts are settled`,
    );
  }
}

function sentence({ target, verdict, readyAfter }: Rollout): string {
  const name = nameObject(target.ref);
  switch (verdict.state) {
    case 'ready':
      return `${name} is ${target.ref.kind === 'Job' ? 'complete' : 'ready'} after ${elapsed(readyAfter)}`;
    case 'failed':
      return `${name} has failed: ${verdict.reason}`;
    case 'pending':
      return `waiting for ${name}: ${verdict.missing}`;
    case 'unseen':
      return `${isTransient(verdict.failure) ? 'waiting for' : 'cannot follow'} ${name}: ${nameFailure(verdict.failure)}`;
  }
}

function outcome(rollouts: readonly Rollout[], client: ApiClient): AwaitedRollouts {
  const ready: ReadyRollout[] = [];
  const failed: RolloutFailure[] = [];
  const pending: PendingRollout[] = [];
  const unseen: Unseen[] = [];
  for (const { target, verdict, missing, readyAfter } of rollouts) {
    const { ref, source, path } = target;
    const about = source === undefined ? { ref } : { ref, source };
    if (verdict.state === 'ready') ready.push({ ref, milliseconds: readyAfter });
    else if (verdict.state === 'failed') failed.push({ ...about, reason: verdict.reason, fix: verdict.fix });
    else if (verdict.state === 'pending') pending.push({ ...about, missing: verdict.missing, fix: verdict.fix });
    else {
      unseen.push({ ref, source, path, failure: verdict.failure });
      pending.push({ ...about, missing: unseenMissing(verdict.failure, missing?.missing) });
    }
  }
  const problems = unseenProblems(unseen, client.party, client.server);
  return { ready, failed, pending, problems, unseen: unseen.map(({ ref }) => ref) };
}

function unseenMissing(failure: Unseen['failure'], last: string | undefined): string {
  const now = nameFailure(failure);
  return last === undefined ? now : `${last} when last seen; since then ${now}`;
}
