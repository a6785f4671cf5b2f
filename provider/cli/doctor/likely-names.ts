import { distance } from "fastest-levenshtein";

/** What a field holds, and the other words that APIs have for it; the first field that is asked for has the first choice. */
const SYNONYMS: readonly (readonly string[])[] = [
  ["id", "key", "uuid", "uid", "identifier"],
  ["name", "label", "title", "description"],
  ["email", "mail", "address", "login", "username"],
  ["permissions", "permission", "rights", "roles", "scopes", "access", "grants"],
  ["creation", "created", "issued"],
  ["time", "at", "date", "timestamp", "on"],
  ["status", "state"],
  ["enabled", "active"],
  ["owner", "root"],
  ["group", "team"],
  ["user", "member"],
  ["users", "members", "people"],
  ["tokens", "keys", "credentials"],
  ["mappings", "groups"],
];

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "" && word !== "is");
}

const sameWord = (one: string, other: string) =>
  one === other || SYNONYMS.some((words) => words.includes(one) && words.includes(other));

/** How likely two names mean the same: 0 where nothing speaks for it. */
export function likeness(one: string, other: string): number {
  const [ours, theirs] = [wordsOf(one), wordsOf(other)];
  const shared = ours.filter((word) => theirs.some((their) => sameWord(word, their))).length;
  const longest = Math.max(one.length, other.length);
  const spelt = 1 - distance(one.toLowerCase(), other.toLowerCase()) / longest;
  return shared === 0 && spelt < 0.6 ? 0 : (2 * shared) / (ours.length + theirs.length) + spelt / 10;
}

/**
 * Which names of the server's are likely which of ours: the likeliest pair first, each name once. What is left over goes
 * together where there is one of each.
 *
 * @param fits whether a name's values can be those of our field
 */
export function pairNames(
  ours: readonly string[],
  theirs: readonly string[],
  fits: (our: string, their: string) => boolean,
): Map<string, string> {
  const pairs = ours
    .flatMap((our) => theirs.map((their) => ({ our, their, like: likeness(our, their) })))
    .filter(({ our, their, like }) => like > 0 && fits(our, their))
    .sort((one, other) => other.like - one.like);
  const found = new Map<string, string>();
  const isTaken = (their: string) => [...found.values()].includes(their);
  for (const { our, their } of pairs) if (!found.has(our) && !isTaken(their)) found.set(our, their);

  const left = ours.filter((our) => !found.has(our));
  const candidates = theirs.filter((their) => !isTaken(their));
  for (const our of left) {
    const [only, ...others] = candidates.filter((their) => fits(our, their));
    const rivals = left.filter((other) => other !== our && only !== undefined && fits(other, only));
    if (only !== undefined && others.length + rivals.length === 0) found.set(our, only);
  }
  return found;
}
