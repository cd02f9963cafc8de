import { describe, expect, test } from '@jest/globals';
import { chooseProxy, usesProxy } from '../../src/connect/proxy.ts';

const NONE = { httpsProxy: undefined, httpProxy: undefined, noProxy: undefined };
const PROD = new URL('https://prod.example.com:6443');

function chosen(...args: Parameters<typeof chooseProxy>): string | undefined {
  const outcome = chooseProxy(...args);
  if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
  return outcome.value?.href;
}

describe('the proxy', () => {
  test('is none without variables and without `proxy-url`', () => {
    expect(chosen(PROD, undefined, NONE)).toBeUndefined();
  });

  test('is that of HTTPS_PROXY for https and of HTTP_PROXY for http, with or without a scheme', () => {
    const variables = { httpsProxy: 'proxy:3128', httpProxy: 'https://other', noProxy: undefined };
    expect(chosen(PROD, undefined, variables)).toBe('http://proxy:3128/');
    expect(chosen(new URL('http://x.example.com'), undefined, variables)).toBe('https://other/');
  });

  test.each(['https://localhost:6443', 'https://127.0.0.1:6443', 'https://127.8.9.1', 'https://[::1]:6443'])(
    'of the variables does not concern %s, but that of the kubeconfig does',
    (url) => {
      const variables = { ...NONE, httpsProxy: 'http://proxy:3128' };
      expect(chosen(new URL(url), undefined, variables)).toBeUndefined();
      expect(chosen(new URL(url), 'http://own:1', variables)).toBe('http://own:1/');
    },
  );

  test('of the kubeconfig goes before the variables and NO_PROXY', () => {
    expect(chosen(PROD, 'socks5://own', { ...NONE, httpsProxy: 'http://proxy', noProxy: '*' })).toBe('socks5://own');
  });

  test.each(['ftp://user:s3cret@proxy', 'http://', 'http://user:s3cret@', '::'])(
    '%j is refused, without its password',
    (text) => {
      for (const outcome of [
        chooseProxy(PROD, text, NONE),
        chooseProxy(PROD, undefined, { ...NONE, httpsProxy: text }),
      ]) {
        expect(outcome.ok).toBe(false);
        expect(JSON.stringify(outcome)).not.toContain('s3cret');
      }
    },
  );
});

// Each line as Go's httpproxy decides it.
describe('NO_PROXY', () => {
  test.each([
    ['', 'https://prod.example.com', true],
    ['*', 'https://prod.example.com', false],
    ['example.com', 'https://prod.example.com', false],
    ['example.com', 'https://example.com', false],
    ['example.com', 'https://badexample.com', true],
    ['.example.com', 'https://prod.example.com', false],
    ['.example.com', 'https://example.com', true],
    ['*.example.com', 'https://prod.example.com', false],
    ['*.example.com', 'https://example.com', true],
    ['EXAMPLE.com , other', 'https://prod.Example.COM', false],
    ['example.com:6443', 'https://prod.example.com:6443', false],
    ['example.com:6443', 'https://prod.example.com', true],
    ['example.com:443', 'https://prod.example.com', false],
    ['10.0.0.1', 'https://10.0.0.1:6443', false],
    ['10.0.0.1:443', 'https://10.0.0.1:6443', true],
    ['10.0.0.0/8', 'https://10.1.2.3', false],
    ['10.0.0.0/8', 'https://11.1.2.3', true],
    ['10.0.0.0/8', 'https://prod.example.com', true],
    ['10.0.0.0/33', 'https://10.1.2.3', true],
    ['fd00::/8', 'https://[fd00::1]:6443', false],
    ['fd00::1', 'https://[fd00::1]:6443', false],
    ['[fd00::1]:6443', 'https://[fd00::1]:6443', false],
    ['[fd00::1]:6443', 'https://[fd00::1]', true],
    [':6443', 'https://prod.example.com:6443', true],
    ['com', 'https://prod.example.com', false],
  ])('%j: a proxy for %s is used: %s', (noProxy, url, isUsed) => {
    expect(usesProxy(new URL(url), noProxy)).toBe(isUsed);
  });
});
