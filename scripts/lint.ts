// `npm run lint`: formatting and lint rules by biome, types by the compiler, workflow files by their own tests.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const checks = [
  ['biome', join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', '.'],
  ['types', join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.'],
];
for (const [name, script, ...args] of checks) {
  const child = spawnSync(
    process.execPath,
    [script ?? '', ...args, ...(name === 'biome' ? process.argv.slice(2) : [])],
    { cwd: root, stdio: 'inherit' },
  );
  if (child.status !== 0) {
    console.error(`${name}: failed`);
    process.exitCode = 1;
  }
}
