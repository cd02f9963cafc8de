import { formatProblem, type Problem } from '../problem.ts';
import { CHECK, COMMANDS, LINT, RBAC } from './commands.ts';
import { EXIT, type ExitCode, OUTPUTS, type Output, type Terminal } from './terminal.ts';
import { type CommandDeclaration, type GivenOptions, helpOf, parseCommandLine, usageProblem } from './usage.ts';

type Command = (given: GivenOptions, output: Output, terminal: Terminal, signal: AbortSignal) => Promise<ExitCode>;

/** Loaded when it is called: help and typos are answered at once. */
const WORK: ReadonlyMap<CommandDeclaration, () => Promise<Command>> = new Map<
  CommandDeclaration,
  () => Promise<Command>
>([
  [RBAC, async () => (await import('./rbac.ts')).rbacCommand],
  [CHECK, async () => (await import('./check.ts')).checkCommand],
  [LINT, async () => (await import('./lint.ts')).lintCommand],
]);

/** Runs the command that `args` name (without Node and script) and gives the code to exit with. */
export async function main(args: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<ExitCode> {
  const [first] = args;
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    const wanted = commandOf(args.slice(1));
    terminal.stdout(wanted === undefined ? overview() : helpOf(wanted.command));
    return first === undefined ? EXIT.usage : EXIT.clean;
  }
  const called = commandOf(args);
  if (called === undefined) {
    return refuse(
      [usageProblem('', `deploy-as knows no command "${first}"`, '`deploy-as --help` lists all.')],
      terminal,
    );
  }
  const { command, rest } = called;
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.stdout(helpOf(command));
    return EXIT.clean;
  }
  const given = parseCommandLine(command, rest);
  if (!given.ok) return refuse(given.problems, terminal);
  const output = OUTPUTS.find((name) => name === (given.value.text('output') ?? 'text'));
  if (output === undefined) {
    return refuse([usageProblem('output', 'it is none of text, json and yaml', 'Write one of them.')], terminal);
  }
  const work = await WORK.get(command)?.();
  if (work === undefined) throw new Error(`${command.name} is declared, but nothing does it`);
  return await work(given.value, output, terminal, signal);
}

/** The command with the longest name that `args` begin with. */
function commandOf(
  args: readonly string[],
): { readonly command: CommandDeclaration; readonly rest: readonly string[] } | undefined {
  const byLength = [...COMMANDS].sort((one, other) => other.name.length - one.name.length);
  for (const command of byLength) {
    const words = command.name.split(' ');
    if (words.every((word, index) => args[index] === word)) return { command, rest: args.slice(words.length) };
  }
  return undefined;
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    'deploy-as: deploy to Kubernetes as somebody narrower',
    '',
    'Commands',
    ...COMMANDS.map(({ name, summary }) => `  deploy-as ${name.padEnd(width)}  ${summary}`),
    '',
    '`deploy-as COMMAND --help` tells more. Exit codes: 0 clean, 1 findings or a failure, 2 a mistake in the command line.',
    '',
  ].join('\n');
}

function refuse(problems: readonly Problem[], terminal: Terminal): ExitCode {
  terminal.stderr(`${problems.map(formatProblem).join('\n')}\n`);
  return EXIT.usage;
}
