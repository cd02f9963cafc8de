import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fileEntry, pathEntry, workflowCommand } from '../../src/action/workflow-commands.ts';

const ANY_TEXT = fc.string({ unit: 'binary' });

describe('a workflow command', () => {
  test('has its properties and its message in one line', () => {
    expect(workflowCommand('error', { file: 'a,b:c%.yaml', line: 12 }, '100%\r\nsure: yes, no')).toBe(
      '::error file=a%2Cb%3Ac%25.yaml,line=12::100%25%0D%0Asure: yes, no',
    );
  });

  test('leaves out properties without a value', () => {
    expect(workflowCommand('warning', { file: undefined, title: '' }, 'x')).toBe('::warning::x');
  });

  test('needs neither properties nor a message', () => {
    expect(workflowCommand('endgroup')).toBe('::endgroup::');
  });

  test('is read back by the runner as it was meant', () => {
    fc.assert(
      fc.property(ANY_TEXT, ANY_TEXT, (file, message) => {
        const command = workflowCommand('error', { file, line: 1 }, message);
        expect(command).not.toMatch(/[\r\n]/);
        expect(parseCommand(command)).toEqual({
          name: 'error',
          properties: file === '' ? { line: '1' } : { file, line: '1' },
          message,
        });
      }),
    );
  });
});

describe('an entry of a file that the runner reads', () => {
  test('has the value between two delimiters', () => {
    expect(fileEntry('KUBECONFIG', 'a\nb', 'END')).toBe('KUBECONFIG<<END\na\nb\nEND\n');
  });

  test('has another delimiter each time', () => {
    expect(fileEntry('a', 'b')).not.toBe(fileEntry('a', 'b'));
  });

  test('is read back by the runner as it was meant, whatever else is in the file', () => {
    const entries = fc.array(fc.tuple(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,9}$/), ANY_TEXT), { maxLength: 5 });
    fc.assert(
      fc.property(entries, (pairs) => {
        const file = pairs.map(([key, value]) => fileEntry(key, value)).join('');
        expect(parseFile(file)).toEqual(pairs);
      }),
    );
  });

  test.each(['', 'a b', 'a=b', 'a<<b', 'a\nb', '1a'])('is refused for the key %j', (key) => {
    expect(() => fileEntry(key, 'value')).toThrow('no name');
  });

  test('is refused where the value holds the delimiter', () => {
    expect(() => fileEntry('key', 'a\nEND\nb', 'END')).toThrow('delimiter');
  });
});

test('a line for PATH is one folder', () => {
  expect(pathEntry('/opt/tools')).toBe('/opt/tools\n');
  expect(() => pathEntry('/opt\n/evil')).toThrow('PATH');
});

/** As the runner reads: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs */
function parseCommand(line: string) {
  const [, name, list = '', message = ''] = /^::([\w-]+)(?: (.*?))?::(.*)$/su.exec(line) ?? [];
  const data = (text: string) => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  const property = (text: string) =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const properties = Object.fromEntries(
    list.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), property(pair.slice(pair.indexOf('=') + 1))]),
  );
  return { name, properties, message: data(message) };
}

/** As the runner reads: https://github.com/actions/runner/blob/main/src/Runner.Worker/FileCommandManager.cs */
function parseFile(text: string): [string, string][] {
  const lines = text.split('\n');
  const pairs: [string, string][] = [];
  while (lines.length > 1) {
    const [key = '', delimiter = ''] = (lines.shift() ?? '').split('<<');
    const end = lines.indexOf(delimiter);
    pairs.push([key, lines.splice(0, end).join('\n')]);
    lines.shift();
  }
  return pairs;
}
