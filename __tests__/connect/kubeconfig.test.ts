import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dump } from 'js-yaml';
import { type Kubeconfig, mergeKubeconfigs, parseKubeconfig } from '../../src/connect/kubeconfig.ts';
import { selectContext } from '../../src/connect/select.ts';

const ORIGIN = { name: 'kubeconfig /x/config', directory: '/x' };

function parsed(text: string, origin = ORIGIN): Kubeconfig {
  const outcome = parseKubeconfig(text, origin);
  if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
  return outcome.value;
}

function messages(outcome: ReturnType<typeof parseKubeconfig> | ReturnType<typeof selectContext>): string[] {
  if (outcome.ok) throw new Error('accepted');
  return outcome.problems.map(
    (problem) => `${problem.kind === 'input' ? problem.input : '?'}: ${problem.message} ${problem.fix}`,
  );
}

const SMALL = `
apiVersion: v1
kind: Config
current-context: prod
clusters:
- {name: c, cluster: {server: 'https://c', insecure-skip-tls-verify: yes}}
users:
- {name: u, user: {token: t}}
contexts:
- {name: prod, context: {cluster: c, user: u, namespace: shop}}
- {name: staging, context: {cluster: c, user: gone}}
- {name: lost, context: {cluster: nowhere, user: gone}}
- {name: bare, context: {}}
`;

/** Without -0, which JSON does not have. */
function asJson(value: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value));
}

describe('what is no kubeconfig', () => {
  test.each([
    ['', /is empty/],
    ['  \n', /is empty/],
    ['# only a comment\n', /is empty/],
    ['<!DOCTYPE html><html></html>', /is HTML/],
    ['- a\n- b\n', /is a list/],
    ['hello', /is plain text/],
    ['a: [', /is not valid YAML: .* in line 1/],
    ['a: 1\n---\nb: 2\n', /is not valid YAML/],
    ['a: 1\nb: 2\na: 3\n', /duplicated mapping key in line 3/],
    ['foo: bar\n', /no clusters, users or contexts/],
    ['apiVersion: v1\nkind: Secret\n', /is a "Secret"/],
    ['apiVersion: v2\nkind: Config\n', /apiVersion other than/],
    ['c\0l\0', /not UTF-8/],
    [Buffer.from(SMALL).toString('base64'), /is base64 of something/],
    ['clusters: {}', /`clusters` is not a list/],
    ['clusters:\n- cluster: {}', /`clusters\[0\]` has no name/],
    ['users:\n- name: u\n  user: text', /`user` of "u" in `users` is not a mapping/],
    ['users:\n- name: u\n- name: u', /two entries named "u"/],
  ])('%j is refused with what it is instead', (text, reason) => {
    const [message] = messages(parseKubeconfig(text, ORIGIN));
    expect(message).toMatch(reason);
    expect(message).toMatch(/^kubeconfig: input `kubeconfig`: kubeconfig \/x\/config/);
  });

  test('is not repeated: a YAML error names the line alone', () => {
    const [message] = messages(parseKubeconfig('users:\n  token: s3cret: x\n', ORIGIN));
    expect(message).toContain('line 2');
    expect(message).not.toContain('s3cret');
  });
});

