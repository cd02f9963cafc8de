/**
 * How kubectl and the API server read a YAML scalar: go.yaml.in/yaml/v2's `resolve`, then sigs.k8s.io/yaml's way
 * to JSON. It is YAML 1.1 without timestamps and sexagesimals, plus `0o`.
 * https://github.com/yaml/go-yaml/blob/v2.4.3/resolve.go
 */
export type ResolvedScalar =
  | { readonly type: 'null' }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'integer'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'string'; readonly value: string };

const WORDS: ReadonlyMap<string, ResolvedScalar> = new Map([
  ...words({ type: 'boolean', value: true }, 'y Y yes Yes YES true True TRUE on On ON'),
  ...words({ type: 'boolean', value: false }, 'n N no No NO false False FALSE off Off OFF'),
  ...words({ type: 'null' }, '~ null Null NULL'),
  ...words({ type: 'float', value: Number.NaN }, '.nan .NaN .NAN'),
  ...words({ type: 'float', value: Number.POSITIVE_INFINITY }, '.inf .Inf .INF +.inf +.Inf +.INF'),
  ...words({ type: 'float', value: Number.NEGATIVE_INFINITY }, '-.inf -.Inf -.INF'),
  ['', { type: 'null' }],
]);

function words(meaning: ResolvedScalar, list: string): [string, ResolvedScalar][] {
  return list.split(' ').map((word) => [word, meaning]);
}

/** The meaning of `source`, a scalar written without quotes and without tag. */
export function resolvePlainScalar(source: string): ResolvedScalar {
  const word = WORDS.get(source);
  if (word !== undefined) return word;
  if (source.startsWith('.')) return resolveBareFraction(source) ?? string(source);
  if (!/^[-+0-9]/.test(source)) return string(source);
  const plain = source.replaceAll('_', '');
  return resolveInteger(plain) ?? resolveFloat(plain) ?? string(source);
}

function string(value: string): ResolvedScalar {
  return { type: 'string', value };
}

/**
 * Every base that Go's `ParseInt(text, 0, 64)` knows; a bare leading zero is octal. Undefined where Go falls through
 * to the next reading. Decimal numbers come whole, however long: their range is the reader's to judge.
 */
function resolveInteger(text: string): ResolvedScalar | undefined {
  const parts = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/.exec(text);
  if (parts === null) return undefined;
  const [, sign, hexadecimal, binary, octal, decimal] = parts;
  const magnitude =
    hexadecimal !== undefined
      ? BigInt(`0x${hexadecimal}`)
      : binary !== undefined
        ? BigInt(`0b${binary}`)
        : octal !== undefined
          ? BigInt(`0o${octal}`)
          : BigInt(decimal ?? '0');
  const value = sign === '-' ? -magnitude : magnitude;
  const isDecimal = decimal !== undefined || /^[-+]?[0-9]+$/.test(text);
  if (!isDecimal && !fitsGo(value)) return undefined;
  return { type: 'integer', value };
}

/** Beyond both int64 and uint64, Go no longer reads `0x…`, `0b…` and `0o…` as numbers at all. */
function fitsGo(value: bigint): boolean {
  return value >= -(2n ** 63n) && value < 2n ** 64n;
}

/** Here go-yaml leaves the underscores to Go's `ParseFloat`, which takes them between digits only. */
function resolveBareFraction(text: string): ResolvedScalar | undefined {
  return /(?<![0-9])_|_(?![0-9])/.test(text) ? undefined : resolveFloat(text.replaceAll('_', ''));
}

function resolveFloat(text: string): ResolvedScalar | undefined {
  if (!/^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? { type: 'float', value } : undefined;
}

/**
 * A key of a mapping as text, since JSON has no others: `0644:` is "420", `on:` is "true", `1.10:` is "1.1".
 * Undefined where kubectl refuses the key.
 */
export function keyText(key: ResolvedScalar): string | undefined {
  switch (key.type) {
    case 'string':
      return key.value;
    case 'boolean':
      return String(key.value);
    case 'integer':
      return isInt64(key.value) ? String(key.value) : undefined;
    case 'float':
      return floatKeyText(key.value);
    case 'null':
      return undefined;
  }
}

export function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

/** Go's `FormatFloat(value, 'g', -1, 32)`: the fewest digits that tell the float32 apart. */
function floatKeyText(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  if (single === 0) return Object.is(single, -0) ? '-0' : '0';
  const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9].find((count) => Math.fround(Number(single.toPrecision(count))) === single);
  const [mantissa = '', exponentText = '0'] = single.toExponential((digits ?? 9) - 1).split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return String(Number(`${mantissa}e${exponent}`));
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
