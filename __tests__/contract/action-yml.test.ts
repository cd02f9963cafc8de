import { describe, expect, test } from '@jest/globals';
import { INPUTS, type InputDeclaration, OUTPUTS } from '../../src/action/contract.ts';
import { outputsOf } from '../../src/report/outputs.ts';
import { mapping, parseYaml, read, text } from './documents.ts';

const source = read('action.yml');
const action = parseYaml(source, 'action.yml');
const inputs = mapping(action, 'inputs');
const outputs = mapping(action, 'outputs');

describe('action.yml and src/action/contract.ts', () => {
  test('name the same inputs in the same order', () => {
    expect(Object.keys(inputs)).toEqual(INPUTS.map(({ name }) => name));
  });

  test('give each input the same default', () => {
    const defaults = Object.entries(inputs).map(([name, input]) => [name, mapping({ input }, 'input').default]);
    expect(defaults).toEqual(INPUTS.map((input) => [input.name, input.default]));
  });

  test.each(INPUTS.map((input) => [input.name, input] as const))('tell the same modes of `%s`', (name, input) => {
    expect(text(inputs[name], 'description').split(/(?<=\.) /)).toContain(modeSentence(input));
  });

  test('name the same outputs in the same order', () => {
    expect(Object.keys(outputs)).toEqual([...OUTPUTS]);
  });

  test('name the outputs that a run sets', () => {
    const facts = {
      mode: undefined,
      wanted: undefined,
      tools: [],
      changes: [],
      tellsChanges: false,
      stages: [],
      problems: [],
      warnings: [],
    };
    const report = { result: 'invalid' as const, facts, denied: [], startedAt: 0, milliseconds: 0 };
    expect(Object.keys(outputsOf(report, { summary: undefined, report: undefined })).sort()).toEqual(
      [...OUTPUTS].sort(),
    );
  });
});

test('an input that holds a credential or chooses one has a word for going without', () => {
  const wordless = INPUTS.filter(({ kind, default: word }) => kind === 'credential' && !/^[a-z]+$/.test(word ?? ''));
  expect(wordless).toEqual([]);
  expect(INPUTS.filter(({ kind }) => kind === 'credential').map(({ name }) => name)).toEqual([
    'kubeconfig',
    'context',
    'server',
    'certificate-authority',
    'token',
    'chart-username',
    'chart-password',
    'download-token',
  ]);
});

test('every input and output is described in few words, without an expression that the runner would evaluate', () => {
  for (const [name, entry] of [...Object.entries(inputs), ...Object.entries(outputs)]) {
    const description = text(entry, 'description');
    expect([name, description.length]).toEqual([name, expect.any(Number)]);
    expect(description.length).toBeGreaterThan(20);
    expect(description.length).toBeLessThan(420);
    expect(description).not.toContain('$' + '{{');
    expect(description).toMatch(/^[A-Z].*\.$/s);
  }
});

test('no input is marked required: the runner does not check it, and the action does', () => {
  expect(source).not.toContain('required:');
});

test('the runner starts the two bundles on Node 24, the post step whatever happened', () => {
  expect(mapping(action, 'runs')).toEqual({
    using: 'node24',
    main: 'dist/main/index.js',
    post: 'dist/post/index.js',
    'post-if': 'always()',
  });
});

test('the marketplace takes name, description and branding', () => {
  expect(text(action, 'name')).toBe('deploy-as');
  expect(text(action, 'description').length).toBeLessThanOrEqual(125);
  expect(mapping(action, 'branding')).toEqual({ icon: expect.any(String), color: expect.any(String) });
});

function modeSentence(input: InputDeclaration): string {
  if (input.group === 'deploy') {
    return input.name === 'run'
      ? 'At most one of `manifests`, `kustomize`, `chart` and `run`; with none of them, later steps of the job deploy.'
      : 'At most one of `manifests`, `kustomize`, `chart` and `run`.';
  }
  if (input.modes === 'all') return 'Goes with every mode.';
  const names = input.modes.map((mode) => `\`${mode}\``);
  return `Goes with ${[names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and ')}.`;
}
