/** `candidates` with those first that take the fewest edits to become `word`; ties stay in their order. */
export function nearestFirst(word: string, candidates: readonly string[]): string[] {
  const distances = new Map(candidates.map((candidate) => [candidate, editDistance(word, candidate)]));
  return [...candidates].sort((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0));
}

/** How many insertions, deletions and replacements turn `from` into `to`. */
export function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
