// `npm run kinds` writes src/rbac/built-in-kinds.ts from the discovery of a control plane that serves
// every API it knows; `npm run kinds -- --check` fails where the committed file is another.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { connectAdmin } from '../testbed/admin.ts';
import { startSupervised } from '../testbed/supervised.ts';

interface ServedResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

const file = fileURLToPath(new URL('../src/rbac/built-in-kinds.ts', import.meta.url));
const isCheck = process.argv.includes('--check');

const controlPlane = await startSupervised({
  apiserverArgs: ['--runtime-config=api/all=true'],
  log: (line) => console.error(line),
});
try {
  const text = moduleOf(controlPlane.info.version, await readKinds());
  if (!isCheck) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(
      `${join('src', 'rbac', 'built-in-kinds.ts')} is not what the control plane serves: run this without --check.`,
    );
    process.exitCode = 1;
  }
} finally {
  await controlPlane.stop();
}

/** `group kind` → plural and scope, of everything that can be applied. */
async function readKinds(): Promise<Map<string, ServedResource>> {
  const admin = connectAdmin(controlPlane.info);
  const kinds = new Map<string, ServedResource>();
  try {
    const { groups } = await admin.get<{ groups: { versions: { groupVersion: string }[] }[] }>('/apis');
    const versions = groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => groupVersion));
    for (const version of ['v1', ...versions]) {
      const path = version === 'v1' ? '/api/v1' : `/apis/${version}`;
      const group = version.includes('/') ? (version.split('/', 1)[0] ?? '') : '';
      const { resources } = await admin.get<{ resources: ServedResource[] }>(path);
      for (const resource of resources) {
        if (resource.name.includes('/') || !resource.verbs.includes('patch')) continue;
        kinds.set(`${group} ${resource.kind}`, resource);
      }
    }
  } finally {
    admin.close();
  }
  return kinds;
}

function moduleOf(version: string, kinds: ReadonlyMap<string, ServedResource>): string {
  const rows = [...kinds]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, { kind, name, namespaced }]) => {
      const group = key.slice(0, key.length - kind.length - 1);
      return `  ['${group}', '${kind}', '${name}', ${namespaced}],`;
    });
  return `/** Written by scripts/kinds.ts from what Kubernetes ${version} serves: [group, kind, plural, namespaced]. */
export const BUILT_IN_KINDS: readonly (readonly [string, string, string, boolean])[] = [
${rows.join('\n')}
];
`;
}
