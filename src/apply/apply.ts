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
 * awaited before anything of their kind is sent. When `signal` aborts no further request starts, and what was sent
 * without an answer is `unknown`. Never rejects for anything that the server says.
 */
export async function applyObjects(
  client: ApiClient,
  items: readonly ApplyItem[],
  settings: ApplySettings,
  signal: AbortSignal,
): Promise<Applying> {
  const run = new ApplyRun(client, items, settings, signal);
  for (const rank of ranks(items.map((item) => item.object))) {
    if (!(await run.applyRank(rank))) break;
  }
  return run.result();
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
  readonly #before: ReadonlyMap<KubeObject, JsonObject | undefined>;
  readonly #fresh: ReadonlySet<string>;
  readonly #slot = slots(PARALLEL_REQUESTS);
  readonly #sent: Exclude<Sent, { state: 'not-sent' }>[] = [];
  readonly #problems: Problem[] = [];
  readonly #waiting: Set<KubeObject>;
  #discovery: Discovery;

  constructor(client: ApiClient, items: readonly ApplyItem[], settings: ApplySettings, signal: AbortSignal) {
    this.#client = client;
    this.#settings = settings;
    this.#signal = signal;
    this.#discovery = settings.discovery;
    this.#before = new Map(items.map(({ object, before }) => [object, before]));
    this.#waiting = new Set(items.map(({ object }) => object));
    this.#fresh = new Set(definedScopes(items.map(({ object }) => object)).keys());
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

  /** A kind that has just been established may be unknown to the server's router for some moments more. */
  async #patch(object: KubeObject, resource: ApiResource): Promise<ApiAnswer> {
    const { fieldManager, forceConflicts } = this.#settings;
    const path = withQuery(objectPath(resource, object.ref.namespace, object.ref.name), {
      fieldManager,
      force: String(forceConflicts),
      fieldValidation: 'Strict',
    });
    const body = { type: 'application/apply-patch+yaml', text: object.body };
    const isFresh = this.#fresh.has(`${object.ref.apiVersion} ${object.ref.kind}`);
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#client.request({ method: 'PATCH', path, body }, this.#signal);
      if (answer.ok || !isFresh || !isUnrouted(answer.failure) || attempt === ATTEMPTS) return answer;
      if (!(await pause(attempt, this.#settings.clock, this.#signal))) return answer;
    }
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
    return problems.length === 0 && !this.#signal.aborted && (await this.#learnKinds());
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
