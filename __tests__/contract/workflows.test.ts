import { describe, expect, test } from '@jest/globals';
import { INPUTS, OUTPUTS } from '../../src/action/contract.ts';
import { chooseMode, problemsOfGiven, rawInputs } from '../../src/action/given.ts';
import { codeBlocks, isRecord, list, mapping, parseYaml, read, sequence, text } from './documents.ts';

interface Written {
  readonly where: string;
  readonly source: string;
  readonly steps: readonly unknown[];
}

const workflowFiles = list('.github/workflows/*.yml', 'examples/**/workflow*.yml');
const workflows = workflowFiles.map((file) => written(file, read(file)));
const snippets = list('*.md', 'docs/**/*.md').flatMap((file) =>
  codeBlocks(read(file), 'yaml')
    .filter(({ text }) => text.includes('deploy-as/deploy-as@'))
    .map(({ line, text }) => written(`${file}:${line}`, text)),
);
const everywhere = [...workflows, ...snippets].map((place) => [place.where, place] as const);

test('the docs show each way to deploy', () => {
  const modes = snippets.flatMap(({ steps }) =>
    steps.filter(isDeployAs).map((step) => chooseMode(rawInputs(variables(step)))),
  );
  expect(new Set(modes)).toEqual(new Set(['manifests', 'kustomize', 'chart', 'run', 'setup']));
});

describe.each(everywhere)('%s', (_, { source, steps }) => {
  const ours = steps.filter(isDeployAs);

  test('gives deploy-as only inputs that it has, each with its mode', () => {
    for (const step of ours) expect(problemsOfGiven(rawInputs(variables(step)))).toEqual([]);
  });

  test('says whom to become in every deploy-as step', () => {
    for (const step of ours)
      expect(text(mapping(step, 'with'), 'as')).toMatch(/^system:serviceaccount:[a-z-]+:[a-z-]+$/);
  });

  test('reads only outputs that deploy-as has', () => {
    const ids = new Set(ours.map((step) => text(step, 'id')).filter(Boolean));
    const names = [...source.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)]
      .filter(([, id]) => ids.has(id ?? ''))
      .map(([, , name]) => name);
    expect(names.filter((name) => !OUTPUTS.some((output) => output === name))).toEqual([]);
  });
});

describe.each(workflows.map((workflow) => [workflow.where, workflow] as const))(
  'the workflow %s',
  (where, { source, steps }) => {
    const workflow = parseYaml(source, where);

    test('may do no more than read the repository', () => {
      expect(mapping(workflow, 'permissions')).toEqual({ contents: 'read' });
      for (const job of Object.values(mapping(workflow, 'jobs'))) expect(job).not.toHaveProperty('permissions');
    });

    test('puts no expression of somebody else into a shell', () => {
      for (const step of steps) expect(text(step, 'run')).not.toMatch(/\$\{\{/);
    });
  },
);

test('the project runs actions of others only by their commit, named with its version', () => {
  for (const { source } of workflows.filter(({ where }) => where.startsWith('.github/'))) {
    const uses = [...source.matchAll(/uses: (.+)$/gm)].map((match) => match[1] ?? '').filter((use) => use !== './');
    expect(uses.length).toBeGreaterThan(0);
    for (const use of uses) expect(use).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  }
});

test('CI plays the quick start with the inputs that the README shows', () => {
  const shown = steps('examples/quick-start/workflow.yml').find(isDeployAs);
  const played = steps('.github/workflows/ci.yml').find((step) => text(step, 'id') === 'first');
  const { 'working-directory': folder, ...given } = mapping(played, 'with');
  expect(folder).toBe('examples/quick-start');
  expect(Object.keys(given)).toEqual(Object.keys(mapping(shown, 'with')));
  expect([given.as, given.manifests]).toEqual([mapping(shown, 'with').as, mapping(shown, 'with').manifests]);
});

function steps(file: string): readonly unknown[] {
  return workflows.find(({ where }) => where === file)?.steps ?? [];
}

/** A whole workflow, or a list of steps. */
function written(where: string, source: string): Written {
  const parsed = parseYaml(source, where);
  const found = Array.isArray(parsed)
    ? parsed
    : Object.values(mapping(parsed, 'jobs')).flatMap((job) => sequence(job, 'steps'));
  return { where, source, steps: found };
}

function isDeployAs(step: unknown): boolean {
  return isRecord(step) && (step.uses === './' || text(step, 'uses').startsWith('deploy-as/deploy-as@'));
}

/** As the runner hands them over: what the step says, and action.yml's default where it says nothing. */
function variables(step: unknown): Record<string, string> {
  const defaults = INPUTS.map((input) => [input.name, input.default ?? ''] as const);
  const given = Object.entries(mapping(step, 'with')).map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries([...defaults, ...given].map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]));
}
