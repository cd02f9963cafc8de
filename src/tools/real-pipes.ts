/**
 * The command with real pipes as stdout and stderr. Node's own are sockets, which cannot be opened by name: a script
 * that writes to `/dev/stderr`, as many do, fails with "No such device or address" where it works in a shell.
 * The command itself becomes the group's leader (exit code and signals are its own); two `cat` carry its
 * output and outlive a TERM, so that its last words are read. Needs bash.
 */
export function withRealPipes(command: readonly string[]): { readonly file: 'bash'; readonly args: readonly string[] } {
  const carry = "trap '' TERM INT HUP; exec cat";
  return {
    file: 'bash',
    args: ['--norc', '-c', `exec "$@" > >(${carry}) 2> >(${carry} >&2)`, 'deploy-as', ...command],
  };
}
