import { YAMLException } from 'js-yaml';
import { failure, type Outcome, type Problem, success } from '../problem.ts';
import { decodeBase64 } from './classify.ts';
import { readKubeconfigYaml } from './kubeconfig-yaml.ts';
import { refuse } from './refusal.ts';

/** Where an entry was written: paths in it are relative to `directory`. */
export interface Origin {
  /** In words: "kubeconfig /home/x/.kube/config", "the input `kubeconfig`". */
  readonly name: string;
  readonly directory: string;
}

/** One named entry of a kubeconfig with every key that stands there. */
export interface Entry {
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly origin: Origin;
}

/** A kubeconfig as it was written, or several merged. */
export interface Kubeconfig {
  readonly name: string;
  readonly currentContext: string | undefined;
  readonly clusters: ReadonlyMap<string, Entry>;
  readonly users: ReadonlyMap<string, Entry>;
  readonly contexts: ReadonlyMap<string, Entry>;
}

const WRITE_KUBECONFIG = 'Give a kubeconfig as `kubectl config view --raw --flatten` prints it.';

/**
 * Reads one kubeconfig (YAML or JSON). Everything that is no kubeconfig is a problem that says what it is instead
 * and never repeats its text, which may hold credentials.
 */
export function parseKubeconfig(text: string, origin: Origin): Outcome<Kubeconfig> {
  const document = readDocument(text, origin);
  if (!document.ok) return document;
  const problems: Problem[] = [];
  const current = document.value['current-context'];
  if (isOtherThanText(current)) problems.push(notText(origin, `\`current-context\` is ${typeInWords(current)}`));
  const section = (key: string, inner: string) => readSection(document.value, key, inner, origin, problems);
  const kubeconfig = {
    name: origin.name,
    currentContext: textOf(current),
    clusters: section('clusters', 'cluster'),
    users: section('users', 'user'),
    contexts: section('contexts', 'context'),
  };
  return problems.length > 0 ? failure(...problems) : success(kubeconfig);
}

/**
 * Several kubeconfigs as one, as client-go merges the files of KUBECONFIG: the first to set a name or the current
 * context wins, and entries of one name are not mixed.
 * https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
 */
export function mergeKubeconfigs(kubeconfigs: readonly Kubeconfig[], name: string): Kubeconfig {
  const firstOf = (pick: (kubeconfig: Kubeconfig) => ReadonlyMap<string, Entry>) =>
    new Map([...kubeconfigs].reverse().flatMap((kubeconfig) => [...pick(kubeconfig)]));
  return {
    name,
    currentContext: kubeconfigs.find((kubeconfig) => kubeconfig.currentContext !== undefined)?.currentContext,
    clusters: firstOf((kubeconfig) => kubeconfig.clusters),
    users: firstOf((kubeconfig) => kubeconfig.users),
    contexts: firstOf((kubeconfig) => kubeconfig.contexts),
  };
}

/** A YAML or JSON object, as opposed to lists and scalars. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text of a key, or undefined where it is absent, empty or null: client-go does not tell these apart. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readDocument(text: string, origin: Origin): Outcome<Readonly<Record<string, unknown>>> {
  const no = (what: string, fix = WRITE_KUBECONFIG) => failure(refuse('kubeconfig', `${origin.name} ${what}`, fix));
  if (text.includes('\0')) return no('is not UTF-8 text', 'Write it in UTF-8; PowerShell’s `>` writes UTF-16.');
  if (text.trim() === '') return no('is empty');
  if (/^\s*</.test(text)) return no('is HTML or XML, not a kubeconfig: perhaps the page of a login or an error');
  let document: unknown;
  try {
    document = readKubeconfigYaml(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = error.mark === undefined ? '' : ` in line ${error.mark.line + 1}`;
    return no(`is not valid YAML: ${error.reason}${line}`);
  }
  if (Array.isArray(document)) return no('is a list, not a kubeconfig');
  if (typeof document === 'string' && decodeBase64(document) !== undefined) {
    return no('is base64 of something', 'Decode it once: `base64 -d` before it is written, or encode it only once.');
  }
  if (!isMapping(document)) return no(`is ${document === null ? 'empty' : 'plain text'}, not a kubeconfig`);
  return isKubeconfig(document) ? success(document) : no(whatItIsInstead(document));
}

/** Kind and version may be absent, as client-go has it; then at least one key of a kubeconfig must be there. */
function isKubeconfig(document: Readonly<Record<string, unknown>>): boolean {
  const { apiVersion = 'v1', kind = 'Config' } = document;
  const keys = ['clusters', 'users', 'contexts', 'current-context'];
  return apiVersion === 'v1' && kind === 'Config' && ('kind' in document || keys.some((key) => key in document));
}

