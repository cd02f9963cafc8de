import type { Problem } from '../problem.ts';
import { INPUTS, type Mode } from './contract.ts';
import { nearest } from './nearest.ts';
import type { Environment } from './runner.ts';

export type { Mode } from './contract.ts';

/** Input name → the text that the workflow gave, or action.yml's default. */
export interface RawInputs {
  get(input: string): string | undefined;
  readonly given: ReadonlyMap<string, string>;
}

const DEPLOY_INPUTS = ['manifests', 'kustomize', 'chart', 'run'] as const;

const EMPTY_CREDENTIAL =
  'An expression such as `${{ secrets.NAME }}` is empty where the name is misspelt, on a pull request from a fork, in a reusable workflow called without `secrets: inherit`, and in another `environment:` than the one that holds the secret.';

/**
 * The `INPUT_*` variables. The runner keeps hyphens, turns blanks into `_` and upper-cases the name:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#inputs
 */
export function rawInputs(environment: Environment): RawInputs {
  const given = new Map<string, string>();
  for (const [variable, value] of Object.entries(environment)) {
    if (variable.startsWith('INPUT_') && value !== undefined)
      given.set(variable.slice('INPUT_'.length).toLowerCase(), value);
  }
  const defaults = new Map(INPUTS.map((input) => [input.name as string, input.default]));
  return {
    given,
    get(input) {
      const text = given.get(input);
      const isEmpty = text === undefined || text === '';
      return isEmpty ? defaults.get(input) : text;
    },
  };
}

/** The one deploy input that is given; `setup` for none; undefined for more than one, which is a problem of its own. */
export function chooseMode(raw: RawInputs): Mode | undefined {
  const chosen = DEPLOY_INPUTS.filter((input) => (raw.get(input) ?? '').trim() !== '');
  return chosen.length > 1 ? undefined : (chosen[0] ?? 'setup');
}

/** What is wrong with the inputs as a set: unknown names, empty credentials, two modes, inputs of another mode. */
export function problemsOfGiven(raw: RawInputs): Problem[] {
  return [...unknownInputs(raw), ...emptyCredentials(raw), ...modeProblems(raw)];
}

function unknownInputs(raw: RawInputs): Problem[] {
  const declared: string[] = INPUTS.map((input) => input.name);
  return [...raw.given.keys()]
    .filter((name) => !declared.includes(name))
    .map((name) => {
      const close = nearest(name, declared);
      return {
        kind: 'input' as const,
        input: name,
        message: `input \`${name}\`: deploy-as has no such input`,
        fix: close === undefined ? 'Take it out; the README lists all inputs.' : `Did you mean \`${close}\`?`,
      };
    });
}

/** Empty is never "not given" for a credential: going on with another one would deploy to another cluster. */
function emptyCredentials(raw: RawInputs): Problem[] {
  return INPUTS.filter((input) => input.kind === 'credential' && raw.given.get(input.name)?.trim() === '').map(
    (input) => ({
      kind: 'input' as const,
      input: input.name,
      message: `input \`${input.name}\`: it was given, but it is empty. ${EMPTY_CREDENTIAL}`,
      fix: `Mend the expression, or write \`${input.default}\` (or leave the line out) to go without; a reusable workflow writes \`\${{ inputs.${input.name} || '${input.default}' }}\`.`,
    }),
  );
}

function modeProblems(raw: RawInputs): Problem[] {
  const chosen = DEPLOY_INPUTS.filter((input) => (raw.get(input) ?? '').trim() !== '');
  const mode = chooseMode(raw);
  if (mode === undefined) {
    return chosen.map((input) => ({
      kind: 'input' as const,
      input,
      message: `input \`${input}\`: one step deploys one thing, but ${quoted(chosen)} are given`,
      fix: 'Keep one of them here and use a second deploy-as step for the other.',
    }));
  }
  return INPUTS.filter((input) => input.modes !== 'all' && !input.modes.includes(mode))
    .filter((input) => isOtherThanDefault(raw, input.name, input.default))
    .map((input) => ({
      kind: 'input' as const,
      input: input.name,
      message: `input \`${input.name}\`: it does nothing ${mode === 'setup' ? 'without a deploy input' : `with \`${mode}\``}`,
      fix: `It goes with ${quoted(input.modes === 'all' ? [] : input.modes)}: take it out, or give that input.`,
    }));
}

function isOtherThanDefault(raw: RawInputs, name: string, byDefault: string | undefined): boolean {
  const text = (raw.given.get(name) ?? '').trim();
  return text !== '' && text !== (byDefault ?? '');
}

function quoted(names: readonly string[]): string {
  const words = names.map((name) => `\`${name}\``);
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
