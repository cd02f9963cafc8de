import type { ApiFailure } from '../cluster/client.ts';
import { problemOf } from '../cluster/failures.ts';
import { sourceOfField } from '../manifests/draft.ts';
import { nameType } from '../manifests/json.ts';
import type { KubeObject } from '../manifests/object.ts';
import { valueAt } from '../manifests/reading.ts';
import { type FieldConflict, nameObject, type Problem, type Source } from '../problem.ts';
import { fieldPath } from './field-path.ts';
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
  const clean: StatusFailure = {
    ...failure,
    message: withoutSecretValues(failure.message, object),
    causes: failure.causes.map((cause) => ({ ...cause, message: withoutSecretValues(cause.message, object) })),
  };
  const conflicts = conflictsOf(clean);
  if (conflicts.length > 0) return [conflictProblem(object, conflicts)];
  const fields = refusedFields(clean, object);
  if (fields.length > 0) {
    return fields.map((field) => ({ kind: context.kind, object: object.ref, ...field }));
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

function refusedFields(failure: StatusFailure, object: KubeObject): RefusedField[] {
  const typed = /failed to create typed patch object \(.*?\): ([\s\S]*)$/.exec(failure.message)?.[1];
  if (typed !== undefined) return typedPatchFields(typed, object);
  const unknown = [...failure.message.matchAll(/unknown field "([^"]+)"/g)].map(([, field = '']) => field);
  if (unknown.length > 0) return unknown.map((field) => unknownField(field, object));
  if (failure.status !== 422) return [];
  return failure.causes
    .filter((cause) => cause.field !== '' && cause.field !== '<nil>')
    .map((cause) => ({
      message: `${nameObject(object.ref)}: ${cause.field}: ${cause.message.replace(/[.\s]+$/, '')}.`,
      source: sourceOfField(object, fieldPath(cause.field, object.value)),
    }));
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
  const said = failure.message.trim().replace(/[.\s]+$/, '');
  const problem = {
    kind: context.kind,
    message: `The API server refused ${nameObject(object.ref)} (${failure.status}): ${said}.`,
    source: object.source,
    object: object.ref,
  };
  const fix = fixOf(failure, object);
  return fix === undefined ? problem : { ...problem, fix };
}

function fixOf(failure: StatusFailure, object: KubeObject): string | undefined {
  const namespace = /namespaces "([^"]+)" not found/.exec(failure.message)?.[1];
  if (failure.status === 404 && namespace !== undefined) {
    return `Namespace ${namespace} does not exist, and nothing creates it unasked: add it to the manifests, or correct the namespace.`;
  }
  if (/field is immutable/.test(failure.message)) {
    return `A field of the live ${object.ref.kind} cannot be changed: delete it first (\`kubectl delete\`), or give it another name.`;
  }
  return undefined;
}
