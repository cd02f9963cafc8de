import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChartStep } from '../../src/inputs.ts';
import { formatProblem } from '../../src/problem.ts';
import {
  type HelmFailureContext,
  type HelmPhase,
  isPassing,
  lastHelmError,
  problemOfDownload,
  problemOfHelm,
  withoutSecretValues,
} from '../../src/render/helm-failure.ts';
import { Secrets } from '../../src/secret.ts';

const step: ChartStep = {
  kind: 'chart',
  chart: 'deploy/web',
  release: 'web',
  version: undefined,
  repository: undefined,
  login: undefined,
  valuesFiles: ['values/base.yaml'],
  values: undefined,
  set: [],
  helmArgs: [],
  wait: { wait: true, timeoutMilliseconds: 90_000 },
};

function explained(error: string, phase: HelmPhase = 'render', context: Partial<HelmFailureContext> = {}) {
  return problemOfHelm(error, {
    step,
    phase,
    namespace: 'shop',
    chartFolder: 'deploy/web',
    displayPath: (path) => `app/${path}`,
    inlineValuesFile: '/private/values.yaml',
    ...context,
  });
}

describe('the error of helm', () => {
  test('is what stands behind the last "Error: ", whatever was logged before', () => {
    expect(lastHelmError('level=WARN msg="upgrade failed" error="x"\nError: UPGRADE FAILED: a\nb\n')).toBe(
      'UPGRADE FAILED: a\nb',
    );
  });

  test('is the last lines where there is none', () => {
    expect(lastHelmError('1\n2\n3\n4\n5\n6\n')).toBe('2\n3\n4\n5\n6');
    expect(lastHelmError('')).toBe('');
  });
});

// The texts are those of helm 3.22 and 4.3.
describe('before anything is written', () => {
  test.each([
    [
      'helm 4',
      'kubernetes cluster unreachable: Get "https://127.0.0.1:1/version": dial tcp 127.0.0.1:1: connect: connection refused',
      'unreachable',
    ],
    [
      'helm 3',
      'Kubernetes cluster unreachable: Get "https://a.invalid/version": dial tcp: lookup a.invalid: no such host',
      'unreachable',
    ],
    [
      'an unknown authority',
      'kubernetes cluster unreachable: Get "https://a/version": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'unreachable',
    ],
    [
      'an expired token',
      'Kubernetes cluster unreachable: the server has asked for the client to provide credentials',
      'unauthenticated',
    ],
    [
      'an exec plugin',
      'kubernetes cluster unreachable: Get "https://a/version": getting credentials: exec: executable aws not found',
      'unauthenticated',
    ],
    ['a pending release', 'UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress', 'apply'],
    [
      'a template',
      'execution error at (web/templates/settings.yaml:8:15): the value `needed` must be given',
      'manifest',
    ],
    [
      'the schema',
      "values don't meet the specifications of the schema(s) in the following chart(s):\nweb:\n- at '/replicas': minimum: got -1, want 0",
      'manifest',
    ],
    ['missing charts', 'found in Chart.yaml, but missing in charts/ directory: common', 'manifest'],
    [
      'unknown kinds',
      'unable to build kubernetes objects from release manifest: resource mapping not found for name: "web" namespace: "" from "": no matches for kind "Widget" in version "example.com/v1"\nensure CRDs are installed first',
      'manifest',
    ],
    ['anything else', 'chart requires kubeVersion: >=9 which is incompatible with Kubernetes v1.36.3', 'manifest'],
  ])('%s', (_what, error, kind) => {
    expect(explained(error).kind).toBe(kind);
  });

  test.each<[string, string, { file: string; line?: number } | undefined]>([
    [
      'execution error at (web/templates/a.yaml:8:15): no',
      'deploy/web',
      { file: 'deploy/web/templates/a.yaml', line: 8 },
    ],
    [
      'execution error at (web/charts/sub/templates/a.yaml:8:15): no',
      'deploy/web',
      { file: 'deploy/web/charts/sub/templates/a.yaml', line: 8 },
    ],
    [
      'parse error at (web/templates/a.yaml:3): unexpected "}" in operand',
      'deploy/web',
      { file: 'deploy/web/templates/a.yaml', line: 3 },
    ],
    [
      'YAML parse error on web/templates/a.yaml: error converting YAML to JSON: yaml: line 2: x',
      'deploy/web',
      { file: 'deploy/web/templates/a.yaml' },
    ],
    [
      'template: web/templates/a.yaml:7:20: executing "web/templates/a.yaml" at <.Values.a.b>: nil pointer',
      '',
      { file: 'templates/a.yaml', line: 7 },
    ],
    [
      'web/templates/a.yaml:7:20\n  executing "web/templates/a.yaml" at <.Values.a.b>:\n    nil pointer evaluating interface {}.b',
      'deploy/web',
      { file: 'deploy/web/templates/a.yaml', line: 7 },
    ],
  ])('the template is found in the chart: %s', (error, chartFolder, source) => {
    expect(explained(error, 'render', { chartFolder })).toMatchObject({ kind: 'manifest', source });
    expect(explained(error, 'render', { chartFolder: undefined })).not.toHaveProperty('source');
  });

  test.each([
    ['unknown flag: --nonsense', 'helm-args'],
    ['flag needs an argument: --description', 'helm-args'],
    ['"helm upgrade" requires 2 arguments', 'helm-args'],
    ['failed parsing --set data: key "replicas" has no value', 'set'],
    ['failed parsing --set-string data: key "replicas" has no value', 'helm-args'],
    ['unable to detect chart at /tmp/Chart.yaml: open /tmp/Chart.yaml: no such file or directory', 'chart'],
    ['failed to parse /private/values.yaml: error converting YAML to JSON: yaml: line 2: hunter2', 'values'],
  ])('the input is named: %s', (error, input) => {
    expect(explained(error)).toMatchObject({ kind: 'input', input });
  });

  test('inline values are never quoted, a values file is named with its line', () => {
    const reason = 'cannot unmarshal yaml document: error converting YAML to JSON: yaml: line 2: `hunter2`';
    expect(formatProblem(explained(`failed to parse /private/values.yaml: ${reason}`))).not.toMatch(/hunter2|private/);
    expect(explained(`failed to parse values/base.yaml: ${reason}`)).toMatchObject({
      kind: 'manifest',
      source: { file: 'app/values/base.yaml', line: 2 },
    });
  });
});

