import { editDistance, nearestFirst } from '../connect/nearest.ts';

/** The candidate with the fewest edits to `word`, or undefined where even that is not close. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const closest = nearestFirst(word, candidates)[0];
  if (closest === undefined) return undefined;
  return editDistance(word, closest) <= Math.max(2, Math.floor(word.length / 2)) ? closest : undefined;
}
