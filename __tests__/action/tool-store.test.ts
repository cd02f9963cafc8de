import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { arch, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createToolStore } from '../../src/action/tool-store.ts';

const before = process.env.RUNNER_TOOL_CACHE;
let folder = '';
let toolCache = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deploy-as-store-'));
  toolCache = join(folder, 'tools');
  await mkdir(join(folder, 'temp'));
  process.env.RUNNER_TOOL_CACHE = toolCache;
  // The toolkit prints workflow commands, which belong to the runner alone.
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});

afterEach(async () => {
  jest.restoreAllMocks();
  if (before === undefined) delete process.env.RUNNER_TOOL_CACHE;
  else process.env.RUNNER_TOOL_CACHE = before;
  await rm(folder, { recursive: true });
});

const store = () => createToolStore({ toolCache, temp: join(folder, 'temp') });

describe('the tool store', () => {
  test('finds what it kept, by tool, version and architecture', async () => {
    await writeFile(join(folder, 'file'), 'kubectl');
    expect(await store().find('deploy-as-kubectl', '1.36.3')).toBeUndefined();
    const kept = await store().keep(join(folder, 'file'), 'kubectl', 'deploy-as-kubectl', '1.36.3');
    expect(kept).toBe(join(toolCache, 'deploy-as-kubectl', '1.36.3', arch()));
    expect(await store().find('deploy-as-kubectl', '1.36.3')).toBe(kept);
    expect(await readFile(join(kept, 'kubectl'), 'utf8')).toBe('kubectl');
    expect(await store().find('deploy-as-kubectl', '1.36.2')).toBeUndefined();
    expect(await store().find('deploy-as-helm', '1.36.3')).toBeUndefined();
  });

  test('keeps prereleases apart', async () => {
    await writeFile(join(folder, 'file'), 'kubectl');
    await store().keep(join(folder, 'file'), 'kubectl', 'deploy-as-kubectl', '1.37.0-rc.0');
    expect(await store().find('deploy-as-kubectl', '1.37.0')).toBeUndefined();
    expect(await store().find('deploy-as-kubectl', '1.37.0-rc.0')).toBeDefined();
  });

  test('does not find what was not kept to the end', async () => {
    await writeFile(join(folder, 'file'), 'kubectl');
    const kept = await store().keep(join(folder, 'file'), 'kubectl', 'deploy-as-kubectl', '1.36.3');
    await rm(`${kept}.complete`);
    expect(await store().find('deploy-as-kubectl', '1.36.3')).toBeUndefined();
  });

  test('unpacks into a private folder of its own each time', async () => {
    await mkdir(join(folder, 'linux-amd64'));
    await writeFile(join(folder, 'linux-amd64', 'helm'), 'helm', { mode: 0o755 });
    await promisify(execFile)('tar', ['-czf', 'helm.tar.gz', 'linux-amd64'], { cwd: folder });
    const [one, other] = [
      await store().unpack(join(folder, 'helm.tar.gz')),
      await store().unpack(join(folder, 'helm.tar.gz')),
    ];
    expect(one).not.toBe(other);
    // Windows knows no such modes.
    if (process.platform !== 'win32') expect((await stat(one)).mode & 0o777).toBe(0o700);
    expect(await readFile(join(one, 'linux-amd64', 'helm'), 'utf8')).toBe('helm');
    expect((await readdir(join(folder, 'temp'))).length).toBe(2);
  });

  test('leaves nothing of an archive that is broken', async () => {
    await writeFile(join(folder, 'helm.tar.gz'), 'no archive');
    await expect(store().unpack(join(folder, 'helm.tar.gz'))).rejects.toThrow(/tar/);
    expect(await readdir(join(folder, 'temp'))).toEqual([]);
  });

  test('without RUNNER_TOOL_CACHE finds nothing and says why it keeps nothing', async () => {
    for (const missing of [undefined, '']) {
      const without = createToolStore({ toolCache: missing, temp: join(folder, 'temp') });
      expect(await without.find('deploy-as-kubectl', '1.36.3')).toBeUndefined();
      await expect(without.keep(join(folder, 'file'), 'kubectl', 'deploy-as-kubectl', '1.36.3')).rejects.toThrow(
        'RUNNER_TOOL_CACHE is not set',
      );
    }
  });
});
