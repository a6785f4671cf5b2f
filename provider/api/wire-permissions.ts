import { z } from "zod";
import { canonicalPermissions } from "./permissions";

/**
 * A permission set on the wire: one comma-separated string of internal keys, order not significant.
 * Absent, null, "" and a JSON list are understood too.
 *
 * Source: seed, "Permissions" ("comma-separated internal permission keys"); the tolerated forms are assumed.
 */
export const WirePermissions = z.codec(
  z.union([z.string(), z.array(z.string()), z.null()]).optional(),
  z.array(z.string()),
  {
    decode: (wire) => canonicalPermissions(typeof wire === "string" ? wire.split(",") : (wire ?? [])),
    encode: (keys) => canonicalPermissions(keys).join(","),
  },
);
