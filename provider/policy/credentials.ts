import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { ADMINISTRATION, describePermission } from "../api/permissions";
import { COMPUTED_NAME } from "../resources/computed-name";
import { textOf } from "./known";
import { defineRule, isOurs, permissionsOf, Texts } from "./rule";

const administers = defineRule(
  {
    name: "no-token-administers",
    description:
      "API tokens don't hold Users & API Management: whoever has such a token can make further ones and administrators.",
    enforcementLevel: "mandatory",
  },
  {
    except: Texts.describe(
      "Names of tokens that may; for a token without a name of its own, its resource's name.",
    ),
  },
);

/** No token may administer the tenant, except those that are named in the configuration. */
export const noTokenAdministers: ResourceValidationPolicy = {
  ...administers.text,
  validateResource: (args, reportViolation) => {
    if (!isOurs(args.type, "ApiToken")) return;
    const { except } = administers.settings(args);
    if (!permissionsOf(args.props).held.includes(ADMINISTRATION)) return;
    const name = givenName(args);
    if (name === "unknown" ? except.length > 0 : except.includes(name.text ?? args.name)) return;
    reportViolation(
      `This API token would hold ${describePermission(ADMINISTRATION)}. Take it away, ` +
        `or list the token's name in ${administers.text.name}.except.`,
    );
  },
};

const named = defineRule(
  {
    name: "named-tokens",
    description:
      "API tokens have a name that people chose, so that the portal's list tells what each is for.",
    enforcementLevel: "advisory",
  },
  {
    pattern: z
      .string()
      .refine(isPattern, { error: "must be a regular expression" })
      .default("")
      .describe(
        'A regular expression that names must match, such as "^(ci|deploy)-[a-z]+$". Left out, every name will do.',
      ),
    automationKeys: z.boolean().default(false).describe("Whether automation keys must have such a name too."),
  },
);

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

/** Each token has a given name, of a certain form where the configuration asks for one. */
export const namedTokens: ResourceValidationPolicy = {
  ...named.text,
  validateResource: (args, reportViolation) => {
    if (!isOurs(args.type, "ApiToken", "AutomationKey")) return;
    const { pattern, automationKeys } = named.settings(args);
    const token = isOurs(args.type, "ApiToken");
    const name = givenName(args);
    if (name === "unknown" || (!token && !automationKeys)) return;
    const kind = token ? "API token" : "automation key";
    if (name.text === undefined)
      reportViolation(`This ${kind} has no name of its own: give it a \`name\` that tells what it is for.`);
    else if (pattern !== "" && !new RegExp(pattern, "u").test(name.text))
      reportViolation(
        `This ${kind}'s name doesn't match ${named.text.name}.pattern, ${pattern}. Choose one that does.`,
      );
  },
};

/** The name that the program gave; the provider has filled in a computed one by the time that policies are asked. */
function givenName({ props }: ResourceValidationArgs): ReturnType<typeof textOf> {
  const name = textOf(props, "name");
  if (name === "unknown" || name.text === undefined || !COMPUTED_NAME.test(name.text)) return name;
  return { text: undefined };
}
