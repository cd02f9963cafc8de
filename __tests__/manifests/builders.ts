import { readObjects } from '../../src/manifests/draft.ts';
import type { JsonObject, KubeObject } from '../../src/manifests/object.ts';

/** An object of that kind; `fields` beside apiVersion, kind and metadata.name. */
export function anObject(apiVersion: string, kind: string, name = 'web', fields: JsonObject = {}): KubeObject {
  const value = { apiVersion, kind, metadata: { name }, ...fields };
  const ref = { apiVersion, kind, name };
  return { ref, source: { file: 'deploy/a.yaml', line: 1 }, body: JSON.stringify(value), value };
}

/** The only object in `text`, as from the file deploy/a.yaml. */
export function onlyObject(text: string): KubeObject {
  const { objects, problems } = readObjects(text, { kind: 'file', file: 'deploy/a.yaml' });
  const [object] = objects;
  if (object === undefined || objects.length > 1 || problems.length > 0)
    throw new Error(`not one sound object: ${text}`);
  return object;
}
