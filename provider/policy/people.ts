import { domainToASCII } from "node:url";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { PERMISSION_KEYS } from "../api/permissions";
import { textOf } from "./known";
import { defineRule, isOurs, permissionsOf, Texts } from "./rule";

const everything = defineRule(
  {
    name: "no-person-holds-everything",
    description: "Nobody holds all of AppTego's permissions, neither as a user nor through a SAML group.",
    enforcementLevel: "mandatory",
  },
  {
    except: Texts.describe("E-mail addresses of users who may; letter case doesn't matter."),
    groups: z
      .boolean()
      .default(true)
      .describe(
        "Whether SAML group mappings are checked too: what a group holds, each of its members holds.",
      ),
  },
);

/**
 * Nobody holds all six permissions. Messages name no property's value, since an engine hands a policy the plain text of
 * a secret.
 */
export const noPersonHoldsEverything: ResourceValidationPolicy = {
  ...everything.text,
  validateResource: (args, reportViolation) => {
    const person = isOurs(args.type, "User");
    if (!person && !isOurs(args.type, "SamlGroupMapping")) return;
    const { except, groups } = everything.settings(args);
    const { held } = permissionsOf(args.props);
    if (!PERMISSION_KEYS.every((key) => held.includes(key))) return;
    if (!person) {
      if (groups)
        reportViolation(
          `The members of this SAML group would hold all ${PERMISSION_KEYS.length} permissions. Split them over several groups.`,
        );
      return;
    }
    if (mayBeOneOf(textOf(args.props, "email"), except)) return;
    reportViolation(
      `This user would hold all ${PERMISSION_KEYS.length} permissions. Take away what the person doesn't need, ` +
        `or list the address in ${everything.text.name}.except.`,
    );
  },
};

const domains = defineRule(
  {
    name: "email-domains",
    description: "Only people with an e-mail address of these domains are users of the tenant.",
    enforcementLevel: "mandatory",
  },
  {
    domains: Texts.describe(
      'Domains such as "acme.test"; "*.acme.test" stands for its subdomains. Without one, every domain will do.',
    ),
  },
);

/** Users are of the company's domains; without any domain in the configuration, everybody passes. */
export const emailDomains: ResourceValidationPolicy = {
  ...domains.text,
  validateResource: (args, reportViolation) => {
    if (!isOurs(args.type, "User")) return;
    const allowed = domains.settings(args).domains;
    if (allowed.length === 0) return;
    const email = textOf(args.props, "email");
    if (email === "unknown" || email.text === undefined) return; // one without an address, the provider refuses
    const domain = ascii(email.text.slice(email.text.lastIndexOf("@") + 1));
    if (allowed.some((one) => isWithin(domain, one))) return;
    reportViolation(
      `This user's e-mail address is of none of the domains ${allowed.join(", ")}. ` +
        `Use the person's address there, or add the domain to ${domains.text.name}.domains.`,
    );
  },
};

function mayBeOneOf(email: ReturnType<typeof textOf>, addresses: readonly string[]): boolean {
  if (email === "unknown") return addresses.length > 0;
  return addresses.some((address) => address.toLowerCase() === email.text?.toLowerCase());
}

function isWithin(domain: string, allowed: string): boolean {
  if (!allowed.startsWith("*.")) return domain === ascii(allowed);
  return domain.endsWith(`.${ascii(allowed.slice(2))}`);
}

/** One writing of a domain: without it, an internationalised one has two. */
function ascii(domain: string): string {
  return domainToASCII(domain) || domain.toLowerCase();
}
