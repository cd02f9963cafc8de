import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A machine with nothing but what runs there: a repository, the runner's folders, tools. */
export interface WorkflowMachine {
  /** Pushes a workflow and everything it needs in its repository, and runs it. */
  push(pushed: Push): Promise<WorkflowRun>;
  end(): void;
}

export interface Push {
  /** YAML. */
  readonly workflow: string;
  /** Path in the repository → text. The action itself (action.yml and dist/) and `./witness` are always there. */
  readonly files: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}

export interface WorkflowRun {
  readonly exitCode: number | undefined;
  /** As act shows it: each line begins with `[workflow/job]`. */
  readonly log: string;
  /** What the witness of each job found in RUNNER_TEMP after the post steps of everything behind it. */
  readonly left: readonly string[];
}

/**
 * Runs workflows with act, on this machine in place of a container. `deploy-as/deploy-as@v1` is this checkout, and
 * so is `./`.
 * https://nektosact.com/usage/runners.html#runners
 */
export function startWorkflowMachine(act: string, tools: Readonly<Record<string, string>>): WorkflowMachine {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-as-workflow-'));
  const [bin, action, home] = [join(folder, 'bin'), join(folder, 'action'), join(folder, 'home')];
  for (const made of [bin, action, home]) mkdirSync(made);
  // act runs JavaScript actions with the `node` of PATH.
  for (const [name, file] of Object.entries({ ...tools, node: process.execPath })) symlinkSync(file, join(bin, name));
  copyAction(action);
  let pushes = 0;
  return {
    async push(pushed) {
      pushes += 1;
      const repository = join(folder, `repository-${pushes}`);
      commit(repository, pushed);
      const cache = join(folder, `cache-${pushes}`);
      const output = await run(act, actArguments(pushed, { action, cache }), {
        cwd: repository,
        env: { PATH: [bin, process.env.PATH ?? ''].join(delimiter), HOME: home, ...pushed.secrets },
      });
      return { ...output, left: testimonies(output.log) };
    },
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function actArguments(
  { secrets, variables }: Push,
  { action, cache }: { readonly action: string; readonly cache: string },
): string[] {
  return [
    'push',
    ...['--platform', 'ubuntu-latest=-self-hosted'],
    ...['--local-repository', `deploy-as/deploy-as@v1=${action}`],
    ...['--action-cache-path', cache],
    '--no-cache-server',
    // A secret without value is taken from the environment, where no process list shows it.
    ...Object.keys(secrets).flatMap((name) => ['--secret', name]),
    ...Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}=${value}`]),
  ];
}

function copyAction(target: string): void {
  for (const name of ['action.yml', 'dist']) cpSync(join(checkout, name), join(target, name), { recursive: true });
}

function commit(repository: string, { workflow, files }: Push): void {
  copyAction(repository);
  for (const [path, text] of Object.entries({ ...WITNESS, ...files, '.github/workflows/workflow.yml': workflow })) {
    const file = join(repository, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const git = (...args: string[]) => execFileSync('git', args, { cwd: repository, stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('-c', 'user.name=test', '-c', 'user.email=test@test.invalid', 'commit', '--quiet', '--message=Push');
}

/** A step that others stand behind: post steps run in the opposite order, so its own is the last one. */
const WITNESS = {
  'witness/action.yml': `name: Witness
description: Says at the end of the job what is left in RUNNER_TEMP
runs: { using: node24, main: main.cjs, post: post.cjs, post-if: always() }
`,
  'witness/main.cjs': '',
  'witness/post.cjs': `console.log('left: ' + JSON.stringify(require('node:fs').readdirSync(process.env.RUNNER_TEMP)));
`,
};

function testimonies(log: string): string[] {
  return [...log.matchAll(/\| left: (.*)$/gm)].map(([, left = '']) => left);
}

function run(
  file: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Record<string, string> },
): Promise<{ exitCode: number | undefined; log: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        log += chunk;
      });
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? undefined, log }));
  });
}
