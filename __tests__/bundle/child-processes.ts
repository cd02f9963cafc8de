import { appendFileSync, chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Job } from '../../testbed/runner.ts';

const SAMPLED_EVERY_MILLISECONDS = 10;

/** The command lines of everything that a process starts, as `ps` shows them to everybody on the machine. */
export interface CommandLines {
  /** Looks on from now: hand it to `onStart`. */
  readonly watch: (pid: number) => void;
  /** Ends the looking and says what was seen: one line for each command. */
  end(): string;
}

/**
 * Samples /proc, and lets tools that the job calls by name note their own command line, which no sampling misses.
 * https://man7.org/linux/man-pages/man5/proc_pid_cmdline.5.html
 */
export function watchCommandLines(job: Job, tools: Readonly<Record<string, string>>): CommandLines {
  const folder = mkdtempSync(join(job.temp, '..', 'noted-'));
  const noted = join(folder, 'command-lines');
  appendFileSync(noted, '');
  for (const [name, file] of Object.entries(tools)) {
    const wrapper = join(folder, name);
    writeFileSync(wrapper, `#!/bin/sh\nprintf '%s ' "$0" "$@" >>'${noted}'\necho >>'${noted}'\nexec '${file}' "$@"\n`);
    chmodSync(wrapper, 0o755);
  }
  job.environment.PATH = [folder, job.environment.PATH ?? ''].join(delimiter);
  const seen = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  return {
    watch(pid) {
      timer = setInterval(() => {
        for (const each of familyOf(pid)) seen.add(read(`/proc/${each}/cmdline`).replaceAll('\0', ' '));
      }, SAMPLED_EVERY_MILLISECONDS);
    },
    end() {
      clearInterval(timer);
      return [...seen, readFileSync(noted, 'utf8')].join('\n');
    },
  };
}

/** A process and all its descendants. */
function familyOf(pid: number): number[] {
  let threads: string[] = [];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
  const children = threads.flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(familyOf)];
}

/** Empty where the process has ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
