import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateRequest {
  readonly commonName: string;
  /** What Kubernetes reads as groups in a client certificate. */
  readonly organizations?: readonly string[];
  /** DNS names and IPv4 addresses that it is a server for. */
  readonly hosts?: readonly string[];
  /** Default: in a year. */
  readonly notAfter?: Date;
}

/** A new, self-signed certificate authority. Node can sign but not write certificates, and tests cannot count on openssl. */
export function createAuthority(commonName: string): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = distinguishedName({ commonName });
  const extensions = [
    extension('2.5.29.19', der(0x30, der(0x01, Buffer.of(0xff))), true),
    extension('2.5.29.15', bits(Buffer.of(0x06), 1), true),
    extension('2.5.29.14', der(0x04, keyId(publicKey))),
  ];
  return pair(privateKey, certificate({ subject, issuer: subject, publicKey, extensions }, privateKey));
}

/** A certificate for a server and a client, signed by the authority. */
export function issue(authority: KeyPair, request: CertificateRequest): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuerKey = createPrivateKey(authority.key);
  const issuer = subjectOf(authority);
  const hosts = request.hosts ?? [];
  const extensions = [
    extension('2.5.29.15', bits(Buffer.of(0x80), 7), true),
    extension('2.5.29.37', der(0x30, oid('1.3.6.1.5.5.7.3.1'), oid('1.3.6.1.5.5.7.3.2'))),
    extension('2.5.29.35', der(0x30, der(0x80, keyId(createPublicKey(issuerKey))))),
    ...(hosts.length === 0 ? [] : [extension('2.5.29.17', der(0x30, ...hosts.map(generalName)))]),
  ];
  const content = { subject: distinguishedName(request), issuer, publicKey, extensions };
  return pair(privateKey, certificate({ ...content, notAfter: request.notAfter }, issuerKey));
}

interface Content {
  readonly subject: Buffer;
  readonly issuer: Buffer;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly notAfter?: Date | undefined;
}

const hourMs = 3_600_000;

function certificate(content: Content, issuerKey: KeyObject): Buffer {
  const algorithm = der(0x30, oid('1.2.840.10045.4.3.2'));
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const notAfter = content.notAfter ?? new Date(Date.now() + 365 * 24 * hourMs);
  // A test may ask for a certificate that has expired already.
  const notBefore = new Date(Math.min(Date.now(), notAfter.getTime()) - hourMs);
  const toBeSigned = der(
    0x30,
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, serial),
    algorithm,
    content.issuer,
    der(0x30, time(notBefore), time(notAfter)),
    content.subject,
    content.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, ...content.extensions)),
  );
  return der(0x30, toBeSigned, algorithm, bits(sign('sha256', toBeSigned, issuerKey)));
}

function pair(privateKey: KeyObject, encoded: Buffer): KeyPair {
  return {
    certificate: new X509Certificate(encoded).toString(),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Our authorities have nothing but a common name. */
function subjectOf(authority: KeyPair): Buffer {
  const { subject } = new X509Certificate(authority.certificate);
  return distinguishedName({ commonName: subject.replace(/^CN=/, '') });
}

function distinguishedName(name: Pick<CertificateRequest, 'commonName' | 'organizations'>): Buffer {
  const part = (type: string, value: string) => der(0x31, der(0x30, oid(type), der(0x0c, Buffer.from(value))));
  const organizations = (name.organizations ?? []).map((organization) => part('2.5.4.10', organization));
  return der(0x30, ...organizations, part('2.5.4.3', name.commonName));
}

function generalName(host: string): Buffer {
  return isIPv4(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host, 'ascii'));
}

function extension(type: string, value: Buffer, critical = false): Buffer {
  return der(0x30, oid(type), ...(critical ? [der(0x01, Buffer.of(0xff))] : []), der(0x04, value));
}

function keyId(key: KeyObject): Buffer {
  return createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();
}

function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/[-:T]|\.\d+/g, '');
  return der(0x17, Buffer.from(digits.slice(2)));
}

function bits(content: Buffer, unused = 0): Buffer {
  return der(0x03, Buffer.of(unused), content);
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

/** One tag, length and value of ASN.1's distinguished encoding. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.of(tag), length(body.length), body]);
}

function length(value: number): Buffer {
  if (value < 0x80) return Buffer.of(value);
  if (value < 0x100) return Buffer.of(0x81, value);
  return Buffer.of(0x82, value >> 8, value & 0xff);
}
