import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { ChartStep } from '../../src/inputs.ts';
import {
  customResourceArguments,
  historyArguments,
  manifestArguments,
  privateHomes,
  pullArguments,
  registryFile,
  registryHost,
  repositoriesFile,
  repositoryUpdateArguments,
  upgradeArguments,
} from '../../src/render/helm-arguments.ts';
import { Secrets } from '../../src/secret.ts';

const secrets = new Secrets();

function chartStep(overrides: Partial<ChartStep> = {}): ChartStep {
  return {
    kind: 'chart',
    chart: './chart',
    release: 'web',
    version: undefined,
    repository: undefined,
    login: undefined,
    valuesFiles: [],
    values: undefined,
    set: [],
    helmArgs: [],
    wait: { wait: true, timeoutMilliseconds: 600_000 },
    ...overrides,
  };
}

const login = { username: 'reader', password: secrets.register('hunter2-hunter2') };
const options = { helmMajor: 4, namespace: 'shop', chart: '/charts/web', dryRun: false } as const;

describe('helm upgrade', () => {
  test('waits with a strategy in helm 4', () => {
    expect(upgradeArguments(chartStep(), options)).toEqual([
      'upgrade',
      'web',
      '/charts/web',
      '--install',
      '--namespace',
      'shop',
      '--output',
      'json',
      '--timeout',
      '600s',
      '--wait=watcher',
      '--reset-values',
    ]);
  });

  test('waits with a plain flag in helm 3', () => {
    expect(upgradeArguments(chartStep(), { ...options, helmMajor: 3 })).toEqual([
      'upgrade',
      'web',
      '/charts/web',
      '--install',
      '--namespace',
      'shop',
      '--output',
      'json',
      '--timeout',
      '600s',
      '--wait',
      '--reset-values',
    ]);
  });

  test('takes values files, then the inline values, then each assignment, then the own arguments', () => {
    const step = chartStep({
      valuesFiles: ['values/base.yaml', 'values/eu,west.yaml'],
      set: ['replicas=3', 'image.tag=a b'],
      helmArgs: ['--set-string', 'zip=01234', '--take-ownership'],
      wait: { wait: false, timeoutMilliseconds: 1500 },
    });
    expect(upgradeArguments(step, { ...options, inlineValuesFile: '/private/values.yaml', dryRun: true })).toEqual([
      'upgrade',
      'web',
      '/charts/web',
      '--install',
      '--namespace',
      'shop',
      '--output',
      'json',
      '--timeout',
      '1500ms',
      '--values',
      'values/base.yaml',
      '--values',
      '"values/eu,west.yaml"',
      '--values',
      '/private/values.yaml',
      '--set',
      'replicas=3',
      '--set',
      'image.tag=a b',
      '--reset-values',
      '--dry-run=server',
      '--set-string',
      'zip=01234',
      '--take-ownership',
    ]);
  });

  test('leaves to the download what says how to download, but of a path there is no download', () => {
    const helmArgs = ['--plain-http', '--keyring', 'ring.gpg', '--verify', '--description', 'by hand', '--debug'];
    const tail = (step: ChartStep) => upgradeArguments(step, options).slice(12);
    expect(tail(chartStep({ chart: 'oci://registry.example.com/web', helmArgs }))).toEqual([
      '--description',
      'by hand',
      '--debug',
    ]);
    expect(tail(chartStep({ helmArgs }))).toEqual(helmArgs);
  });
});

test.each(['--reuse-values', '--reset-then-reuse-values'])('values are kept where %s asks for it', (flag) => {
  expect(upgradeArguments(chartStep({ helmArgs: [flag] }), options)).not.toContain('--reset-values');
  expect(upgradeArguments(chartStep({ helmArgs: [`${flag}=false`] }), options)).toContain('--reset-values');
});

