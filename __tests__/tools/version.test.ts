import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ToolVersion } from '../../src/inputs.ts';
import type { Outcome, Problem } from '../../src/problem.ts';
import { Secrets } from '../../src/secret.ts';
import {
  helmMajorOf,
  isUpstream,
  minorOf,
  parseHelmVersion,
  parseKubectlVersion,
  parseToolRequests,
  readRelease,
  type ToolInputs,
} from '../../src/tools/version.ts';

const digest = 'ab'.repeat(32);

function mustBe<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.problems.map((problem) => problem.message).join('\n'));
  return outcome.value;
}

function problemsOf(outcome: Outcome<unknown>): readonly Problem[] {
  return outcome.ok ? [] : outcome.problems;
}

function inputs(overrides: Partial<ToolInputs> = {}): ToolInputs {
  return {
    kubectlVersion: '',
    helmVersion: '',
    kubectlDownloadUrl: '',
    helmDownloadUrl: '',
    kubectlSha256: '',
    helmSha256: '',
    downloadToken: undefined,
    mode: 'setup',
    ...overrides,
  };
}

/** Input and fix of each problem. */
function fixes(overrides: Partial<ToolInputs>): string[][] {
  return problemsOf(parseToolRequests(inputs(overrides))).map((problem) => [
    problem.kind === 'input' ? problem.input : problem.kind,
    problem.fix ?? '',
  ]);
}

const token = new Secrets().register('mirror-token-1234');

describe('kubectl-version', () => {
  test.each<[string, ToolVersion]>([
    ['', { kind: 'auto' }],
    ['auto', { kind: 'auto' }],
    ['none', { kind: 'none' }],
    ['stable', { kind: 'newest' }],
    ['1.36', { kind: 'newest-of', line: '1.36' }],
    ['~1.35', { kind: 'own-or-newest-of', line: '1.35' }],
    ['v1.36.3', { kind: 'exact', version: '1.36.3' }],
    ['1.36.3', { kind: 'exact', version: '1.36.3' }],
    ['v1.37.0-rc.1', { kind: 'exact', version: '1.37.0-rc.1' }],
    [' 1.36 ', { kind: 'newest-of', line: '1.36' }],
  ])('%j is understood', (text, version) => {
    expect(parseKubectlVersion(text)).toEqual({ ok: true, value: version });
  });

  test.each([
    ['latest', 'Write `stable`'],
    ['1.3', 'Write `"1.30"` with quotes'],
    ['~1.4', 'Write `"1.40"` with quotes'],
    ['v1.36', 'Write `1.36` for its newest patch, or `~1.36`'],
    ['1.36.x', 'Write `1.36` for its newest patch'],
    ['^1.36', 'Write `1.36` for its newest patch'],
    ['>=1.36', 'Write `1.36` for its newest patch'],
    ['1.36.3+k3s1', 'Write `v1.36.3` for the upstream release'],
    ['v1.32.4-gke.106', 'Write `v1.32.4` for the upstream release'],
    ['~1.36.3', 'Write `v1.36.3` for the upstream release'],
    ['2.0', 'Write `auto`, `stable`, a minor'],
    ['v4.3.1', 'Write `auto`, `stable`, a minor'],
    ['newest', 'Write `auto`, `stable`, a minor'],
    ['AUTO', 'Write `auto`, `stable`, a minor'],
  ])('%j is refused with what to write', (text, fix) => {
    const [problem] = problemsOf(parseKubectlVersion(text));
    expect(problem).toMatchObject({ kind: 'input', input: 'kubectl-version' });
    expect(problem?.message).toContain(`"${text}"`);
    expect(problem?.fix).toContain(fix);
  });
});

describe('helm-version', () => {
  test.each<[string, ToolVersion]>([
    ['', { kind: 'auto' }],
    ['auto', { kind: 'auto' }],
    ['none', { kind: 'none' }],
    ['latest', { kind: 'newest' }],
    ['4', { kind: 'newest-of', line: '4' }],
    ['3', { kind: 'newest-of', line: '3' }],
    ['v4.3.1', { kind: 'exact', version: '4.3.1' }],
    ['3.22.0', { kind: 'exact', version: '3.22.0' }],
  ])('%j is understood', (text, version) => {
    expect(parseHelmVersion(text)).toEqual({ ok: true, value: version });
  });

  test.each([
    ['stable', 'Write `latest`'],
    ['v4', 'Write `4` for the newest Helm 4'],
    ['4.3', 'Write `4` for the newest Helm 4, or an exact version such as `v4.3.1`'],
    ['3.x', 'Write `3` for the newest Helm 3'],
    ['~3.22.1', 'or an exact version such as `v3.22.1`'],
    ['2', 'Helm 3 and 4'],
    ['v2.17.0', 'Helm 3 and 4'],
    ['v5.0.0', 'Helm 3 and 4'],
    ['v4.3.1+g1234567', 'Write `auto`, `latest`, `4`, `3`'],
    ['newest', 'Write `auto`, `latest`, `4`, `3`'],
  ])('%j is refused with what to write', (text, fix) => {
    const [problem] = problemsOf(parseHelmVersion(text));
    expect(problem).toMatchObject({ kind: 'input', input: 'helm-version' });
    expect(problem?.fix).toContain(fix);
  });
});