test('the reason of a failing template is told first, and the way to it', () => {
  const helm4 =
    'web/templates/a.yaml:7:20\n  executing "web/templates/a.yaml" at <.Values.a.b>:\n    nil pointer evaluating interface {}.b';
  expect(explained(helm4)).toMatchObject({
    message: 'The template web/templates/a.yaml:7 of the chart fails: nil pointer evaluating interface {}.b',
    details: ['executing "web/templates/a.yaml" at <.Values.a.b>:', 'nil pointer evaluating interface {}.b'],
  });
});

test('what a server quotes of a Secret is not repeated', () => {
  const line = (kind: string) =>
    `failed to create typed patch object (shop/a; /v1, Kind=${kind}): .stringData.pw: expected string, got &value.valueUnstructured{Value:123456789}`;
  expect(withoutSecretValues(line('Secret'))).not.toContain('123456789');
  expect(withoutSecretValues(line('ConfigMap'))).toContain('123456789');
});

describe('in the upgrade', () => {
  test.each<[string, string, string]>([
    [
      'a failed workload',
      'UPGRADE FAILED: resource Job/shop/web not ready. status: Failed, message: Job Failed. failed: 1/1',
      'rollout',
    ],
    [
      'a failed one beside pending ones',
      'resource Job/shop/a not ready. status: Failed, message: x\nresource Deployment/shop/web not ready. status: InProgress, message: y\ncontext deadline exceeded',
      'rollout',
    ],
    [
      'a failed hook of helm 3',
      'failed pre-install: 1 error occurred:\n\t* job web-migrate failed: BackoffLimitExceeded',
      'rollout',
    ],
    [
      'a slow hook of helm 3',
      'UPGRADE FAILED: pre-upgrade hooks failed: 1 error occurred:\n\t* timed out waiting for the condition',
      'timeout',
    ],
    [
      'slow pods',
      'resource Deployment/shop/web not ready. status: InProgress, message: Available: 0/1\ncontext deadline exceeded',
      'timeout',
    ],
    ['slow pods of helm 3', 'UPGRADE FAILED: context deadline exceeded', 'timeout'],
    [
      'a refused object',
      'UPGRADE FAILED: failed to create resource: Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1',
      'apply',
    ],
    [
      'a webhook that is down',
      'failed to create resource: Internal error occurred: failed calling webhook "x": Post "https://x": dial tcp 10.0.0.1:443: connect: connection refused',
      'apply',
    ],
  ])('%s', (_what, error, kind) => {
    expect(explained(error, 'upgrade').kind).toBe(kind);
  });

  test('a hook is named', () => {
    expect(explained('UPGRADE FAILED: pre-upgrade hooks failed: job a failed: x', 'upgrade').message).toContain(
      'pre-upgrade hook failed',
    );
    expect(explained('failed post-install: context deadline exceeded', 'upgrade').message).toBe(
      'Release shop/web: its post-install hook was not done after 90 s (the input `timeout`).',
    );
  });

  test.each([
    [
      'conflict occurred while applying object shop/web /v1, Kind=ConfigMap: Apply failed with 1 conflict: conflict with "testbed": .data.greeting',
      [{ manager: 'testbed', fields: ['.data.greeting'] }],
    ],
    [
      'UPGRADE FAILED: conflict occurred while applying object shop/web apps/v1, Kind=Deployment: Apply failed with 3 conflicts: conflicts with "kubectl-client-side-apply" using apps/v1:\n- .spec.replicas\n- .spec.template.spec.containers[name="a b"].image\nconflict with "hpa" using autoscaling/v1: .spec.x',
      [
        {
          manager: 'kubectl-client-side-apply',
          fields: ['.spec.replicas', '.spec.template.spec.containers[name="a b"].image'],
        },
        { manager: 'hpa', fields: ['.spec.x'] },
      ],
    ],
  ])('a conflict is read: %s', (error, conflicts) => {
    expect(explained(error, 'upgrade')).toMatchObject({ kind: 'conflict', conflicts });
  });
});