describe('helm pull', () => {
  test('names the repository by its URL where nobody logs in', () => {
    const step = chartStep({ chart: 'web', repository: 'https://charts.example.com', version: '1.2.3' });
    expect(pullArguments(step, '/private/chart')).toEqual([
      'pull',
      'web',
      '--repo',
      'https://charts.example.com',
      '--version',
      '1.2.3',
      '--destination',
      '/private/chart',
    ]);
  });

  test('names the private repository where there is a login, and no password', () => {
    const step = chartStep({ chart: 'web', repository: 'https://charts.example.com', login });
    expect(pullArguments(step, '/private/chart')).toEqual(['pull', 'deploy-as/web', '--destination', '/private/chart']);
  });

  test('takes a chart from a registry by its reference', () => {
    const step = chartStep({
      chart: 'oci://registry.example.com/charts/web',
      version: '>=1.0.0',
      login,
      helmArgs: ['--plain-http', '--ca-file', 'ca.pem', '--history-max', '3', '--registry-config=/r', '--debug'],
    });
    expect(pullArguments(step, '/private/chart')).toEqual([
      'pull',
      'oci://registry.example.com/charts/web',
      '--version',
      '>=1.0.0',
      '--destination',
      '/private/chart',
      '--plain-http',
      '--ca-file',
      'ca.pem',
      '--registry-config=/r',
      '--debug',
    ]);
  });
});

test('helm 3 is asked to call a failed index download a failure', () => {
  expect(repositoryUpdateArguments(4)).toEqual(['repo', 'update', 'deploy-as']);
  expect(repositoryUpdateArguments(3)).toEqual(['repo', 'update', 'deploy-as', '--fail-on-repo-update-fail']);
});

test('the release is read by its name and namespace', () => {
  expect(manifestArguments(chartStep(), 'shop', 7)).toEqual([
    'get',
    'manifest',
    'web',
    '--namespace',
    'shop',
    '--revision',
    '7',
  ]);
  expect(historyArguments(chartStep(), 'shop')).toEqual(['history', 'web', '--namespace', 'shop', '--output', 'json']);
  expect(customResourceArguments('/charts/web')).toEqual(['show', 'crds', '/charts/web']);
});

describe('the private files of a login', () => {
  test('helm finds every file of its own in the private folder', () => {
    expect(privateHomes('/private')).toEqual({
      HELM_CACHE_HOME: join('/private', 'cache'),
      HELM_CONTENT_CACHE: join('/private', 'cache', 'content'),
      HELM_REPOSITORY_CACHE: join('/private', 'cache', 'repository'),
      HELM_REPOSITORY_CONFIG: join('/private', 'repositories.yaml'),
      HELM_REGISTRY_CONFIG: join('/private', 'registry.json'),
    });
  });

  test('the repository keeps its login to itself unless asked otherwise', () => {
    const read = (helmArgs: readonly string[]) =>
      JSON.parse(repositoriesFile('https://charts.example.com', login, helmArgs, '/work')).repositories;
    expect(read([])).toEqual([
      {
        name: 'deploy-as',
        url: 'https://charts.example.com',
        username: 'reader',
        password: 'hunter2-hunter2',
        certFile: '',
        keyFile: '',
        caFile: '',
        insecure_skip_tls_verify: false,
        pass_credentials_all: false,
      },
    ]);
    expect(read(['--ca-file', 'certs/ca.pem', '--pass-credentials', '--insecure-skip-tls-verify=false'])).toEqual([
      expect.objectContaining({
        caFile: resolve('/work', 'certs/ca.pem'),
        insecure_skip_tls_verify: false,
        pass_credentials_all: true,
      }),
    ]);
  });

  test.each([
    ['oci://registry.example.com:5000/charts/web', 'registry.example.com:5000'],
    ['oci://docker.io/example/web', 'https://index.docker.io/v1/'],
    ['oci://registry-1.docker.io/example/web', 'https://index.docker.io/v1/'],
  ])('the login of %s stands under %s', (chart, key) => {
    expect(JSON.parse(registryFile(chart, login))).toEqual({
      auths: { [key]: { auth: Buffer.from('reader:hunter2-hunter2').toString('base64') } },
    });
  });

  test('the registry is host and port of the reference', () => {
    expect(registryHost('oci://127.0.0.1:5000/charts/web')).toBe('127.0.0.1:5000');
  });
});