describe('any text as a version', () => {
  const anything = fc.oneof(fc.string(), fc.stringMatching(/^[v~^]?\d+(\.\d+){0,3}(-\w+)?$/));

  test('is understood or refused with a fix, never thrown at', () => {
    fc.assert(
      fc.property(anything, (text) => {
        for (const outcome of [parseKubectlVersion(text), parseHelmVersion(text)]) {
          if (!outcome.ok) expect(outcome.problems[0]?.fix).toMatch(/\S/);
        }
      }),
    );
  });

  test('becomes part of an address only as digits, dots and the name of a prerelease', () => {
    fc.assert(
      fc.property(anything, (text) => {
        for (const outcome of [parseKubectlVersion(text), parseHelmVersion(text)]) {
          if (!outcome.ok) continue;
          if (outcome.value.kind === 'exact') expect(outcome.value.version).toMatch(/^[\d.]+(-(alpha|beta|rc)\.\d+)?$/);
          if ('line' in outcome.value) expect(outcome.value.line).toMatch(/^[\d.]+$/);
        }
      }),
    );
  });

  test('every release of Kubernetes 1.10 and later and of Helm 3 and 4 can be asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 200 }), fc.nat(50), fc.constantFrom('', 'v'), (minor, patch, v) => {
        expect(parseKubectlVersion(`${v}1.${minor}.${patch}`)).toMatchObject({
          value: { version: `1.${minor}.${patch}` },
        });
        expect(parseKubectlVersion(`1.${minor}`)).toMatchObject({ value: { line: `1.${minor}` } });
        expect(parseHelmVersion(`${v}4.${minor}.${patch}`)).toMatchObject({
          value: { version: `4.${minor}.${patch}` },
        });
      }),
    );
  });
});

