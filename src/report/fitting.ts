/** A part of a document that may be cut, but only between its items. */
export interface Section {
  /** What stands before the items (a title, the head of a table); shown with at least one of them. */
  readonly head: string;
  /** Whole rows or paragraphs, each without a line break at its end. */
  readonly items: readonly string[];
  /** What stands between two items. */
  readonly separator: string;
  /** What stands behind the items; shown with at least one of them. */
  readonly foot: string;
  /** What to say where `count` items are left out of `of`; a paragraph. */
  readonly left: (count: number, of: number) => string;
  /** Sections of a smaller number are filled first. */
  readonly priority: number;
}

export type Block = string | Section;

/** How long a document may be. */
export interface Limit {
  readonly unit: 'characters' | 'bytes';
  readonly most: number;
}

const BETWEEN = '\n\n';

/**
 * The blocks as one document that is within `limit`, ending with a line break. Items are dropped from the end of
 * their sections, with their number, the least important section first; plain blocks are always there.
 */
export function compose(blocks: readonly Block[], limit: Limit): string {
  const size = (text: string): number => (limit.unit === 'bytes' ? Buffer.byteLength(text) : text.length);
  const sections = blocks.filter((block) => typeof block !== 'string');
  const kept = new Map(sections.map((section) => [section, 0]));
  let left = limit.most - sizeOf(blocks, size);
  for (const section of [...sections].sort((a, b) => a.priority - b.priority)) {
    let count = 0;
    for (const item of section.items) {
      const cost = size(item) + size(count === 0 ? section.head + section.foot + BETWEEN + BETWEEN : section.separator);
      if (cost > left) break;
      left -= cost;
      count += 1;
    }
    kept.set(section, count);
  }
  const texts = blocks.map((block) => (typeof block === 'string' ? block : sectionText(block, kept.get(block) ?? 0)));
  return `${texts.filter((text) => text !== '').join(BETWEEN)}\n`;
}

/** What is there in any case: the plain blocks, and for each section the longest words about what was left out. */
function sizeOf(blocks: readonly Block[], size: (text: string) => number): number {
  const sizes = blocks.map((block) => {
    if (typeof block === 'string') return size(block);
    const all = block.items.length;
    return all === 0 ? 0 : Math.max(size(block.left(all, all)), all === 1 ? 0 : size(block.left(all - 1, all)));
  });
  // A count of fewer digits than the longest never needs more room, but for a plural.
  return sizes.reduce((sum, length) => sum + length + BETWEEN.length + 1, 1);
}

function sectionText({ head, items, separator, foot, left }: Section, count: number): string {
  if (items.length === 0) return '';
  const shown = count === 0 ? [] : [`${head}${items.slice(0, count).join(separator)}${foot}`];
  const dropped = items.length - count;
  return [...shown, ...(dropped === 0 ? [] : [left(dropped, items.length)])].join(BETWEEN);
}
