import { z } from "zod";
import { LIMITS, type TenantLimits } from "../api/contract";
import { apiToken } from "../resources/api-token";
import { automationKey } from "../resources/automation-key";
import { CredentialName, Email, GroupName, PermissionSet } from "../resources/inputs";
import { samlGroupMapping } from "../resources/saml-group-mapping";
import { isUnknown } from "../resources/unknown";
import { user } from "../resources/user";

const PermissionsOnly = PermissionSet.transform((permissions) => ({ permissions }));
const Nothing = z.null().transform(() => ({}));

const PLAIN_SWITCH = "must be true or false, without quotes";

/** The options of an entry's resource: they are no inputs of it. */
const ENTRY_OPTIONS = {
  import: z
    .string({ error: "must be the id of an object that the tenant holds, a string" })
    .min(1, "must not be empty: remove it, or give the id of the object to take over")
    .refine((id) => !isUnknown(id), { error: "must be plain when the program runs, not an Output" })
    .describe("The id of an object that exists already: it is taken over instead of being created.")
    .optional(),
  protect: z
    .boolean({ error: PLAIN_SWITCH })
    .describe("Whether Pulumi refuses to delete or replace it; false by default.")
    .optional(),
};
const CREDENTIAL_OPTIONS = {
  ...ENTRY_OPTIONS,
  deleteBeforeReplace: z
    .boolean({ error: PLAIN_SWITCH })
    .describe(
      "Whether a rotation deletes the old credential first, for a tenant without a free slot: consumers are without a valid one until the new one is there.",
    )
    .optional(),
};

/** The names of the options that an entry may have beside its resource's inputs. */
export const OPTION_NAMES = Object.keys(CREDENTIAL_OPTIONS) as (keyof typeof CREDENTIAL_OPTIONS)[]; // just these keys

/** An entry's long form: the inputs of its resource, but for the one that the entry's key gives, and its options. */
function long<Shape extends z.core.$ZodLooseShape>(shape: Shape, example: string) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "invalid_type" ? `must be a map such as ${example}` : undefined),
  });
}

const LongUser = long(
  { ...user.inputs.omit({ email: true }).partial().shape, ...ENTRY_OPTIONS },
  "{ permissions: [Builds] }",
);
const LongGroup = long(
  { ...samlGroupMapping.inputs.omit({ groupName: true }).partial().shape, ...ENTRY_OPTIONS },
  "{ permissions: [Builds] }",
);
const LongToken = long(
  { ...apiToken.inputs.partial().shape, ...CREDENTIAL_OPTIONS },
  "{ permissions: [Builds] }",
);
const LongKey = long({ ...automationKey.inputs.partial().shape, ...CREDENTIAL_OPTIONS }, "{ enabled: true }");

function section<Entry extends z.ZodType>(entry: Entry, by: string, description: string) {
  return z
    .record(z.string(), entry, { error: `must be a map by ${by}` })
    .nullish()
    .transform((entries) => entries ?? {})
    .describe(description);
}

/** A whole tenant's access: an entry is a list of permissions, or a map of its resource's inputs. */
export const TenantAccessShape = z
  .strictObject(
    {
      $schema: z.string().optional().describe("The JSON schema, for editors."),
      users: section(
        z.union([PermissionsOnly, Nothing, LongUser]),
        "e-mail address",
        "Who is a member: by e-mail address, what the person may do.",
      ),
      groups: section(
        z.union([PermissionsOnly, Nothing, LongGroup]),
        "group name",
        "By the name of a group of the identity provider, what its members may do. Enterprise plan.",
      ),
      tokens: section(
        z.union([PermissionsOnly, Nothing, LongToken]),
        "a name of your choice",
        "API tokens by a name of your choice: it names the resource and the outputs.",
      ).meta({ maxProperties: LIMITS.apiTokens }),
      keys: section(
        z.union([Nothing, LongKey]),
        "a name of your choice",
        "Automation keys by a name of your choice: it names the resource and the outputs.",
      ).meta({ maxProperties: LIMITS.automationKeys }),
    },
    {
      error: (issue) =>
        issue.code === "invalid_type" ? "must be a map with users, groups, tokens and keys" : undefined,
    },
  )
  .meta({
    title: "Who and what has access to an AppTego tenant",
    description: "Read by TenantAccess.fromFile of pulumi-apptego.",
  });

/** A checked description in its long form: permissions are sorted internal keys. */
export type TenantAccessData = z.output<typeof TenantAccessShape>;

interface Section {
  /** What its entries are called in a message. */
  readonly noun: string;
  /** What an entry's key must be. */
  readonly key: z.ZodType;
  /** Which of the tenant's limits holds for it. */
  readonly limit?: keyof TenantLimits;
  /** The properties of an entry's long form. */
  readonly properties: readonly string[];
  /** Whether a list of permissions will do for an entry. */
  readonly takesList: boolean;
}

/** The parts of a description, by name. */
export const SECTIONS = {
  users: { noun: "users", key: Email, properties: Object.keys(LongUser.shape), takesList: true },
  groups: { noun: "groups", key: GroupName, properties: Object.keys(LongGroup.shape), takesList: true },
  tokens: {
    noun: "API tokens",
    key: CredentialName,
    limit: "apiTokens",
    properties: Object.keys(LongToken.shape),
    takesList: true,
  },
  keys: {
    noun: "automation keys",
    key: CredentialName,
    limit: "automationKeys",
    properties: Object.keys(LongKey.shape),
    takesList: false,
  },
} as const satisfies Record<string, Section>;

export type SectionName = keyof typeof SECTIONS;

export const SECTION_NAMES = Object.keys(SECTIONS) as SectionName[]; // the object has just these keys

/** The section of a name, or undefined where there is none. */
export function sectionOf(name: PropertyKey | undefined): Section | undefined {
  return Object.entries<Section>(SECTIONS).find(([known]) => known === name)?.[1];
}

/** The JSON schema of a file for `TenantAccess.fromFile`, for editors: `schemas/tenant-access.schema.json`. */
export function tenantAccessJsonSchema(): Record<string, unknown> {
  // Editors know draft 7 best.
  return { ...z.toJSONSchema(TenantAccessShape, { io: "input", target: "draft-7" }) };
}
