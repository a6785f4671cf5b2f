import type { Handlers } from "./context";
import { keyHandlers } from "./keys";
import { mappingHandlers } from "./mappings";
import { tenantHandlers } from "./tenants";
import { tokenHandlers } from "./tokens";
import { userHandlers } from "./users";

/** Every operation of the contract: one that has no handler doesn't compile. */
export const handlers: Handlers = {
  ...tenantHandlers,
  ...tokenHandlers,
  ...userHandlers,
  ...mappingHandlers,
  ...keyHandlers,
};
