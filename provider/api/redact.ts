/** Knows secrets, and takes them out of texts in every form in which they travel. */
export interface Redactor {
  /** From now on this secret is taken out. */
  learn(secret: string): void;
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

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  const percent = encodeURIComponent(bytes.toString("utf8"));
  const cores = base64Cores(secret).filter((core) => core.length >= SHORTEST_CORE);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
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

/** A redactor that knows nothing yet. */
export function createRedactor(): Redactor {
  const secrets = new Set<string>();
  let forms: string[] = [];
  return {
    learn(secret) {
      if (secret.trim().length < SHORTEST_SECRET || secrets.has(secret)) return;
      secrets.add(secret);
      const all = new Set([...forms, ...formsOf(secret)]);
      forms = [...all].sort((one, other) => other.length - one.length); // a long form may hold a short one
    },
    clean: (text) => forms.reduce((cleaned, form) => cleaned.replaceAll(form, MARK), text),
  };
}

/** A foreign text as a message may quote it: redacted first, control characters escaped, at most 300 characters. */
export function quotable(text: string, redactor: Redactor): string {
  const escaped = redactor
    .clean(text)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
  return escaped.length > LONGEST_QUOTE ? `${escaped.slice(0, LONGEST_QUOTE - 1)}…` : escaped;
}
