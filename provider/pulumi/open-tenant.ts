import { connect } from "../api/client";
import { resolveConnection, type Settings } from "../api/connection";
import { redactor } from "../api/redact";
import { createServerClock } from "../api/server-clock";
import { openTenant, type Tenant } from "../resources/tenant";
import { engineOfProcess } from "./engine-alive";

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
  const tenant = newTenantOf(settings);
  opened.set(key, tenant);
  return tenant;
}

const programs = new WeakMap<object, Tenant>();

/**
 * The tenant of one run of a program, by its stack resource: a process may run a program many times (Automation API),
 * and each run must see what the tenant holds then.
 *
 * @throws ConfigurationError that lists everything that is missing or wrong
 */
export function tenantOfProgram(settings: Settings, stack: object | undefined): Tenant {
  if (stack === undefined) return tenantOf(settings);
  const tenant = programs.get(stack) ?? newTenantOf(settings);
  programs.set(stack, tenant);
  return tenant;
}

function newTenantOf(settings: Settings): Tenant {
  const connection = resolveConnection(settings);
  if (connection.sealKey !== undefined) redactor.learn(connection.sealKey);
  const engine = engineOfProcess() ?? {};
  const options = { ...engine, clock: createServerClock() };
  return openTenant(connect(connection, options), connection, options);
}
