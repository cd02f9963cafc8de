import type { ApiFailure } from '../cluster/client.ts';
import { problemOf } from '../cluster/failures.ts';
import { sourceOfField } from '../manifests/draft.ts';
import { isObject, nameType } from '../manifests/json.ts';
import type { KubeObject } from '../manifests/object.ts';
import { valueAt } from '../manifests/reading.ts';
import { type FieldConflict, nameObject, type Problem, type Source } from '../problem.ts';
import { fieldPath } from './field-path.ts';
import { withoutLongValues } from './long-values.ts';
import { withoutSecretValues } from './secret-values.ts';

type StatusFailure = ApiFailure & { readonly kind: 'status' };

export interface RefusalContext {
  readonly server: string;
  readonly credentialName: string;
  /** `admission` where nothing has been written yet. */
  readonly kind: 'admission' | 'apply';
}

/**
 * Why an object was not applied, each field at its own line. Conflicts name manager and fields; what the server says
 * about a field becomes a sentence; Secrets' values are left out.
 */
export function explainRefusal(failure: ApiFailure, object: KubeObject, context: RefusalContext): readonly Problem[] {
  if (failure.kind !== 'status') return [general(failure, object, context)];
  const cleaned = (text: string) => withoutLongValues(withoutSecretValues(text, object));
  const clean: StatusFailure = {
    ...failure,
    message: cleaned(failure.message),
    causes: failure.causes.map((cause) => ({ ...cause, message: cleaned(cause.message) })),
  };
  const conflicts = conflictsOf(clean);
  if (conflicts.length > 0) return [conflictProblem(object, conflicts)];
  const fields = refusedFields(clean, object);
  if (fields.length > 0) {
    return byLine(fields).map((field) => ({ kind: context.kind, object: object.ref, ...field }));
  }
  return [isContent(clean) ? refusedWhole(clean, object, context) : general(clean, object, context)];
}

function general(failure: ApiFailure, object: KubeObject, context: RefusalContext): Problem {
  return problemOf(failure, {
    server: context.server,
    credentialName: context.credentialName,
    doing: `applying ${nameObject(object.ref)}`,
    source: object.source,
    object: object.ref,
  });
}

/** Whether it is the object that the server dislikes, and not who asks or the state that the server is in. */
function isContent(failure: StatusFailure): boolean {
  if (failure.status === 500) return failure.reason === '';
  return failure.status >= 400 && failure.status < 500 && ![401, 403, 429].includes(failure.status);
}

function conflictsOf(failure: StatusFailure): FieldConflict[] {
  const fields = new Map<string, string[]>();
  for (const cause of failure.causes) {
    if (cause.reason !== 'FieldManagerConflict') continue;
    const manager = /^conflict with "((?:[^"\\]|\\.)*)"/.exec(cause.message)?.[1] ?? cause.message;
    const name = /with subresource "([^"]+)"/.exec(cause.message)?.[1];
    const owner = name === undefined ? manager : `${manager} (${name})`;
    fields.set(owner, [...(fields.get(owner) ?? []), cause.field]);
  }
  return [...fields].map(([manager, owned]) => ({ manager, fields: owned }));
}

function conflictProblem(object: KubeObject, conflicts: readonly FieldConflict[]): Problem {
  const first = conflicts[0]?.fields[0] ?? '';
  return {
    kind: 'conflict',
    message: `${nameObject(object.ref)} was not applied: others own fields that it sets to another value.`,
    fix: 'Take the fields out of the file, so that their owner keeps them, or set `force-conflicts: true` to take them over.',
    source: sourceOfField(object, fieldPath(first, object.value)),
    object: object.ref,
    conflicts,
  };
}

interface RefusedField {
  readonly message: string;
  readonly fix?: string;
  readonly source: Source;
}

/** In the order of the file; the server may name one fault twice. */
function byLine(fields: readonly RefusedField[]): RefusedField[] {
  const unique = new Map(fields.map((field) => [JSON.stringify([field.source, field.message]), field]));
  return [...unique.values()].sort((one, other) => (one.source.line ?? 0) - (other.source.line ?? 0));
}

function refusedFields(failure: StatusFailure, object: KubeObject): RefusedField[] {
  if (failure.message.includes('illegal base64 data')) return brokenBase64(object);
  const typed = /failed to create typed patch object \(.*?\): ([\s\S]*)$/.exec(failure.message)?.[1];
  if (typed !== undefined) return typedPatchFields(typed, object);
  const unknown = [...failure.message.matchAll(/unknown field "([^"]+)"/g)].map(([, field = '']) => field);
  if (unknown.length > 0) return unknown.map((field) => unknownField(field, object));
  if (failure.status !== 422) return [];
  return failure.causes
    .filter((cause) => cause.field !== '' && cause.field !== '<nil>')
    .map((cause) => {
      const fix = fixOf(cause.message, object);
      return {
        message: `${nameObject(object.ref)}: ${cause.field}: ${cause.message.replace(/[.\s]+$/, '')}.`,
        ...(fix === undefined ? {} : { fix }),
        source: sourceOfField(object, fieldPath(cause.field, object.value)),
      };
    });
}