describe('a kubeconfig', () => {
  test('may be JSON, may have a byte order mark, and may lack kind and apiVersion', () => {
    const json = JSON.stringify({ contexts: [{ name: 'a', context: { cluster: 'c' } }] });
    expect(parsed(`\uFEFF${json}`).contexts.get('a')?.value).toEqual({ cluster: 'c' });
  });

  test('is read as kubectl reads YAML: `yes` is true, and merge keys merge', () => {
    expect(parsed(SMALL).clusters.get('c')?.value['insecure-skip-tls-verify']).toBe(true);
    const anchored = 'clusters:\n- name: a\n  cluster: &x {server: s}\n- name: b\n  cluster: {<<: *x, proxy-url: p}\n';
    expect(parsed(anchored).clusters.get('b')?.value).toEqual({ server: 's', 'proxy-url': 'p' });
  });

  test('keeps texts that only other readers take for something else', () => {
    const text = 'current-context: 12:30\ncontexts:\n- {name: 12:30, context: {namespace: 2001-01-01, user: 0o9}}\n';
    expect(parsed(text).currentContext).toBe('12:30');
    expect(parsed(text).contexts.get('12:30')?.value).toEqual({ namespace: '2001-01-01', user: '0o9' });
  });

  test.each([
    ['users: [{name: 123}]', 'the name of `users[0]` is a number to YAML'],
    ['users: [{name: 1_000}]', 'the name of `users[0]` is a number to YAML'],
    ['clusters: [{name: on}]', 'the name of `clusters[0]` is true or false to YAML'],
    ['current-context: 0X1F', '`current-context` is a number to YAML'],
    ['contexts: [{name: a, context: {namespace: 7}}]', '`namespace` of "a" in `contexts` is a number to YAML'],
    [
      'contexts: [{name: a, context: {extensions: [{name: x}, {name: y}]}}]',
      '`extensions[1].name` of "a" in `contexts` is true or false to YAML (as `y`, `no` and `on` are)',
    ],
    ['users: [{name: u, user: {extensions: [{name: {}}]}}]', '`extensions[0].name` of "u" in `users` is not a text'],
  ])('in which a name is no text to kubectl says so: %s', (text, reason) => {
    const outcome = parseKubeconfig(text, ORIGIN);
    expect(messages(outcome)).toEqual([expect.stringContaining(reason)]);
    expect(outcome).toMatchObject({ problems: [{ fix: expect.stringContaining('in quotes') }] });
  });

  test('keeps every key of its entries', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()).map(asJson), (entry) => {
        const text = dump({ clusters: [{ name: 'c', cluster: entry }], users: [{ name: 'u', user: entry }] });
        expect(parsed(text).clusters.get('c')?.value).toEqual(entry);
        expect(parsed(text).users.get('u')?.value).toEqual(entry);
      }),
    );
  });
});

describe('several kubeconfigs', () => {
  const first = parsed('clusters:\n- {name: a, cluster: {server: first}}\n', { name: 'one', directory: '/1' });
  const second = parsed(
    'current-context: x\nclusters:\n- {name: a, cluster: {server: second, proxy-url: p}}\n- {name: b, cluster: {server: b}}\n',
    { name: 'two', directory: '/2' },
  );

  test('are merged entry by entry: the first wins whole, and paths stay relative to their own file', () => {
    const merged = mergeKubeconfigs([first, second], 'both');
    expect(merged.clusters.get('a')?.value).toEqual({ server: 'first' });
    expect(merged.clusters.get('a')?.origin.directory).toBe('/1');
    expect(merged.clusters.get('b')?.origin.directory).toBe('/2');
  });

  test('have the current context of the first that names one', () => {
    expect(mergeKubeconfigs([first, second], 'both').currentContext).toBe('x');
    const third = parsed('current-context: z\n');
    expect(mergeKubeconfigs([first, second, third], 'all').currentContext).toBe('x');
  });
});

describe('a context', () => {
  test('is the current one, or the wanted one', () => {
    const current = selectContext(parsed(SMALL), undefined, true);
    expect(current).toMatchObject({
      ok: true,
      value: { context: { name: 'prod' }, cluster: { name: 'c' }, user: { name: 'u' } },
    });
    expect(selectContext(parsed(SMALL), 'staging', false)).toMatchObject({ ok: true, value: { userName: 'gone' } });
  });

  test('that is absent is refused with those there are, the nearest first', () => {
    const [message] = messages(selectContext(parsed(SMALL), 'stagin', true));
    expect(message).toMatch(/^context: .*no entry for the context "stagin" It has "staging", /);
  });

  test('that is wanted nowhere is refused, never guessed', () => {
    const [message] = messages(selectContext(parsed(SMALL.replace('current-context: prod', '')), undefined, true));
    expect(message).toMatch(/^context: .*has no `current-context` Write `context`. It has "prod", "staging"/);
  });

  test('without its cluster and user is refused with both at once', () => {
    const found = messages(selectContext(parsed(SMALL), 'lost', true));
    expect(found).toHaveLength(2);
    expect(found[0]).toContain('names the cluster "nowhere", which is missing');
    expect(found[1]).toContain('names the user "gone", which is missing');
    expect(found[1]).toContain('Or give `token`');
  });

  test('needs no user where a token takes its place', () => {
    expect(messages(selectContext(parsed(SMALL), 'bare', false))).toHaveLength(1);
    expect(
      selectContext(
        parsed(SMALL.replace('name: bare, context: {}', 'name: bare, context: {cluster: c}')),
        'bare',
        false,
      ),
    ).toMatchObject({
      ok: true,
      value: { user: undefined, userName: undefined },
    });
  });
});