describe('a chart that cannot be had', () => {
  const login = { username: 'reader', password: new Secrets().register('hunter2-hunter2') };
  const inRegistry = { ...step, chart: 'oci://registry.example.com/charts/web' };
  const inRepository = { ...step, chart: 'web', repository: 'https://charts.example.com' };

  test.each<[ChartStep, string, string]>([
    [
      inRegistry,
      'failed to perform "FetchReference" on source: GET "http://r/v2/web/manifests/1": GET "http://r/token": response status code 401: Unauthorized',
      'unauthenticated',
    ],
    [
      inRegistry,
      'GET "https://r/v2/web/tags/list": response status code 403: denied: permission denied',
      'unauthenticated',
    ],
    [inRegistry, 'GET "http://r/v2/nope/tags/list": response status code 404: Not Found', 'chart'],
    [
      { ...inRegistry, version: '9' },
      'failed to perform "FetchReference" on source: r/charts/web:9: not found',
      'chart-version',
    ],
    [
      { ...inRegistry, version: '^9' },
      'could not locate a version matching provided version string ^9',
      'chart-version',
    ],
    [{ ...inRegistry, version: '1' }, 'chart reference and version mismatch: 1 is not 2', 'chart-version'],
    [inRegistry, 'Get "https://r/v2/web/tags/list": http: server gave HTTP response to HTTPS client', 'unreachable'],
    [inRegistry, 'Get "https://r/v2/": dial tcp 127.0.0.1:1: connect: connection refused', 'unreachable'],
    [inRegistry, 'GET "https://r/v2/web/tags/list": response status code 503: Service Unavailable', 'unreachable'],
    [
      inRepository,
      'failed to fetch https://charts.example.com/index.yaml : 401 Unauthorized\nfailed to update the following repositories: [https://charts.example.com]',
      'unauthenticated',
    ],
    [
      inRepository,
      'looks like "https://c" is not a valid chart repository or cannot be reached: failed to fetch https://c/index.yaml : 404 Not Found',
      'chart-repository',
    ],
    [
      inRepository,
      'looks like "https://c" is not a valid chart repository or cannot be reached: error unmarshaling JSON',
      'chart-repository',
    ],
    [inRepository, 'chart "web" version "7" not found in https://c repository', 'chart-version'],
    [
      inRepository,
      'chart "web" matching 9.9.9 not found in deploy-as index. (try \'helm repo update\'): no chart version found for web-9.9.9',
      'chart-version',
    ],
    [inRepository, 'chart "nope" not found in https://c repository', 'chart'],
    [
      inRepository,
      'chart "nope" matching  not found in deploy-as index. (try \'helm repo update\'): no chart name found',
      'chart',
    ],
    [inRepository, 'failed to fetch https://c/web-1.2.3.tgz : 502 Bad Gateway', 'unreachable'],
  ])('%#: %s %s', (given, output, expected) => {
    const problem = problemOfDownload(output, given);
    expect(problem.kind === 'input' ? problem.input : problem.kind).toBe(expected);
  });

  test('a refused login names the user, and whether there was a login at all', () => {
    const output = 'response status code 401: Unauthorized';
    expect(problemOfDownload(output, { ...inRegistry, login }).message).toBe(
      'The registry registry.example.com refuses the chart "oci://registry.example.com/charts/web" (401): it does not take the login of `chart-username` (reader) and `chart-password`, or that one may not read this chart.',
    );
    expect(problemOfDownload(output, inRegistry).message).toContain('no login was given');
  });

  test('only what may be passing is tried again', () => {
    const passing = (output: string) => isPassing(problemOfDownload(output, inRegistry));
    expect(passing('response status code 503: Service Unavailable')).toBe(true);
    expect(passing('response status code 429: Too Many Requests')).toBe(true);
    expect(passing('read tcp: connection reset by peer')).toBe(true);
    expect(passing('http: server gave HTTP response to HTTPS client')).toBe(false);
    expect(passing('response status code 401: Unauthorized')).toBe(false);
    expect(passing('x509: certificate signed by unknown authority')).toBe(false);
  });
});

test('every text is explained by a problem with a message, in every phase', () => {
  const phase = fc.constantFrom<HelmPhase>('read', 'render', 'upgrade');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), phase, (error, at) => {
      expect(explained(error, at).message).not.toBe('');
      expect(problemOfDownload(error, step).message).not.toBe('');
    }),
  );
});
