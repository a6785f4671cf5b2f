import { readFileSync } from "node:fs";
import { isNode, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import type { Plan } from "../api/contract";
import { PERMISSION_KEYS, permissionKey } from "../api/permissions";
import { hashOf, newId, newSecret } from "./secrets";
import type { Data } from "./store";

const Permissions = z
  .array(
    z.string().refine((name) => permissionKey(name) !== undefined, {
      error: "isn't a permission: use an internal key such as build_applications, or a portal label",
    }),
  )
  .default([])
  .describe("Internal keys or portal labels.");

/** What a sandbox starts with. */
export const Seed = z
  .strictObject({
    $schema: z.string().optional(),
    tenant: z
      .strictObject({
        id: z
          .string()
          .regex(/^[0-9a-f]{32}$/, "must be 32 lower-case hexadecimal digits")
          .optional(),
        name: z.string().default("Acme"),
        plan: z.enum(["FREE", "TEAM", "ENTERPRISE"]).default("ENTERPRISE"),
        maxUsers: z.int().positive().optional().describe("custom_limits.max_users"),
      })
      .prefault({}),
    users: z
      .array(
        z.strictObject({
          email: z.string(),
          permissions: Permissions,
          status: z.enum(["active", "invited"]).default("active"),
          owner: z.boolean().default(false),
        }),
      )
      .default([]),
    tokens: z
      .array(
        z.strictObject({
          name: z.string(),
          permissions: Permissions,
          key: z.string().optional(),
          secret: z.string().optional().describe("Only for a sandbox: known credentials."),
        }),
      )
      .default([]),
    mappings: z.array(z.strictObject({ group: z.string(), permissions: Permissions })).default([]),
    keys: z
      .array(
        z.strictObject({
          name: z.string(),
          enabled: z.boolean().default(true),
          id: z.string().optional(),
          secret: z.string().optional(),
        }),
      )
      .default([]),
    applications: z
      .array(z.strictObject({ id: z.string(), platform: z.enum(["android", "ios"]) }))
      .default([]),
  })
  .meta({
    title: "Seed of the AppTego sandbox",
    description: "What `apptego sandbox --seed FILE` starts with.",
  });
export type Seed = z.input<typeof Seed>;

/** The JSON schema of a seed file, for editors: `schemas/sandbox-seed.schema.json`. */
export function seedJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(Seed, { io: "input" }) };
}

/** A seed that can't be read; the message names file, line and column. */
export class SeedError extends Error {
  override readonly name = "SeedError" as const;
}

/** Reads a seed from a YAML or JSON file. @throws SeedError */
export function readSeed(file: string): Seed {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new SeedError(`Reading the seed ${file}: there is no such file, or it can't be read.`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number | undefined) => {
    const { line, col } = lines.linePos(offset ?? 0);
    return `${file}:${String(line)}:${String(col)}`;
  };
  const [broken] = document.errors;
  if (broken) throw new SeedError(`${at(broken.pos[0])}: ${broken.message.split("\n")[0] ?? "not YAML"}`);
  const content: unknown = document.toJS() ?? {};
  const parsed = Seed.safeParse(content);
  if (parsed.success) return content as Seed;
  const problems = parsed.error.issues.map((issue) => {
    const node = document.getIn(issue.path, true);
    return `${at(isNode(node) ? node.range?.[0] : undefined)}: ${issue.path.map(String).join(".")} ${issue.message}`;
  });
  throw new SeedError(problems.join("\n"));
}

/** The credential that a sandbox hands out: that of an administrating token. */
export interface SeededToken {
  readonly tokenKey: string;
  readonly tokenSecret: string;
}

/** The data of a new sandbox, and the credential to call it with. */
export function seedData(
  seed: Seed,
  plan: Plan | undefined,
  now: number,
): { data: Data; token: SeededToken } {
  const { tenant, users, tokens, mappings, keys, applications } = Seed.parse(seed);
  const internal = (names: readonly string[]) => names.map((name) => permissionKey(name) ?? name);
  const withOwner = users.some(({ owner }) => owner)
    ? users
    : [
        { email: "owner@acme.test", permissions: PERMISSION_KEYS, status: "active" as const, owner: true },
        ...users,
      ];
  const given = tokens.map((token) => ({
    ...token,
    key: token.key ?? newId(),
    secret: token.secret ?? newSecret("ts_"),
  }));
  const administrating = given.find(({ permissions }) =>
    internal(permissions).includes("user_and_api_management"),
  );
  const own = administrating ?? {
    name: "sandbox",
    permissions: ["user_and_api_management"],
    key: newId(),
    secret: newSecret("ts_"),
  };
  const data: Data = {
    tenant: {
      tenantId: tenant.id ?? hashOf(newSecret("")).slice(0, 32),
      name: tenant.name,
      plan: plan ?? tenant.plan,
      maxUsers: tenant.maxUsers,
    },
    otherTenants: [],
    users: withOwner.map((user) => ({
      ...user,
      permissions: internal(user.permissions),
      userId: newId(),
      creationTime: now,
    })),
    tokens: (administrating ? given : [own, ...given]).map(({ name, permissions, key, secret }) => ({
      tokenKey: key,
      name,
      permissions: internal(permissions),
      secretHash: hashOf(secret),
      creationTime: now,
    })),
    mappings: mappings.map(({ group, permissions }) => ({
      mappingId: newId(),
      groupName: group,
      permissions: internal(permissions),
    })),
    keys: keys.map(({ name, enabled, id, secret }) => ({
      keyId: id ?? newId(),
      name,
      enabled,
      secretHash: hashOf(secret ?? newSecret("ks_")),
      creationTime: now,
    })),
    applications: applications.map(({ id, platform }) => ({ applicationId: id, platform })),
    certificates: {},
    audit: [],
    invitations: [],
  };
  return { data, token: { tokenKey: own.key, tokenSecret: own.secret } };
}
