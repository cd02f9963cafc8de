import { BlockList, isIP, isIPv6 } from 'node:net';
import type { NetworkEnvironment } from '../inputs.ts';
import { failure, type Outcome, success } from '../problem.ts';

type ProxyVariables = Pick<NetworkEnvironment, 'httpsProxy' | 'httpProxy' | 'noProxy'>;

const SCHEMES = ['http:', 'https:', 'socks5:', 'socks5h:'];

/** The port of a URL that names none. */
const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'socks5:': 1080,
  'socks5h:': 1080,
};

/**
 * The proxy for `url` as kubectl chooses it: a kubeconfig's `proxy-url` always, else the proxy variables, which
 * never concern `localhost` and loopback addresses. Undefined: none. Where a proxy is no URL that can be one, the
 * failure says why, without the password that it may hold.
 * https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config
 */
export function chooseProxy(
  url: URL,
  proxyUrl: string | undefined,
  variables: ProxyVariables,
): Outcome<URL | undefined> {
  if (proxyUrl !== undefined) return readProxy(URL.parse(proxyUrl), '`proxy-url` of the kubeconfig');
  const name = url.protocol === 'http:' ? 'HTTP_PROXY' : 'HTTPS_PROXY';
  const text = name === 'HTTP_PROXY' ? variables.httpProxy : variables.httpsProxy;
  if (text === undefined || !usesProxy(url, variables.noProxy ?? '')) return success(undefined);
  return readProxy(parseVariable(text), `the variable ${name}`);
}

/** The port that `url` means. */
export function portOf(url: URL): number {
  return url.port === '' ? (DEFAULT_PORTS[url.protocol] ?? 443) : Number(url.port);
}

/** The host without the brackets of an IPv6 address. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/** Whether the proxy variables concern `url`, by the rules of Go's httpproxy for NO_PROXY. */
export function usesProxy(url: URL, noProxy: string): boolean {
  const host = hostOf(url).toLowerCase();
  if (host === 'localhost' || isLoopback(host)) return false;
  const target = { host, port: portOf(url) };
  return !noProxy.split(',').some((entry) => excludes(entry.trim().toLowerCase(), target));
}

/** `*`, an address, a CIDR range, `domain` (with its subdomains), `.domain` and `*.domain` (subdomains only); each but CIDR with `:port` or without. */
function excludes(entry: string, target: { host: string; port: number }): boolean {
  if (entry === '') return false;
  if (entry === '*') return true;
  if (isRange(entry)) return inRange(entry, target.host);
  const { host, port } = splitPort(entry);
  if (host === '' || (port !== undefined && port !== String(target.port))) return false;
  if (isIP(host) !== 0) return isIP(target.host) !== 0 && sameAddress(host, target.host);
  const domain = host.startsWith('*.') ? host.slice(1) : host;
  if (domain.startsWith('.')) return target.host.endsWith(domain);
  return target.host === domain || target.host.endsWith(`.${domain}`);
}

function splitPort(entry: string): { host: string; port: string | undefined } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::([^:]*))?$/.exec(entry) ?? [];
  const host = bracketed ?? plain;
  // More than one colon without brackets: an IPv6 address.
  return host === undefined ? { host: entry, port: undefined } : { host, port: port === '' ? undefined : port };
}

function isRange(entry: string): boolean {
  const [address = '', bits = '', ...rest] = entry.split('/');
  return (
    rest.length === 0 && isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv6(address) ? 128 : 32)
  );
}

function inRange(entry: string, host: string): boolean {
  if (isIP(host) === 0) return false;
  const [address = '', bits = ''] = entry.split('/');
  const list = new BlockList();
  list.addSubnet(address, Number(bits), familyOf(address));
  return list.check(host, familyOf(host));
}

function sameAddress(a: string, b: string): boolean {
  const list = new BlockList();
  list.addAddress(a, familyOf(a));
  return list.check(b, familyOf(b));
}

function isLoopback(host: string): boolean {
  return isIP(host) !== 0 && (inRange('127.0.0.0/8', host) || inRange('::1/128', host));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

/** `proxy:3128` is `http://proxy:3128`. */
function parseVariable(text: string): URL | null {
  const trimmed = text.trim();
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? URL.parse(trimmed) : URL.parse(`http://${trimmed}`);
}

function readProxy(url: URL | null, where: string): Outcome<URL | undefined> {
  if (url !== null && SCHEMES.includes(url.protocol) && url.hostname !== '') return success(url);
  const what = url === null || url.hostname === '' ? 'is no URL' : `has the scheme \`${url.protocol}\``;
  return failure({
    kind: 'input',
    input: 'kubeconfig',
    message: `${where} ${what}`,
    fix: 'Write it as `http://proxy.example.com:3128`; `https` and `socks5` are the other schemes that kubectl knows.',
  });
}
