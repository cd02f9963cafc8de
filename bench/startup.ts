// How long a workflow waits to be told that its inputs are wrong, beside bare Node in the same run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ROUNDS = 30;

/** Prints both medians in milliseconds and the median of the pair-wise ratios. */
export function benchStartup(): void {
  const temp = mkdtempSync(join(tmpdir(), 'deploy-as-bench-'));
  try {
    const bare = () => time(['-e', '0'], temp);
    const refusal = () => time([join(root, 'dist', 'main', 'index.js')], temp);
    bare();
    refusal();
    const pairs = Array.from({ length: ROUNDS }, () => ({ bare: bare(), refusal: refusal() }));
    const ratio = median(pairs.map((pair) => pair.refusal / pair.bare));
    console.log(
      `start-up, bad inputs refused: ${median(pairs.map((pair) => pair.refusal)).toFixed(1)} ms; ` +
        `bare Node: ${median(pairs.map((pair) => pair.bare)).toFixed(1)} ms; ratio ${ratio.toFixed(2)} (median of ${ROUNDS} pairs)`,
    );
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

function time(args: string[], temp: string): number {
  const env = {
    PATH: process.env.PATH ?? '',
    RUNNER_TEMP: temp,
    GITHUB_WORKSPACE: temp,
    GITHUB_OUTPUT: join(temp, 'output'),
    GITHUB_STATE: join(temp, 'state'),
    GITHUB_STEP_SUMMARY: join(temp, 'summary'),
    INPUT_AS: '',
  };
  const start = performance.now();
  const child = spawnSync(process.execPath, args, { env, stdio: 'ignore' });
  if (child.error !== undefined) throw child.error;
  return performance.now() - start;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