describe('versions as tools and servers tell them', () => {
  test.each([
    ['v1.36.3', '1.36'],
    ['v1.32.4-gke.106', '1.32'],
    ['v1.32.4-dispatcher', '1.32'],
    ['v1.30.5+k3s1', '1.30'],
    ['v1.31.2-eks-7f9249a', '1.31'],
    ['1.36', '1.36'],
    ['v0.0.0-master+$Format:%H$', undefined],
    ['', undefined],
    ['one', undefined],
  ])('the minor of %j is %j', (version, minor) => {
    expect(minorOf(version)).toBe(minor);
  });

  test('only Helm 3 and 4 are majors that we know', () => {
    expect(['v4.3.1', 'v3.22.0', 'v2.17.0', 'v5.0.0', ''].map(helmMajorOf)).toEqual([
      '4',
      '3',
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('a release is what upstream tags', () => {
    expect(['v1.36.3\n', '1.36.3', 'v1.36.3+k3s1', '<html>', 'v1.36'].map(readRelease)).toEqual([
      '1.36.3',
      '1.36.3',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('the tools group', () => {
  test('defaults to upstream and auto', () => {
    expect(mustBe(parseToolRequests(inputs()))).toEqual({
      kubectl: { version: { kind: 'auto' }, downloadUrl: 'https://dl.k8s.io', sha256: undefined },
      helm: { version: { kind: 'auto' }, downloadUrl: 'https://get.helm.sh', sha256: undefined },
      downloadToken: undefined,
    });
  });

  test('takes mirrors, pins and a token', () => {
    const parsed = mustBe(
      parseToolRequests(
        inputs({
          kubectlVersion: 'v1.36.3',
          kubectlDownloadUrl: 'https://mirror.example.com/kubernetes/',
          kubectlSha256: digest.toUpperCase(),
          helmDownloadUrl: 'http://127.0.0.1:8080',
          downloadToken: token,
        }),
      ),
    );
    expect(parsed.kubectl).toEqual({
      version: { kind: 'exact', version: '1.36.3' },
      downloadUrl: 'https://mirror.example.com/kubernetes',
      sha256: digest,
    });
    expect(parsed.helm.downloadUrl).toBe('http://127.0.0.1:8080');
    expect(parsed.downloadToken).toBe(token);
  });

  test.each([
    ['mirror.example.com', 'Write it as `https://get.helm.sh`'],
    ['ftp://mirror.example.com', 'Write it as `https://get.helm.sh`'],
    ['http://mirror.example.com/helm', 'Write `https://mirror.example.com/helm`'],
    ['http://127.0.0.1.example.com', 'Write `https://127.0.0.1.example.com`'],
    ['https://me:secret@mirror.example.com', 'give `download-token`'],
    ['https://mirror.example.com?a=b', 'Write it as `https://get.helm.sh`'],
  ])('the mirror %j is refused', (helmDownloadUrl, fix) => {
    const [problem] = fixes({ helmDownloadUrl });
    expect(problem?.[0]).toBe('helm-download-url');
    expect(problem?.[1]).toContain(fix);
  });

  test('a password in an address is not repeated', () => {
    expect(
      JSON.stringify(parseToolRequests(inputs({ helmDownloadUrl: 'https://me:secret@mirror.example.com' }))),
    ).not.toContain('secret');
  });

  test.each(['http://localhost:1', 'http://127.0.0.2:1', 'http://[::1]:1', 'https://mirror.example.com'])(
    'the mirror %j is taken',
    (url) => {
      expect(mustBe(parseToolRequests(inputs({ kubectlDownloadUrl: url }))).kubectl.downloadUrl).toBe(url);
    },
  );

  test('a pin is a digest beside an exact version', () => {
    expect(fixes({ kubectlSha256: digest })).toEqual([
      ['kubectl-sha256', expect.stringContaining('Give `kubectl-version` as an exact version, such as `v1.36.3`')],
    ]);
    expect(fixes({ helmSha256: digest, helmVersion: '4' })).toEqual([
      ['helm-sha256', expect.stringContaining('Give `helm-version` as an exact version, such as `v4.3.1`')],
    ]);
    expect(fixes({ helmSha256: `sha256:${digest}`, helmVersion: 'v4.3.1' })).toEqual([
      [
        'helm-sha256',
        expect.stringContaining('the 64 hexadecimal digits of the digest of the archive that holds helm'),
      ],
    ]);
  });

  test('a mode cannot do without its tool', () => {
    expect(fixes({ mode: 'kustomize', kubectlVersion: 'none' })).toEqual([
      ['kubectl-version', expect.stringContaining('Leave')],
    ]);
    expect(fixes({ mode: 'chart', helmVersion: 'none' })).toEqual([['helm-version', expect.stringContaining('Leave')]]);
    for (const mode of ['manifests', 'run', 'setup'] as const) {
      expect(fixes({ mode, kubectlVersion: 'none', helmVersion: 'none' })).toEqual([]);
    }
  });

  test('a token needs a mirror, and is one word', () => {
    expect(fixes({ downloadToken: token })).toEqual([
      ['download-token', expect.stringContaining('`kubectl-download-url`')],
    ]);
    expect(fixes({ downloadToken: token, helmDownloadUrl: 'https://get.helm.sh' })).toHaveLength(1);
    const broken = new Secrets().register('Bearer mirror-token');
    const [problem] = fixes({ downloadToken: broken, helmDownloadUrl: 'https://mirror.example.com' });
    expect(problem).toEqual(['download-token', 'Write the bare token, without `Bearer`.']);
  });

  test('all that is wrong is told at once', () => {
    const wrong = {
      kubectlVersion: 'x',
      helmVersion: 'x',
      kubectlSha256: 'x',
      helmSha256: 'x',
      kubectlDownloadUrl: 'x',
      helmDownloadUrl: 'x',
    };
    expect(
      fixes(wrong)
        .map(([input]) => input)
        .sort(),
    ).toEqual([
      'helm-download-url',
      'helm-sha256',
      'helm-version',
      'kubectl-download-url',
      'kubectl-sha256',
      'kubectl-version',
    ]);
  });

  test('upstream is told from mirrors by its host', () => {
    expect(
      ['https://dl.k8s.io/release/stable.txt', 'https://get.helm.sh', 'https://cdn.dl.k8s.io/x'].map(isUpstream),
    ).toEqual([true, true, true]);
    expect(
      ['https://dl.k8s.io.example.com', 'http://127.0.0.1:1/dl.k8s.io', 'https://dl.k8s.io:8443'].map(isUpstream),
    ).toEqual([false, false, false]);
  });
});
