import isEmail from "validator/lib/isEmail";
import { z } from "zod";
import { didYouMean } from "./did-you-mean";

/** What keeps a run from locking people out of a tenant's administration: `apptego:rails`, checked. */
export interface Rails {
  /** How many active users must hold Users & API Management after each change; at least 1. */
  readonly minAdministrators: number;
  /** E-mail addresses, in lower case, of those who never lose it. */
  readonly requiredAdministrators: readonly string[];
  /** Whether the token in use is never weakened or deleted. */
  readonly requireSelf: boolean;
  /** Why this run lifts all of them but the last administrator's; undefined where it doesn't. */
  readonly override?: string;
}

const WHOLE = "must be a whole number of at least 1: the last administrator always stays";

const RailsSettings = z.strictObject(
  {
    minAdministrators: z
      .int({ error: WHOLE })
      .min(1, { error: WHOLE })
      .default(1)
      .describe(
        "How many active users must hold Users & API Management after each change. Invited users, SAML group mappings and API tokens don't count.",
      ),
    requiredAdministrators: z
      .array(
        z.string({ error: "must be an e-mail address" }).refine((text) => isEmail(text), {
          error: "must be one e-mail address such as alice@acme.test",
        }),
        { error: 'must be a list of e-mail addresses, as in ["alice@acme.test"]' },
      )
      .default([])
      .describe("The e-mail addresses of those who are never removed and never lose Users & API Management."),
    requireSelf: z
      .boolean({ error: "must be true or false" })
      .default(true)
      .describe("Whether the API token that the provider is using is never weakened or deleted."),
  },
  { error: (issue) => (issue.code === "unrecognized_keys" ? undefined : "must be an object") },
);

const NAMES = Object.keys(RailsSettings.shape);

/** The JSON schema of `apptego:rails`, for editors. */
export function railsJsonSchema(): unknown {
  return {
    title: "apptego:rails",
    ...z.toJSONSchema(RailsSettings, { io: "input", target: "draft-7" }), // the one that editors know best
  };
}

/** The rails that a setting asks for, or everything that is wrong with it. */
export interface ReadRails {
  readonly rails: Rails;
  readonly problems: readonly string[];
}

/** The rails of a stack that sets none. */
export const DEFAULT_RAILS: Rails = RailsSettings.parse({});

/**
 * Reads `apptego:rails` as Pulumi hands it over: JSON in a string.
 *
 * @param label what the setting is called where it was given
 */
export function readRails(json: string | undefined, label: string): ReadRails {
  if (json === undefined) return { rails: DEFAULT_RAILS, problems: [] };
  let given: unknown;
  try {
    given = JSON.parse(json);
  } catch {
    const how = "set each rail as in `pulumi config set --path apptego:rails.minAdministrators 2`";
    return {
      rails: DEFAULT_RAILS,
      problems: [`${label} must be a JSON object such as {"minAdministrators": 2}: ${how}`],
    };
  }
  const parsed = RailsSettings.safeParse(given);
  if (!parsed.success) return { rails: DEFAULT_RAILS, problems: problemsOf(parsed.error, given, label) };
  const required = parsed.data.requiredAdministrators.map((email) => email.toLowerCase());
  return { rails: { ...parsed.data, requiredAdministrators: [...new Set(required)] }, problems: [] };
}

function problemsOf({ issues }: z.ZodError, given: unknown, label: string): string[] {
  return issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map(
        (key) =>
          `${label}.${key} is no rail${didYouMean(key, NAMES)}: remove it. The rails are ${NAMES.join(", ")}`,
      );
    const place = issue.path
      .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
      .join("");
    const value = issue.path.reduce<unknown>(
      (inner, key) => (inner as Record<PropertyKey, unknown>)[key],
      given,
    );
    return [`${label}${place} ${issue.message} (got ${JSON.stringify(value)})`];
  });
}

const SHORTEST_REASON = 10;
const LONGEST_REASON = 200;

/** What is wrong with the reason for lifting the rails. */
export function reasonProblem(reason: string): string | undefined {
  const length = reason.trim().length;
  if (length < SHORTEST_REASON || length > LONGEST_REASON || /\p{Cc}/u.test(reason))
    return `must say why, in one line of ${SHORTEST_REASON} to ${LONGEST_REASON} characters: it goes to the call log. Unset it to keep the rails`;
  return undefined;
}
