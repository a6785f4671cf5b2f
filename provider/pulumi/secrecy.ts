import { redactor } from "../api/redact";
import { isSealed, open, Unopenable } from "../api/seal";
import type { AnyResource } from "../resources";
import type { Tenant } from "../resources/tenant";
import { isUnknown } from "../resources/unknown";
import { HIDDEN } from "./hidden-inputs";
import { sealOwner } from "./sealed-outputs";

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

/** The same for the secrets that a state holds: AppTego may repeat one in a message, and this process didn't see it issued. */
export function learnSecretOutputs(
  { type, secrets }: AnyResource,
  { sealKey }: Tenant,
  state: Properties,
): void {
  const id = state["tokenKey"] ?? state["keyId"];
  for (const output of secrets) {
    const value = state[output];
    if (typeof value !== "string" || isUnknown(value)) continue;
    const text = isSealed(value) ? textIn(value, sealKey, sealOwner(type, String(id), output)) : value;
    if (text !== undefined) redactor.learn(text.replace(/^Bearer /, ""));
  }
}

function textIn(sealed: string, key: Buffer | undefined, owner: readonly string[]): string | undefined {
  if (key === undefined) return undefined;
  try {
    return open(sealed, key, owner);
  } catch (error) {
    if (!(error instanceof Unopenable)) throw error;
    return undefined; // sealed with another key: a rotation mends that
  }
}
