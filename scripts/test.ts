// `npm test`: everything. `npm test -- --selectProjects unit`, `npm test -- <path>`, `npm test -- --watch` narrow it.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BinaryName } from '../testbed/binaries.ts';
import { ensureBinaries } from '../testbed/binaries.ts';
import { startSupervised } from '../testbed/supervised.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ALL_BINARIES: BinaryName[] = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubectl',
  'etcd',
  'kwok',
  'helm4',
  'helm3',
  'act',
];

const args = process.argv.slice(2);
process.exitCode = await test(args);

async function test(jestArguments: string[]): Promise<number> {
  if (!needsCluster(jestArguments)) return await jest(jestArguments, {});
  say(
    'Tests run against a real control plane. Its binaries are built once and kept; the first build takes about ten minutes.',
  );
  const binaries = await ensureBinaries(ALL_BINARIES, say);
  say('Starting the control plane …');
  const cluster = await startSupervised({ log: say });
  try {
    return await jest(jestArguments, {
      DEPLOY_AS_TESTBED: JSON.stringify({ info: cluster.info, binaries }),
    });
  } finally {
    await cluster.stop();
  }
}

/** Unit tests are asked for by name, bundle tests that need no cluster by leaving out the others; the rest may need one. */
function needsCluster(jestArguments: string[]): boolean {
  const at = jestArguments.indexOf('--selectProjects');
  if (at === -1) return true;
  const projects: string[] = [];
  for (const argument of jestArguments.slice(at + 1)) {
    if (argument.startsWith('-')) break;
    projects.push(argument);
  }
  const bundleAlone = jestArguments.includes('bundle-cluster');
  return projects.some((project) => project !== 'unit' && !(project === 'bundle' && bundleAlone));
}

async function jest(jestArguments: string[], environment: Record<string, string>): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), 'deploy-as-test-'));
  const outputFile = join(scratch, 'results.json');
  try {
    const command = [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
      // Cluster tests mostly wait: two at a time even where there are two cores.
      `--maxWorkers=${Math.max(2, availableParallelism() - 1)}`,
      ...(jestArguments.some((argument) => argument.startsWith('--watch'))
        ? []
        : ['--json', `--outputFile=${outputFile}`]),
      ...jestArguments,
    ];
    const status = await exitOf(command, { ...process.env, ...environment });
    tell(outputFile);
    return status;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Waits for the child whatever signal comes: Ctrl-C reaches jest through the terminal, and we clean up after it. */
function exitOf(command: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { stdio: ['inherit', 'ignore', 'inherit'], cwd: root, env });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** The counts, for people and for `.ci/run`. */
function tell(outputFile: string): void {
  const results: unknown = readResults(outputFile);
  if (typeof results !== 'object' || results === null) return;
  const count = (key: string): number => {
    const value: unknown = Reflect.get(results, key);
    return typeof value === 'number' ? value : 0;
  };
  const failed = count('numFailedTests') + count('numRuntimeErrorTestSuites');
  const skipped = count('numPendingTests') + count('numTodoTests');
  const counts = { passed: count('numPassedTests'), failed, skipped };
  if (process.env.DEPLOY_AS_COUNTS !== undefined) writeFileSync(process.env.DEPLOY_AS_COUNTS, JSON.stringify(counts));
  console.log(`${counts.passed} passed, ${counts.failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
}

function readResults(outputFile: string): unknown {
  try {
    return JSON.parse(readFileSync(outputFile, 'utf8'));
  } catch {
    return undefined;
  }
}

function say(line: string): void {
  console.error(line);
}
