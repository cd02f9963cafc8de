import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadManifests } from '../../src/manifests/load.ts';

let workspace: string;

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'load-'));
});

afterEach(async () => {
  await rm(workspace, { recursive: true, force: true });
});

async function write(files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(workspace, name)), { recursive: true });
    await writeFile(join(workspace, name), text);
  }
}

function configMap(name: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
}

async function load(paths: readonly string[], working = workspace) {
  const { objects, problems } = await loadManifests(paths, { working, workspace });
  return {
    objects: objects.map(({ ref, source }) => `${ref.name} ${source.file}:${source.line}`),
    problems: problems.map((problem) => `${problem.source?.file ?? problem.kind}: ${problem.message}`),
  };
}

describe('loading manifests', () => {
  test('reads a folder with all below it, by name, and only .yaml, .yml and .json', async () => {
    await write({
      'deploy/b.yml': configMap('b'),
      'deploy/a.yaml': configMap('a'),
      'deploy/c/d.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"d"}}',
      'deploy/c.yaml': configMap('c'),
      'deploy/README.md': '# no',
      'deploy/notes.txt': '',
    });
    expect(await load(['deploy'])).toEqual({
      objects: ['a deploy/a.yaml:1', 'b deploy/b.yml:1', 'd deploy/c/d.json:1', 'c deploy/c.yaml:1'],
      problems: [],
    });
  });

  test('keeps the order of the paths and reads each file once', async () => {
    await write({ 'a.yaml': configMap('a'), 'b.yaml': configMap('b') });
    expect(await load(['b.yaml', '.', './b.yaml', '*.yaml'])).toEqual({
      objects: ['b b.yaml:1', 'a a.yaml:1'],
      problems: [],
    });
  });

  test('reads a file of any name that is given by name', async () => {
    await write({ 'a.tpl': configMap('a') });
    expect((await load(['a.tpl'])).objects).toEqual(['a a.tpl:1']);
  });

  test('finds files by globs, in the order of a walk', async () => {
    await write({
      'x/b/web.yaml': configMap('b'),
      'x/a/web.yaml': configMap('a'),
      'x/a/db.yaml': configMap('db'),
      'x/a-z/web.yaml': configMap('z'),
    });
    expect((await load(['x/*/web.yaml'])).objects).toEqual([
      'a x/a/web.yaml:1',
      'z x/a-z/web.yaml:1',
      'b x/b/web.yaml:1',
    ]);
    expect((await load(['**/*.yaml'])).objects).toHaveLength(4);
    expect((await load(['x/{a,b}/web.yaml'])).objects).toHaveLength(2);
  });

  test('takes a name with brackets for a file where there is one', async () => {
    await write({ '[a].yaml': configMap('brackets'), 'a.yaml': configMap('a') });
    expect((await load(['[a].yaml'])).objects).toEqual(['brackets [a].yaml:1']);
  });

  test('starts relative paths in the working directory and names files as seen from the workspace', async () => {
    await write({ 'app/deploy/a.yaml': configMap('a') });
    expect((await load(['deploy'], join(workspace, 'app'))).objects).toEqual(['a app/deploy/a.yaml:1']);
  });

  test('names files outside the workspace in full', async () => {
    await write({ 'outside/a.yaml': configMap('a'), 'inside/b.yaml': configMap('b') });
    const { objects } = await loadManifests(['../outside'], {
      working: join(workspace, 'inside'),
      workspace: join(workspace, 'inside'),
    });
    expect(objects[0]?.source.file).toBe(join(workspace, 'outside/a.yaml').replaceAll('\\', '/'));
  });

  test('follows links to files, not links to folders, and never runs in circles', async () => {
    await write({ 'real/a.yaml': configMap('a'), 'deploy/b.yaml': configMap('b') });
    await symlink(join(workspace, 'real/a.yaml'), join(workspace, 'deploy/link.yaml'));
    await symlink(join(workspace, 'deploy'), join(workspace, 'deploy/loop.yaml'));
    await symlink(join(workspace, 'real'), join(workspace, 'deploy/folder'));
    expect(await load(['deploy'])).toEqual({ objects: ['b deploy/b.yaml:1', 'a deploy/link.yaml:1'], problems: [] });
    expect((await load(['deploy/folder'])).objects).toEqual(['a deploy/folder/a.yaml:1']);
  });

  test('tells every path that leads nowhere, and what to write', async () => {
    await write({ 'empty/README.md': '', 'deploy/a.txt': '', 'zero.yaml': '' });
    const { problems } = await loadManifests(['nope.yaml', 'empty', 'deploy/*.yaml', 'deploy/*', 'zero.yaml/x'], {
      working: workspace,
      workspace,
    });
    expect(problems.map(({ kind }) => kind)).toEqual(['input', 'input', 'input', 'input', 'input']);
    expect(problems.map(({ message }) => message)).toEqual([
      `nope.yaml does not exist, seen from ${workspace}.`,
      'The folder empty holds no file that ends in .yaml, .yml or .json.',
      `The glob deploy/*.yaml matches nothing in ${workspace}.`,
      'The glob deploy/* matches no file that ends in .yaml, .yml or .json, only others such as deploy/a.txt.',
      `zero.yaml/x does not exist, seen from ${workspace}.`,
    ]);
    for (const problem of problems) expect(problem.fix).toBeTruthy();
  });

  test('refuses files without any object only where nothing else is there', async () => {
    await write({ 'empty.yaml': '# nothing\n', 'a.yaml': configMap('a') });
    expect((await load(['empty.yaml'])).problems).toEqual([
      expect.stringContaining('There is no object in empty.yaml'),
    ]);
    expect(await load(['.'])).toEqual({ objects: ['a a.yaml:1'], problems: [] });
  });

  test('names files that are for other tools, and the input for them', async () => {
    await write({ 'k/kustomization.yaml': 'resources: [a.yaml]\n', 'c/Chart.yaml': 'apiVersion: v2\n' });
    const { problems } = await loadManifests(['.'], { working: workspace, workspace });
    expect(problems.map(({ source, fix }) => [source?.file, fix])).toEqual([
      ['c/Chart.yaml', expect.stringContaining('`chart`')],
      ['k/kustomization.yaml', expect.stringContaining('`kustomize`')],
    ]);
  });

  test.each([
    ['apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n', 4, '{{ .Release.Name }}'],
    [
      '# {{ .Values.x }}\n{{- if .Values.on }}\napiVersion: v1\nkind: ConfigMap\n{{- end }}\n',
      2,
      '{{- if .Values.on }}',
    ],
    [
      'apiVersion: v1\nkind: Pod\nmetadata:\n  labels: {{- include "web.labels" . | nindent 4 }}\n',
      4,
      '{{- include "web.labels" . | nindent 4 }}',
    ],
  ])("takes faults in a chart's template for what they are", async (text, line, action) => {
    await write({ 'a.yaml': text, 'b.yaml': 'kind: Pod\n' });
    const { problems } = await loadManifests(['.'], { working: workspace, workspace });
    expect(problems).toMatchObject([
      {
        message: expect.stringContaining(`seems to be the template of a Helm chart: \`${action}\``),
        fix: expect.stringContaining('`chart`'),
        source: { file: 'a.yaml', line },
        details: [expect.stringContaining('a.yaml:')],
      },
      { message: expect.stringContaining('has no apiVersion') },
    ]);
  });

  test('lets texts hold what looks like a template', async () => {
    await write({ 'a.yaml': `${configMap('a')}data: {alert: "{{ .Values.x }}"}\n` });
    expect(await load(['.'])).toEqual({ objects: ['a a.yaml:1'], problems: [] });
  });

  test('tells problems of all files together', async () => {
    await write({
      'a.yaml': 'a: [\n',
      'b.yaml': Buffer.from([0x61, 0x0a, 0xff]),
      'c.yaml': 'kind: Pod\n',
      'd.yaml': configMap('d'),
    });
    await symlink(join(workspace, 'gone'), join(workspace, 'e.yaml'));
    const { objects, problems } = await load(['.']);
    expect(objects).toEqual(['d d.yaml:1']);
    expect(problems).toEqual([
      expect.stringMatching(/^a.yaml: This is not valid YAML/),
      expect.stringMatching(/^b.yaml: This is not UTF-8 text/),
      expect.stringMatching(/^c.yaml: This document has no apiVersion/),
      expect.stringMatching(/^e.yaml: e.yaml cannot be read \(ENOENT\)/),
    ]);
  });

  test('tells a file that cannot be read by anybody', async () => {
    await symlink('a.yaml', join(workspace, 'a.yaml'));
    expect((await load(['a.yaml'])).problems).toEqual([expect.stringContaining('a.yaml cannot be read (ELOOP)')]);
  });

  test.each([['.'], ['pipe.yaml'], ['*.yaml'], ['link.yaml']])(
    'never waits for a named pipe that %s leads to, and names it',
    async (path) => {
      if (process.platform === 'win32') return;
      execFileSync('mkfifo', [join(workspace, 'pipe.yaml')]);
      await symlink('pipe.yaml', join(workspace, 'link.yaml'));
      const { problems } = await load([path]);
      expect(problems).toEqual([expect.stringMatching(/^(pipe|link)\.yaml: .* is not a regular file/)]);
    },
  );

  test('tells a socket', async () => {
    if (process.platform === 'win32') return;
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(workspace, 's.yaml'), resolve));
    try {
      expect((await load(['.'])).problems).toEqual([expect.stringContaining('s.yaml is not a regular file')]);
    } finally {
      server.close();
    }
  });

  test('stops when the run is cancelled', async () => {
    await write({ 'a.yaml': configMap('a') });
    await expect(loadManifests(['.'], { working: workspace, workspace }, AbortSignal.abort())).rejects.toThrow(
      /abort/i,
    );
  });
});
