import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sameJson, writeJson } from '../../src/manifests/json.ts';
import type { Json } from '../../src/manifests/object.ts';
import { readYaml } from '../../src/manifests/yaml.ts';

function values(text: string): Json[] {
  const { documents, faults } = readYaml(text);
  expect(faults).toEqual([]);
  return documents.map((document) => document.value);
}

function faults(text: string): string[] {
  return readYaml(text).faults.map((fault) => `${fault.line}: ${fault.message}`);
}

describe('reading YAML', () => {
  test('gives what kubectl reads', () => {
    expect(values('a: on\nb: 0644\nc: "0644"\nd: 1_000\ne: !!str 12\nf: !!float 1\ng: ! x\nh:\n')).toEqual([
      { a: true, b: 420, c: '0644', d: 1000, e: '12', f: 1, g: 'x', h: null },
    ]);
  });

  test('keeps integers that a JavaScript number cannot hold', () => {
    expect(values('a: 9223372036854775807\n')).toEqual([{ a: 9223372036854775807n }]);
  });

  test('merges as kubectl does: in order, of a list the first wins', () => {
    expect(values('p: &p {a: 1, b: 1}\nq: &q {a: 2, c: 2}\nz:\n  b: 0\n  <<: [*p, *q]\n  c: 3\n')).toEqual([
      { p: { a: 1, b: 1 }, q: { a: 2, c: 2 }, z: { a: 1, b: 1, c: 3 } },
    ]);
  });

  test('leaves out documents that hold nothing', () => {
    expect(values('# nothing\n---\nnull\n---\n~\n---\na: 1\n')).toEqual([{ a: 1 }]);
  });

  test('takes a key named __proto__ for a key', () => {
    const [value] = values('__proto__: {a: 1}\n');
    expect(Object.keys(value ?? {})).toEqual(['__proto__']);
  });

  test.each([
    ['a: 1\nb: 2\na: 3\n', '3: The key "a" is in this mapping already, on line 1.'],
    ['on: 1\ntrue: 2\n', '2: The key "true" is in this mapping already, on line 1.'],
    ['{"a": 1,\n "a": 2}', '2: The key "a" is in this mapping already, on line 1.'],
    ['a: 1\n---\nb: [1\n', '4: This is not valid YAML'],
    ['a: *x\n', '1: The alias *x has no anchor &x before it'],
    ['a: &x\n  b: *x\n', '2: What the anchor &x names contains itself.'],
    ['a: &x: 1\n', '1: kubectl and the API server take letters, digits, _ and -'],
    ['a: 9223372036854775808\n', '1: The integer 9223372036854775808 does not fit into 64 bits'],
    ['{"a":\n -9223372036854775809}', '2: The integer -9223372036854775809 does not fit'],
    ['a: .nan\n', '1: Kubernetes has no number .nan.'],
    ['a: !!int x\n', '1: "x" is no !!int.'],
    ['a: !!binary aGk=\n', '1: Kubernetes has no binary values'],
    ['? [a]\n: 1\n', '1: A key must be a string, not a mapping or a list.'],
    ['~: 1\n', '1: A key must not be empty or null.'],
    ['a: 1\n...\nb: 2\n', '3: A second document begins after `...`'],
    ['%YAML 1.1\n---\na: 1\n', '1: kubectl and the API server take no YAML directives'],
    ['a: 1\nb: "\\ud83d\\ude00"\n', '2: kubectl and the API server do not take the escape \\ud83d'],
    ['a: "\\/"\n', '1: kubectl and the API server do not take the escape \\/'],
    ['a:\n- \tb\n', '2: kubectl and the API server take no tab behind the dash of a list.'],
    ['a: 1\nb: \u0001\n', '2: The control character U+0001'],
    ['a: x\u2028y\n', '1: The character U+2028 is a line break'],
    ['a: 1\rb: 2\n', '1: The character U+000D is a line break'],
    ['<<: 1\n', '1: What `<<` merges must be a mapping'],
  ])('refuses %j', (text, fault) => {
    expect(faults(text)).toEqual([expect.stringContaining(fault)]);
  });

  test('names every fault, not only the first', () => {
    expect(faults('a: 1\na: 2\nb: .inf\n---\nc: [\n---\nd: *x\n')).toHaveLength(4);
  });

  test('refuses aliases that unfold into far more than the text holds', () => {
    const levels = [...'abcdefgh'].map((name, index, all) => {
      const before = all[index - 1];
      return `${name}: &${name} [${Array(9)
        .fill(before === undefined ? 'x' : `*${before}`)
        .join(',')}]`;
    });
    expect(faults(levels.join('\n'))).toEqual([expect.stringContaining('Through aliases')]);
  });

  test('refuses what is nested beyond reading', () => {
    expect(faults(`a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`)).toEqual([
      expect.stringContaining('nested too deeply'),
    ]);
  });

  test('finds no fault in any JSON value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (object) => {
        const text = JSON.stringify(object, (_key, value) =>
          typeof value === 'number' && Math.abs(value) >= 2 ** 63 ? 0.5 : value,
        );
        const [document] = readYaml(text).documents;
        expect(JSON.parse(writeJson(document?.value ?? null))).toEqual(JSON.parse(text.toWellFormed()));
      }),
    );
  });

  test('never throws, whatever the text', () => {
    const piece = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '-',
      '---',
      '...',
      '&x',
      '*x',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '|',
      '>',
      '#',
      '!',
      '%',
      '\t',
      ',',
      '?',
      '<<',
      '0',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        for (const document of readYaml(pieces.join('')).documents) expect(document.line).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the text that is sent', () => {
  function sent(text: string): string[] {
    return readYaml(text).documents.map((document) => document.text);
  }

  test("is the file's own, without comments before it and markers", () => {
    expect(sent('# head\n---\n# about a\na: 0644 # octal\nb: on\n...\n---\nc: 1\n')).toEqual([
      'a: 0644 # octal\nb: on\n',
      'c: 1\n',
    ]);
  });

  test('ends its last line, as kubectl does, because a block of text may end there', () => {
    expect(sent('a: |\n  x')).toEqual(['a: |\n  x\n']);
  });

  test('is written anew where the server would take a merge for a duplicate key', () => {
    expect(sent('a: &a {x: 0644}\nb:\n  <<: *a\n  x: 1\n')).toEqual(['{"a":{"x":420},"b":{"x":1}}']);
  });

  test('is written anew where JSON knows an escape that YAML does not', () => {
    expect(sent('{"a": "\\ud83d\\ude00\\/"}')).toEqual(['{"a":"😀/"}']);
    expect(sent('{"a": "\u2028"}')).toEqual(['{"a":"\\u2028"}']);
  });

  test('reads as the value it was read as', () => {
    const text = fc.constantFrom(
      'on',
      '0644',
      '"x"',
      'plain text',
      '1e3',
      '|\n  a\n  b\n',
      '>-\n  a\n\n  b\n',
      '{a: 1}',
      '[y, n]',
      '~',
    );
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (scalars) => {
        const whole = `# c\n${scalars.map((scalar, index) => `k${index}: ${scalar}`).join('\n')}\n...\n`;
        const [document] = readYaml(whole).documents;
        const [again] = readYaml(document?.text ?? '').documents;
        expect(sameJson(again?.value, document?.value)).toBe(true);
      }),
    );
  });
});

