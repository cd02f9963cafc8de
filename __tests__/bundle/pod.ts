import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where every pod finds its service account. https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
export const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Shows the folder that is the first argument where pods have theirs, and becomes what the others name. */
const ENTER = `set -e
mount -t tmpfs none /var/run
mkdir -p ${SERVICE_ACCOUNT_FOLDER}
mount --bind "$1" ${SERVICE_ACCOUNT_FOLDER}
shift
exec "$@"`;

/** What a pod is to its processes: a projected service account in a mount namespace, and where the API server is. */
export interface Pod {
  readonly environment: Record<string, string>;
  /** Starts what stands behind it inside of the pod. */
  readonly through: readonly string[];
  /** Puts these files in the place of all others in one moment, as a kubelet does. */
  project(files: Readonly<Record<string, string>>): void;
  end(): void;
}

/** Whether this machine lets us make mount namespaces; `why` says why not. */
export type Namespaces =
  | { readonly ok: true; readonly unshare: readonly string[] }
  | { readonly ok: false; readonly why: string };

/** Tries it: as root, else as root of a user namespace. */
export function tryNamespaces(): Namespaces {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-as-pod-'));
  try {
    const reasons: string[] = [];
    for (const unshare of [
      ['unshare', '--mount'],
      ['unshare', '--map-root-user', '--mount'],
    ]) {
      const [file = '', ...args] = enter(unshare, folder);
      const tried = spawnSync(file, [...args, 'true'], { encoding: 'utf8' });
      if (tried.status === 0) return { ok: true, unshare };
      reasons.push(tried.error?.message ?? tried.stderr.trim());
    }
    return { ok: false, why: reasons.join('; ').replaceAll('\n', ' ') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function startPod(namespaces: Namespaces & { ok: true }, server: string): Pod {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-as-pod-'));
  const { hostname, port } = new URL(server);
  let writings = 0;
  return {
    environment: { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port },
    through: enter(namespaces.unshare, folder),
    project(files) {
      writings += 1;
      const written = `..written_${writings}`;
      mkdirSync(join(folder, written));
      for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, written, name), content);
      // https://github.com/kubernetes/kubernetes/blob/master/pkg/volume/util/atomic_writer.go
      symlinkSync(written, join(folder, '..data_tmp'));
      renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
      const wanted = ['..data', written, ...Object.keys(files)];
      const there = readdirSync(folder);
      for (const name of there) if (!wanted.includes(name)) rmSync(join(folder, name), { recursive: true });
      for (const name of wanted)
        if (!there.includes(name) && !name.startsWith('..')) symlinkSync(join('..data', name), join(folder, name));
    },
    end: () => rmSync(folder, { recursive: true }),
  };
}

function enter(unshare: readonly string[], folder: string): readonly string[] {
  return [...unshare, 'sh', '-c', ENTER, 'enter', folder];
}
