import type { ApiAnswer, ApiClient, ApiFailure } from '../../src/cluster/client.ts';
import type { Clock } from '../../src/host.ts';
import type { Json } from '../../src/manifests/object.ts';

/** Answers to the reads of one path, in turn; the last one stays. */
export type Script = readonly (Json | ApiFailure)[];

export interface ScriptedServer extends ApiClient {
  /** The paths that were read, in their order. */
  readonly reads: readonly string[];
}

/** An API server that says what a test wrote down. Paths without a script are not found. */
export function scriptedServer(scripts: Readonly<Record<string, Script>>): ScriptedServer {
  const reads: string[] = [];
  return {
    party: 'identity',
    server: 'https://prod.example.com:6443',
    reads,
    async request({ path }, signal): Promise<ApiAnswer> {
      if (signal.aborted) return { ok: false, failure: { kind: 'cancelled' } };
      const script = scripts[path] ?? [statusFailure(404, 'NotFound')];
      const turn = reads.filter((read) => read === path).length;
      reads.push(path);
      const answer = script[Math.min(turn, script.length - 1)] ?? null;
      return isFailure(answer) ? { ok: false, failure: answer } : { ok: true, status: 200, body: answer, warnings: [] };
    },
    watch() {
      throw new Error('nothing is watched here');
    },
  };
}

export function statusFailure(status: number, reason: string, message = ''): ApiFailure {
  return { kind: 'status', status, reason, message, causes: [], retryAfterSeconds: undefined };
}

/** A clock whose sleeps pass at once. `onSleep` is told the time at which each begins. */
export function fastClock(onSleep: (now: number) => void = () => {}): Clock {
  let now = 1_000_000;
  return {
    now: () => now,
    async sleep(milliseconds, signal) {
      onSleep(now);
      signal.throwIfAborted();
      now += milliseconds;
    },
  };
}

function isFailure(answer: Json | ApiFailure): answer is ApiFailure {
  const kinds = ['status', 'unreachable', 'credential', 'cancelled'];
  return typeof answer === 'object' && answer !== null && 'kind' in answer && kinds.includes(String(answer.kind));
}
