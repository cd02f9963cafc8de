import type { ApiAnswer, ApiClient, ApiFailure, ApiResult } from '../cluster/client.ts';
import type { ApiResource, Discovery } from '../cluster/discovery.ts';
import { problemOf } from '../cluster/failures.ts';
import { objectPath, withQuery } from '../cluster/paths.ts';
import { slots } from '../cluster/slots.ts';
import type { Clock } from '../host.ts';
import type { ApplyOptions } from '../inputs.ts';
import { isObject } from '../manifests/json.ts';
import type { JsonObject, KubeObject } from '../manifests/object.ts';
import { ranks } from '../manifests/order.ts';
import { definedScopes } from '../manifests/scope.ts';
import { nameObject, type Problem } from '../problem.ts';
import type { Applied, Change, ChangeAction } from './applied.ts';
import { hasChanged } from './changed.ts';
import { awaitEstablished, isDefinition } from './definition.ts';
import { onceEach, PARALLEL_REQUESTS } from './read.ts';
import { explainRefusal } from './refusal.ts';
import { withoutSecretValues } from './secret-values.ts';

/** What is to be applied, and what is there now. */
export interface ApplyItem {
  readonly object: KubeObject;
  /** Undefined: absent. */
  readonly before: JsonObject | undefined;
}

export interface ApplySettings extends ApplyOptions {
  readonly credentialName: string;
  readonly discovery: Discovery;
  /** Asks the server anew, once new kinds are established. */
  readonly rediscover: (signal: AbortSignal) => Promise<ApiResult<Discovery>>;
  readonly clock: Clock;
  /** Called with each outcome as it comes, unchanged objects included. */
  readonly progress?: (change: Change) => void;
}

export interface Applying {
  /** Objects that the server has taken, unchanged ones included, in the order of the ranks. */
  readonly applied: readonly Applied[];
  /** The outcome of every object that was sent. */
  readonly changes: readonly Change[];
  /** Objects that were not sent: a rank before theirs failed, or the run was cancelled. */
  readonly notSent: readonly KubeObject[];
  readonly problems: readonly Problem[];
  /** The server's own warnings, at the source of their object. */
  readonly warnings: readonly Problem[];
}

/** What became of one object. */
type Sent =
  | { readonly state: 'applied'; readonly applied: Applied; readonly warnings: readonly Problem[] }
  | { readonly state: 'refused'; readonly change: Change; readonly object: KubeObject; readonly failure: ApiFailure }
  | { readonly state: 'problem'; readonly change: Change; readonly problem: Problem }
  | { readonly state: 'not-sent'; readonly object: KubeObject };

/**
 * Applies server-side, rank by rank and in parallel inside a rank. A rank with a failure is the last; CRDs are
 * awaited before anything of their kind is sent. When `signal` aborts no further request starts; what is on its way has
 * a moment to be answered, and is `unknown` where it is not. Never rejects for anything that the server says.
 */
export async function applyObjects(
  client: ApiClient,
  items: readonly ApplyItem[],
  settings: ApplySettings,
  signal: AbortSignal,
): Promise<Applying> {
  const { late, end } = withGrace(signal, settings.clock);
  const run = new ApplyRun(client, items, settings, { signal, late });
  try {
    for (const rank of ranks(items.map((item) => item.object))) {
      if (!(await run.applyRank(rank))) break;
    }
  } finally {
    end();
  }
  return run.result();
}

/** Milliseconds from a cancel to the end of what is on its way: a runner kills a job some seconds after its cancel. */
const GRACE = 1_500;

/** A signal that aborts a moment after `signal` does, with its reason. `end` when nothing is on its way any more. */
function withGrace(signal: AbortSignal, clock: Clock): { readonly late: AbortSignal; end(): void } {
  const ended = new AbortController();
  const late = new AbortController();
  const wait = async () => {
    // An ended wait aborts too: there is nobody left who listens.
    await clock.sleep(GRACE, ended.signal).catch(() => undefined);
    late.abort(signal.reason);
  };
  if (signal.aborted) late.abort(signal.reason);
  else signal.addEventListener('abort', () => void wait(), { once: true, signal: ended.signal });
  return { late: late.signal, end: () => ended.abort() };
}

/** Codes of failures in which nothing can have reached the server. */
const NOTHING_SENT: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'PLAIN_HTTP',
];

class ApplyRun {
  readonly #client: ApiClient;
  readonly #settings: ApplySettings;
  readonly #signal: AbortSignal;
  readonly #late: AbortSignal;
  readonly #before: ReadonlyMap<KubeObject, JsonObject | undefined>;
  /** Kinds whose CRD this run has created or changed, with the time until which the server may still be learning. */
  readonly #learning = new Map<string, number>();
  readonly #slot = slots(PARALLEL_REQUESTS);
  readonly #sent: Exclude<Sent, { state: 'not-sent' }>[] = [];
  readonly #problems: Problem[] = [];
  readonly #waiting: Set<KubeObject>;
  #discovery: Discovery;

