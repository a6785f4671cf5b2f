import { PERMISSION_KEYS, ADMINISTRATION, permissionKey } from "../api/permissions";
import { Seed } from "./seed";
import { hashOf, newId, newSecret, newTenantId } from "./secrets";
import type { Data } from "./store";

/** The credential that a sandbox hands out: that of an administrating token. */
export interface TokenCredential {
  readonly tokenKey: string;
  readonly tokenSecret: string;
}

/** A new sandbox's data, the credential to call it with, and every secret that is in use. */
export interface Seeded {
  readonly data: Data;
  readonly credential: TokenCredential;
  readonly secrets: readonly string[];
}

/** What is given beside the seed. */
export interface SeedSettings {
  /** Instead of the seed's. */
  readonly plan?: Data["tenant"]["plan"] | undefined;
  /** Epoch seconds. */
  readonly now: number;
}

const internal = (names: readonly string[]) => names.map((name) => permissionKey(name) ?? name);

/** The data that a seed describes. @throws ZodError when it isn't a seed */
export function seedData(seed: Seed, { plan, now }: SeedSettings): Seeded {
  const { tenant, users, tokens, mappings, keys, applications } = Seed.parse(seed);
  const owner = {
    email: "owner@acme.test",
    permissions: PERMISSION_KEYS,
    status: "active",
    owner: true,
  } as const;
  const storedUsers = (users.some((user) => user.owner) ? users : [owner, ...users]).map((user) => ({
    ...user,
    permissions: internal(user.permissions),
    userId: newId(),
    creationTime: now,
  }));
  const ownerId = storedUsers.find((user) => user.owner)?.userId ?? "";
  const userIdOf = (email: string | undefined) =>
    storedUsers.find((user) => user.email.toLowerCase() === email?.toLowerCase())?.userId ?? ownerId;

  const isAdministrator = ({ permissions }: { readonly permissions: readonly string[] }) =>
    internal(permissions).includes(ADMINISTRATION);
  const all = tokens.some(isAdministrator)
    ? tokens
    : [{ name: "sandbox", permissions: [ADMINISTRATION] }, ...tokens];
  const issuedTokens = all.map(({ name, permissions, key, secret, createdBy }: (typeof tokens)[number]) => ({
    secret: secret ?? newSecret(),
    stored: {
      tokenKey: key ?? newId(),
      name,
      permissions: internal(permissions),
      createdBy: userIdOf(createdBy),
      creationTime: now,
    },
  }));
  const issuedKeys = keys.map((key) => ({
    ...key,
    id: key.id ?? newId(),
    secret: key.secret ?? newSecret(),
  }));
  const own = issuedTokens.find(({ stored }) => isAdministrator(stored));
  if (own === undefined) throw new Error("A seed without an administrating token was given one above.");

  const data: Data = {
    tenant: {
      tenantId: tenant.id ?? newTenantId(),
      name: tenant.name,
      plan: plan ?? tenant.plan,
      isTrial: tenant.isTrial,
      ...(tenant.maxUsers !== undefined && { maxUsers: tenant.maxUsers }),
    },
    otherTenants: [],
    users: storedUsers,
    tokens: issuedTokens.map(({ stored, secret }) => ({ ...stored, secretHashes: [hashOf(secret)] })),
    mappings: mappings.map(({ group, permissions }) => ({
      mappingId: newId(),
      groupName: group,
      permissions: internal(permissions),
    })),
    keys: issuedKeys.map(({ name, enabled, id, secret }) => ({
      keyId: id,
      name,
      enabled,
      secretHash: hashOf(secret),
      creationTime: now,
    })),
    applications: applications.map(({ id, platform }) => ({ applicationId: id, platform })),
    certificates: {},
    extraPermissions: [],
    audit: [],
    invitations: storedUsers
      .filter(({ status }) => status === "invited")
      .map(({ email }) => ({ email, time: now, state: "pending" })),
  };
  return {
    data,
    credential: { tokenKey: own.stored.tokenKey, tokenSecret: own.secret },
    secrets: [...issuedTokens, ...issuedKeys].map(({ secret }) => secret),
  };
}
