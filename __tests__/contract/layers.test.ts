import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const source = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src');

/** From the top down: each may import only from what stands above it, and from itself. */
const LAYERS = [
  ['characters.ts', 'secret.ts', 'problem.ts', 'inputs.ts', 'host.ts'],
  ['identity'],
  ['manifests'],
  ['rights'],
  ['connect'],
  ['cluster'],
  ['tools'],
  ['render'],
  ['check'],
  ['apply'],
  ['rollout'],
  ['steps'],
  ['report'],
  ['rbac', 'audit'],
  ['run.ts'],
  ['action'],
  ['cli'],
  ['main.ts', 'post.ts', 'credential.ts', 'cli.ts'],
];

interface Import {
  readonly from: string;
  readonly to: string;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(source, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, specifier = '']) => ({
    from: file,
    to: relative(source, resolve(dirname(join(source, file)), specifier)),
  }));
}

function layerOf(file: string): number {
  const top = file.split(sep)[0] ?? '';
  return LAYERS.findIndex((layer) => layer.includes(top));
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

test('every file of src belongs to a layer of the design', () => {
  expect(files.filter((file) => layerOf(file) === -1)).toEqual([]);
});

test('each folder imports only from those above it, types included', () => {
  const upwards = files
    .flatMap(importsOf)
    .filter(({ from, to }) => layerOf(to) > layerOf(from))
    .map(({ from, to }) => `${from} imports ${to}`);
  expect(upwards).toEqual([]);
});

test('folders of one layer do not know each other', () => {
  const sideways = files
    .flatMap(importsOf)
    .filter(
      ({ from, to }) => layerOf(to) === layerOf(from) && layerOf(from) > 0 && from.split(sep)[0] !== to.split(sep)[0],
    )
    .map(({ from, to }) => `${from} imports ${to}`);
  expect(sideways).toEqual([]);
});

test('only the entries and action/ look at the environment', () => {
  const readers = files.filter((file) => {
    const text = readFileSync(join(source, file), 'utf8');
    return layerOf(file) < LAYERS.findIndex((layer) => layer.includes('action')) && /process\.(env|cwd)\b/.test(text);
  });
  expect(readers).toEqual([]);
});

test('no folder or file is named after nothing', () => {
  expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/.test(file))).toEqual([]);
});
