import { redactor } from "../api/client";
import { PartlyCreated } from "../resources/lifecycle";
import { HIDDEN } from "./hidden-inputs";

/**
 * An error as Pulumi's dynamic-resource host takes it. One with an id, properties and reasons becomes saved state, its
 * secrets encrypted; the properties must carry the provider's text along, as the host adds it only on success.
 * Reasons and messages are stored and printed in plain text, so they are cleaned of every secret.
 */
export function toPulumiError(error: unknown, properties: Readonly<Record<string, unknown>>): Error {
  const message = redactor.clean(error instanceof Error ? error.message : String(error));
  const clean = new Error(message);
  clean.stack = "";
  if (!(error instanceof PartlyCreated)) return clean;
  const { id, state } = error.created;
  return Object.assign(clean, {
    id,
    properties: { ...state, ...carried(properties) },
    reasons: error.reasons.map((reason) => redactor.clean(reason)),
  });
}

function carried(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = [HIDDEN.provider, HIDDEN.import].filter((name) => properties[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, properties[name]]));
}
