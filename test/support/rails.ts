import type { Connection } from "../../provider/api/connection";
import type { Api } from "../../provider/api/contract";
import { DEFAULT_RAILS, type Rails } from "../../provider/api/rail-settings";
import { resourceOf } from "../../provider/resources";
import { administers } from "../../provider/resources/outlook";
import { openTenant, type Tenant, type TenantOptions } from "../../provider/resources/tenant";
import type { Sandbox } from "../../provider/sandbox";
import { test as base } from "./tenant";

/** The permission that the rails are about. */
export const ADMINISTRATION = "user_and_api_management";

const user = resourceOf("User");

/** A tenant with rails of its own, and what it warns of. */
export type OpenRailed = (
  rails?: Partial<Rails>,
  more?: TenantOptions & { readonly api?: Api },
) => Tenant & { readonly warnings: readonly string[] };

function railed(api: Api, connection: Connection): OpenRailed {
  return (rails = {}, more = {}) => {
    const warnings: string[] = [];
    const options = {
      wait: async () => Promise.resolve(),
      warn: (message: string) => warnings.push(message),
      ...more,
    };
    const settings = { ...connection, rails: { ...DEFAULT_RAILS, ...rails } };
    return { ...openTenant(more.api ?? api, settings, options), warnings };
  };
}

/**
 * vitest's `test` with a sandbox that has no rule of its own against the loss of administration, whose owner doesn't
 * administer, and with tenants of it.
 */
export const test = base
  .extend("sandboxOptions", {
    seed: {
      users: [
        { email: "owner@acme.test", owner: true },
        { email: "alice@acme.test", permissions: [ADMINISTRATION] },
        { email: "bob@acme.test", permissions: [ADMINISTRATION] },
        { email: "invited@acme.test", permissions: [ADMINISTRATION], status: "invited" as const },
      ],
    },
    rules: { guardsAdministration: false },
  })
  .extend<{ open: OpenRailed }>({
    open: async ({ api, connection }, use) => {
      await use(railed(api, connection));
    },
  });

/** A person as the state has them: made by this stack, so that the end of the resource is the end of the membership. */
export function member(sandbox: Sandbox, name: string, more: Record<string, unknown> = {}) {
  const email = `${name}@acme.test`;
  const id = sandbox.tenant.users.find((entry) => entry.email === email)?.userId ?? "";
  const permissions = [ADMINISTRATION];
  const state = { email, permissions, userId: id, status: "active", owner: false, adopted: false };
  return { id, state: { ...state, ...more } };
}

type Member = ReturnType<typeof member>;

/** Ends a membership. */
export const remove = async (tenant: Tenant, { id, state }: Member): Promise<void> =>
  user.delete(tenant, id, state);

/** Takes all permissions from a person. */
export const revoke = async (tenant: Tenant, { id, state }: Member) =>
  user.update(tenant, id, state, { email: state.email, permissions: [] });

/** Gives administration to a person. */
export const grant = async (tenant: Tenant, { id, state }: Member) =>
  user.update(
    tenant,
    id,
    { ...state, permissions: [] },
    { email: state.email, permissions: [ADMINISTRATION] },
  );

/** The e-mail addresses of the active administrators. */
export const activeAdministrators = (sandbox: Sandbox): string[] =>
  sandbox.tenant.users
    .filter(({ permissions, status }) => status === "active" && administers(permissions))
    .map(({ email }) => email);
