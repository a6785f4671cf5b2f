import type { StackValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { ADMINISTRATION, describePermission } from "../api/permissions";
import { defineRule, isOurs, permissionsOf } from "./rule";

const enough = defineRule(
  {
    name: "enough-administrators",
    description: "The program declares at least so many users who hold Users & API Management.",
    enforcementLevel: "mandatory",
  },
  {
    minimum: z
      .int()
      .min(1)
      .default(2)
      .describe("How many users must hold it. SAML group mappings and API tokens don't count."),
  },
);

/**
 * One administrator who is ill or leaves isn't the end. Counts what the program declares, so nothing is asked of AppTego;
 * a stack without users is passed, and whoever's permissions aren't known yet counts.
 */
export const enoughAdministrators: StackValidationPolicy = {
  ...enough.text,
  validateStack: (args, reportViolation) => {
    const { minimum } = enough.settings(args);
    const users = args.resources.filter(({ type }) => isOurs(type, "User"));
    const administrators = users.filter(({ props }) => {
      const { held, complete } = permissionsOf(props);
      return held.includes(ADMINISTRATION) || !complete;
    });
    if (users.length === 0 || administrators.length >= minimum) return;
    const count = administrators.length === 0 ? "None" : `Only ${administrators.length}`;
    reportViolation(
      `${count} of the program's ${users.length} users would hold ${describePermission(ADMINISTRATION)}, ` +
        `and ${enough.text.name}.minimum is ${minimum}. Give it to another user.`,
    );
  },
};