  constructor(
    client: ApiClient,
    items: readonly ApplyItem[],
    settings: ApplySettings,
    signals: { readonly signal: AbortSignal; readonly late: AbortSignal },
  ) {
    this.#client = client;
    this.#settings = settings;
    this.#signal = signals.signal;
    this.#late = signals.late;
    this.#discovery = settings.discovery;
    this.#before = new Map(items.map(({ object, before }) => [object, before]));
    this.#waiting = new Set(items.map(({ object }) => object));
  }

  /** True where the next rank may follow. */
  async applyRank(rank: readonly KubeObject[]): Promise<boolean> {
    if (this.#signal.aborted) return false;
    const sent = await Promise.all(rank.map((object) => this.#slot(() => this.#applyOne(object))));
    let isWhole = true;
    for (const one of sent) {
      if (one.state !== 'applied') isWhole = false;
      if (one.state !== 'not-sent') this.#sent.push(one);
    }
    return isWhole && (await this.#awaitDefinitions(rank));
  }

  result(): Applying {
    const changes = this.#sent.map((one) => (one.state === 'applied' ? one.applied.change : one.change));
    const kind = changes.some((change) => isWrite(change.action)) ? 'apply' : 'admission';
    const context = { server: this.#client.server, credentialName: this.#settings.credentialName, kind } as const;
    const problems = this.#sent.flatMap((one) => {
      if (one.state === 'refused') return explainRefusal(one.failure, one.object, context);
      return one.state === 'problem' ? [one.problem] : [];
    });
    const own = problems.filter((problem) => problem.kind !== 'cancelled');
    return {
      applied: this.#sent.flatMap((one) => (one.state === 'applied' ? [one.applied] : [])),
      changes,
      notSent: [...this.#waiting],
      problems: onceEach([...this.#stopped(changes), ...own, ...this.#problems]),
      warnings: this.#sent.flatMap((one) => (one.state === 'applied' ? one.warnings : [])),
    };
  }

  /** One problem for a cancel or a deadline, whatever number of requests it cut off. */
  #stopped(changes: readonly Change[]): Problem[] {
    const unknown = changes.filter((change) => change.action === 'unknown').length;
    const isWhole = this.#waiting.size === 0 && unknown === 0;
    if (!this.#signal.aborted || isWhole) return [];
    const isTimeout = isTimeoutError(this.#signal.reason);
    const done = changes.length - unknown;
    const message =
      `${isTimeout ? 'The time was up' : 'Cancelled'} while applying: the server answered for ${done} of ` +
      `${this.#before.size} objects, ${unknown} were sent without an answer, ${this.#waiting.size} were not sent.`;
    return [{ kind: isTimeout ? 'timeout' : 'cancelled', message }];
  }

  async #applyOne(object: KubeObject): Promise<Sent> {
    if (this.#signal.aborted) return { state: 'not-sent', object };
    this.#waiting.delete(object);
    const sent = await this.#send(object);
    if (sent.state !== 'not-sent') {
      this.#settings.progress?.(sent.state === 'applied' ? sent.applied.change : sent.change);
    }
    return sent;
  }

  async #send(object: KubeObject): Promise<Sent> {
    const resource = this.#discovery.find(object.ref.apiVersion, object.ref.kind);
    if (resource === undefined) {
      return { state: 'problem', change: changeOf(object, 'failed'), problem: notServed(object) };
    }
    const answer = await this.#patch(object, resource);
    if (!answer.ok) {
      return {
        state: 'refused',
        change: changeOf(object, failedAction(answer.failure)),
        object,
        failure: answer.failure,
      };
    }
    const live = isObject(answer.body) ? answer.body : {};
    const change = changeOf(object, this.#actionOf(object, answer.status, live));
    return {
      state: 'applied',
      applied: { object, change, live },
      warnings: answer.warnings.map((text) => warningOf(object, text)),
    };
  }

  /**
   * An established kind is not yet served by every part of the server: for some moments its router may not know it,
   * or its schema be the one before.
   */
  async #patch(object: KubeObject, resource: ApiResource): Promise<ApiAnswer> {
    const { fieldManager, forceConflicts, clock } = this.#settings;
    const path = withQuery(objectPath(resource, object.ref.namespace, object.ref.name), {
      fieldManager,
      force: String(forceConflicts),
      fieldValidation: 'Strict',
    });
    const body = { type: 'application/apply-patch+yaml', text: object.body };
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#client.request({ method: 'PATCH', path, body }, this.#late);
      if (answer.ok || attempt === ATTEMPTS || !this.#isLearning(object, answer.failure)) return answer;
      if (!(await pause(attempt, clock, this.#signal))) return answer;
    }
  }

  #isLearning({ ref }: KubeObject, failure: ApiFailure): boolean {
    const until = this.#learning.get(`${ref.apiVersion} ${ref.kind}`);
    if (until === undefined) return false;
    return isUnrouted(failure) || (isOfSchema(failure) && this.#settings.clock.now() < until);
  }

  #actionOf(object: KubeObject, status: number, live: JsonObject): ChangeAction {
    if (status === 201) return 'created';
    const before = this.#before.get(object);
    return before === undefined || hasChanged(before, live) ? 'configured' : 'unchanged';
  }

  /** Waits for the CRDs of `rank`, then until discovery knows every kind that is still to come. */
  async #awaitDefinitions(rank: readonly KubeObject[]): Promise<boolean> {
    const definitions = rank.filter(isDefinition);
    if (definitions.length === 0) return true;
    const waited = await Promise.all(
      definitions.map((object) =>
        this.#slot(() => {
          const resource = this.#discovery.find(object.ref.apiVersion, object.ref.kind);
          const live = this.#liveOf(object);
          return awaitEstablished(this.#client, { object, resource, live }, this.#settings, this.#signal);
        }),
      ),
    );
    const problems = waited.flat();
    this.#problems.push(...problems);
    this.#expectLearning(definitions);
    return problems.length === 0 && !this.#signal.aborted && (await this.#learnKinds());
  }

  #expectLearning(definitions: readonly KubeObject[]): void {
    const changed = definitions.filter((object) =>
      this.#sent.some(
        (one) => one.state === 'applied' && one.applied.object === object && isWrite(one.applied.change.action),
      ),
    );
    const until = this.#settings.clock.now() + LEARNING;
    for (const kind of definedScopes(changed).keys()) this.#learning.set(kind, until);
  }

  #liveOf(object: KubeObject): JsonObject {
    for (const one of this.#sent) if (one.state === 'applied' && one.applied.object === object) return one.applied.live;
    return {};
  }

  async #learnKinds(): Promise<boolean> {
    const isMissing = ({ ref }: KubeObject) => this.#discovery.find(ref.apiVersion, ref.kind) === undefined;
    for (let attempt = 1; [...this.#waiting].some(isMissing) && attempt <= ATTEMPTS; attempt++) {
      if (attempt > 1 && !(await pause(attempt, this.#settings.clock, this.#signal))) return false;
      const discovered = await this.#settings.rediscover(this.#signal);
      if (!discovered.ok) {
        const { server } = this.#client;
        const { credentialName } = this.#settings;
        const doing = 'asking which kinds the cluster serves now';
        if (discovered.failure.kind !== 'cancelled') {
          this.#problems.push(problemOf(discovered.failure, { server, credentialName, doing }));
        }
        return false;
      }
      this.#discovery = discovered.value;
    }
    return true;
  }
}

/** The reason of `AbortSignal.timeout`. */
function isTimeoutError(reason: unknown): boolean {
  return typeof reason === 'object' && reason !== null && 'name' in reason && reason.name === 'TimeoutError';
}

/** About half a minute, with the pauses below. */
const ATTEMPTS = 40;

/**
 * Milliseconds for which a schema may be the old one after its CRD is established; a healthy server takes less than
 * one second. One deadline for all objects, so that a thousand with a real fault do not each wait for it.
 */
const LEARNING = 10_000;

/** False where `signal` aborted meanwhile. */
async function pause(attempt: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(Math.min(1_000, 25 * 2 ** attempt), signal);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

/** The router's own 404, and no "namespaces … not found". */
function isUnrouted(failure: ApiFailure): boolean {
  return failure.kind === 'status' && failure.status === 404 && !/" not found/.test(failure.message);
}

/** A refusal of fields or values, which another schema might take. */
function isOfSchema(failure: ApiFailure): boolean {
  if (failure.kind !== 'status') return false;
  return (
    failure.status === 422 ||
    (failure.status === 500 && failure.reason === '' && failure.message.includes('failed to create typed patch')) ||
    (failure.status === 400 && failure.message.includes('unknown field "'))
  );
}

function failedAction(failure: ApiFailure): ChangeAction {
  if (failure.kind === 'cancelled') return 'unknown';
  return failure.kind === 'unreachable' && !NOTHING_SENT.includes(failure.code) ? 'unknown' : 'failed';
}

function isWrite(action: ChangeAction): boolean {
  return action === 'created' || action === 'configured' || action === 'unknown';
}

function changeOf(object: KubeObject, action: ChangeAction): Change {
  return { ref: object.ref, action, source: object.source };
}

function warningOf(object: KubeObject, text: string): Problem {
  const message = `The API server warns about ${nameObject(object.ref)}: ${withoutSecretValues(text, object).replace(/[.\s]+$/, '')}.`;
  return { kind: 'admission', message, source: object.source, object: object.ref };
}

function notServed(object: KubeObject): Problem {
  const { apiVersion, kind } = object.ref;
  return {
    kind: 'apply',
    message: `The API server does not serve ${kind} in ${apiVersion}, though it took the CustomResourceDefinition.`,
    fix: `Check that the CustomResourceDefinition serves this version (\`served: true\`) and kind.`,
    source: object.source,
    object: object.ref,
  };
}
