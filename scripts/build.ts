// `npm run build` makes dist/; `npm run build -- --check` fails where the committed dist/ is not what the sources build.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ENTRIES = ['main', 'post', 'cli'];

const isCheck = process.argv.includes('--check');
const lib = join(root, 'lib');
rmSync(lib, { recursive: true, force: true });
// Inside the checkout, since ncc and the compiler resolve packages from where a file stands.
const scratch = mkdtempSync(join(root, 'node_modules', '.deploy-as-build-'));
try {
  compile(lib);
  for (const entry of ENTRIES) bundle(entry, join(scratch, entry));
  if (isCheck) check();
  else publish();
} finally {
  rmSync(scratch, { recursive: true, force: true });
  rmSync(lib, { recursive: true, force: true });
}

function compile(outDir: string): void {
  run('the compiler', join(root, 'node_modules', 'typescript', 'bin', 'tsc'), [
    '-p',
    'tsconfig.build.json',
    '--outDir',
    outDir,
  ]);
  // Hides the package's own `type`: without one, ncc writes CommonJS.
  writeFileSync(join(outDir, 'package.json'), '{}\n');
}

/**
 * ncc reads JavaScript: its own TypeScript loader does not know TypeScript 7. Two choices halve what refusing bad inputs
 * adds to Node's own start (`npm run bench`): CommonJS, which Node loads faster than modules, and no minifying, which
 * would take away the parentheses by which V8 knows that webpack's functions need not be parsed twice.
 */
function bundle(entry: string, outDir: string): void {
  const ncc = join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js');
  run('ncc', ncc, [
    'build',
    join(lib, `${entry}.js`),
    '-o',
    outDir,
    '--target',
    'es2022',
    '--license',
    'licenses.txt',
    '--no-cache',
    '-q',
  ]);
  writeFileSync(join(outDir, 'package.json'), '{"type":"commonjs"}\n');
}

function publish(): void {
  const dist = join(root, 'dist');
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  for (const entry of ENTRIES) cpSync(join(scratch, entry), join(dist, entry), { recursive: true });
  console.error(`Built ${ENTRIES.map((entry) => `dist/${entry}`).join(', ')}.`);
}

function check(): void {
  const differences = ENTRIES.flatMap((entry) => compare(join(scratch, entry), join(root, 'dist', entry)));
  const strangers = existsSync(join(root, 'dist'))
    ? readdirSync(join(root, 'dist')).filter((name) => !ENTRIES.includes(name))
    : [];
  const all = [...differences, ...strangers.map((name) => `dist/${name} is built from nothing`)];
  if (all.length === 0) {
    console.error('dist/ is what the sources build.');
    return;
  }
  console.error(
    `dist/ is not what the sources build. Run \`npm run build\` and commit dist/.\n${all.map((line) => `  ${line}`).join('\n')}`,
  );
  process.exitCode = 1;
}

function compare(built: string, committed: string): string[] {
  const names = new Set([...filesOf(built), ...filesOf(committed)]);
  return [...names].sort().flatMap((name) => {
    const [fresh, old] = [join(built, name), join(committed, name)];
    const shown = relative(root, old);
    if (!existsSync(old)) return [`${shown} is missing`];
    if (!existsSync(fresh)) return [`${shown} is built from nothing`];
    return readFileSync(fresh).equals(readFileSync(old)) ? [] : [`${shown} differs`];
  });
}

function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

function run(what: string, script: string, args: string[]): void {
  const child = spawnSync(process.execPath, [script, ...args], { cwd: root, encoding: 'utf8' });
  if (child.error) throw new Error(`${what} did not start`, { cause: child.error });
  if (child.status !== 0) {
    process.stderr.write(child.stdout + child.stderr);
    process.exit(1);
  }
}
