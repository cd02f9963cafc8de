import { describe, expect, test } from '@jest/globals';
import { type ChartInputs, checkChartInputs } from '../../src/render/helm-inputs.ts';
import { Secrets } from '../../src/secret.ts';

const secrets = new Secrets();
const password = secrets.register('hunter2-hunter2');

function chartInputs(overrides: Partial<ChartInputs> = {}): ChartInputs {
  return {
    chart: 'deploy/web',
    release: '',
    version: '',
    repository: '',
    username: undefined,
    password: undefined,
    valuesFiles: [],
    values: undefined,
    set: [],
    helmArgs: [],
    wait: { wait: true, timeoutMilliseconds: 600_000 },
    ...overrides,
  };
}

function refusedInputs(overrides: Partial<ChartInputs>): string[] {
  const outcome = checkChartInputs(chartInputs(overrides));
  return outcome.ok ? [] : outcome.problems.map((problem) => (problem.kind === 'input' ? problem.input : problem.kind));
}

describe('the release', () => {
  test.each([
    ['deploy/web', 'web'],
    ['./web/', 'web'],
    ['packages/web-app-1.2.3.tgz', 'web-app'],
    ['packages/web-1.2.3-rc.1+build.tgz', 'web'],
    ['oci://registry.example.com:5000/charts/web', 'web'],
    ['oci://registry.example.com/charts/web:1.2.3', 'web'],
    ['oci://registry.example.com/charts/web@sha256:00ff', 'web'],
  ])('of %s is called %s where nobody names it', (chart, release) => {
    expect(checkChartInputs(chartInputs({ chart }))).toMatchObject({ ok: true, value: { release } });
  });

  test.each(['.', '..', '../', 'Web', 'my_chart'])('cannot be called after the chart %s', (chart) => {
    expect(refusedInputs({ chart })).toEqual(['release']);
    expect(refusedInputs({ chart, release: 'web' })).toEqual([]);
  });

  test.each(['Web', '-web', 'web-', 'a'.repeat(54), '--kubeconfig'])('is not called %s', (release) => {
    expect(refusedInputs({ release })).toEqual(['release']);
  });
});

describe('what does not go together', () => {
  test.each<[string, Partial<ChartInputs>, string[]]>([
    ['a version of a path', { version: '1.0.0' }, ['chart-version']],
    ['a login for a path', { username: 'me', password }, ['chart-username']],
    ['a user name alone', { chart: 'oci://r.example.com/web', username: 'me' }, ['chart-password']],
    ['a password alone', { chart: 'oci://r.example.com/web', password }, ['chart-username']],
    [
      'a user name with a colon',
      { chart: 'oci://r.example.com/web', username: 'me:you', password },
      ['chart-username'],
    ],
    [
      'a repository beside oci://',
      { chart: 'oci://r.example.com/web', repository: 'https://charts.example.com' },
      ['chart-repository'],
    ],
    ['a registry as repository', { chart: 'web', repository: 'oci://r.example.com/charts' }, ['chart-repository']],
    ['a name as repository', { chart: 'web', repository: 'bitnami' }, ['chart-repository']],
    ['a path in a repository', { chart: './web', repository: 'https://charts.example.com' }, ['chart']],
    ['a URL as chart', { chart: 'https://charts.example.com/web-1.0.0.tgz', version: '1.0.0' }, ['chart']],
    ['a login in the URL', { chart: 'web', repository: 'https://me:secret@charts.example.com' }, ['chart-repository']],
    ['a flag as chart', { chart: '--kubeconfig', release: 'web' }, ['chart']],
    ['an assignment of nothing', { set: ['replicas: 3', 'a=b', '=c'] }, ['set', 'set']],
    ['a refused argument', { helmArgs: ['--kube-context=other'] }, ['helm-args']],
    [
      'everything at once',
      { chart: '.', version: '1', set: ['x'], helmArgs: ['-n'] },
      ['chart-version', 'release', 'set', 'helm-args'],
    ],
  ])('%s', (_what, overrides, inputs) => {
    expect(refusedInputs(overrides)).toEqual(inputs);
  });

  test('no message holds the password that was written into a URL', () => {
    const outcome = checkChartInputs(chartInputs({ chart: 'web', repository: 'https://me:secret@charts.example.com' }));
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });
});

test('a chart in a repository with everything given is a step', () => {
  const values = secrets.register('password: hunter3-hunter3');
  expect(
    checkChartInputs(
      chartInputs({
        chart: 'web',
        release: 'shop-web',
        version: '^1.2',
        repository: 'https://charts.example.com/stable',
        username: 'me',
        password,
        valuesFiles: ['values.yaml'],
        values,
        set: ['replicas=3'],
        helmArgs: ['--take-ownership'],
      }),
    ),
  ).toEqual({
    ok: true,
    value: {
      kind: 'chart',
      chart: 'web',
      release: 'shop-web',
      version: '^1.2',
      repository: 'https://charts.example.com/stable',
      login: { username: 'me', password },
      valuesFiles: ['values.yaml'],
      values,
      set: ['replicas=3'],
      helmArgs: ['--take-ownership'],
      wait: { wait: true, timeoutMilliseconds: 600_000 },
    },
  });
});
