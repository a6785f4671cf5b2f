import { redactor } from "../api/redact";
import { isUnknown } from "../resources/unknown";
import { HIDDEN } from "./hidden-inputs";

type Properties = Readonly<Record<string, unknown>>;

// Each is one of a few words that everybody may read in the documentation, and messages need them.
const OF_FEW_WORDS: ReadonlySet<string> = new Set(["permissions", "onDestroy"]);

/** The names of the inputs that the program gave as secrets. */
export function secretInputsOf(properties: Properties): ReadonlySet<string> {
  const names = properties[HIDDEN.secretInputs];
  return new Set(Array.isArray(names) ? names.filter((name) => typeof name === "string") : []);
}

/**
 * From now on no message of this process shows what the program gave as secrets: neither one about this resource, nor
 * one about another that names it.
 */
export function learnSecretInputs(properties: Properties): void {
  for (const name of secretInputsOf(properties)) {
    if (OF_FEW_WORDS.has(name)) continue;
    const value = properties[name];
    if (typeof value === "string") for (const text of textsIn(value)) redactor.learn(text, name);
    else for (const text of textsIn(value)) redactor.learn(text);
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return isUnknown(value) ? [] : [value, value.trim()];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
