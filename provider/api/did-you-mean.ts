import { closest, distance } from "fastest-levenshtein";

/** ` (did you mean "permissions"?)` where a known word is near, "" where none is. */
export function didYouMean(word: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const nearest = closest(
    word.toLowerCase(),
    [...known].map((name) => name.toLowerCase()),
  );
  const original = known.find((name) => name.toLowerCase() === nearest);
  const near = distance(word.toLowerCase(), nearest) <= Math.max(2, Math.floor(nearest.length / 3));
  return near && original !== undefined ? ` (did you mean "${original}"?)` : "";
}
