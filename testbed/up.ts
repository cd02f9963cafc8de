// Keeps a control plane up, to try things by hand: `node testbed/up.ts`.
import { startControlPlane } from './control-plane.ts';

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());

const controlPlane = await startControlPlane({ log: (line) => console.error(line), signal: ending.signal }).catch(
  (error: unknown) => {
    if (ending.signal.aborted) process.exit(130);
    throw error;
  },
);
const { version, server, adminKubeconfig, binaries, auditLog, directory } = controlPlane;
console.log(`Kubernetes ${version} at ${server}. Ctrl-C ends it and removes its files.

  export KUBECONFIG=${adminKubeconfig}
  alias kubectl=${binaries.kubectl}

Audit log  ${auditLog}
Logs       ${directory}/logs`);

await new Promise<void>((resolve) => {
  const alive = setInterval(() => undefined, 60_000);
  const end = () => {
    clearInterval(alive);
    resolve();
  };
  if (ending.signal.aborted) end();
  else ending.signal.addEventListener('abort', end, { once: true });
});
await controlPlane.stop();
