import type { ObjectRef, Source } from '../problem.ts';

/** A JSON value as the API server would read it. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** One object to deploy. */
export interface KubeObject {
  readonly ref: ObjectRef;
  readonly source: Source;
  /** What the server gets: exactly one YAML document (JSON is YAML), the file's own text wherever possible. */
  readonly body: string;
  /** The same, read as kubectl and the server read it. */
  readonly value: JsonObject;
}
