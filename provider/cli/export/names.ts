const LONGEST = 60; // characters: a name stands in each line about its resource
const DIACRITICS = /[\u0300-\u036f]/g;

/** A name for a program, made from any text: letters and digits of any script in lower case, joined by hyphens. */
export function slug(text: string, fallback: string): string {
  const plain = text.normalize("NFKD").replace(DIACRITICS, "").normalize("NFC").toLowerCase();
  const words = plain.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const cut = [...words.join("-")].slice(0, LONGEST).join("").replace(/-$/, "");
  return cut === "" ? fallback : cut;
}

/** What is to be named: `since` and `id` decide who comes first where two would have one name. */
export interface ToName {
  readonly id: string;
  /** What the name is made from. */
  readonly text: string;
  /** The name where the text has neither letter nor digit. */
  readonly fallback: string;
  /** ISO 8601; undefined where it isn't known. */
  readonly since?: string | undefined;
}

const LATEST = "9999"; // sorts behind every ISO date of ours

/**
 * A name for each, in the order given, none twice: `ci`, `ci-2`, `ci-3`. The older of two keeps its name, so that what
 * comes later renames nothing.
 */
export function uniqueNames(all: readonly ToName[]): string[] {
  const key = ({ since = LATEST, id }: ToName) => `${since} ${id}`;
  const order = all.map((_, at) => at).sort((one, other) => compareText(keyAt(one), keyAt(other)));
  const names: string[] = all.map(() => "");
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  for (const at of order) {
    const { text = "", fallback = "" } = all[at] ?? {};
    const base = slug(text, fallback);
    let number = counts.get(base) ?? 1;
    let name = number === 1 ? base : `${base}-${number}`;
    while (taken.has(name)) name = `${base}-${++number}`;
    counts.set(base, number);
    taken.add(name);
    names[at] = name;
  }
  return names;

  function keyAt(at: number): string {
    const item = all[at];
    return item === undefined ? "" : key(item);
  }
}

/** The order of two texts that is the same on every machine: by UTF-16 units, not by the language of the machine. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
