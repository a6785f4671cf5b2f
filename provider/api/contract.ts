import { z } from "zod";
import type { PermissionKey } from "./permissions";
import { type Plan, PLANS } from "./plans";
import { WirePermissions } from "./wire-permissions";

/**
 * The one description of AppTego's wire. The client encodes with it, the sandbox decodes with it, docs are generated
 * from it, and a file (`apptego:contract`) corrects it at a user's site without a release.
 */

/**
 * Where a fact comes from: `seed` AppTego's "Management API - Overview"; `docs` AppTego's public documentation;
 * `audit` an operation's name in AppTego's audit-log documentation; `assumed` nothing that could be read says so.
 */
export type Source = "seed" | "docs" | "audit" | "assumed";

/**
 * What repeating a call does: `read` changes nothing, `idempotent` ends in the same state,
 * `create` makes a second object, so it is never repeated blindly.
 */
export type Effect = "read" | "idempotent" | "create";

/** One operation of the Management API. */
export interface Operation<
  Request extends z.ZodObject = z.ZodObject,
  Reply extends z.ZodObject = z.ZodObject,
> {
  readonly method: "GET" | "POST";
  /** Under the base URL, without a leading slash. */
  readonly path: string;
  /** Whether the call carries the `tenant` header. */
  readonly tenantScoped: boolean;
  /** The JSON body; a GET has none. */
  readonly request: Request;
  /** The fields that are needed of the JSON reply; others are ignored. */
  readonly reply: Reply;
  /** What the caller must hold; undefined where any member of the tenant may call. */
  readonly permission?: PermissionKey;
  /** The plans that have the feature. */
  readonly plans: readonly Plan[];
  readonly effect: Effect;
  /** The longest that one attempt may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Where its path and its bodies are known from. */
  readonly source: { readonly path: Source; readonly bodies: Source };
  /** Our field name -> the server's, at any depth; filled by a correction. */
  readonly requestNames?: Readonly<Record<string, string>>;
  /** Our field name -> the server's, at any depth; filled by a correction. */
  readonly replyNames?: Readonly<Record<string, string>>;
  /** How a list goes on; undefined where it never does. */
  readonly nextPage?: NextPage;
  /** Whether a list of tokens holds the one that asks, by which a shortened list is known; only of that list. */
  readonly showsCaller?: boolean;
}

/** Where a list in pages names the next one: the reply's field, and what the request for that page sends back. */
export interface NextPage {
  /** The server's name of the field; missing, null or empty on the last page. */
  readonly reply: string;
  /** The server's name: of a query parameter by GET, of a field by POST. */
  readonly request: string;
}

const PAID_PLANS = ["TEAM", "ENTERPRISE"] as const satisfies Plan[]; // seed, "Subscription Tiers"
const ENTERPRISE_PLAN = ["ENTERPRISE"] as const satisfies Plan[]; // seed, "Subscription Tiers"

const READ_TIMEOUT_MS = 15_000; // assumed: no time limit is documented
const WRITE_TIMEOUT_MS = 30_000; // assumed: no time limit is documented

const NEXT_PAGE: NextPage = { reply: "next", request: "next" }; // assumed: nothing read tells of pages

const NOTHING = z.object({});
// docs, for certificates_update; assumed for the others, so that one without it is taken too
const SUCCESS = z.object({ success: z.literal(true).optional() });
const EPOCH_SECONDS = z.number().int().nonnegative();

function read<Request extends z.ZodObject, Reply extends z.ZodObject>(
  operation: Omit<Operation<Request, Reply>, "effect" | "timeoutMs">,
): Operation<Request, Reply> {
  return { ...operation, effect: "read", timeoutMs: READ_TIMEOUT_MS };
}

function list<Request extends z.ZodObject, Reply extends z.ZodObject>(
  operation: Omit<Operation<Request, Reply>, "effect" | "timeoutMs" | "nextPage">,
): Operation<Request, Reply> {
  return { ...read(operation), nextPage: NEXT_PAGE };
}

