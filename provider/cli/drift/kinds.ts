import { isoTime } from "../../api/times";
import type { ResourceType } from "../../resources";
import { findOrProveGone } from "../../resources/gone";
import type { SharedList } from "../../resources/shared-list";
import type { Tenant } from "../../resources/tenant";

/** What a tenant holds of which stacks may know, in the words of `.apptegoignore`. */
export const KINDS = ["user", "token", "mapping", "key"] as const;
export type Kind = (typeof KINDS)[number];

/** An object as AppTego lists it, with the names of the provider's properties. */
export interface LiveObject {
  readonly id: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** ISO 8601; undefined where AppTego doesn't tell. */
  readonly createdAt?: string | undefined;
  /** What makes it special, as in "the token in use". */
  readonly note?: string;
}

/** What is to be known of a kind to compare its objects. */
export interface DriftKind {
  readonly type: ResourceType;
  readonly noun: string;
  readonly nouns: string;
  /** The property by which people know the object: it can be told apart by its id, so that this one may be a secret. */
  readonly identity: string;
  /** What is compared, the identity among it. */
  readonly properties: readonly string[];
  /** What the tenant holds: one list. @throws AppTegoError */
  readonly current: (tenant: Tenant) => Promise<LiveObject[]>;
  /** The object, or undefined when it is proven to be gone, as a refresh proves it. @throws AppTegoError */
  readonly prove: (
    tenant: Tenant,
    id: string,
    createdAt: string | undefined,
  ) => Promise<LiveObject | undefined>;
}

interface Listing<Entry> {
  readonly list: (tenant: Tenant) => SharedList<Entry>;
  readonly live: (entry: Entry, tenant: Tenant) => LiveObject;
}

function kind<Entry>(facts: Omit<DriftKind, "current" | "prove">, { list, live }: Listing<Entry>): DriftKind {
  return {
    ...facts,
    current: async (tenant) => (await list(tenant).current()).map((entry) => live(entry, tenant)),
    prove: async (tenant, id, createdAt) => {
      const isIt = (entry: Entry) => live(entry, tenant).id === id;
      const found = await findOrProveGone(tenant, list(tenant), isIt, createdAt);
      return found && live(found, tenant);
    },
  };
}

/** Every kind by its name. */
export const DRIFT_KINDS: Readonly<Record<Kind, DriftKind>> = {
  user: kind(
    {
      ...{ type: "User", noun: "user", nouns: "users", identity: "email" },
      properties: ["email", "permissions", "status", "owner"],
    },
    {
      list: ({ users }) => users,
      live: ({ user_id: id, email, permissions, status, owner, creation_time }) => ({
        ...{ id, name: email, properties: { email, permissions, status, owner } },
        createdAt: isoTime(creation_time),
        ...(owner && { note: "the owner of the tenant" }),
      }),
    },
  ),
  token: kind(
    {
      ...{ type: "ApiToken", noun: "API token", nouns: "API tokens", identity: "name" },
      properties: ["name", "permissions"],
    },
    {
      list: ({ tokens }) => tokens,
      live: ({ token_key: id, name, permissions, creation_time }, { ownTokenKey }) => ({
        ...{ id, name, properties: { name, permissions }, createdAt: isoTime(creation_time) },
        ...(id === ownTokenKey && { note: "the token that this command is using" }),
      }),
    },
  ),
  mapping: kind(
    {
      ...{ type: "SamlGroupMapping", noun: "SAML group mapping", nouns: "SAML group mappings" },
      ...{ identity: "groupName", properties: ["groupName", "permissions"] },
    },
    {
      list: ({ mappings }) => mappings,
      live: ({ mapping_id: id, group_name: groupName, permissions }) => ({
        ...{ id, name: groupName, properties: { groupName, permissions } },
      }),
    },
  ),
  key: kind(
    {
      ...{ type: "AutomationKey", noun: "automation key", nouns: "automation keys", identity: "name" },
      properties: ["name", "enabled"],
    },
    {
      list: ({ keys }) => keys,
      live: ({ key_id: id, name, enabled, creation_time }) => ({
        ...{ id, name, properties: { name, enabled }, createdAt: isoTime(creation_time) },
      }),
    },
  ),
};

/** The kind of a resource's type. */
export function kindOfType(type: ResourceType): Kind {
  const found = KINDS.find((name) => DRIFT_KINDS[name].type === type);
  if (found === undefined) throw new Error(`${type} is no kind of drift. Please report this.`);
  return found;
}
