import { parseArgs } from 'node:util';
import { nearest } from '../action/nearest.ts';
import { failure, type Outcome, type Problem, success } from '../problem.ts';

/** An option of a command. `list` may be given again; `flag` takes no value. */
export interface OptionDeclaration {
  readonly name: string;
  readonly kind: 'text' | 'list' | 'flag';
  /** What its value is called in the help: `NS/NAME`. */
  readonly value?: string;
  readonly help: string;
}

export interface OptionGroup {
  readonly title: string;
  readonly options: readonly OptionDeclaration[];
}

export interface CommandDeclaration {
  /** As it is called: `rbac lint`. */
  readonly name: string;
  readonly summary: string;
  /** Lines of the help, after the summary. */
  readonly about: readonly string[];
  readonly examples: readonly string[];
  /** What its arguments are called, where it takes some. */
  readonly operands?: string;
  readonly groups: readonly OptionGroup[];
}

/** What was written behind a command. */
export interface GivenOptions {
  has(name: string): boolean;
  text(name: string): string | undefined;
  list(name: string): readonly string[];
  readonly operands: readonly string[];
}

/** Every command has them. */
export const COMMON: OptionGroup = {
  title: 'Result',
  options: [
    {
      name: 'output',
      kind: 'text',
      value: 'text|json|yaml',
      help: 'how the result is written to stdout (default: text)',
    },
    { name: 'help', kind: 'flag', help: 'this text' },
  ],
};

/** The options and operands of `args`, or everything that is wrong with them (kind `input`). */
export function parseCommandLine(command: CommandDeclaration, args: readonly string[]): Outcome<GivenOptions> {
  const declared = command.groups.flatMap(({ options }) => options);
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      declared.map(({ name, kind }) => [name, { type: kind === 'flag' ? 'boolean' : 'string' } as const]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const problems: Problem[] = [];
  const values = new Map<string, string[]>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const option = declared.find(({ name }) => name === token.name);
    const problem =
      option === undefined ? unknownOption(token.rawName, declared, command) : problemOfValue(option, token);
    if (problem !== undefined) problems.push(problem);
    const before = values.get(token.name) ?? [];
    if (option !== undefined && option.kind !== 'list' && before.length > 0) problems.push(givenTwice(option.name));
    values.set(token.name, [...before, token.value ?? '']);
  }
  // Behind an unknown option stands what was to be its value.
  if (command.operands === undefined && problems.length === 0) {
    for (const operand of operands) {
      problems.push(usageProblem('', `"${operand}" is not expected here`, `See \`deploy-as ${command.name} --help\`.`));
    }
  }
  if (problems.length > 0) return failure(...problems);
  return success({
    has: (name) => values.has(name),
    text: (name) => values.get(name)?.[0],
    list: (name) => (values.get(name) ?? []).flatMap(linesOf),
    operands,
  });
}

/** An option as a problem's `input`; its message begins with it. */
export function usageProblem(option: string, message: string, fix: string): Problem {
  return { kind: 'input', input: option, message: option === '' ? message : `--${option}: ${message}`, fix };
}

/** Problems of inputs come from code that the action shares: an input is an option here. */
export function asOptionProblem(problem: Problem): Problem {
  const asOption = (text: string): string => text.replace(/^input `([a-z0-9-]+)`: /, '--$1: ');
  return { ...problem, message: asOption(problem.message) };
}

/** The text of `--help`. */
export function helpOf(command: CommandDeclaration): string {
  const options = command.groups.flatMap((group) => group.options);
  const width = Math.max(...options.map((option) => spelled(option).length));
  const lines = [`deploy-as ${command.name}: ${command.summary}`, '', ...command.about, '', 'Examples'];
  for (const example of command.examples) lines.push(`  ${example}`);
  for (const group of command.groups) {
    lines.push('', group.title);
    for (const option of group.options) {
      const [first = '', ...more] = wrapped(option.help, Math.max(40, HELP_WIDTH - width - 4));
      lines.push(`  ${spelled(option).padEnd(width)}  ${first}`);
      for (const line of more) lines.push(`  ${''.padEnd(width)}  ${line}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

const HELP_WIDTH = 110;

function spelled({ name, value }: OptionDeclaration): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** As in the action: one entry a line, `#` begins a comment. */
function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function unknownOption(rawName: string, declared: readonly OptionDeclaration[], command: CommandDeclaration): Problem {
  const close = nearest(
    rawName.replace(/^-+/, ''),
    declared.map(({ name }) => name),
  );
  const fix =
    close === undefined ? `\`deploy-as ${command.name} --help\` lists all options.` : `Did you mean \`--${close}\`?`;
  return usageProblem('', `${rawName}: \`deploy-as ${command.name}\` has no such option`, fix);
}

function problemOfValue(
  option: OptionDeclaration,
  token: { readonly value?: string | undefined; readonly inlineValue?: boolean | undefined },
): Problem | undefined {
  const { name, kind, value } = option;
  if (kind === 'flag') {
    return token.value === undefined
      ? undefined
      : usageProblem(name, 'it takes no value', `Write \`--${name}\`, or leave it out.`);
  }
  if (token.value === undefined)
    return usageProblem(name, 'its value is missing', `Write \`--${name} ${value ?? 'VALUE'}\`.`);
  if (token.inlineValue !== true && /^-./.test(token.value)) {
    return usageProblem(
      name,
      `its value is missing: \`${token.value}\` looks like the next option`,
      `Write \`--${name}=${token.value}\` if it is the value.`,
    );
  }
  if (token.value.trim() !== '') return undefined;
  return usageProblem(
    name,
    'its value is empty, as of a variable that is not set',
    `Write \`--${name} ${value ?? 'VALUE'}\`, or leave it out.`,
  );
}

function givenTwice(name: string): Problem {
  return usageProblem(name, 'it is given twice', 'Keep one of the two.');
}
