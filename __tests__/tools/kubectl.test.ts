import { describe, expect, test } from '@jest/globals';
import type { Step, ToolVersion } from '../../src/inputs.ts';
import { decideKubectl } from '../../src/tools/kubectl.ts';

const auto: ToolVersion = { kind: 'auto' };
const MODES: readonly Step['kind'][] = ['manifests', 'kustomize', 'chart', 'run', 'setup'];

/** `own` is the version of the runner's kubectl; the decision without its reason. */
function decide(version: ToolVersion, mode: Step['kind'], clusterVersion: string | undefined, own?: string): string {
  const decision = decideKubectl({
    version,
    mode,
    clusterVersion,
    own: own === undefined ? undefined : { path: '/usr/bin/kubectl', version: own },
  });
  if (decision.kind === 'own') return `own ${decision.own.version}`;
  if (decision.kind === 'exact') return `exact ${decision.version}`;
  if (decision.kind === 'newest') return `newest ${decision.line ?? ''}`.trim();
  return decision.kind;
}

describe('kubectl, left to itself', () => {
  test('is there only where kustomize, run or set-up needs it', () => {
    expect(MODES.map((mode) => decide(auto, mode, 'v1.36.3', 'v1.36.0'))).toEqual([
      'none',
      'own v1.36.0',
      'none',
      'own v1.36.0',
      'own v1.36.0',
    ]);
  });

  test.each([
    ['v1.35.0', 'own v1.35.0'],
    ['v1.36.9', 'own v1.36.9'],
    ['v1.37.0', 'own v1.37.0'],
    ['v1.34.9', 'newest 1.36'],
    ['v1.38.0', 'newest 1.36'],
    ['v1.36.4-dispatcher', 'own v1.36.4-dispatcher'],
    ['v1.36.1+k3s1', 'own v1.36.1+k3s1'],
    ['v1.4.0', 'newest 1.36'],
    ['v2.36.0', 'newest 1.36'],
    [undefined, 'newest 1.36'],
  ])("with the runner's own %j and a cluster of 1.36 is %j", (own, decision) => {
    expect(decide(auto, 'run', 'v1.36.3', own)).toBe(decision);
  });

  test.each(['v1.32.4-gke.106', 'v1.32.9+k3s1', 'v1.32.1-eks-7f9249a'])(
    'reads the minor of a cluster that calls itself %s',
    (cluster) => {
      expect(decide(auto, 'kustomize', cluster)).toBe('newest 1.32');
    },
  );

  test.each([undefined, '', 'v0.0.0-master+$Format:%H$', 'latest'])(
    'cannot be chosen for a cluster that calls itself %j',
    (cluster) => {
      const decision = decideKubectl({ version: auto, mode: 'run', clusterVersion: cluster, own: undefined });
      expect(decision).toMatchObject({
        kind: 'problem',
        problem: { kind: 'tool', fix: expect.stringContaining('`kubectl-version`') },
      });
    },
  );
});

describe('kubectl, asked for', () => {
  test.each<[string, ToolVersion, string]>([
    ['none', { kind: 'none' }, 'none'],
    ['stable', { kind: 'newest' }, 'newest'],
    ['1.34', { kind: 'newest-of', line: '1.34' }, 'newest 1.34'],
    ['v1.34.1', { kind: 'exact', version: '1.34.1' }, 'exact 1.34.1'],
  ])('as %s is the same in every mode and for every cluster', (_, version, decision) => {
    for (const mode of MODES) expect(decide(version, mode, 'v1.36.3', 'v1.36.3')).toBe(decision);
    expect(decide(version, 'run', undefined)).toBe(decision);
  });

  test.each([
    ['v1.35.2', 'own v1.35.2'],
    ['v1.35.2-dispatcher', 'own v1.35.2-dispatcher'],
    ['v1.36.0', 'newest 1.35'],
    [undefined, 'newest 1.35'],
  ])("as ~1.35 with the runner's own %j is %j", (own, decision) => {
    expect(decide({ kind: 'own-or-newest-of', line: '1.35' }, 'manifests', 'v1.36.3', own)).toBe(decision);
  });

  test('says why it is the one', () => {
    const own = { path: '/usr/bin/kubectl', version: 'v1.30.6' };
    expect(decideKubectl({ version: auto, mode: 'run', clusterVersion: 'v1.36.3', own })).toMatchObject({
      because: "the cluster is 1.36, and the runner's own v1.30.6 is further than one minor from that",
    });
  });
});
