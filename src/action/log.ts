import type { Log } from '../host.ts';
import { formatProblem } from '../problem.ts';
import type { Secrets } from '../secret.ts';
import { unescapeData, workflowCommand } from './workflow-commands.ts';

/**
 * The run's voice in a workflow's log. Every line is redacted here too: the runner masks what it was told to, but
 * the log may also be read where no runner stands behind it. What looks like a workflow command is not one:
 * it is written so that the runner reads none, since a tool or a cluster must not speak to the runner. Only a script may, as in any
 * `run:` step; what it masks is masked in our own texts too.
 */
export function runnerLog(write: (text: string) => void, secrets: Secrets, options: { readonly debug: boolean }): Log {
  const info = (text: string): void => {
    for (const line of text.split(/\r\n|\r|\n/)) write(`${harmless(secrets.redact(line))}\n`);
  };
  return {
    info,
    script(line) {
      const secret = /^::add-mask::(.+)$/.exec(line)?.[1];
      if (secret === undefined) write(`${secrets.redact(line)}\n`);
      else secrets.mask(unescapeData(secret));
    },
    warn: (problem) => info(`Warning: ${formatProblem(problem)}`),
    debug(text) {
      if (options.debug) info(text);
    },
    async group(name, work) {
      write(`${workflowCommand('group', {}, secrets.redact(name))}\n`);
      try {
        return await work();
      } finally {
        write(`${workflowCommand('endgroup')}\n`);
      }
    },
  };
}

/**
 * The runner takes `::command::` at the start of a line, and the older `##[command]` anywhere in it.
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
function harmless(line: string): string {
  const split = line.replaceAll('##[', '# #[');
  return /^\s*::/.test(split) ? `| ${split}` : split;
}
