// What npm starts first. Plain JavaScript for any Node from 20 on: it installs the pinned dependencies, Node
// included, and goes on with that Node. Usage: node scripts/start.mjs <script> [argument …]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.installed-from');
const pinnedNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const [script, ...args] = process.argv.slice(2);
if (script === undefined) fail('usage: node scripts/start.mjs <script> [argument …]');
installDependencies();
const child = spawnSync(
  pinnedNode,
  ['--disable-warning=ExperimentalWarning', join(root, 'scripts', `${script}.ts`), ...args],
  {
    stdio: 'inherit',
    cwd: root,
  },
);
if (child.error) fail(`the pinned Node did not start: ${child.error.message}`);
process.exit(child.status ?? 1);

function installDependencies() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && existsSync(pinnedNode) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing the pinned dependencies with `npm ci` (under a minute, once for each package-lock.json) …');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    cwd: root,
    shell: process.platform === 'win32',
  });
  if (npm.error) fail(`npm did not start (${npm.error.message}): it comes with Node 20 or newer`);
  if (npm.status !== 0) fail('`npm ci` failed; its messages are above');
  if (!existsSync(pinnedNode))
    fail(
      '`npm ci` did not bring the pinned Node: the `node` package needs its install script (npm config ignore-scripts must be false)',
    );
  writeFileSync(stamp, wanted);
}

function fail(message) {
  console.error(`deploy-as: ${message}`);
  process.exit(1);
}