function whatItIsInstead(document: Readonly<Record<string, unknown>>): string {
  const { apiVersion, kind } = document;
  if (typeof kind === 'string' && kind !== 'Config') return `is a ${JSON.stringify(kind)}, not a kubeconfig`;
  if (apiVersion !== undefined && apiVersion !== 'v1') return 'has an apiVersion other than `v1`';
  return 'is not a kubeconfig: it has no clusters, users or contexts';
}

function readSection(
  document: Readonly<Record<string, unknown>>,
  key: string,
  inner: string,
  origin: Origin,
  problems: Problem[],
): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  const list = document[key] ?? [];
  const no = (what: string) => problems.push(refuse('kubeconfig', `${origin.name}: ${what}`, WRITE_KUBECONFIG));
  if (!Array.isArray(list)) {
    no(`\`${key}\` is not a list`);
    return entries;
  }
  for (const [index, item] of list.entries()) {
    const name = isMapping(item) ? textOf(item.name) : undefined;
    const value = isMapping(item) ? (item[inner] ?? {}) : undefined;
    if (isMapping(item) && isOtherThanText(item.name)) {
      problems.push(notText(origin, `the name of \`${key}[${index}]\` is ${typeInWords(item.name)}`));
    } else if (name === undefined) no(`\`${key}[${index}]\` has no name`);
    else if (!isMapping(value)) no(`\`${inner}\` of ${JSON.stringify(name)} in \`${key}\` is not a mapping`);
    else if (entries.has(name)) no(`\`${key}\` has two entries named ${JSON.stringify(name)}`);
    else {
      const others = namesOtherThanText(inner, value).map(
        ([field, of]) => `\`${field}\` of ${JSON.stringify(name)} in \`${key}\` is ${of}`,
      );
      problems.push(...others.map((what) => notText(origin, what)));
      entries.set(name, { name, value, origin });
    }
  }
  return entries;
}

/** Fields of an entry that name something and are no text, with what they are: kubectl refuses the whole file for one. */
function namesOtherThanText(kind: string, entry: Readonly<Record<string, unknown>>): [field: string, type: string][] {
  const extensions: readonly unknown[] = Array.isArray(entry.extensions) ? entry.extensions : [];
  const names: [string, unknown][] = [
    ...(kind === 'context' ? ['cluster', 'user', 'namespace'] : []).map((field): [string, unknown] => [
      field,
      entry[field],
    ]),
    ...extensions.map((extension, index): [string, unknown] => [
      `extensions[${index}].name`,
      isMapping(extension) ? extension.name : undefined,
    ]),
  ];
  return names.flatMap(([field, value]) => (isOtherThanText(value) ? [[field, typeInWords(value)]] : []));
}

function isOtherThanText(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'string';
}

/** Without the value: what was written as 0644 is 420 by now. */
function typeInWords(value: unknown): string {
  if (typeof value === 'number') return 'a number to YAML, not a text';
  if (typeof value === 'boolean') return 'true or false to YAML (as `y`, `no` and `on` are), not a text';
  return 'not a text';
}

function notText(origin: Origin, what: string): Problem {
  return refuse('kubeconfig', `${origin.name}: ${what}`, 'Put it in quotes, as kubectl wants it too: `"123"`, `"y"`.');
}
