import { spawn } from 'node:child_process';

/** Ends what this process started, should this process be killed before it can. */
export interface Watchdog {
  /** Its process group is ended with us. */
  watch(pid: number): void;
  /** Everything has been ended: it only ends itself. */
  dismiss(): Promise<void>;
}

// Its stdin closes when its parent dies, by whatever signal. What it ends holds nothing that is worth a clean end.
// (`kill -s`, because dash's kill takes no `--` after `-KILL`.)
const script = `
pids=
while read -r word; do
  case "$word" in dismiss) exit 0 ;; esac
  pids="$pids -$word"
done
[ -n "$pids" ] && kill -s KILL -- $pids 2>/dev/null
tries=50
for pid in $pids; do
  while [ $tries -gt 0 ] && kill -s 0 -- "$pid" 2>/dev/null; do tries=$((tries - 1)); sleep 0.1; done
done
[ -z "$1" ] || rm -rf -- "$1"
`;

/** `directory` is removed too, when it is given. */
export function startWatchdog(directory: string | undefined): Watchdog {
  const args = ['-c', script, 'testbed-watchdog', directory ?? ''];
  const child = spawn('/bin/sh', args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  // It may be gone when we write: nothing is lost but the safety net.
  child.stdin.on('error', () => undefined);
  return {
    watch: (pid) => child.stdin.write(`${pid}\n`),
    dismiss: async () => {
      child.stdin.end('dismiss\n');
      await gone;
    },
  };
}
