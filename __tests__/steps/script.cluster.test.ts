import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { resultOf } from '../../src/problem.ts';
import { runScript } from '../../src/steps/script.ts';
import type { Admin } from '../../testbed/admin.ts';
import { sharedAdmin, sharedTestbed } from '../../testbed/shared.ts';
import { chartFolder } from '../stand-ins/chart-package.ts';
import { createDeployer, type Deployer, HELM_RULES, type RecordingHost, recordingHost } from './deployer.ts';

const MINUTES = 60_000;

let admin: Admin;
let deployer: Deployer;
let host: RecordingHost;
let toolFolders: string[];

beforeAll(() => {
  admin = sharedAdmin();
});
afterAll(() => admin?.close());

beforeEach(async () => {
  const { info, binaries } = sharedTestbed();
  deployer = await createDeployer(admin, info, { helm: binaries.helm4, version: 'v4.3.1' });
  host = recordingHost();
  const tools = join(deployer.surroundings.folders.temp, 'tools');
  await mkdir(tools, { recursive: true });
  await symlink(binaries.helm4, join(tools, 'helm'));
  toolFolders = [dirname(binaries.kubectl), tools];
}, MINUTES);
afterEach(() => deployer?.end());

const run = (script: string) =>
  runScript({ kind: 'run', script }, { ...deployer.surroundings, toolFolders }, host, new AbortController().signal);

test(
  'kubectl and helm in a script are the deployer with nothing else to say',
  async () => {
    const ran = await run(
      `kubectl auth whoami -o jsonpath='{.status.userInfo.username}{"\\n"}'
kubectl create configmap by-kubectl --from-literal a=b
helm install by-helm ${chartFolder('web')} --wait
`,
    );
    expect(ran).toEqual({ exitCode: 0, problems: [] });
    expect(host.lines[0]).toBe(deployer.username);
    const configMaps = `/api/v1/namespaces/${deployer.namespace}/configmaps`;
    expect(await admin.get(`${configMaps}/by-kubectl`)).toMatchObject({ data: { a: 'b' } });
    expect(await admin.get(`${configMaps}/by-helm-settings`)).toMatchObject({ data: { greeting: 'hello' } });
  },
  MINUTES,
);

test(
  'what the deployer may not do ends the script, and the missing right is named with its rule',
  async () => {
    await deployer.grant(HELM_RULES.replace('configmaps]', '"pods/log"]'));
    const ran = await run('kubectl get configmaps\necho reached\n');
    expect(ran.exitCode).toBe(1);
    expect(resultOf(ran.problems)).toBe('script-failed');
    expect(ran.problems[1]).toMatchObject({
      kind: 'forbidden',
      denied: [
        {
          who: 'identity',
          verb: 'list',
          apiGroup: '',
          resource: 'configmaps',
          subresource: '',
          namespace: deployer.namespace,
          name: '',
          for: 'the script',
        },
      ],
      yaml: expect.stringContaining('configmaps'),
    });
  },
  MINUTES,
);