/** The server does not say which of the values it could not decode. */
function brokenBase64(object: KubeObject): RefusedField[] {
  const data = valueAt(object.value, ['data']);
  if (object.ref.kind !== 'Secret' || !isObject(data)) return [];
  return Object.entries(data)
    .filter(([, value]) => typeof value === 'string' && !isBase64(value))
    .map(([key]) => ({
      message: `${nameObject(object.ref)}: the value of data.${key} is not base64.`,
      fix: 'Encode the value, or write it as it is under `stringData`.',
      source: sourceOfField(object, ['data', key]),
    }));
}

/** As Go's `base64.StdEncoding` decodes. */
function isBase64(text: string): boolean {
  const packed = text.replace(/[\r\n]/g, '');
  return packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed);
}

/** One fault, or `errors:` and one to a line. */
function typedPatchFields(text: string, object: KubeObject): RefusedField[] {
  const lines = text.startsWith('errors:') ? text.split('\n').slice(1) : [text];
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => typedPatchField(line, object));
}

function typedPatchField(line: string, object: KubeObject): RefusedField {
  const undeclared = /^(\S.*): field not declared in schema$/.exec(line)?.[1];
  if (undeclared !== undefined) return unknownField(undeclared, object);
  const [, field, expected] = /^(\.\S*?): expected ([\w ()]+), got /.exec(line) ?? [];
  if (field !== undefined && expected !== undefined) {
    const path = fieldPath(field, object.value);
    const isSecret = object.ref.kind === 'Secret';
    const value = valueAt(object.value, path);
    const got = isSecret ? nameType(value).replace(/^the (\w+) .*$/, 'a $1') : nameType(value);
    return {
      message: `${nameObject(object.ref)}: ${field} must be ${nameExpected(expected)}, and is ${got}.`,
      ...(expected === 'string' ? { fix: 'Put the value in quotes.' } : {}),
      source: sourceOfField(object, path),
    };
  }
  const named = /^(\.\S+): /.exec(line)?.[1];
  return {
    message: `${nameObject(object.ref)} was refused: ${line.replace(/[.\s]+$/, '')}.`,
    source: named === undefined ? object.source : sourceOfField(object, fieldPath(named, object.value)),
  };
}

function nameExpected(expected: string): string {
  if (expected.startsWith('numeric')) return 'a number';
  const names: Readonly<Record<string, string>> = {
    map: 'a mapping',
    list: 'a list',
    string: 'a string',
    boolean: 'true or false',
  };
  return names[expected] ?? expected;
}

function unknownField(field: string, object: KubeObject): RefusedField {
  const { kind, apiVersion } = object.ref;
  const parent = field
    .replace(/^\./, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\.?[^.]*$/, '');
  const explained = [kind.toLowerCase(), parent].filter((part) => part !== '').join('.');
  return {
    message: `${nameObject(object.ref)}: ${kind} (${apiVersion}) has no field ${field}.`,
    fix: `Check its spelling and indentation; \`kubectl explain ${explained}\` lists the fields.`,
    source: sourceOfField(object, fieldPath(field, object.value)),
  };
}

function refusedWhole(failure: StatusFailure, object: KubeObject, context: RefusalContext): Problem {
  const said = failure.message
    .trim()
    .replace(/[.\s]+$/, '')
    .replace(/^failed to convert new object .*?: unable to convert unstructured object to .*?: /, '');
  const problem = {
    kind: context.kind,
    message: `The API server refused ${nameObject(object.ref)} (${failure.status}): ${said}.`,
    source: sourceOfLine(failure.message, object),
    object: object.ref,
  };
  const fix = missingNamespaceFix(failure) ?? fixOf(failure.message, object);
  return fix === undefined ? problem : { ...problem, fix };
}

/** The server counts the lines of the body, which begins where the object begins. */
function sourceOfLine(message: string, object: KubeObject): Source {
  const line = /converting YAML to JSON: yaml: line (\d+): /.exec(message)?.[1];
  if (line === undefined || object.source.line === undefined) return object.source;
  return { file: object.source.file, line: object.source.line + Number(line) - 1 };
}

const FIXES: readonly { readonly when: RegExp; readonly fix: (object: KubeObject) => string }[] = [
  {
    when: /field is immutable/,
    fix: ({ ref }) => {
      const there = ref.namespace === undefined ? '' : ` -n ${ref.namespace}`;
      const command = `kubectl delete ${ref.kind.toLowerCase()} ${ref.name}${there}`;
      return `This field of a live ${ref.kind} cannot be changed: give the new one another name, or delete the old one first (\`${command}\`).`;
    },
  },
  {
    when: /metadata\.managedFields must be nil/,
    fix: () =>
      'Remove metadata.managedFields: the server keeps it itself (`kubectl get -o yaml` without `--show-managed-fields` leaves it out).',
  },
  {
    when: /the object has been modified/,
    fix: ({ value }) =>
      valueAt(value, ['metadata', 'resourceVersion']) === undefined
        ? 'Somebody else changes this object at the same time: run the deployment again.'
        : 'Remove metadata.resourceVersion: it lets the object be applied to that one version only.',
  },
];

function missingNamespaceFix(failure: StatusFailure): string | undefined {
  const namespace = /namespaces "([^"]+)" not found/.exec(failure.message)?.[1];
  if (failure.status !== 404 || namespace === undefined) return undefined;
  return `Namespace ${namespace} does not exist, and nothing creates it unasked: add it to the manifests, or correct the namespace.`;
}

function fixOf(said: string, object: KubeObject): string | undefined {
  return FIXES.find(({ when }) => when.test(said))?.fix(object);
}
