import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readVersion, versionArguments } from '../../src/tools/own.ts';

test('a tool is asked for its version without a cluster', () => {
  expect(versionArguments('kubectl')).toEqual(['version', '--client', '-o', 'json']);
  expect(versionArguments('helm')).toEqual(['version', '--template', '{{.Version}}']);
});

test.each([
  ['{"clientVersion": {"major": "1", "minor": "36", "gitVersion": "v1.36.3"}}', 'v1.36.3'],
  [
    '{\n  "clientVersion": {\n    "gitVersion": "v1.32.4-dispatcher",\n    "minor": "32+"\n  }\n}',
    'v1.32.4-dispatcher',
  ],
  ['Warning: gke auth\n{"clientVersion":{"gitVersion":"v1.30.5+k3s1"}}\nbye', 'v1.30.5+k3s1'],
  ['{"clientVersion":{"gitVersion":"v0.0.0-master+$Format:%H$"}}', undefined],
  ['Client Version: v1.36.3', undefined],
  ['', undefined],
])('kubectl says %j and means %j', (stdout, version) => {
  expect(readVersion('kubectl', stdout)).toBe(version);
});

test.each([
  ['v4.3.1', 'v4.3.1'],
  ['v3.22.0\r\n', 'v3.22.0'],
  ['v3.14.0+gc309b6f', 'v3.14.0+gc309b6f'],
  ['plugin: hello\nv4.3.1\n', 'v4.3.1'],
  ['Client: v2.17.0', undefined],
  ['{{.Version}}', undefined],
])('helm says %j and means %j', (stdout, version) => {
  expect(readVersion('helm', stdout)).toBe(version);
});

test('whatever a tool prints, a version is one word', () => {
  const output = fc.oneof(
    fc.string(),
    fc.string().map((text) => `{"gitVersion":"v1.2${text}"}`),
    fc.string().map((text) => `v4.3.1${text}`),
  );
  fc.assert(
    fc.property(output, fc.constantFrom('kubectl' as const, 'helm' as const), (stdout, tool) => {
      const version = readVersion(tool, stdout);
      if (version !== undefined) expect(version).toMatch(/^v\d+\.\d+\S*$/);
    }),
  );
});
