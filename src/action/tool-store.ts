import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolStore } from '../host.ts';

/** What the runner says of its folders: RUNNER_TOOL_CACHE and RUNNER_TEMP. */
export interface ToolFolders {
  /** Undefined where the runner names none: then nothing is kept. */
  readonly toolCache: string | undefined;
  readonly temp: string;
}

/**
 * The runner's tool cache. `@actions/tool-cache` is loaded only where a tool is looked for; it finds the
 * cache by the variable itself, and keys each entry by the machine's architecture too.
 */
export function createToolStore(folders: ToolFolders): ToolStore {
  return {
    async find(tool, version) {
      if (isMissing(folders.toolCache)) return undefined;
      const found = (await import('@actions/tool-cache')).find(tool, version);
      return found === '' ? undefined : found;
    },
    async keep(file, name, tool, version) {
      if (isMissing(folders.toolCache)) throw new Error('RUNNER_TOOL_CACHE is not set');
      return (await import('@actions/tool-cache')).cacheFile(file, name, tool, version);
    },
    async unpack(archive) {
      const cache = await import('@actions/tool-cache');
      const folder = await mkdtemp(join(folders.temp, 'deploy-as-tool-'));
      try {
        return await (archive.endsWith('.zip') ? cache.extractZip(archive, folder) : cache.extractTar(archive, folder));
      } catch (cause) {
        await rm(folder, { recursive: true, force: true });
        throw cause;
      }
    },
  };
}

function isMissing(folder: string | undefined): boolean {
  return folder === undefined || folder === '';
}