function write<Request extends z.ZodObject, Reply extends z.ZodObject>(
  operation: Omit<Operation<Request, Reply>, "method" | "timeoutMs">,
): Operation<Request, Reply> {
  return { ...operation, method: "POST", timeoutMs: WRITE_TIMEOUT_MS };
}

/** Every operation, by the name that the client, the sandbox, the log and the documentation use. */
export const operations = {
  getTenants: list({
    method: "GET",
    path: "get_tenants",
    tenantScoped: false, // seed, "Required Headers"
    request: NOTHING,
    reply: z.object({
      tenants: z.array(z.object({ tenant_id: z.string(), name: z.string(), plan: z.enum(PLANS) })),
    }),
    plans: PLANS,
    source: { path: "docs", bodies: "docs" },
  }),
  createTenant: write({
    path: "create_tenant",
    tenantScoped: false, // seed, "Required Headers"
    request: z.object({ tenant_name: z.string() }),
    reply: SUCCESS.extend({ tenant_id: z.string(), tenant_name: z.string() }),
    plans: PLANS,
    effect: "create",
    source: { path: "docs", bodies: "docs" },
  }),
  getSubscription: read({
    method: "GET",
    path: "get_tenant_subscription",
    tenantScoped: true,
    request: NOTHING,
    reply: z.object({
      subscription: z.enum(PLANS),
      deletion: z.boolean().default(false),
      custom_limits: z
        .object({ concurrent_builds: z.number().int().nullish(), max_users: z.number().int().nullish() })
        .nullish(),
      deployment_environments: z.boolean().default(false),
      is_trial: z.boolean().default(false),
    }),
    plans: PLANS,
    source: { path: "docs", bodies: "docs" },
  }),
  getApplications: list({
    method: "POST", // seed: a read by POST, with the body {}
    path: "get_applications",
    tenantScoped: true,
    request: NOTHING,
    reply: z.object({
      applications: z.array(z.object({ application_id: z.string(), platform: z.string() })),
    }),
    plans: PLANS,
    source: { path: "seed", bodies: "seed" },
  }),
  updateCertificates: write({
    path: "certificates_update",
    tenantScoped: true,
    request: z.object({
      version: z.string(),
      use_builtin_cas: z.boolean(),
      certificates: z.array(
        z.object({
          name: z.string(),
          thumbprint: z.string(),
          algorithm: z.enum([
            ...(["sha1", "sha224", "sha256", "sha384", "sha512"] as const),
            ...(["sha3_224", "sha3_256", "sha3_384", "sha3_512"] as const),
          ]),
          expires: EPOCH_SECONDS,
          domains: z.union([z.array(z.string()), z.string()]),
          isdefault: z.boolean(),
          isca: z.boolean(),
        }),
      ),
    }),
    reply: SUCCESS,
    permission: "update_certificates",
    plans: PLANS,
    effect: "idempotent",
    source: { path: "docs", bodies: "docs" },
  }),
  deleteCertificate: write({
    path: "certificates_delete",
    tenantScoped: true,
    request: z.object({ version: z.string(), name: z.string() }),
    reply: SUCCESS,
    permission: "update_certificates",
    plans: PLANS,
    effect: "idempotent",
    source: { path: "docs", bodies: "docs" },
  }),

  getApiTokens: list({
    method: "GET",
    path: "get_api_tokens",
    tenantScoped: true,
    request: NOTHING,
    reply: z.object({
      api_tokens: z.array(
        z.object({
          token_key: z.string(),
          name: z.string(),
          permissions: WirePermissions, // seed: "stored on the token as tenant-user permissions"
          creation_time: EPOCH_SECONDS.nullish(),
        }),
      ),
    }),
    showsCaller: true, // assumed
    plans: PAID_PLANS,
    source: { path: "assumed", bodies: "assumed" },
  }),
  createApiToken: write({
    path: "create_api_token",
    tenantScoped: true,
    request: z.object({ name: z.string() }),
    reply: SUCCESS.extend({ token_key: z.string().min(1), token_secret: z.string().min(1) }), // seed: the names of both
    permission: "user_and_api_management",
    plans: PAID_PLANS,
    effect: "create",
    source: { path: "audit", bodies: "assumed" },
  }),
  updateApiTokenPermissions: write({
    path: "update_api_token_permissions",
    tenantScoped: true,
    request: z.object({ token_key: z.string(), permissions: WirePermissions }),
    reply: SUCCESS,
    permission: "user_and_api_management",
    plans: PAID_PLANS,
    effect: "idempotent",
    source: { path: "assumed", bodies: "assumed" },
  }),
  deleteApiToken: write({
    path: "delete_api_token",
    tenantScoped: true,
    request: z.object({ token_key: z.string() }),
    reply: SUCCESS,
    permission: "user_and_api_management",
    plans: PAID_PLANS,
    effect: "idempotent",
    source: { path: "assumed", bodies: "assumed" },
  }),

  getUsers: list({
    method: "GET",
    path: "get_users",
    tenantScoped: true,
    request: NOTHING,
    reply: z.object({
      users: z.array(
        z.object({
          user_id: z.string(),
          email: z.string(),
          permissions: WirePermissions, // seed: one comma-separated string
          status: z.enum(["active", "invited"]),
          owner: z.boolean(),
          creation_time: EPOCH_SECONDS.nullish(),
        }),
      ),
    }),
    plans: PLANS,
    source: { path: "assumed", bodies: "assumed" },
  }),
  addUser: write({
    path: "add_user",
    tenantScoped: true,
    request: z.object({ email: z.string() }),
    reply: SUCCESS.extend({ user_id: z.string().min(1) }),
    permission: "user_and_api_management",
    plans: PAID_PLANS, // seed: "User management beyond the owner"
    effect: "create",
    source: { path: "assumed", bodies: "assumed" },
  }),
  updateUserPermissions: write({
    path: "update_user_permissions",
    tenantScoped: true,
    request: z.object({ user_id: z.string(), permissions: WirePermissions }),
    reply: SUCCESS,
    permission: "user_and_api_management",
    plans: PAID_PLANS,
    effect: "idempotent",
    source: { path: "assumed", bodies: "assumed" },
  }),
  removeUser: write({
    path: "remove_user",
    tenantScoped: true,
    request: z.object({ user_id: z.string() }),
    reply: SUCCESS,
    permission: "user_and_api_management",
    plans: PAID_PLANS,
    effect: "idempotent",
    source: { path: "assumed", bodies: "assumed" },
  }),

  getSamlGroupMappings: list({
    method: "GET",
    path: "get_saml_group_mappings",
    tenantScoped: true,
    request: NOTHING,
    reply: z.object({
      mappings: z.array(
        z.object({ mapping_id: z.string(), group_name: z.string(), permissions: WirePermissions }),
      ),
    }),
    plans: ENTERPRISE_PLAN,
    source: { path: "assumed", bodies: "assumed" },
  }),
  createSamlGroupMapping: write({
    path: "create_saml_group_mapping",
    tenantScoped: true,
    request: z.object({ group_name: z.string(), permissions: WirePermissions }),
    reply: SUCCESS.extend({ mapping_id: z.string().min(1) }),
    permission: "user_and_api_management",
    plans: ENTERPRISE_PLAN,
    effect: "create",
    source: { path: "assumed", bodies: "assumed" },
  }),
  updateSamlGroupMapping: write({
    path: "update_saml_group_mapping",
    tenantScoped: true,
    request: z.object({ mapping_id: z.string(), permissions: WirePermissions }),
    reply: SUCCESS,
    permission: "user_and_api_management",
    plans: ENTERPRISE_PLAN,
    effect: "idempotent",
    source: { path: "assumed", bodies: "assumed" },
  }),
  deleteSamlGroupMapping: write({
    path: "delete_saml_group_mapping",
    tenantScoped: true,
    request: z.object({ mapping_id: z.string() }),
    reply: SUCCESS,
    permission: "user_and_api_management",
    plans: ENTERPRISE_PLAN,
    effect: "idempotent",
    source: { path: "assumed", bodies: "assumed" },
  }),

  getAutomationKeys: list({
    method: "GET",
    path: "get_automation_keys",
    tenantScoped: true,
    request: NOTHING,
    reply: z.object({
      automation_keys: z.array(
        z.object({
          key_id: z.string(),
          name: z.string(),
          enabled: z.boolean(),
          creation_time: EPOCH_SECONDS.nullish(),
        }),
      ),
    }),
    plans: PAID_PLANS,
    source: { path: "assumed", bodies: "assumed" },
  }),
  createAutomationKey: write({
    path: "create_automation_key",
    tenantScoped: true,
    request: z.object({ name: z.string() }),
    reply: SUCCESS.extend({ key_id: z.string().min(1), key_secret: z.string().min(1) }), // docs: the names of both
    permission: "user_and_api_management",
    plans: PAID_PLANS,
    effect: "create",
    source: { path: "assumed", bodies: "assumed" },
  }),
  updateAutomationKey: write({
    path: "update_automation_key",
    tenantScoped: true,
    request: z.object({ key_id: z.string(), enabled: z.boolean() }),
    reply: SUCCESS,
    permission: "user_and_api_management",
    plans: PAID_PLANS,
    effect: "idempotent",
    source: { path: "assumed", bodies: "assumed" },
  }),
  deleteAutomationKey: write({
    path: "delete_automation_key",
    tenantScoped: true,
    request: z.object({ key_id: z.string() }),
    reply: SUCCESS,
    permission: "user_and_api_management",
    plans: PAID_PLANS,
    effect: "idempotent",
    source: { path: "assumed", bodies: "assumed" },
  }),
};

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type RequestOf<Name extends OperationName> = z.output<Operations[Name]["request"]>;
export type ReplyOf<Name extends OperationName> = z.output<Operations[Name]["reply"]>;

