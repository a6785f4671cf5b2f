/** Knows secrets, and takes them out of texts in every form in which they travel. */
export interface Redactor {
  /**
   * From now on this secret is taken out.
   *
   * @param input the input that holds it, where the program made it a secret: it is taken out in capitals and small
   * letters, and a short one too, where it is a word of its own and not a number
   */
  learn(secret: string, input?: string): void;
  /** The text without any secret that is known. */
  clean(text: string): string;
}

const SHORTEST_SECRET = 4; // shorter ones would blot out ordinary words
const SHORTEST_CORE = 8;
const LONGEST_QUOTE = 300;
const MARK = "[secret]";

/**
 * The characters of base64 that depend on the secret alone, wherever it stands in the encoded text:
 * so `base64("key:secret")` is recognised without knowing the key.
 */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64url");
    const end = Math.floor(((shift + bytes.length) * 8) / 6);
    return encoded.slice(Math.ceil((shift * 8) / 6), end);
  });
}

function escapesOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, json, JSON.stringify(json).slice(1, -1)]; // a log entry quotes a message that quotes it
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  const percent = encodeURIComponent(bytes.toString("utf8"));
  const cores = base64Cores(secret).filter((core) => core.length >= SHORTEST_CORE);
  return [
    ...escapesOf(secret),
    percent,
    percent.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
    percent.replaceAll("%20", "+"),
    bytes.toString("base64"),
    bytes.toString("base64url"),
    ...cores,
    ...cores.map((core) => core.replaceAll("-", "+").replaceAll("_", "/")),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
  ];
}

interface Form {
  readonly find: string | RegExp;
  readonly length: number;
  readonly mark: string;
}

/** As AppTego may write it: an e-mail address in other letters is the same one. */
function inputForms(value: string, mark: string): Form[] {
  const isShort = value.trim().length < SHORTEST_SECRET;
  const [before, after] = isShort ? ["(?<![\\p{L}\\p{N}])", "(?![\\p{L}\\p{N}])"] : ["", ""];
  const escapes = escapesOf(value).map((escape) => ({
    find: new RegExp(`${before}${escape.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}${after}`, "giu"),
    length: escape.length,
    mark,
  }));
  return isShort ? escapes : [...escapes, ...textForms(value, mark)];
}

function textForms(secret: string, mark: string): Form[] {
  return [...new Set(formsOf(secret))].map((find) => ({ find, length: find.length, mark }));
}

/** A redactor that knows nothing yet. */
export function createRedactor(): Redactor {
  const secrets = new Set<string>();
  let forms: readonly Form[] = [];
  return {
    learn(secret, input) {
      const isShort = secret.trim().length < SHORTEST_SECRET;
      if (secrets.has(secret) || (isShort && (input === undefined || !/\p{L}/u.test(secret)))) return;
      secrets.add(secret);
      const made = input === undefined ? textForms(secret, MARK) : inputForms(secret, `[secret ${input}]`);
      forms = [...forms, ...made].sort((one, other) => other.length - one.length); // a long form may hold a short one
    },
    clean: (text) => forms.reduce((cleaned, { find, mark }) => cleaned.replaceAll(find, () => mark), text),
  };
}

/** Every secret that this process was given or issued; whatever it shows goes through here. */
export const redactor = createRedactor();

/** A foreign text as a message may quote it: redacted first, control characters escaped, at most 300 characters. */
export function quotable(text: string, redactor: Redactor): string {
  const escaped = redactor
    .clean(text)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
  return escaped.length > LONGEST_QUOTE ? `${escaped.slice(0, LONGEST_QUOTE - 1)}…` : escaped;
}
