import { KINDS, type Kind } from "./store";
import type { Random } from "./random";
import { LANGUAGES, type Language, type Reason } from "./wording";

const ID_SHAPES = ["uuid", "number", "base64", "long", "hex", "words"] as const;
type IdShape = (typeof ID_SHAPES)[number];

/** How one server does what the documentation leaves open: chosen once, when it starts. */
export interface Habits {
  readonly basePath: string;
  readonly idShapes: Readonly<Record<Kind, IdShape>>;
  readonly space: "compact" | "pretty" | "tabs" | "crlf";
  readonly escapes: "none" | "ascii" | "slashes";
  readonly extraFields: boolean;
  readonly permissions: "joined" | "spaced" | "trailing" | "repeated" | "list";
  /** What stands for no permissions; undefined leaves the field out. */
  readonly noPermissions: "" | " , " | null | undefined;
  readonly creationTime: "given" | "null" | "absent";
  readonly success: boolean;
  readonly emails: "lowered" | "given";
  readonly language: Language;
  readonly statuses: Readonly<Record<Reason, number>>;
  readonly createdStatus: 200 | 201;
  readonly contentType: string;
  readonly headerCase: "lower" | "Title" | "UPPER";
  readonly framing: "length" | "chunked";
  readonly connection: "keep-alive" | "close";
  readonly encoding: "identity" | "gzip" | "deflate" | "br";
  /** How far the server's clock is ahead of the client's, in milliseconds. */
  readonly clockSkewMs: number;
  /** How far the Date header is ahead of the server's clock, in milliseconds; undefined sends none. */
  readonly dateSkewMs: number | undefined;
  readonly retryAfter: "seconds" | "date" | "absent";
}

const MINUTE = 60_000;

/** Any server that keeps to what is documented, or assumed where nothing is. */
export function habitsOf({ pick, chance, below }: Random): Habits {
  return {
    basePath: pick(["/frontend", "/", "/api/v2/frontend", "/a%20b/frontend"]),
    idShapes: Object.fromEntries(KINDS.map((kind) => [kind, pick(ID_SHAPES)])) as Record<Kind, IdShape>,
    space: pick(["compact", "pretty", "tabs", "crlf"]),
    escapes: pick(["none", "ascii", "slashes"]),
    extraFields: chance(0.8),
    permissions: pick(["joined", "spaced", "trailing", "repeated", "list"]),
    noPermissions: pick<Habits["noPermissions"]>(["", " , ", null, undefined]),
    creationTime: pick(["given", "null", "absent"]),
    success: chance(0.5),
    emails: pick(["lowered", "given"]),
    language: pick(LANGUAGES),
    statuses: {
      authentication: 401,
      permission: pick([403, 401]), // the body tells it from a lack of authentication
      plan: pick([403, 402, 400]), // the text tells it
      validation: pick([400, 422]),
      missing: pick([404, 410]),
      conflict: pick([409, 409, 400]),
      full: pick([400, 403, 409, 422]),
      lockout: pick([400, 403, 409]),
      tooMany: 429,
      broken: pick([500, 503]),
    },
    createdStatus: pick([200, 201]),
    contentType: pick([
      "application/json",
      "application/json; charset=utf-8",
      'application/json;charset="UTF-8"',
      "Application/JSON ; Charset=UTF-8",
      "application/vnd.apptego.v1+json",
    ]),
    headerCase: pick(["lower", "Title", "UPPER"]),
    framing: pick(["length", "chunked"]),
    connection: pick(["keep-alive", "close"]),
    encoding: pick(["identity", "identity", "gzip", "deflate", "br"]),
    clockSkewMs: (below(60) - 30) * MINUTE,
    dateSkewMs: pick<number | undefined>([undefined, 0, below(6_000) - 3_000, (below(20) - 10) * MINUTE]),
    retryAfter: pick(["seconds", "date", "absent"]),
  };
}

const HEX = "0123456789abcdef";
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** An id of a shape; a number counts on from where the server began. */
export function newId(shape: IdShape, { text, pick }: Random, count: number): string {
  const hex = (length: number) => text(HEX, length);
  switch (shape) {
    case "uuid":
      return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
    case "number":
      return String(count); // the same for objects of different kinds
    case "base64":
      return `${text(BASE64, 11)}+/${text(BASE64, 8)}${pick(["=", "=="])}`;
    case "long":
      return text(`${BASE64}._-~`, 700);
    case "hex":
      return hex(40).toUpperCase();
    case "words":
      return `${text("bcdfg", 1)}${text("aeiou", 3)}.${text("klmnp", 6)}@${text("rst", 9)}`;
  }
}

/** The secret half of a credential, as awkward as its header allows: a token's goes through base64, a key's doesn't. */
export function newSecret({ text, shuffled }: Random, kind: Kind): string {
  const awkward = `:+/=%"\\'#?&<> ${kind === "token" ? "äß€漢🔑" : ""}`;
  const middle = shuffled([...awkward, ...text(`${BASE64}_-`, 24)]).join("");
  return `s${text(BASE64, 6)}${middle}${text(BASE64, 5)}e`;
}
