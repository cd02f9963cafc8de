import type { Problem } from '../problem.ts';

/** A tool that was there already. */
export interface OwnTool {
  /** Absolute. */
  readonly path: string;
  /** As it calls itself, with `v`. */
  readonly version: string;
}

/** What to provide, and why: `because` is a sentence's end for the log. */
export type Decision =
  /** Nothing: nobody asked for it. */
  | { readonly kind: 'none' }
  | { readonly kind: 'own'; readonly own: OwnTool; readonly because: string }
  /** This release, without `v`. */
  | { readonly kind: 'exact'; readonly version: string; readonly because: string }
  /** The newest release of a line (`1.36`, `4`), or of all where `line` is undefined. */
  | { readonly kind: 'newest'; readonly line: string | undefined; readonly because: string }
  | { readonly kind: 'problem'; readonly problem: Problem };