describe('a part of a document', () => {
  const text =
    'items:\n- a: 0644\n  b: |\n    text\n\n    more\n- &x\n  c: on\n-   d: *x\n- {e: 0o7, "f": [1,\n  2]}\n';
  const [document] = readYaml(text).documents;

  test('keeps its own text, line and reading', () => {
    const part = document?.slice(['items', 0]);
    expect(part).toEqual({
      text: '  a: 0644\n  b: |\n    text\n\n    more\n',
      line: 2,
      value: { a: 420, b: 'text\n\nmore\n' },
    });
    expect(document?.slice(['items', 1])).toMatchObject({ text: '  c: on\n', line: 8, value: { c: true } });
    expect(document?.slice(['items', 3])).toMatchObject({ line: 10, value: { e: 7, f: [1, 2] } });
  });

  test('is written anew where it needs the rest', () => {
    expect(document?.slice(['items', 2])).toEqual({ text: '{"d":{"c":true}}', line: 9, value: { d: { c: true } } });
  });

  test('has a line for every field, the nearest one where there is none', () => {
    expect(document?.lineAt(['items', 0, 'b'])).toBe(3);
    expect(document?.lineAt(['items', 3, 'f', 1])).toBe(11);
    expect(document?.lineAt(['items', 0, 'nope', 'deeper'])).toBe(2);
    expect(document?.lineAt(['nope'])).toBe(1);
  });
});
