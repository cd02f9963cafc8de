import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { formatProblem } from '../../src/problem.ts';
import { renderKustomization } from '../../src/render/kustomize.ts';
import { processRunner } from '../../src/tools/process.ts';
import { sharedTestbed } from '../../testbed/shared.ts';

let workspace: string;

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'kustomize-'));
});

afterEach(async () => {
  await rm(workspace, { recursive: true, force: true });
});

async function render(files: Readonly<Record<string, string>>, folder: string) {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(workspace, name)), { recursive: true });
    await writeFile(join(workspace, name), text);
  }
  const request = {
    kubectl: sharedTestbed().binaries.kubectl,
    folder,
    environment: { PATH: process.env.PATH ?? '' },
    folders: { working: workspace, workspace },
  };
  return await renderKustomization(request, processRunner(), AbortSignal.timeout(60_000));
}

const BASE = {
  'base/kustomization.yaml': 'resources: [web.yaml]\nconfigMapGenerator:\n- name: settings\n  literals: [a=0644]\n',
  'base/web.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - {name: web, image: web, envFrom: [{configMapRef: {name: settings}}]}\n',
};

describe('kubectl', () => {
  test('renders overlays and generators', async () => {
    const outcome = await render(
      { ...BASE, 'overlays/prod/kustomization.yaml': 'namespace: shop\nnamePrefix: prod-\nresources: [../../base]\n' },
      'overlays/prod',
    );
    if (!outcome.ok) throw new Error(outcome.problems.map(formatProblem).join('\n'));
    expect(outcome.value.problems).toEqual([]);
    const names = outcome.value.objects.map(({ ref }) => `${ref.kind} ${ref.namespace}/${ref.name}`);
    expect(names).toEqual([expect.stringMatching(/^ConfigMap shop\/prod-settings-\w{10}$/), 'Pod shop/prod-web']);
    expect(outcome.value.objects[0]?.value.data).toEqual({ a: '0644' });
    expect(outcome.value.objects[0]?.source).toEqual({ file: 'overlays/prod/kustomization.yaml' });
  });

  test('tells what is deprecated and renders all the same', async () => {
    const outcome = await render({ ...BASE, 'old/kustomization.yaml': 'bases: [../base]\n' }, 'old');
    expect(outcome).toMatchObject({
      ok: true,
      value: { warnings: [{ message: expect.stringContaining("'bases' is deprecated") }] },
    });
  });

  test.each([
    ['a resource that is not there', { 'k/kustomization.yaml': 'resources: [nope.yaml]\n' }, /nope.yaml/],
    ['a field that it does not know', { 'k/kustomization.yaml': 'resource: []\n' }, /unknown field "resource"/],
    [
      'a file outside',
      { 'k/kustomization.yaml': 'resources: [../x.yaml]\n', 'x.yaml': 'a: 1\n' },
      /is not in or below/,
    ],
  ])('tells %s', async (_what, files, line) => {
    const outcome = await render(files, 'k');
    const texts = outcome.ok ? [] : outcome.problems.map(formatProblem);
    expect(texts).toEqual([expect.stringMatching(line)]);
    expect(texts[0]).toMatch(/^k\/kustomization.yaml: The kustomization k does not render/);
  });

  test('takes a folder whose name begins with a dash', async () => {
    const outcome = await render(
      { '-k/kustomization.yaml': 'configMapGenerator:\n- name: a\n  literals: [a=b]\n' },
      '-k',
    );
    expect(outcome).toMatchObject({ ok: true, value: { objects: [{ ref: { kind: 'ConfigMap' } }] } });
  });
});
