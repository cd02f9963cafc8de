import type { Problem } from './problem.ts';
import type { Secret } from './secret.ts';

/** What the run says while it works. In the action these become log lines and groups, on the command line stderr. */
export interface Log {
  info(line: string): void;
  /** A line of the user's own script: workflow commands in it are meant, as in a `run:` step. */
  script(line: string): void;
  /** A warning that the user should see without opening the log; `problem` gives it its position. */
  warn(problem: Problem): void;
  /** Only with debug logging on. */
  debug(line: string): void;
  /** Puts everything that is logged until `work` settles into a foldable group. */
  group<T>(name: string, work: () => Promise<T>): Promise<T>;
}

export interface ProcessSpec {
  /** Absolute path, or a name that is looked up in `env.PATH`. */
  readonly file: string;
  readonly args: readonly string[];
  /** The child's whole environment: nothing is inherited beside it. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Written to the child's stdin, which is then closed. Default: empty. */
  readonly input?: string;
  /** Called with each line as it comes, without its line end. */
  readonly onStdout?: (line: string) => void;
  readonly onStderr?: (line: string) => void;
}

export interface ProcessResult {
  /** Undefined where a signal ended it. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** The `signal` argument ended it: its output says nothing about the work. */
  readonly aborted: boolean;
}

/**
 * Starts a child in a process group of its own and ends the whole group (TERM, then KILL) when `signal` aborts.
 * Rejects only where the child cannot be started (`code` is then `ENOENT`, `EACCES`, …).
 */
export type RunProcess = (spec: ProcessSpec, signal: AbortSignal) => Promise<ProcessResult>;

export interface DownloadRequest {
  readonly url: string;
  /** Sent as `Authorization: Bearer`, and only to the origin of `url`, never along a redirect to another. */
  readonly token?: Secret;
}

export interface Download {
  /** The body as text; for version and checksum files. */
  text(request: DownloadRequest, signal: AbortSignal): Promise<DownloadAnswer<string>>;
  /** The body into `file`, which must not exist; with its SHA-256 as lower-case hex. */
  file(
    request: DownloadRequest,
    file: string,
    signal: AbortSignal,
  ): Promise<DownloadAnswer<{ readonly sha256: string; readonly bytes: number }>>;
}

/** `status` is undefined where no answer came at all. */
export type DownloadAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly url: string; readonly status: number | undefined; readonly reason: string };

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `milliseconds`, or rejects with the signal's reason as soon as it aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Where unpacked tools are kept between runs. Behind an interface: the action's store prints workflow commands. */
export interface ToolStore {
  /** The folder that holds this tool, or undefined. `version` is exact, without `v`. */
  find(tool: string, version: string): Promise<string | undefined>;
  /** Keeps `file` as `name` in the store and returns the folder. */
  keep(file: string, name: string, tool: string, version: string): Promise<string>;
  /** Unpacks a `.tar.gz` or `.zip` into a fresh private folder and returns that. */
  unpack(archive: string): Promise<string>;
}

/** Everything outside: made in the entries, seen whole only by `run.ts` and `steps/`. */
export interface Host {
  readonly log: Log;
  readonly process: RunProcess;
  readonly download: Download;
  readonly clock: Clock;
  readonly store: ToolStore;
}
