import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, constants, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.ts';
import { type BinaryName, type ModuleName, moduleOf, type PinnedModule, pinned } from './versions.ts';

/** Takes what is going on, a line at a time. */
export type LogLine = (line: string) => void;

export type { BinaryName };

type Environment = Readonly<Record<string, string | undefined>>;

const modulesFolder = fileURLToPath(new URL('./modules/', import.meta.url));
const buildFlags = ['-mod=readonly', '-trimpath', '-buildvcs=false'];
const buildEnvironment = { CGO_ENABLED: '0', GOWORK: 'off' };
const heartbeatMs = 30_000;

/**
 * The paths of the named binaries, built from their pinned Go modules where the cache lacks them.
 * kube-apiserver, etcd and kubectl come from the folder that KUBEBUILDER_ASSETS names, where it has them.
 */
export async function ensureBinaries<Name extends BinaryName>(
  names: readonly Name[],
  log: LogLine,
  signal?: AbortSignal,
): Promise<Record<Name, string>> {
  const paths = new Map<Name, string>();
  const missing = new Map<ModuleName, Name[]>();
  for (const name of new Set(names)) {
    const path = (await fromAssets(name, process.env)) ?? join(await moduleCache(moduleOf(name)), name);
    paths.set(name, path);
    if (!(await isExecutable(path))) missing.set(moduleOf(name), [...(missing.get(moduleOf(name)) ?? []), name]);
  }
  let position = 0;
  for (const [module, wanted] of missing) {
    position += 1;
    await buildOnce(module, wanted, { position, of: missing.size, log, signal });
  }
  return Object.fromEntries(paths) as Record<Name, string>;
}

/** The folder that keeps built binaries: outside of the checkout, so that a clean checkout does not cost a build. */
export function cacheRoot(env: Environment): string {
  const base = env.DEPLOY_AS_CACHE || env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(base, 'deploy-as', 'testbed');
}

/** Names what a build depends on: a changed pin, go.mod, go.sum or flag is another folder. */
export function cacheKey(
  module: ModuleName,
  pin: PinnedModule,
  files: { readonly goMod: string; readonly goSum: string },
  platform: string,
): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([files.goMod, files.goSum, goArguments(pin), buildEnvironment, platform]));
  return `${module}-${pin.version}-${hash.digest('hex').slice(0, 12)}`;
}

/** `go build`'s arguments, up to its output and packages. */
export function goArguments(pin: PinnedModule): string[] {
  const stamps = Object.entries(pin.stamps).map(([variable, value]) => `-X ${variable}=${value}`);
  return ['build', ...buildFlags, '-ldflags', ['-s', '-w', ...stamps].join(' ')];
}

/** What somebody who waits is told: which binaries, why, which of how many builds, and about how long. */
export function announcement(
  module: ModuleName,
  names: readonly string[],
  progress: { readonly position: number; readonly of: number },
): string {
  const { version, minutes } = pinned[module];
  const time = minutes < 1 ? `${minutes * 60} s` : `${minutes} min`;
  return (
    `Building ${names.join(', ')} ${version} from source (${progress.position} of ${progress.of}): ` +
    `not in the cache yet; about ${time} on two cores, only this once`
  );
}

interface BuildContext {
  readonly position: number;
  readonly of: number;
  readonly log: LogLine;
  readonly signal: AbortSignal | undefined;
}

async function fromAssets(name: BinaryName, env: Environment): Promise<string | undefined> {
  const folder = env.KUBEBUILDER_ASSETS;
  if (!folder || !['kube-apiserver', 'etcd', 'kubectl'].includes(name)) return undefined;
  const path = join(folder, name);
  return (await isExecutable(path)) ? path : undefined;
}

async function moduleCache(module: ModuleName): Promise<string> {
  const [goMod, goSum] = await Promise.all(
    ['go.mod', 'go.sum'].map((file) => readFile(join(modulesFolder, module, file), 'utf8')),
  );
  const files = { goMod: goMod ?? '', goSum: goSum ?? '' };
  const key = cacheKey(module, pinned[module], files, `${process.platform}-${process.arch}`);
  return join(cacheRoot(process.env), key);
}

async function buildOnce(module: ModuleName, names: readonly BinaryName[], context: BuildContext): Promise<void> {
  const folder = await moduleCache(module);
  await mkdir(folder, { recursive: true });
  const waiting = (holder: string) => context.log(`Waiting for process ${holder}, which builds ${module}`);
  await withLock(`${folder}.lock`, { onWait: waiting, signal: context.signal }, async () => {
    const absent: BinaryName[] = [];
    for (const name of names) if (!(await isExecutable(join(folder, name)))) absent.push(name);
    if (absent.length > 0) await build(module, absent, folder, context);
  });
}

async function build(
  module: ModuleName,
  names: readonly BinaryName[],
  folder: string,
  context: BuildContext,
): Promise<void> {
  const unfinished = join(folder, 'unfinished');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished);
  context.log(announcement(module, names, context));
  const started = Date.now();
  const label = `${names.join(', ')} ${pinned[module].version}`;
  const heartbeat = setInterval(() => context.log(`… still building ${label}, ${elapsed(started)}`), heartbeatMs);
  try {
    for (const { output, packages } of outputs(module, names, unfinished)) {
      await go([...goArguments(pinned[module]), '-o', output, ...packages], module, context.signal);
    }
    for (const name of names) await rename(join(unfinished, name), join(folder, name));
  } finally {
    clearInterval(heartbeat);
    await rm(unfinished, { recursive: true, force: true });
  }
  context.log(`Built ${label} in ${elapsed(started)}`);
}

/** One invocation compiles shared packages once, and then go names the binaries after their packages. */
function outputs(
  module: ModuleName,
  names: readonly BinaryName[],
  folder: string,
): { output: string; packages: string[] }[] {
  const packageOf = (name: BinaryName) => pinned[module].packages[name] ?? '';
  const [only] = names;
  if (only !== undefined && names.length === 1) return [{ output: join(folder, only), packages: [packageOf(only)] }];
  return [{ output: `${folder}/`, packages: names.map(packageOf) }];
}

function go(args: readonly string[], module: ModuleName, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('go', args, {
      cwd: join(modulesFolder, module),
      env: { ...process.env, ...buildEnvironment },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal === undefined ? {} : { signal }),
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (cause) => reject(cannotRunGo(cause)));
    child.on('close', (code, killed) => {
      if (code === 0) return resolve();
      const how = code === null ? `was ended by ${killed}` : `failed with exit code ${code}`;
      reject(new Error(`go ${how} while it built ${module} ${pinned[module].version}:\n${output.trim()}`));
    });
  });
}

function cannotRunGo(cause: Error): Error {
  if ('code' in cause && cause.code === 'ENOENT') {
    return new Error(
      'The embedded control plane is built from source with Go 1.26 or newer, and there is no `go` on PATH. ' +
        'Install it from https://go.dev/dl/ and run this again.',
      { cause },
    );
  }
  return cause;
}

function elapsed(since: number): string {
  const seconds = Math.round((Date.now() - since) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
