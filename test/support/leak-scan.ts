/** A credential whose secret half must not be found anywhere. */
export interface Credential {
  readonly secret: string;
  /** The public half, where it is known: then the whole header is looked for too. */
  readonly key?: string | undefined;
}

/** Where a secret stands in plain text. */
export interface Leak {
  readonly place: string;
  readonly form: string;
}

/** A prefix by which services tell what a secret opens: the same for all of a kind, so no secret itself. */
const PREFIX = /^(?:[A-Za-z]+_)+/;
/** A log that cuts a secret short shows so much of it at least. */
const FIRST = 8;

/** A secret in every form in which it travels, each of which would let its reader in, and its beginning. */
export function formsOf({ secret, key }: Credential): Readonly<Record<string, string>> {
  const own = secret.replace(PREFIX, "");
  const bytes = Buffer.from(secret, "utf8");
  const json = JSON.stringify(secret).slice(1, -1);
  return {
    raw: secret,
    ...(own.length > FIRST && { "its first characters": own.slice(0, FIRST) }),
    "JSON-escaped": json,
    "JSON-escaped twice": JSON.stringify(json).slice(1, -1),
    base64: bytes.toString("base64").replace(/=+$/, ""),
    base64url: bytes.toString("base64url"),
    hexadecimal: bytes.toString("hex"),
    "URL-encoded": encodeURIComponent(secret),
    "URL-encoded as a form": new URLSearchParams({ secret }).toString().slice("secret=".length),
    ...(key !== undefined && {
      "base64 of key:secret": Buffer.from(`${key}:${secret}`, "utf8").toString("base64").replace(/=+$/, ""),
      "base64url of key:secret": Buffer.from(`${key}:${secret}`, "utf8").toString("base64url"),
    }),
  };
}

/** Every place of the traces where a secret can be read, in whatever form. */
export function leaksOf(
  traces: ReadonlyMap<string, string>,
  credentials: readonly Credential[],
): readonly Leak[] {
  const forms = new Map<string, string>(); // of a secret with many possible keys, each but once
  for (const credential of credentials)
    for (const [form, value] of Object.entries(formsOf(credential))) forms.set(`${form} ${value}`, value);
  return [...traces].flatMap(([place, text]) =>
    [...forms]
      .filter(([, value]) => text.includes(value))
      .map(([name, value]) => ({ place, form: name.slice(0, -value.length - 1) })),
  );
}
