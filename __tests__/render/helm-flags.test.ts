import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { partHelmArguments, refusedHelmArguments, valueOfFlag } from '../../src/render/helm-flags.ts';

const refusals = (helmArgs: readonly string[], login = false) =>
  refusedHelmArguments(helmArgs, login).map((problem) => `${problem.message} ${problem.fix}`);

describe('helm-args', () => {
  test.each([
    ['--kubeconfig=/other'],
    ['--kubeconfig'],
    ['--kube-context'],
    ['--kube-as-user=admin'],
    ['--kube-token=abc'],
    ['--namespace=other'],
    ['-n'],
    ['-nother'],
    ['-n=other'],
    ['-in'],
    ['--username=me'],
    ['--password=secret'],
    ['--version=1.0.0'],
    ['--repo=https://charts.example.com'],
    ['--values=more.yaml'],
    ['-f'],
    ['-fmore.yaml'],
    ['--set=a=b'],
    ['--wait'],
    ['--wait=watcher'],
    ['--timeout=1s'],
    ['--install'],
    ['-i'],
    ['--dry-run'],
    ['--create-namespace'],
    ['--output=yaml'],
    ['-oyaml'],
    ['--help'],
    ['-h'],
    ['--'],
    ['--namespace other'],
  ])('refuse %s', (line) => {
    expect(refusedHelmArguments([line], false)).toHaveLength(line === '-in' ? 2 : 1);
    expect(refusedHelmArguments([line], false)[0]).toMatchObject({ kind: 'input', input: 'helm-args' });
  });

  test.each([
    [['--post-renderer', './rewrite.sh']],
    [['--set-string', 'zip=01234']],
    [['--set-file=config=app.ini']],
    [['--set-json={"a": 1}']],
    [['--history-max=5']],
    [['--take-ownership']],
    [['--description=a b c']],
    [['--description', 'set - by hand']],
    [['-l', 'team=shop']],
    [['-lteam=nifoh']],
    [['--wait-for-jobs']],
    [['--reset-values']],
    [['--registry-config=/r']],
  ])('allow %j', (helmArgs) => {
    expect(refusals(helmArgs)).toEqual([]);
  });

  test('a refusal says what to write instead, and nothing of the value', () => {
    expect(refusals(['--password=hunter2'])).toEqual([
      'input `helm-args`: `--password` is set by deploy-as itself. Use the input `chart-password`: on the command line every process of the machine could read it.',
    ]);
    expect(refusals(['--history-max 5'])).toEqual([
      'input `helm-args`: "--history-max …" holds more than one argument on a line. Write `--history-max=…`, or the value on a line of its own; there is no shell, so quotes are not needed.',
    ]);
  });

  test("helm's own files are not to be replaced where a login lives in them", () => {
    expect(refusals(['--registry-config=/r'], true)).toHaveLength(1);
    expect(refusals(['--repository-cache', '/c'], true)).toHaveLength(1);
  });

  test('every refused flag is named, wherever it stands', () => {
    expect(refusals(['--debug', '--wait', '--description', '--kube-context', 'x', '-o', 'json'])).toHaveLength(3);
  });

  test('no argument is lost or invented when they are parted', () => {
    const line = fc.constantFrom('--plain-http', '--ca-file', '--keyring=x', 'value', '--history-max', '-l', '--devel');
    fc.assert(
      fc.property(fc.array(line), (helmArgs) => {
        const { download, upgrade } = partHelmArguments(helmArgs);
        expect([...download, ...upgrade].sort()).toEqual([...helmArgs].sort());
      }),
    );
  });

  test('a flag for both commands goes to both, its value too', () => {
    expect(partHelmArguments(['--registry-config', '/r', '--labels', 'a=b'])).toEqual({
      download: ['--registry-config', '/r'],
      upgrade: ['--registry-config', '/r', '--labels', 'a=b'],
    });
  });

  test('the last value of a flag counts', () => {
    expect(valueOfFlag(['--ca-file=a', '--ca-file', 'b'], '--ca-file')).toBe('b');
    expect(valueOfFlag(['--pass-credentials'], '--pass-credentials')).toBe('true');
    expect(valueOfFlag(['--pass-credentials-not'], '--pass-credentials')).toBeUndefined();
  });
});