/** What a caller of the API sees: one function an operation, typed by the contract. */
export type Api = { readonly [Name in OperationName]: (request: RequestOf<Name>) => Promise<ReplyOf<Name>> };

/** The operations as they are to be called: the built-in ones, or with a user's corrections. */
export type Contract = { readonly [Name in OperationName]: Operations[Name] };

/** Where the API is. Source: seed, "Base URL". */
export const DEFAULT_BASE_URL = "https://app.apptego.com/frontend";

/** How many a tenant may hold. Source: seed, "Operational Limits"; users without a plan of their own: docs. */
export const LIMITS = {
  apiTokens: 20,
  automationKeys: 10,
  users: { FREE: 1, TEAM: 20, ENTERPRISE: 100 },
  certificatesPerVersion: 50,
} as const;

/**
 * How long after a connection ended AppTego may still do what it was asked for, in milliseconds.
 * Source: assumed; no time limit is documented.
 */
export const LATE_MS = 90_000;

/** How many credentials of each kind one tenant may hold. */
export interface TenantLimits {
  readonly apiTokens: number;
  readonly automationKeys: number;
}

/**
 * Which refusal a status code stands for, where the body doesn't tell.
 * Source: assumed; the documentation says only "standard HTTP status codes".
 */
export const STATUS_MEANINGS: Readonly<
  Record<number, "validation" | "authentication" | "permission" | "notFound" | "conflict" | "rateLimit">
> = {
  400: "validation",
  401: "authentication",
  403: "permission",
  404: "notFound",
  409: "conflict",
  410: "notFound",
  422: "validation",
  429: "rateLimit",
};

/** What a refusal for the plan says, as in "API tokens require a Team or Enterprise plan". Source: seed. */
export const PLAN_REFUSAL = /\brequires? an? [\w ]*\bplan\b/i;

/** Reply fields that are shown once and must never be logged or printed. Source: seed (token), docs (key). */
export const SECRET_FIELDS: ReadonlySet<string> = new Set(["token_secret", "key_secret"]);

/** Fields that identify an object of AppTego; they go to the call log. */
export const ID_FIELDS: ReadonlySet<string> = new Set([
  "tenant_id",
  "token_key",
  "user_id",
  "mapping_id",
  "key_id",
]);
