import type { EnforcementLevel, PolicyConfigSchema, ResourceValidationArgs } from "@pulumi/policy";
import { z } from "zod";
import { didYouMean } from "../api/did-you-mean";
import { canonicalPermissions } from "../api/permissions";
import type { ResourceType } from "../resources";
import { textsOf } from "./known";

const TYPE = "pulumi-nodejs:dynamic/apptego:";

/** Whether a resource, by its type in the state, is one of these of ours: the children of a TenantAccess are such too. */
export function isOurs(type: string, ...types: readonly ResourceType[]): boolean {
  return types.some((one) => type === `${TYPE}${one}`);
}

/** What a policy is beside its check, as @pulumi/policy takes it. */
export interface RuleText {
  readonly name: string;
  readonly description: string;
  readonly enforcementLevel: EnforcementLevel;
  readonly configSchema: PolicyConfigSchema;
}

/** A rule's text, and how it reads what it was told. */
export interface DefinedRule<Settings> {
  readonly text: RuleText;
  /** @throws Error for a setting that the rule doesn't know or can't use */
  readonly settings: (args: Pick<ResourceValidationArgs, "getConfig">) => Settings;
}

/**
 * A rule by its settings' schema, each with a default. The engine checks types and fills in the defaults, but lets pass
 * what the schema doesn't name: a misspelt setting would leave the rule looser than it was meant, so it is refused here.
 */
export function defineRule<Shape extends z.ZodRawShape>(
  text: Omit<RuleText, "configSchema">,
  shape: Shape,
): DefinedRule<z.output<z.ZodObject<Shape, z.core.$strict>>> {
  const schema = z.strictObject(shape);
  const { properties = {} } = z.toJSONSchema(schema, { io: "input", target: "draft-7" });
  return {
    text: { ...text, configSchema: { properties: properties as PolicyConfigSchema["properties"] } },
    settings: (args) => {
      const parsed = schema.safeParse(args.getConfig());
      if (parsed.success) return parsed.data;
      const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, Object.keys(shape)));
      throw new Error(
        `The configuration of the policy ${text.name}: ${problems.join("; ")}. Correct it in the policy pack.`,
      );
    },
  };
}

function problemsOf(issue: z.core.$ZodIssue, known: readonly string[]): string[] {
  if (issue.code !== "unrecognized_keys") return [`${issue.path.join(".")} ${issue.message}`];
  return issue.keys.map(
    (key) => `there is no setting ${JSON.stringify(key)}${didYouMean(key, known)}, only ${known.join(", ")}`,
  );
}

/** What a resource may do, as internal keys, and whether more may come once everything is known. */
export function permissionsOf(props: object): {
  readonly held: readonly string[];
  readonly complete: boolean;
} {
  const { texts, complete } = textsOf(props, "permissions");
  return { held: canonicalPermissions(texts), complete };
}

/** The schema of a list of texts that is empty by default. */
export const Texts = z.array(z.string().min(1)).default([]);
