import { isDeepStrictEqual } from "node:util";
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";

/** Where an entry stands in `tenant.yaml`. */
export interface EntryPlace {
  readonly section: "tokens" | "keys";
  readonly key: string;
}

type Entry = Readonly<Record<string, unknown>>;

const dataOf = (document: Document) => document.toJS({ maxAliasCount: -1 }) as unknown;

function entryIn(data: unknown, { section, key }: EntryPlace): unknown {
  const sections = data as Readonly<Record<string, Readonly<Record<string, unknown>> | null>> | null;
  const entries = sections?.[section];
  return entries && Object.hasOwn(entries, key) ? (entries[key] ?? {}) : undefined;
}

/** What an entry says, in its long form; undefined where there is none, or the text isn't YAML. */
export function entryOf(text: string, place: EntryPlace): Entry | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0) return undefined;
  const entry = entryIn(dataOf(document), place);
  if (entry === undefined) return undefined;
  return Array.isArray(entry) ? { permissions: entry } : (entry as Entry);
}

/**
 * The text with another date in an entry's `rotateOn`, and every other character as it was where that can be done; else as
 * the YAML library writes the document, with its comments.
 *
 * @throws Error when the entry shares its lines with another one (an alias)
 */
export function withDate(text: string, place: EntryPlace, date: string): string {
  const before = parseDocument(text);
  const long = entryOf(text, place);
  if (long === undefined) throw new Error(`There is no ${place.section}.${place.key}.`);
  const expected = structuredClone(dataOf(before)) as Record<string, Record<string, unknown>>;
  const rotateOn = { ...(long["rotateOn"] as object | undefined), date };
  (expected[place.section] ?? {})[place.key] = { ...long, rotateOn };
  for (const after of [spliced(before, text, place, date), rewritten(text, place, long, date)]) {
    if (after === undefined) continue;
    const read = parseDocument(after);
    if (read.errors.length === 0 && isDeepStrictEqual(plain(dataOf(read)), plain(expected))) return after;
  }
  throw new Error(
    `The entry ${place.section}.${place.key} shares its text with others (an alias): write rotateOn: { date: "${date}" } there by hand.`,
  );
}

const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown; // no difference between kinds of objects

function pairOf(document: Document, { section, key }: EntryPlace): Pair | undefined {
  const entries = document.get(section, true);
  if (!isMap(entries)) return undefined;
  return entries.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

function spliced(document: Document, text: string, place: EntryPlace, date: string): string | undefined {
  const pair = pairOf(document, place);
  const isJson = text.trimStart().startsWith("{") && !/^\s*\{\s*\w+\s*:/.test(text);
  const name = (word: string) => (isJson ? JSON.stringify(word) : word);
  const dated = `${name("date")}: ${JSON.stringify(date)}`;
  const rotateOn = `${name("rotateOn")}: { ${dated} }`;
  const entry = pair?.value;
  if (isMap(entry)) {
    const current = entry.get("rotateOn", true);
    if (!isMap(current)) return entry.has("rotateOn") ? undefined : prepended(text, entry, rotateOn);
    const old = current.get("date", true);
    if (!isScalar(old)) return prepended(text, current, dated);
    return old.range ? replaced(text, old.range, JSON.stringify(date)) : undefined;
  }
  if (isSeq(entry) && entry.range) {
    if (!entry.flow) return prepended(text, entry, `${rotateOn}\n${name("permissions")}:`);
    const [start, end] = entry.range;
    const list = text.slice(start, end);
    return replaced(text, [start, end], `{ ${name("permissions")}: ${list}, ${rotateOn} }`);
  }
  if (!isScalar(pair?.key) || !pair.key.range) return undefined;
  if (isScalar(entry) && entry.source && entry.range) return replaced(text, entry.range, `{ ${rotateOn} }`);
  const [, keyEnd] = pair.key.range;
  const [colon] = /^\s*:/.exec(text.slice(keyEnd)) ?? [""];
  return replaced(text, [keyEnd, keyEnd + colon.length], `${colon} { ${rotateOn} }`);
}

function replaced(text: string, [start, end]: readonly number[], by: string): string {
  return `${text.slice(0, start)}${by}${text.slice(end)}`;
}

/** Before the first item: what stands behind the last one may be a comment on it. */
function prepended(text: string, collection: YAMLMap | YAMLSeq, added: string): string | undefined {
  const [start] = collection.range ?? [];
  if (start === undefined) return undefined;
  if (collection.flow) {
    const rest = text.slice(start + 1);
    const gap = /^\s/.test(rest) ? "" : " ";
    return `${text.slice(0, start + 1)} ${added}${collection.items.length > 0 ? "," : ""}${gap}${rest}`;
  }
  const indent = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  if (indent.trim() !== "") return undefined;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  return replaced(text, [start, start], `${added.replace("\n", `${end}${indent}`)}${end}${indent}`);
}

function rewritten(
  text: string,
  { section, key }: EntryPlace,
  long: Entry,
  date: string,
): string | undefined {
  const document = parseDocument(text);
  const pair = pairOf(document, { section, key });
  if (pair === undefined) return undefined;
  const rotateOn = { ...(long["rotateOn"] as object | undefined), date };
  if (isMap(pair.value)) pair.value.set("rotateOn", document.createNode(rotateOn, { flow: true }));
  else pair.value = document.createNode({ ...long, rotateOn }, { flow: true });
  return document.toString({ lineWidth: 0 });
}
