import { distance } from "fastest-levenshtein";

const SHORTEST_BEGINNING = 4;

/** The known word that an unknown one was likely meant to be: near in spelling, or begun alike; undefined where none is. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wrong = word.trim().toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, far: distance(wrong, candidate.toLowerCase()) }))
    .sort((one, other) => one.far - other.far);
  const [best] = ranked;
  if (best && best.far <= Math.max(2, Math.floor(best.candidate.length / 3))) return best.candidate;
  if (wrong.length < SHORTEST_BEGINNING) return undefined;
  return ranked.find(({ candidate }) => candidate.toLowerCase().startsWith(wrong))?.candidate;
}

/** ` (did you mean "permissions"?)` where a known word is near, "" where none is. */
export function didYouMean(word: string, known: readonly string[]): string {
  const guess = nearest(word, known);
  return guess === undefined ? "" : ` (did you mean "${guess}"?)`;
}
