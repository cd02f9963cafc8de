import type { Log } from '../host.ts';
import { formatProblem } from '../problem.ts';
import type { Terminal } from './terminal.ts';

/** A command says nothing while it works, but for warnings: what it has to say is its result. */
export function stderrLog({ stderr }: Pick<Terminal, 'stderr'>): Log {
  return {
    info: () => {},
    script: () => {},
    debug: () => {},
    warn: (problem) => stderr(`Warning: ${formatProblem(problem)}\n`),
    group: (_name, work) => work(),
  };
}
