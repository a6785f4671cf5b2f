import { apiToken } from "./api-token";
import { automationKey } from "./automation-key";
import type { Resource } from "./lifecycle";
import { samlGroupMapping } from "./saml-group-mapping";
import { user } from "./user";

/** Every resource by its type, as in Pulumi's type token. */
export const resources = {
  ApiToken: apiToken,
  User: user,
  SamlGroupMapping: samlGroupMapping,
  AutomationKey: automationKey,
};

export type ResourceType = keyof typeof resources;

/** A resource whose own types don't matter, as the engine sees it: its inputs and states are checked values. */
export type AnyResource = Resource;

/** The resource of a type. */
export function resourceOf(type: ResourceType): AnyResource {
  return resources[type] as unknown as AnyResource; // Pulumi hands over plain objects; check has validated them
}
