import type { Problem } from '../problem.ts';

/** A line of `helm-args` that starts with a dash: which flags it sets, and whether the value stands on the next line. */
interface ReadFlag {
  readonly names: readonly string[];
  readonly inlineValue: string | undefined;
}

/**
 * Flags of `helm upgrade` that deploy-as sets itself: `name` → what to do instead. `helm-args` may not hold them, since
 * helm would take the last one, and the step would then do something else than its inputs say.
 */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['--namespace', 'Use the input `namespace`.'],
  ['--username', 'Use the input `chart-username`.'],
  ['--password', 'Use the input `chart-password`: on the command line every process of the machine could read it.'],
  ['--version', 'Use the input `chart-version`.'],
  ['--repo', 'Use the input `chart-repository`.'],
  ['--values', 'Use the input `values-files`, or `values` for inline YAML.'],
  ['--set', 'Use the input `set`.'],
  ['--wait', 'Use the input `wait`.'],
  ['--timeout', 'Use the input `timeout`.'],
  ['--install', 'Take it out: deploy-as always installs what is not there yet.'],
  ['--dry-run', 'Take it out: deploy-as makes its own dry run first.'],
  [
    '--create-namespace',
    'Create the namespace beforehand, in a deploy-as step with `manifests`, as somebody who may create namespaces.',
  ],
  ['--output', "Take it out: deploy-as reads helm's answer and shows what matters in it."],
  ['--help', 'Take it out: with it helm deploys nothing.'],
]);

/** https://helm.sh/docs/helm/helm_upgrade/: the one-letter flags of `helm upgrade`, and which of them take a value. */
const SHORT_FLAGS: ReadonlyMap<string, { readonly name: string; readonly takesValue: boolean }> = new Map([
  ['n', { name: '--namespace', takesValue: true }],
  ['f', { name: '--values', takesValue: true }],
  ['i', { name: '--install', takesValue: false }],
  ['o', { name: '--output', takesValue: true }],
  ['l', { name: '--labels', takesValue: true }],
  ['h', { name: '--help', takesValue: false }],
]);

/** Where charts come from: these flags belong to the download of a chart, not to the upgrade. */
const DOWNLOAD_FLAGS: ReadonlyMap<string, { readonly takesValue: boolean }> = new Map([
  ['--ca-file', { takesValue: true }],
  ['--cert-file', { takesValue: true }],
  ['--key-file', { takesValue: true }],
  ['--keyring', { takesValue: true }],
  ['--insecure-skip-tls-verify', { takesValue: false }],
  ['--pass-credentials', { takesValue: false }],
  ['--plain-http', { takesValue: false }],
  ['--verify', { takesValue: false }],
  ['--devel', { takesValue: false }],
]);

/** helm's own files. With a login they are private ones, which these flags would replace. */
const HOME_FLAGS: ReadonlySet<string> = new Set([
  '--registry-config',
  '--repository-config',
  '--repository-cache',
  '--content-cache',
]);

/**
 * What is wrong with `helm-args` (kind `input`, input `helm-args`): flags that deploy-as or another input sets, in
 * long, short, joined and `=` form, and lines that hold more than one argument. Flags are looked for on every line,
 * also where helm would take the line as the value of the one before.
 */
export function refusedHelmArguments(helmArgs: readonly string[], login: boolean): Problem[] {
  return helmArgs.flatMap((line): Problem[] => {
    if (line === '--') {
      return [refusal('`--` would turn the arguments behind it into names', 'Take it out.')];
    }
    if (!line.startsWith('-')) return [];
    const reasons = readFlag(line).names.flatMap((name) => refusedFlag(name, login));
    if (reasons.length > 0) return reasons;
    return problemOfBlank(line);
  });
}

