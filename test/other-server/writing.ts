import type { Habits } from "./habits";
import type { Random } from "./random";

const EXTRAS: readonly (readonly [string, unknown])[] = [
  ["_links", { self: { href: "/x?y=z&é" } }],
  ["object", "thing"],
  ["error", null],
  ["permission_denied", false],
  ["etag", 'W/"7"'],
  ["revision", 1.5e300],
  ["meta", [{ page: 1, next: null }]],
  ["id", null],
  ["updated_at", "2025-01-01T00:00:00Z"],
  ["data", {}],
  ["", "nameless"],
  ["__proto_", 1],
];

function extrasFor(taken: object, { shuffled, below }: Random): (readonly [string, unknown])[] {
  return shuffled(EXTRAS.filter(([name]) => !(name in taken))).slice(0, below(4));
}

/** A body as one server may write it: lists and fields in any order, with fields that nobody knows. */
export function dressed(value: unknown, habits: Habits, random: Random): unknown {
  if (Array.isArray(value)) return random.shuffled(value).map((item) => dressed(item, habits, random));
  if (typeof value !== "object" || value === null) return value;
  const own = Object.entries(value).map(([name, field]) => [name, dressed(field, habits, random)] as const);
  const extras = habits.extraFields ? extrasFor(value, random) : [];
  return Object.fromEntries(random.shuffled([...own, ...extras]));
}

function spaced(value: unknown, space: Habits["space"]): string {
  switch (space) {
    case "compact":
      return JSON.stringify(value);
    case "pretty":
      return `${JSON.stringify(value, null, 2)}\n`;
    case "tabs":
      return `\n\t${JSON.stringify(value, null, "\t")} \n`;
    case "crlf":
      return `\r\n${JSON.stringify(value, null, 1).replaceAll("\n", "\r\n")}`;
  }
}

/** JSON in the server's own hand. */
export function jsonText(value: unknown, { space, escapes }: Habits): string {
  const text = spaced(value, space);
  if (escapes === "slashes") return text.replaceAll("/", "\\/");
  if (escapes === "none") return text;
  return text.replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()}`,
  );
}

/** A permission set in the server's own hand; undefined leaves the field out. */
export function writtenPermissions(
  permissions: readonly string[],
  { permissions: style, noPermissions }: Habits,
  { shuffled }: Random,
): string | readonly string[] | null | undefined {
  if (permissions.length === 0) return noPermissions;
  const keys = shuffled(permissions);
  switch (style) {
    case "joined":
      return keys.join(",");
    case "spaced":
      return ` ${keys.join(" ,  ")} `;
    case "trailing":
      return `${keys.join(",")},`;
    case "repeated":
      return [...keys, keys[0]].join(", ");
    case "list":
      return keys;
  }
}
