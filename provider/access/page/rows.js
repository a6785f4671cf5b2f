/**
 * The scripts of this folder make one script of the page, in the order of html.ts: they share one scope.
 *
 * @typedef {import("../rows").AccessRow} Row
 * @typedef {import("../rows").Mark} Mark
 * @typedef {{ key: string, label: string, powerful: boolean }} PermissionColumn
 * @typedef {import("../html").PageData & { permissions: PermissionColumn[], portal?: string }} Data
 * @typedef {{ text: string, kinds: Set<string>, permission: string, changed: boolean }} Filter
 */

const KINDS = [
  { kind: "user", one: "Person", many: "People" },
  { kind: "token", one: "API token", many: "API tokens" },
  { kind: "group", one: "SAML group", many: "SAML groups" },
];

const STATES = {
  same: "",
  added: "new",
  removed: "gone",
  changed: "changed",
  unreadable: "can’t be read",
};

/** @returns {Data} */
function readData() {
  return JSON.parse(document.getElementById("data")?.textContent ?? "{}");
}

/** A foreign text with what would be invisible or turn the direction of reading shown as an escape. @param {string} text */
function visible(text) {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** What a row shows of a permission. @param {Row} row @param {string} key @returns {Mark} */
function markOf(row, key) {
  if (row.gained.includes(key)) return "gained";
  if (row.lost.includes(key)) return "lost";
  return row.permissions.some((held) => held === key) || row.unknown.includes(key) ? "held" : "none";
}

/** Whether a row belongs to what is looked for. @param {Row} row @param {Filter} filter */
function matches(row, filter) {
  return (
    filter.kinds.has(row.kind) &&
    (!filter.changed || row.state !== "same") &&
    (filter.permission === "" || markOf(row, filter.permission) !== "none") &&
    (filter.text === "" || `${row.name}\n${row.id ?? ""}`.toLowerCase().includes(filter.text))
  );
}

/** The permissions that some row has and this version doesn't know. @param {readonly Row[]} rows */
function unknownKeys(rows) {
  return [...new Set(rows.flatMap((row) => [...row.unknown, ...row.gained, ...row.lost]))]
    .filter((key) => !data.permissions.some((permission) => permission.key === key))
    .sort();
}

const collator = new Intl.Collator(undefined, { numeric: true });
const MARKS = ["gained", "held", "lost", "none"];

/** How two rows stand by a column: the name, or a permission's key. @param {Row} one @param {Row} other @param {string} column */
function byColumn(one, other, column) {
  const byName = collator.compare(one.name, other.name);
  if (column === "name") return byName;
  if (column === "kind") return kindAt(one) - kindAt(other) || byName;
  if (column === "count") return countOf(other) - countOf(one) || byName;
  return MARKS.indexOf(markOf(one, column)) - MARKS.indexOf(markOf(other, column)) || byName;
}

/** @param {Row} row */
function kindAt(row) {
  return KINDS.findIndex(({ kind }) => kind === row.kind);
}

/** @param {Row} row */
function countOf(row) {
  return row.permissions.length + row.unknown.length;
}

/** "1 person", "1,000 people". @param {number} count @param {{ one: string, many: string }} words */
function counted(count, words) {
  const word = count === 1 ? words.one : words.many;
  return `${count.toLocaleString("en")} ${/^(API|SAML)/.test(word) ? word : word.toLowerCase()}`;
}

const data = readData();
