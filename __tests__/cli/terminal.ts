import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../src/cli/main.ts';
import { processRunner } from '../../src/tools/process.ts';

/** What a command left behind. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder to run commands in. */
export interface Workplace {
  readonly folder: string;
  write(path: string, text: string): void;
  run(...args: readonly string[]): Promise<Ran>;
  end(): void;
}

/** Runs commands in this process. `environment` is all that they see. */
export function startWorkplace(environment: Readonly<Record<string, string>> = {}): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-as-cli-'));
  return {
    folder,
    write(path, text) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    },
    async run(...args) {
      const out: string[] = [];
      const err: string[] = [];
      const terminal = {
        stdout: (text: string) => void out.push(text),
        stderr: (text: string) => void err.push(text),
        environment: { HOME: folder, ...environment },
        currentFolder: folder,
        platform: process.platform,
        process: processRunner(),
      };
      const code = await main(args, terminal, new AbortController().signal);
      return { code, stdout: out.join(''), stderr: err.join('') };
    },
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}
