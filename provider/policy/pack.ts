import { type EnforcementLevel, type Policies, PolicyPack, type PolicyPackConfig } from "@pulumi/policy";
import { didYouMean } from "../api/did-you-mean";
import { enoughAdministrators } from "./administrators";
import { namedTokens, noTokenAdministers } from "./credentials";
import { emailDomains, noPersonHoldsEverything } from "./people";

/** The rules, to be put into a policy pack of one's own. */
export const policies: Policies = [
  noPersonHoldsEverything,
  noTokenAdministers,
  enoughAdministrators,
  emailDomains,
  namedTokens,
];

/** How strictly a rule is held, alone or beside what the rule is told. */
export type Rule<Settings> = EnforcementLevel | ({ readonly enforcementLevel?: EnforcementLevel } & Settings);

/** What the rules of {@link leastPrivilege} are told, by their names; what is left out is as docs/policy.md says. */
export interface LeastPrivilege {
  /** How strictly all rules are held that don't say it themselves. */
  readonly all?: EnforcementLevel;
  readonly "no-person-holds-everything"?: Rule<{
    /** E-mail addresses of users who may. */
    readonly except?: readonly string[];
    /** Whether SAML group mappings are checked too; they are by default. */
    readonly groups?: boolean;
  }>;
  readonly "no-token-administers"?: Rule<{
    /** Names of tokens that may. */
    readonly except?: readonly string[];
  }>;
  readonly "enough-administrators"?: Rule<{
    /** How many users must hold Users & API Management; 2 by default. */
    readonly minimum?: number;
  }>;
  readonly "email-domains"?: Rule<{
    /** Such as "acme.test", or "*.acme.test" for its subdomains. */
    readonly domains?: readonly string[];
  }>;
  readonly "named-tokens"?: Rule<{
    /** A regular expression that names must match. */
    readonly pattern?: string;
    /** Whether automation keys must have a name too. */
    readonly automationKeys?: boolean;
  }>;
}

/**
 * What a pack is configured with: each rule with its level, which a rule that is only given settings would lose
 * (@pulumi/policy sends no level as advisory).
 *
 * @throws Error for a rule that isn't there
 */
export function settled({ all, ...rules }: LeastPrivilege): PolicyPackConfig {
  const names = policies.map(({ name }) => name);
  const stranger = Object.keys(rules).find((name) => !names.includes(name));
  if (stranger !== undefined)
    throw new Error(
      `The policy pack has no rule ${JSON.stringify(stranger)}${didYouMean(stranger, names)}: ` +
        `correct or remove it. The rules are ${names.join(", ")}.`,
    );
  const given: Readonly<Record<string, Rule<object> | undefined>> = rules;
  return Object.fromEntries(
    policies.map(({ name, enforcementLevel = "mandatory" }) => {
      const rule = given[name] ?? {};
      const own = typeof rule === "string" ? { enforcementLevel: rule } : rule;
      return [name, { ...own, enforcementLevel: own.enforcementLevel ?? all ?? enforcementLevel }];
    }),
  );
}

/**
 * The policy pack of least privilege: what a pack's index file calls, once. `pulumi --policy-pack-config` overrides what
 * it is told here.
 *
 * @throws Error for a rule that isn't there
 */
export function leastPrivilege(
  config: LeastPrivilege = {},
  packName = "apptego-least-privilege",
): PolicyPack {
  return new PolicyPack(packName, { policies, enforcementLevel: "mandatory" }, settled(config));
}
