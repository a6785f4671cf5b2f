import { redactor } from "../api/redact";
import { PartlyCreated } from "../resources/lifecycle";
import { HIDDEN } from "./hidden-inputs";
import { learnSecretInputs } from "./secrecy";

/**
 * An error as Pulumi's dynamic-resource host takes it. One with an id, properties and reasons becomes saved state, its
 * secrets encrypted; the properties must carry the provider's text along, as the host adds it only on success.
 * Reasons and messages are stored and printed in plain text, so they are cleaned of every secret.
 */
export function toPulumiError(error: unknown, properties: Readonly<Record<string, unknown>>): Error {
  learnSecretInputs(properties);
  const told = new Error(redactor.clean(error instanceof Error ? error.message : String(error)));
  told.stack = "";
  if (!(error instanceof PartlyCreated)) return told;
  const { id, state } = error.created;
  return Object.assign(told, {
    id,
    properties: { ...state, ...carried(properties) },
    reasons: error.reasons.map((reason) => redactor.clean(reason)),
  });
}

/** What every state of a resource takes over from the one before, or from its inputs. */
export function carried(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { provider, import: importId, secretInputs, tenant, createdAt } = HIDDEN;
  const all = [provider, importId, secretInputs, tenant, createdAt];
  const names = all.filter((name) => properties[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, properties[name]]));
}