function refusedFlag(name: string, login: boolean): Problem[] {
  if (name.startsWith('--kube')) {
    return [
      refusal(
        `\`${name}\` would connect to another cluster or as somebody else`,
        'Say whom to become with `as`, `as-groups`, `as-uid` and `as-user-extra`, and where with `kubeconfig`, `context` or `server`.',
      ),
    ];
  }
  const instead = REFUSED.get(name);
  if (instead !== undefined) return [refusal(`\`${name}\` is set by deploy-as itself`, instead)];
  if (login && HOME_FLAGS.has(name)) {
    return [
      refusal(
        `\`${name}\` does not go together with \`chart-username\`: helm would not find the login`,
        'Take it out: with a login deploy-as gives helm private files, and removes them.',
      ),
    ];
  }
  return [];
}

/** One argument a line, no shell splitting: `--flag value` on one line is a flag of that whole name to helm. */
function problemOfBlank(line: string): Problem[] {
  const name = line.split('=', 1)[0] ?? line;
  if (!/\s/.test(name)) return [];
  const [flag = '', ...value] = line.split(/\s+/);
  return [
    refusal(
      `"${flag} …" holds more than one argument on a line`,
      `Write \`${flag}=${value.length === 0 ? 'value' : '…'}\`, or the value on a line of its own; there is no shell, so quotes are not needed.`,
    ),
  ];
}

function refusal(what: string, fix: string): Problem {
  return { kind: 'input', input: 'helm-args', message: `input \`helm-args\`: ${what}.`, fix };
}

/** Long flags have no abbreviations in pflag; short ones may be joined: `-if values.yaml`, `-nshop`, `-n=shop`. */
function readFlag(line: string): ReadFlag {
  if (line.startsWith('--')) {
    const [name = '', ...value] = line.split('=');
    return {
      names: [name.split(/\s/, 1)[0] ?? name],
      inlineValue: line.includes('=') ? value.join('=') : undefined,
    };
  }
  const names: string[] = [];
  for (const [index, letter] of [...line.slice(1)].entries()) {
    const flag = SHORT_FLAGS.get(letter);
    if (flag === undefined) break;
    names.push(flag.name);
    if (flag.takesValue) {
      const rest = line.slice(index + 2);
      return { names, inlineValue: rest === '' ? undefined : rest.replace(/^=/, '') };
    }
  }
  return { names, inlineValue: undefined };
}

/** `helm-args` parted by the command that understands them. */
export interface PartedHelmArguments {
  /** For `helm pull`. */
  readonly download: readonly string[];
  readonly upgrade: readonly string[];
}

/**
 * `helm-args` parted into those that say how a chart is downloaded and the rest; helm's own files and `--debug`
 * go to both. For valid arguments (`refusedHelmArguments` finds nothing).
 */
export function partHelmArguments(helmArgs: readonly string[]): PartedHelmArguments {
  const download: string[] = [];
  const upgrade: string[] = [];
  let targets: readonly string[][] = [upgrade];
  let isValue = false;
  for (const line of helmArgs) {
    if (isValue || !line.startsWith('-')) {
      for (const target of targets) target.push(line);
      isValue = false;
      continue;
    }
    const flag = readFlag(line);
    const name = flag.names[0] ?? '';
    const ofDownload = DOWNLOAD_FLAGS.get(name);
    const ofBoth = HOME_FLAGS.has(name);
    targets = ofDownload !== undefined ? [download] : ofBoth || name === '--debug' ? [download, upgrade] : [upgrade];
    isValue = (ofDownload?.takesValue ?? ofBoth) && flag.inlineValue === undefined;
    for (const target of targets) target.push(line);
  }
  return { download, upgrade };
}

/** The value of the last `name` in `helmArgs`, `true` for a flag without one; undefined where it is not given. */
export function valueOfFlag(helmArgs: readonly string[], name: string): string | undefined {
  const index = helmArgs.findLastIndex((line) => line === name || line.startsWith(`${name}=`));
  const line = helmArgs[index];
  if (line === undefined) return undefined;
  if (line !== name) return line.slice(name.length + 1);
  return DOWNLOAD_FLAGS.get(name)?.takesValue === true ? helmArgs[index + 1] : 'true';
}
