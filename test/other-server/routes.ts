import { ADMINISTRATION, type Entry, type Kind, type Store } from "./store";
import { Refusal } from "./wording";

/** What a route may use of its server. */
export interface Desk {
  readonly store: Store;
  readonly plan: "FREE" | "TEAM" | "ENTERPRISE";
  readonly maxUsers: number;
  readonly tenant: { readonly id: string; readonly name: string };
  /** Makes an object and its secret, if it has one. */
  readonly make: (kind: Kind, name: string, permissions?: readonly string[]) => Entry;
  /** An entry as a list shows it. */
  readonly shown: (entry: Entry) => object;
  /** The object of the call, for the journal. */
  readonly touched: (id: string) => void;
}

/** One operation; its path is under the base URL. */
export interface Route {
  readonly method: "GET" | "POST";
  readonly writes: boolean;
  /** Whether it needs the tenant's header; it does where this is left out. */
  readonly tenantScoped?: boolean;
  /** The fields of the request: each is compulsory, and there are no others. */
  readonly fields: Readonly<Record<string, "string" | "boolean">>;
  /** The feature, as a plan's refusal names it; absent where each plan has it. */
  readonly feature?: { readonly name: string; readonly enterprise?: true };
  readonly run: (desk: Desk, body: Readonly<Record<string, string | boolean>>) => object;
}

const TOKENS = { feature: { name: "API tokens" } };
const KEYS = { feature: { name: "Automation keys" } };
const MAPPINGS = { feature: { name: "SAML group mappings", enterprise: true } } as const;
const KNOWN = new Set([
  ...["modify_configuration", "build_applications", "update_certificates", "manage_custom_messages"],
  ...[ADMINISTRATION, "modify_tenant_settings", "view_audit_trail"], // the last is one that nobody documented
]);

function keysOf(text: unknown): string[] {
  const keys = String(text).split(",");
  const given = keys.length === 1 && keys[0] === "" ? [] : keys;
  if (given.some((key) => !KNOWN.has(key)) || new Set(given).size < given.length)
    throw new Refusal("validation");
  return given;
}

function existing({ store, touched }: Desk, kind: Kind, id: unknown): Entry {
  const entry = store.find(kind, String(id));
  if (entry === undefined) throw new Refusal("missing");
  touched(entry.id);
  return entry;
}

function list(kind: Kind, name: string, more: Pick<Route, "feature">): Route {
  const run = ({ store, shown }: Desk) => ({ [name]: store.all(kind).map(shown) });
  return { method: "GET", writes: false, fields: {}, ...more, run };
}

function post(more: Pick<Route, "fields" | "run" | "feature">): Route {
  return { method: "POST", writes: true, ...more };
}

function named(text: unknown): string {
  const name = String(text);
  if (name.trim() === "") throw new Refusal("validation");
  return name;
}

function removal(kind: Kind, field: string, more: Pick<Route, "feature">): Route {
  const run: Route["run"] = (desk, body) => {
    desk.store.remove(existing(desk, kind, body[field]));
    return {};
  };
  return post({ fields: { [field]: "string" }, ...more, run });
}

function grant(kind: Kind, field: string, more: Pick<Route, "feature">): Route {
  const run: Route["run"] = (desk, body) => {
    const entry = existing(desk, kind, body[field]);
    const permissions = keysOf(body["permissions"]);
    if (!permissions.includes(ADMINISTRATION)) keepOneAdministrator(desk, entry);
    entry.permissions = permissions;
    return {};
  };
  return post({ fields: { [field]: "string", permissions: "string" }, ...more, run });
}

function keepOneAdministrator({ store }: Desk, entry: Entry): void {
  const administers = entry.kind === "user" && entry.permissions.includes(ADMINISTRATION);
  if (administers && store.otherAdministrators(entry.id) === 0) throw new Refusal("lockout");
}

function issue(
  kind: "token" | "key",
  limit: number,
  names: readonly [string, string],
  more: Pick<Route, "feature">,
): Route {
  const run: Route["run"] = (desk, body) => {
    const name = named(body["name"]);
    if (desk.store.all(kind).length >= limit) throw new Refusal("full");
    const { id, secret } = desk.make(kind, name);
    return { [names[0]]: id, [names[1]]: secret };
  };
  return post({ fields: { name: "string" }, ...more, run });
}

/** Every operation by its path. */
export const ROUTES: Readonly<Record<string, Route>> = {
  get_tenants: {
    method: "GET",
    writes: false,
    tenantScoped: false,
    fields: {},
    run: ({ tenant, plan }) => ({ tenants: [{ tenant_id: tenant.id, name: tenant.name, plan }] }),
  },
  get_tenant_subscription: {
    method: "GET",
    writes: false,
    fields: {},
    run: ({ plan, maxUsers }) => ({
      subscription: plan,
      deletion: false,
      custom_limits: { max_users: maxUsers },
    }),
  },
  get_api_tokens: list("token", "api_tokens", TOKENS),
  create_api_token: issue("token", 20, ["token_key", "token_secret"], TOKENS),
  update_api_token_permissions: grant("token", "token_key", TOKENS),
  delete_api_token: removal("token", "token_key", TOKENS),

  get_users: list("user", "users", {}),
  add_user: post({
    fields: { email: "string" },
    run(desk, { email }) {
      const address = named(email);
      const users = desk.store.all("user");
      if (users.some(({ name }) => name.toLowerCase() === address.toLowerCase()))
        throw new Refusal("conflict");
      if (users.length >= desk.maxUsers) throw new Refusal("full");
      return { user_id: desk.make("user", address).id };
    },
  }),
  update_user_permissions: grant("user", "user_id", {}),
  remove_user: post({
    fields: { user_id: "string" },
    run(desk, { user_id }) {
      const user = existing(desk, "user", user_id);
      if (user.owner) throw new Refusal("lockout");
      keepOneAdministrator(desk, user);
      desk.store.remove(user);
      return {};
    },
  }),

  get_saml_group_mappings: list("mapping", "mappings", MAPPINGS),
  create_saml_group_mapping: post({
    fields: { group_name: "string", permissions: "string" },
    ...MAPPINGS,
    run(desk, { group_name, permissions }) {
      const group = named(group_name);
      const keys = keysOf(permissions);
      if (desk.store.all("mapping").some(({ name }) => name === group)) throw new Refusal("conflict");
      return { mapping_id: desk.make("mapping", group, keys).id };
    },
  }),
  update_saml_group_mapping: grant("mapping", "mapping_id", MAPPINGS),
  delete_saml_group_mapping: removal("mapping", "mapping_id", MAPPINGS),

  get_automation_keys: list("key", "automation_keys", KEYS),
  create_automation_key: issue("key", 10, ["key_id", "key_secret"], KEYS),
  update_automation_key: post({
    fields: { key_id: "string", enabled: "boolean" },
    ...KEYS,
    run(desk, { key_id, enabled }) {
      existing(desk, "key", key_id).enabled = enabled === true;
      return {};
    },
  }),
  delete_automation_key: removal("key", "key_id", KEYS),
};
