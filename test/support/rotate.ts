import type { Knowledge } from "../../provider/cli/rotate/credentials";
import { readDeployment } from "../../provider/cli/stacks/deployment";
import { exportOf, storedResource } from "./states";

/** What is known at noon of a day, of a stack `dev` whose configuration can be written. */
export function knowledge(more: Partial<Knowledge> = {}): Knowledge {
  return {
    ...{ now: new Date("2031-04-10T12:00:00Z"), maxAge: 90, issued: new Map() },
    dates: new Map([["dev", new Map<string, string>()]]),
    ...more,
  };
}

/** A credential of a state that was issued on a day. */
export function issued(type: "ApiToken" | "AutomationKey", name: string, day?: string, more: object = {}) {
  const createdAt = day === undefined ? {} : { createdAt: `${day}T00:00:00.000Z` };
  return storedResource(type, name, { outputs: { name: `${name} in AppTego`, ...createdAt }, ...more });
}

/** The same in a component of TenantAccess called `tenant`. */
export function inComponent(
  type: "ApiToken" | "AutomationKey",
  entry: string,
  day: string,
  more: object = {},
) {
  const prefix = type === "ApiToken" ? "tenant-token-" : "tenant-key-";
  const parent = "urn:pulumi:dev::acme::apptego:index:TenantAccess::tenant";
  return { ...issued(type, `${prefix}${entry}`, day, more), parent };
}

/** The state of the stack `dev`, which holds these. */
export function stateOf(...resources: object[]) {
  return [readDeployment("dev", exportOf(resources))];
}
