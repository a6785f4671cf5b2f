import { z } from "zod";
import type { ExitName } from "../exit-codes";

/** What is looked at, in this order. */
export const AREAS = ["connection", "tenant", "permissions", "limits", "contract", "state"] as const;

const CheckShape = z.object({
  area: z.enum(AREAS),
  title: z.string(),
  result: z
    .enum(["ok", "warning", "wrong", "unknown"])
    .describe("unknown: it couldn't be told, which is no fault by itself."),
  says: z.string(),
  todo: z.string().optional().describe("What to do now."),
});

/** One thing that was looked at. */
export type Check = z.output<typeof CheckShape>;

/** What can be said of an assumption. */
export const VERDICTS = ["confirmed", "wrong", "not seen", "not testable without writing"] as const;

const AssumptionShape = z.object({
  operation: z.string(),
  aspect: z.enum(["path", "request", "reply", "pages"]),
  field: z.string().optional(),
  fact: z.string().describe("What is assumed."),
  verdict: z.enum(VERDICTS).describe("not seen: the replies hold nothing that would show it."),
  says: z.string().optional(),
});

/** An assumption of the contract, and what the server says of it. */
export type JudgedAssumption = z.output<typeof AssumptionShape>;

const ReportShape = z
  .object({
    checkedAt: z.iso.datetime(),
    baseUrl: z.string(),
    tenant: z.string().describe("The tenant's id."),
    verdict: z.enum(["fine", "needs you", "unreachable"]),
    checks: z.array(CheckShape),
    permissions: z.array(
      z.object({
        permission: z.string().describe("Internal key."),
        label: z.string(),
        held: z.boolean().nullable().describe("null where it can't be told."),
        neededFor: z.array(z.string()),
      }),
    ),
    limits: z.array(
      z.object({
        what: z.string(),
        used: z.int().nullable().describe("null where it can't be told."),
        limit: z.int().nullable(),
      }),
    ),
    assumptions: z.array(AssumptionShape),
    contract: z
      .record(z.string(), z.unknown())
      .optional()
      .describe("What to put into the contract file; as --write-contract writes it."),
  })
  .meta({
    title: "What apptego doctor found",
    description: "Printed by `apptego doctor --output json`.",
  });

/** All that was looked at. */
export type DoctorReport = z.output<typeof ReportShape>;

/** The JSON schema of the report: `schemas/doctor.schema.json`. */
export function doctorJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(ReportShape, { io: "output" }) };
}

/** How the command ends; undefined where nothing needs anybody. */
export function exitOf({ verdict }: Pick<DoctorReport, "verdict">): ExitName | undefined {
  const exits = { fine: undefined, "needs you": "differs", unreachable: "failed" } as const;
  return exits[verdict];
}
