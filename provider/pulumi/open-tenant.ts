import { connect } from "../api/client";
import { resolveConnection, type Settings } from "../api/connection";
import { openTenant, type Tenant } from "../resources/tenant";

const opened = new Map<string, Tenant>();

/**
 * The tenant that the settings lead to: one a process, shared by all resource types, so that they share its lists.
 *
 * @throws ConfigurationError that lists everything that is missing or wrong
 */
export function tenantOf(settings: Settings): Tenant {
  const key = JSON.stringify(settings);
  const known = opened.get(key);
  if (known) return known;
  const connection = resolveConnection(settings);
  const tenant = openTenant(connect(connection), connection);
  opened.set(key, tenant);
  return tenant;
}
