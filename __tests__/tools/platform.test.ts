import { describe, expect, test } from '@jest/globals';
import { executableName, newestFile, type Platform, platformOf, releaseFiles } from '../../src/tools/platform.ts';

describe('the platform', () => {
  test.each<[string, string, Platform]>([
    ['linux', 'x64', { os: 'linux', arch: 'amd64' }],
    ['linux', 'arm64', { os: 'linux', arch: 'arm64' }],
    ['darwin', 'x64', { os: 'darwin', arch: 'amd64' }],
    ['darwin', 'arm64', { os: 'darwin', arch: 'arm64' }],
    ['win32', 'x64', { os: 'windows', arch: 'amd64' }],
    ['win32', 'arm64', { os: 'windows', arch: 'arm64' }],
  ])('%s on %s has a name in the releases', (nodePlatform, nodeArch, platform) => {
    expect(platformOf(nodePlatform, nodeArch)).toEqual({ ok: true, value: platform });
  });

  test.each([
    ['freebsd', 'x64'],
    ['linux', 'riscv64'],
    ['linux', 'ia32'],
  ])('%s on %s has none', (nodePlatform, nodeArch) => {
    const outcome = platformOf(nodePlatform, nodeArch);
    expect(outcome).toMatchObject({ ok: false, problems: [{ kind: 'tool' }] });
    expect(JSON.stringify(outcome)).toContain(`${nodePlatform} on ${nodeArch}`);
  });
});

describe('the files of a release', () => {
  test.each<[Platform, string]>([
    [{ os: 'linux', arch: 'amd64' }, 'release/v1.36.3/bin/linux/amd64/kubectl'],
    [{ os: 'linux', arch: 'arm64' }, 'release/v1.36.3/bin/linux/arm64/kubectl'],
    [{ os: 'darwin', arch: 'amd64' }, 'release/v1.36.3/bin/darwin/amd64/kubectl'],
    [{ os: 'darwin', arch: 'arm64' }, 'release/v1.36.3/bin/darwin/arm64/kubectl'],
    [{ os: 'windows', arch: 'amd64' }, 'release/v1.36.3/bin/windows/amd64/kubectl.exe'],
    [{ os: 'windows', arch: 'arm64' }, 'release/v1.36.3/bin/windows/arm64/kubectl.exe'],
  ])('of kubectl for %j', (platform, file) => {
    expect(releaseFiles('kubectl', '1.36.3', platform)).toEqual({
      file,
      checksum: `${file}.sha256`,
      inArchive: undefined,
    });
  });

  test.each<[Platform, string, string[]]>([
    [{ os: 'linux', arch: 'amd64' }, 'helm-v4.3.1-linux-amd64.tar.gz', ['linux-amd64', 'helm']],
    [{ os: 'linux', arch: 'arm64' }, 'helm-v4.3.1-linux-arm64.tar.gz', ['linux-arm64', 'helm']],
    [{ os: 'darwin', arch: 'amd64' }, 'helm-v4.3.1-darwin-amd64.tar.gz', ['darwin-amd64', 'helm']],
    [{ os: 'darwin', arch: 'arm64' }, 'helm-v4.3.1-darwin-arm64.tar.gz', ['darwin-arm64', 'helm']],
    [{ os: 'windows', arch: 'amd64' }, 'helm-v4.3.1-windows-amd64.zip', ['windows-amd64', 'helm.exe']],
    [{ os: 'windows', arch: 'arm64' }, 'helm-v4.3.1-windows-arm64.zip', ['windows-arm64', 'helm.exe']],
  ])('of helm for %j', (platform, file, inArchive) => {
    expect(releaseFiles('helm', '4.3.1', platform)).toEqual({ file, checksum: `${file}.sha256sum`, inArchive });
  });

  test('that name the newest one', () => {
    expect(newestFile('kubectl', undefined)).toBe('release/stable.txt');
    expect(newestFile('kubectl', '1.36')).toBe('release/stable-1.36.txt');
    expect(newestFile('helm', undefined)).toBe('helm-latest-version');
    expect(newestFile('helm', '3')).toBe('helm3-latest-version');
  });

  test('are called as the system wants its executables', () => {
    expect((['linux', 'darwin', 'windows'] as const).map((os) => executableName('helm', { os }))).toEqual([
      'helm',
      'helm',
      'helm.exe',
    ]);
  });
});
