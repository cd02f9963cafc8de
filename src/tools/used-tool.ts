export type ToolName = 'kubectl' | 'helm';

/** A tool that this run uses and leaves to later steps. */
export interface UsedTool {
  readonly name: ToolName;
  /** As the tool calls itself, with `v`: `v1.36.3`, `v1.32.4-dispatcher`. */
  readonly version: string;
  /** `runner`: found on PATH; `cache`: the tool cache; `download`. */
  readonly origin: 'runner' | 'cache' | 'download';
  /** Absolute. */
  readonly path: string;
}
