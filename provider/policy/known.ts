/**
 * Reads a property as far as it is known. Policies are handed objects that throw where a value isn't known before the
 * update (@pulumi/policy, `unknownCheckingProxy`), and reading one is all that happens here.
 *
 * @returns undefined for a value that isn't known yet
 */
function read(holder: object, key: PropertyKey): { readonly value: unknown } | undefined {
  try {
    return { value: Reflect.get(holder, key) as unknown };
  } catch {
    return undefined;
  }
}

/** A text of a resource; `"unknown"` is told apart from a text that isn't there. */
export type KnownText = { readonly text: string | undefined } | "unknown";

/** A property that should be a text. */
export function textOf(props: object, key: string): KnownText {
  const found = read(props, key);
  if (found === undefined) return "unknown";
  return { text: typeof found.value === "string" ? found.value : undefined };
}

/** A list of texts: those that are known, and whether others may come to them. */
export interface KnownTexts {
  readonly texts: readonly string[];
  readonly complete: boolean;
}

/** A property that should be a list of texts; an absent one is empty. */
export function textsOf(props: object, key: string): KnownTexts {
  const found = read(props, key);
  if (found === undefined) return { texts: [], complete: false };
  if (!Array.isArray(found.value)) return { texts: [], complete: true };
  const list: readonly unknown[] = found.value;
  const items = Array.from({ length: list.length }, (_, at) => read(list, at));
  const texts = items.map((item) => item?.value).filter((item) => typeof item === "string");
  return { texts, complete: !items.includes(undefined) };
}
