import type { RunProcess } from '../host.ts';

/** What a command finds around it; made in the entry. */
export interface Terminal {
  /** The result, and nothing else. */
  readonly stdout: (text: string) => void;
  /** Everything else. */
  readonly stderr: (text: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly currentFolder: string;
  /** As Node names it (`process.platform`). */
  readonly platform: string;
  readonly process: RunProcess;
}

/** What a command ends with. https://tldp.org/LDP/abs/html/exitcodes.html has 2 for misuse, too. */
export const EXIT = { clean: 0, findings: 1, usage: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const OUTPUTS = ['text', 'json', 'yaml'] as const;
export type Output = (typeof OUTPUTS)[number];
