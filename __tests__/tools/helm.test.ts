import { describe, expect, test } from '@jest/globals';
import type { Step, ToolVersion } from '../../src/inputs.ts';
import { decideHelm } from '../../src/tools/helm.ts';

const MODES: readonly Step['kind'][] = ['manifests', 'kustomize', 'chart', 'run', 'setup'];

function decide(version: ToolVersion, mode: Step['kind'], own?: string): string {
  const decision = decideHelm({
    version,
    mode,
    own: own === undefined ? undefined : { path: '/usr/bin/helm', version: own },
  });
  if (decision.kind === 'own') return `own ${decision.own.version}`;
  if (decision.kind === 'exact') return `exact ${decision.version}`;
  if (decision.kind === 'newest') return `newest ${decision.line ?? ''}`.trim();
  return decision.kind;
}

describe('helm, left to itself', () => {
  test('is there only for chart, run and set-up', () => {
    expect(MODES.map((mode) => decide({ kind: 'auto' }, mode, 'v4.3.1'))).toEqual([
      'none',
      'none',
      'own v4.3.1',
      'own v4.3.1',
      'own v4.3.1',
    ]);
  });

  test.each([
    ['v4.3.1', 'own v4.3.1'],
    ['v3.22.0', 'own v3.22.0'],
    ['v3.14.0+gabcdef', 'own v3.14.0+gabcdef'],
    ['v2.17.0', 'newest'],
    ['v5.0.0', 'newest'],
    [undefined, 'newest'],
  ])("with the runner's own %j is %j", (own, decision) => {
    expect(decide({ kind: 'auto' }, 'chart', own)).toBe(decision);
  });
});

test.each<[string, ToolVersion, string]>([
  ['none', { kind: 'none' }, 'none'],
  ['latest', { kind: 'newest' }, 'newest'],
  ['3', { kind: 'newest-of', line: '3' }, 'newest 3'],
  ['v4.3.1', { kind: 'exact', version: '4.3.1' }, 'exact 4.3.1'],
])('helm, asked for as %s, is the same in every mode', (_, version, decision) => {
  for (const mode of MODES) expect(decide(version, mode, 'v4.3.1')).toBe(decision);
});
