// What npm starts first. Plain JavaScript for any Node from 20 on: it installs the pinned dependencies, Node
// included, and goes on with that Node. Usage: node scripts/start.mjs <script> [argument …]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.installed-from');
const pinnedNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const [script, ...args] = process.argv.slice(2);
if (script === undefined) fail('usage: node scripts/start.mjs <script> [argument …]');
try {
  installDependencies();
} catch (error) {
  fail(error.message);
}
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
  if (isInstalled(wanted)) return;
  const lock = takeLock();
  try {
    if (!isInstalled(wanted)) runNpm(wanted);
  } finally {
    rmSync(lock, { force: true });
  }
}

function isInstalled(wanted) {
  return existsSync(stamp) && existsSync(pinnedNode) && readFileSync(stamp, 'utf8') === wanted;
}

/** Two `npm ci` in one folder would tear down each other's work: the second waits for the first. */
function takeLock() {
  const lock = join(tmpdir(), `deploy-as-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
  let said = false;
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return lock;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isStale(lock)) rmSync(lock, { force: true });
    else if (!said) console.error('Waiting for another `npm ci` in this folder …');
    said = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
  }
}

function isStale(lock) {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function runNpm(wanted) {
  console.error('Installing the pinned dependencies with `npm ci` (under a minute, once for each package-lock.json) …');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    cwd: root,
    shell: process.platform === 'win32',
  });
  if (npm.error) throw new Error(`npm did not start (${npm.error.message}): it comes with Node 20 or newer`);
  if (npm.status !== 0) throw new Error('`npm ci` failed; its messages are above');
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
