import { describe, expect, test } from '@jest/globals';
import { decodeText, splitStream } from '../../src/manifests/stream.ts';

function split(text: string): [string, number][] {
  return splitStream(text).chunks.map((chunk) => [chunk.text.trim(), chunk.line]);
}

describe('a stream of documents', () => {
  test('is split at lines of three dashes, with each document at its line', () => {
    expect(split('a: 1\n---\nb: 2\n--- # comment\nc: 3')).toEqual([
      ['a: 1', 1],
      ['b: 2', 3],
      ['c: 3', 5],
    ]);
  });

  test('may begin with dashes, end with dashes, and hold empty documents', () => {
    expect(split('---\n---\n\n---\na: 1\n---\n')).toEqual([['a: 1', 5]]);
  });

  test('is split in Windows files too', () => {
    expect(split('a: 1\r\n---\r\nb: 2\r\n')).toEqual([
      ['a: 1', 1],
      ['b: 2', 3],
    ]);
  });

  test('is split even inside a block of text, as kubectl does', () => {
    expect(split('a: |\n  x\n---\nb: 2')).toHaveLength(2);
  });

  test('keeps dashes that are indented', () => {
    expect(split('a: |\n  ---\n  x\n')).toHaveLength(1);
  });

  test('has no text behind the dashes', () => {
    const { faults } = splitStream('a: 1\n--- {b: 2}\n---foo\n');
    expect(faults.map((fault) => fault.line)).toEqual([2, 3]);
    expect(faults[0]?.message).toContain('{b: 2}');
  });

  test('may be JSON objects in a row', () => {
    expect(splitStream('{"a":"}{"}{"b":2}\n\n{"c":3}\n').chunks).toEqual([
      { format: 'json', text: '{"a":"}{"}', line: 1 },
      { format: 'json', text: '{"b":2}', line: 1 },
      { format: 'json', text: '{"c":3}', line: 3 },
    ]);
  });

  test('may go on as YAML after one JSON object', () => {
    expect(splitStream('{"a":1}\n---\nb: 2\n').chunks).toEqual([
      { format: 'json', text: '{"a":1}', line: 1 },
      { format: 'yaml', text: 'b: 2\n', line: 3 },
    ]);
  });

  test('is JSON to the end after two JSON objects', () => {
    const { chunks, faults } = splitStream('{"a":1}\n{"b":2}\n---\nc: 3\n');
    expect(chunks).toHaveLength(2);
    expect(faults).toMatchObject([{ line: 3 }]);
  });

  test('is YAML where what begins with a brace is no JSON', () => {
    expect(splitStream('{a: 1}\n').chunks).toMatchObject([{ format: 'yaml' }]);
  });
});

describe('the bytes of a file', () => {
  test('are UTF-8, with or without byte order mark', () => {
    expect(decodeText(Buffer.from('é'))).toEqual({ text: 'é' });
    expect(decodeText(Buffer.from('\ufeffé'))).toEqual({ text: 'é' });
  });

  test('are UTF-16 where the byte order mark says so', () => {
    expect(decodeText(Buffer.from('\ufeffé', 'utf16le'))).toEqual({ text: 'é' });
    expect(decodeText(Buffer.from('\ufeffé', 'utf16le').swap16())).toEqual({ text: 'é' });
  });

  test('that are no text are refused with their line', () => {
    const bytes = Buffer.concat([Buffer.from('a: 1\nb: '), Buffer.from([0xe9]), Buffer.from('\nc: é\n')]);
    expect(decodeText(bytes)).toMatchObject({ fault: { line: 2 } });
  });
});
