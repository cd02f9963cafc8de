import { isObject, sameJson } from '../manifests/json.ts';
import type { JsonObject } from '../manifests/object.ts';

/** Whether anything but managedFields, resourceVersion, generation and status differs. Undefined: not there. */
export function hasChanged(before: JsonObject | undefined, after: JsonObject | undefined): boolean {
  return !sameJson(before && withoutBookkeeping(before), after && withoutBookkeeping(after));
}

function withoutBookkeeping(live: JsonObject): JsonObject {
  const { status: _status, ...rest } = live;
  if (!isObject(rest.metadata)) return rest;
  const { managedFields: _fields, resourceVersion: _version, generation: _generation, ...metadata } = rest.metadata;
  return { ...rest, metadata };
}
