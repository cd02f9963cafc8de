import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Job, runMain, runPost, startJob } from '../../testbed/runner.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const DEPLOYER = 'system:serviceaccount:shop:deployer';
const SECRET = 'c0rrect-horse-battery';

let job: Job;
beforeEach(() => {
  job = startJob();
});
afterEach(() => job.end());

/** The action with nothing but its entries: whoever loads anything beside them fails. */
function entriesAlone(): string {
  const action = join(job.temp, '..', 'action');
  for (const file of ['action.yml', ...['main', 'post'].flatMap((entry) => entryFiles(entry))])
    cpSync(join(root, file), join(action, file));
  return action;
}

function entryFiles(entry: string): string[] {
  return ['index.js', 'package.json'].map((name) => join('dist', entry, name));
}

/** What a step has left in RUNNER_TEMP, as paths below it. */
function leftInTemp(): string[] {
  return readdirSync(job.temp, { recursive: true, encoding: 'utf8' });
}

describe('bad inputs are refused by the main entry alone', () => {
  test('with everything that a step gives: log, annotation, outputs, summary, files, state', async () => {
    const main = await runMain(job, { as: '' }, { action: entriesAlone() });

    expect(main.exitCode).toBe(1);
    expect(main.log).toContain('Write the user to impersonate');
    expect(main.log).toMatch(/^::error::Invalid: 1 problem in what was given\..*input `as`: it is empty\./m);
    expect(main.summary).toContain('**Invalid: 1 problem in what was given**');
    expect(main.outputs).toEqual({
      result: 'invalid',
      kubeconfig: '',
      username: '',
      groups: '[]',
      changed: '',
      'changed-count': '',
      changes: '[]',
      denied: '[]',
      'release-revision': '',
      'summary-path': expect.stringContaining(job.temp),
      report: expect.stringContaining(job.temp),
    });
    expect(readFileSync(main.outputs['summary-path'] ?? '', 'utf8')).toBe(main.summary);
    expect(JSON.parse(readFileSync(main.outputs.report ?? '', 'utf8'))).toMatchObject({
      version: 1,
      result: 'invalid',
      problems: [{ kind: 'input', input: 'as' }],
    });
    expect(dirname(main.outputs.report ?? '')).toBe(main.state.private_folder);

    const post = await runPost(job, main, { action: entriesAlone() });

    expect(post.exitCode).toBe(0);
    expect(leftInTemp()).toEqual([]);
  });

  test('an input that nobody declared is named with the nearest one', async () => {
    const { exitCode, log, outputs } = await runMain(
      job,
      { as: DEPLOYER, manifest: 'deploy/' },
      { action: entriesAlone() },
    );

    expect(exitCode).toBe(1);
    expect(outputs.result).toBe('invalid');
    expect(log).toContain('input `manifest`: deploy-as has no such input\nDid you mean `manifests`?');
  });

  test('and no secret that came with them is shown or written', async () => {
    const { rawLog, log, summary } = await runMain(
      job,
      { as: ` ${SECRET}`, token: SECRET, 'chart-password': SECRET },
      { action: entriesAlone() },
    );

    expect(rawLog).toContain(`::add-mask::${SECRET}`);
    expect(log).not.toContain(SECRET);
    expect(summary).not.toContain(SECRET);
    for (const file of leftInTemp().map((name) => join(job.temp, name))) {
      if (statSync(file).isFile()) expect(readFileSync(file, 'utf8')).not.toContain(SECRET);
    }
  });
});

test('what the main entry loads before it knows that the inputs are good stays small', () => {
  expect(statSync(join(root, 'dist', 'main', 'index.js')).size).toBeLessThan(200 * 1024);
});

test('without RUNNER_TEMP there is no private place for a credential, and the main entry says so', async () => {
  const { exitCode, log } = await runMain(
    job,
    { as: DEPLOYER },
    { action: entriesAlone(), environment: { RUNNER_TEMP: '' } },
  );

  expect(exitCode).toBe(1);
  expect(log).toMatch(/^::error::deploy-as failed unexpectedly: Error: RUNNER_TEMP is not set/m);
});

test('good inputs load the rest', async () => {
  const inputs = { as: DEPLOYER, server: 'https://127.0.0.1:1', token: SECRET };

  expect((await runMain(job, inputs, { action: entriesAlone() })).log).toContain('Cannot find module');
  expect((await runMain(job, inputs)).outputs.result).toBe('unreachable');
});

describe('the post entry', () => {
  test('says that nothing was left behind where the main entry saved no state', async () => {
    const { exitCode, log } = await runPost(job, { state: {} }, { action: entriesAlone() });

    expect(exitCode).toBe(0);
    expect(log).toBe('deploy-as left nothing behind: its main step did not get as far as writing a file.');
  });

  test('removes nothing outside RUNNER_TEMP', async () => {
    const { exitCode, log } = await runPost(job, { state: { private_folder: job.workspace } });

    expect(exitCode).toBe(1);
    expect(log).toContain(`::error::deploy-as could not remove ${job.workspace}`);
    expect(readdirSync(job.workspace)).toEqual([]);
  });

  test('is small, alone, and knows no package', () => {
    expect(readdirSync(join(root, 'dist', 'post')).sort()).toEqual(['index.js', 'package.json']);
    const text = readFileSync(join(root, 'dist', 'post', 'index.js'), 'utf8');
    expect(Buffer.byteLength(text)).toBeLessThan(20 * 1024);
    expect([...text.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name?.replace(/^node:/, '')).sort()).toEqual([
      'fs',
      'path',
      'process',
    ]);
  });
});

test('the licences of all packages in the bundle come with it', () => {
  const licences = readFileSync(join(root, 'dist', 'main', 'licenses.txt'), 'utf8').split('\n');
  expect(bundledPackages()).toContain('yaml');
  expect(licences).toEqual(expect.arrayContaining(bundledPackages()));
});

/** The packages that the sources load when they run, by the names they import: types alone are not bundled. */
function bundledPackages(): string[] {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const text = sources.map((file) => readFileSync(join(root, 'src', file), 'utf8')).join('\n');
  const specifiers = [
    ...text.matchAll(/^import (?!type )[^;]*?from '([^'.][^']*)';$/gm),
    ...text.matchAll(/\bimport\('([^'.][^']*)'\)/g),
  ].map(([, specifier = '']) => specifier);
  const names = specifiers
    .filter((specifier) => !specifier.startsWith('node:'))
    .map((specifier) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  return [...new Set(names)].sort();
}
