import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

interface NodeBase {
  /** Offsets in the text: where it begins, and where nothing of it, comments included, is left. */
  readonly start: number;
  readonly end: number;
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  /** Without quotes, escapes read, lines folded. */
  readonly text: string;
  readonly style: 'plain' | 'double-quoted' | 'other';
}
export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}
export interface MapNode extends NodeBase {
  readonly kind: 'map';
  readonly pairs: readonly { readonly key: YamlNode; readonly value: YamlNode }[];
}
export interface AliasNode extends NodeBase {
  readonly kind: 'alias';
  readonly name: string;
}

/** The syntax of a document without any meaning given to its scalars. */
export type YamlNode = ScalarNode | ListNode | MapNode | AliasNode;

export type ParsedYaml =
  | { readonly ok: true; readonly root: YamlNode | undefined; readonly lineAt: (offset: number) => number }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly line: number };

/** Parses one document. Lines are 1-based in `text`. Throws a RangeError where it is nested too deeply. */
export function parseNodes(text: string): ParsedYaml {
  const lines = new LineCounter();
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const parsed = parseDocument(text, {
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter: lines,
  });
  const error = parsed.errors[0];
  if (error !== undefined) {
    return { ok: false, code: error.code, message: error.message, line: lineAt(error.pos[0]) };
  }
  const root: unknown = parsed.contents;
  return { ok: true, root: root === null ? undefined : toNode(root, 0), lineAt };
}

function toNode(node: unknown, offset: number): YamlNode {
  if (isScalar(node)) {
    const plain = node.type === 'PLAIN';
    const style = plain ? 'plain' : node.type === 'QUOTE_DOUBLE' ? 'double-quoted' : 'other';
    return { kind: 'scalar', ...baseOf(node, offset), text: String(node.value ?? ''), style };
  }
  if (isAlias(node)) return { kind: 'alias', ...baseOf(node, offset), name: node.source };
  if (isSeq(node)) {
    const base = baseOf(node, offset);
    return { kind: 'list', ...base, items: node.items.map((item) => toNode(item, base.start)) };
  }
  if (isMap(node)) {
    const base = baseOf(node, offset);
    const pairs = node.items.map((pair) => {
      const key = toNode(pair.key, base.start);
      return { key, value: toNode(pair.value, key.end) };
    });
    return { kind: 'map', ...base, pairs };
  }
  // A key of a flow mapping without colon has no value node.
  return { kind: 'scalar', start: offset, end: offset, anchor: undefined, tag: undefined, text: '', style: 'plain' };
}

function baseOf(
  node: { range?: readonly [number, number, number] | null; anchor?: string; tag?: string },
  offset: number,
): NodeBase {
  return {
    start: node.range?.[0] ?? offset,
    end: node.range?.[2] ?? offset,
    anchor: node.anchor,
    tag: node.tag,
  };
}
