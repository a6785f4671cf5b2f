import { readFileSync } from "node:fs";
import { isMap, isNode, isScalar, LineCounter, type Node, parseDocument, type Document } from "yaml";
import { z } from "zod";
import { permissionKey } from "../api/permissions";
import { PLANS } from "../api/plans";

const Permissions = z
  .array(
    z.string().refine((name) => permissionKey(name) !== undefined, {
      error:
        "isn't a permission: use an internal key such as build_applications, or a portal label such as Builds",
    }),
  )
  .default([])
  .describe("Internal keys or portal labels.");
const Name = z.string().min(1, "must not be empty");
const Key = z.string().regex(/^[^:\s]+$/, "must have no colon and no blank");
const Secret = z.string().min(1, "must not be empty");

/** What a sandbox starts with. */
export const Seed = z
  .strictObject({
    $schema: z.string().optional().describe("The JSON schema, for editors."),
    tenant: z
      .strictObject({
        id: z
          .string()
          .regex(/^[0-9a-f]{32}$/, "must be 32 lower-case hexadecimal digits")
          .optional()
          .describe("32 lower-case hexadecimal digits; a random one if left out."),
        name: Name.default("Acme"),
        plan: z.enum(PLANS).default("ENTERPRISE"),
        isTrial: z.boolean().default(false),
        maxUsers: z.int().positive().optional().describe("Instead of the plan's: custom_limits.max_users."),
      })
      .prefault({}),
    users: z
      .array(
        z.strictObject({
          email: z.string().regex(/^[^@\s,]+@[^@\s,]+$/, "isn't an e-mail address"),
          permissions: Permissions,
          status: z.enum(["active", "invited"]).default("active"),
          owner: z.boolean().default(false),
        }),
      )
      .default([])
      .describe("Without an owner among them, owner@acme.test is added."),
    tokens: z
      .array(
        z.strictObject({
          name: Name,
          permissions: Permissions,
          key: Key.optional(),
          secret: Secret.optional().describe("Only for a sandbox: a secret that is known beforehand."),
          createdBy: z
            .string()
            .optional()
            .describe("The e-mail of the user in whose name it acts; the owner's if left out."),
        }),
      )
      .default([])
      .describe(
        "The first that holds user_and_api_management is the sandbox's own; without one, it makes one.",
      ),
    mappings: z.array(z.strictObject({ group: Name, permissions: Permissions })).default([]),
    keys: z
      .array(
        z.strictObject({
          name: Name,
          enabled: z.boolean().default(true),
          id: Key.optional(),
          secret: Secret.optional().describe("Only for a sandbox: a secret that is known beforehand."),
        }),
      )
      .default([]),
    applications: z.array(z.strictObject({ id: Name, platform: z.enum(["android", "ios"]) })).default([]),
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

/** A seed that can't be read; each line of the message names file, line and column. */
export class SeedError extends Error {
  override readonly name = "SeedError" as const;
}

/** The node that a problem is about: the nearest there is, or the key where that is unknown. */
function nodeAt(document: Document, path: readonly PropertyKey[], unknownKey?: string): Node | undefined {
  for (let length = path.length; length >= 0; length--) {
    const found = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (!isNode(found)) continue;
    const key = isMap(found)
      ? found.items.map((pair) => pair.key).find((item) => isScalar(item) && item.value === unknownKey)
      : undefined;
    return isNode(key) ? key : found;
  }
  return undefined;
}

/** Reads a seed from a YAML or JSON file. @throws SeedError */
export function readSeed(file: string): Seed {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new SeedError(`Reading the seed ${file}: it can't be read (${code}).`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined) => {
    const { line, col } = lines.linePos(offset ?? 0);
    return `${file}:${String(line)}:${String(col)}`;
  };
  if (document.errors.length > 0)
    throw new SeedError(document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message}`).join("\n"));

  const content: unknown = document.toJS() ?? {};
  const parsed = Seed.safeParse(content);
  if (parsed.success) return content as Seed; // just parsed as one
  const problems = parsed.error.issues.flatMap((issue) => {
    const unknown = issue.code === "unrecognized_keys" ? issue.keys : [undefined];
    return unknown.map((key) => {
      const where = at(nodeAt(document, issue.path, key)?.range?.[0]);
      const what = [...issue.path, ...(key === undefined ? [] : [key])].map(String).join(".") || "the seed";
      return `${where}: ${what}: ${key === undefined ? issue.message : "no such key"}`;
    });
  });
  throw new SeedError(problems.join("\n"));
}
