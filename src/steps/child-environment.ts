import { delimiter } from 'node:path';

/**
 * The environment of a child that is to be the identity: `environment` with the written kubeconfig, and with the
 * folders of the tools first on the path. Windows spells `PATH` as it likes, and a second spelling would win or lose
 * by chance.
 */
export function childEnvironment(
  environment: Readonly<Record<string, string>>,
  kubeconfig: string,
  toolFolders: readonly string[],
): Record<string, string> {
  const isPath = (name: string) => (process.platform === 'win32' ? /^path$/i.test(name) : name === 'PATH');
  const names = Object.keys(environment);
  const pathName = names.find(isPath) ?? 'PATH';
  const inherited = environment[pathName];
  const folders = [...new Set(toolFolders), ...(inherited === undefined || inherited === '' ? [] : [inherited])];
  const rest = Object.fromEntries(Object.entries(environment).filter(([name]) => !isPath(name)));
  return { ...rest, ...(folders.length === 0 ? {} : { [pathName]: folders.join(delimiter) }), KUBECONFIG: kubeconfig };
}
