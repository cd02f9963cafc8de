import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ProcessResult, ProcessSpec } from '../../src/host.ts';
import { renderKustomization } from '../../src/render/kustomize.ts';

let workspace: string;
const ENDED: ProcessResult = { exitCode: 0, signal: undefined, stdout: '', stderr: '', aborted: false };
const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'kustomize-'));
  await mkdir(join(workspace, 'k'));
  await writeFile(join(workspace, 'k/kustomization.yaml'), 'resources: []\n');
  await writeFile(join(workspace, 'file.yaml'), '');
  await mkdir(join(workspace, 'plain'));
});

afterEach(async () => {
  await rm(workspace, { recursive: true, force: true });
});

async function render(result: Partial<ProcessResult> | Error, folder = 'k') {
  const specs: ProcessSpec[] = [];
  const outcome = await renderKustomization(
    { kubectl: '/bin/kubectl', folder, environment: { PATH: '/bin' }, folders: { working: workspace, workspace } },
    async (spec) => {
      specs.push(spec);
      if (result instanceof Error) throw result;
      return { ...ENDED, ...result };
    },
    new AbortController().signal,
  );
  return { specs, outcome, problems: outcome.ok ? [] : outcome.problems };
}

describe('rendering a kustomization', () => {
  test('runs kubectl kustomize in the working directory', async () => {
    const { specs } = await render({ stdout: CONFIG_MAP });
    expect(specs).toEqual([
      { file: '/bin/kubectl', args: ['kustomize', '--', 'k'], env: { PATH: '/bin' }, cwd: workspace },
    ]);
  });

  test('gives objects whose source is the kustomization', async () => {
    const { outcome } = await render({ stdout: CONFIG_MAP, stderr: "# Warning: 'bases' is deprecated.\n" });
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        objects: [{ ref: { name: 'a' }, source: { file: 'k/kustomization.yaml' }, body: CONFIG_MAP }],
        problems: [],
        warnings: [{ message: "'bases' is deprecated.", source: { file: 'k/kustomization.yaml' } }],
      },
    });
  });

  test("tells kubectl's own lines where it fails", async () => {
    const { problems } = await render({ exitCode: 1, stderr: 'error: accumulating resources: x.yaml\n' });
    expect(problems).toMatchObject([
      {
        kind: 'manifest',
        details: ['error: accumulating resources: x.yaml'],
        source: { file: 'k/kustomization.yaml' },
      },
    ]);
  });

  test.each([
    ['nope', /does not exist/],
    ['file.yaml', /is a file/],
    ['plain', /holds no kustomization.yaml/],
  ])('refuses the folder %s without starting kubectl', async (folder, message) => {
    const { specs, problems } = await render({}, folder);
    expect(specs).toEqual([]);
    expect(problems).toMatchObject([{ kind: 'input', input: 'kustomize', message: expect.stringMatching(message) }]);
  });

  test.each([
    ['https://user:pw@github.com/shop/deploy//overlays/prod?ref=v1', 'https://github.com/shop/deploy//overlays/prod'],
    ['git@github.com:shop/deploy.git', 'git@github.com:shop/deploy.git'],
    ['github.com/shop/deploy?ref=main', 'github.com/shop/deploy'],
    ['ssh://git@example.com/shop.git', 'ssh://example.com/shop.git'],
    ['git::https://example.com/shop.git', 'git::https://example.com/shop.git'],
  ])('refuses the remote kustomization %s, and says what to do instead', async (folder, named) => {
    const { specs, problems } = await render({}, folder);
    expect(specs).toEqual([]);
    expect(problems).toMatchObject([
      {
        kind: 'input',
        message: `${named} is a remote kustomization; \`kustomize\` takes a folder of this machine.`,
        fix: expect.stringMatching(/Check the repository out .* or name a local folder/),
      },
    ]);
  });

  test('that gives nothing is a problem', async () => {
    expect((await render({})).problems).toMatchObject([
      { kind: 'manifest', message: expect.stringContaining('renders no object') },
    ]);
  });

  test('that is cut off by a cancel is cancelled', async () => {
    expect((await render({ aborted: true, exitCode: undefined, signal: 'SIGTERM' })).problems).toMatchObject([
      { kind: 'cancelled' },
    ]);
  });

  test('tells a kubectl that cannot be started', async () => {
    expect((await render(new Error('spawn /bin/kubectl ENOENT'))).problems).toMatchObject([{ kind: 'tool' }]);
  });
});
