import { expect, test } from '@jest/globals';
import { readChecksum } from '../../src/tools/checksum.ts';

const digest = 'ab'.repeat(32);

test.each([
  [digest, digest],
  [`${digest}\n`, digest],
  [digest.toUpperCase(), digest],
  [`${digest}  helm.tar.gz\n`, digest],
  [`${digest} *helm.tar.gz\r\n`, digest],
  [`${digest}  ./dist/helm.tar.gz\n`, digest],
  [`${digest}  other.tar.gz\n`, undefined],
  [`${digest}\n${digest}\n`, undefined],
  [`${digest.slice(1)}`, undefined],
  [`${digest}0`, undefined],
  ['<html>not here</html>', undefined],
  ['', undefined],
])('%j is read as %j', (text, expected) => {
  expect(readChecksum(text, 'some/folder/helm.tar.gz')).toBe(expected);
});
