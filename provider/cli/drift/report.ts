import { z } from "zod";
import type { ExitName } from "../exit-codes";
import { againstBaseline, type Baseline, outdatedEntries } from "./baseline";
import { powerfulOf } from "./changes";
import type { KindLook, Look, Outcome } from "./find-drift";
import type { IgnoreRule } from "./ignore-file";
import { KINDS } from "./kinds";

const Keys = z.array(z.string()).describe("Internal keys, in the portal's order.");
const Count = z.int().nonnegative();
const Percent = z.number().min(0).max(100).nullable();

const ChangeShape = z.object({
  property: z.string(),
  before: z.unknown().optional().describe("What the state says; left out where it is a secret."),
  after: z.unknown().optional().describe("What the tenant says; left out where it is a secret."),
  gained: Keys.optional(),
  lost: Keys.optional(),
});

const FindingShape = z.object({
  status: z.enum(["changed", "missing", "unknown", "unmanaged"]),
  kind: z.enum(KINDS),
  id: z.string().describe("AppTego's id; empty where the whole kind is unknown."),
  name: z.string(),
  stack: z.string().optional(),
  urn: z.string().optional(),
  resource: z.string().optional().describe("Its name in the program."),
  changes: z.array(ChangeShape),
  permissions: Keys.optional().describe("What it may do now."),
  enabled: z.boolean().optional().describe("Of an automation key."),
  escalates: z.boolean().describe("Whether it gained a permission that leads to all others."),
  notes: z.array(z.string()),
});

/** One thing that somebody should look at. */
export type Finding = z.output<typeof FindingShape>;

const ReportShape = z
  .object({
    tenant: z.string().describe("The tenant's id."),
    checkedAt: z.iso.datetime(),
    stacks: z.array(z.string()),
    verdict: z.enum(["in sync", "drift", "unmanaged only", "unknown"]),
    summary: z.object({
      ...{ managed: Count, same: Count, changed: Count, missing: Count, unmanaged: Count, unknown: Count },
      accepted: Count.describe("Left out of the counts: by a rule or the baseline."),
      coverage: Percent.describe(
        "How many percent of what the tenant holds some stack does, beside what is accepted; null where it can't be told.",
      ),
    }),
    kinds: z.array(
      z.object({
        kind: z.enum(KINDS),
        listed: Count.nullable().describe("null where it can't be told."),
        managed: Count,
        unmanaged: Count,
        coverage: Percent,
        unknown: z.string().optional().describe("Why it can't be told."),
      }),
    ),
    findings: z.array(FindingShape).describe("What gained a powerful permission comes first."),
    accepted: z.array(z.object({ finding: FindingShape, by: z.enum(["rule", "baseline"]), why: z.string() })),
    rules: z.array(
      z.object({
        ...{ place: z.string(), kind: z.string(), pattern: z.string(), reason: z.string() },
        expires: z.string().optional(),
        state: z.enum(["used", "unused", "expired"]),
      }),
    ),
    outdated: z.array(z.string()).describe("What the baseline accepts and is no more."),
  })
  .meta({ title: "What apptego drift found", description: "Printed by `apptego drift --output json`." });

/** All that a look at the tenant told. */
export type DriftReport = z.output<typeof ReportShape>;

/** The JSON schema of the report: `schemas/drift.schema.json`. */
export function driftJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(ReportShape, { io: "output" }) };
}

/** What was looked at, and what of it nobody needs to see. */
export interface Reported {
  readonly tenant: string;
  readonly stacks: readonly string[];
  readonly look: Look;
  readonly rules: readonly IgnoreRule[];
  readonly baseline?: Baseline | undefined;
  readonly now: Date;
}

const ORDER = ["changed", "missing", "unknown", "unmanaged"];
const { compare: alphabetical } = new Intl.Collator("en", { numeric: true });

const rank = ({ escalates, status, permissions = [] }: Finding) =>
  (escalates ? 0 : 10) + ORDER.indexOf(status) * 2 + (powerfulOf(permissions).length > 0 ? 0 : 1);

const inOrder = (one: Finding, other: Finding) =>
  rank(one) - rank(other) ||
  KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) ||
  alphabetical(one.name, other.name);

function findingOf({ names: _names, status, changes, notes, permissions, ...outcome }: Outcome): Finding {
  if (status === "same") throw new Error("What is as the state says is no finding. Please report this.");
  const gained = changes.flatMap((change) => change.gained ?? []);
  return {
    ...{
      status,
      ...outcome,
      changes: changes.map(({ gained: more, lost, ...change }) => ({
        ...change,
        ...(more && { gained: [...more] }),
        ...(lost && { lost: [...lost] }),
      })),
    },
    ...(permissions && { permissions: [...permissions] }),
    ...{ escalates: powerfulOf(gained).length > 0, notes: [...notes] },
  };
}

/** Rounded down, so that only all is 100. */
function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.floor((1_000 * part) / whole) / 10;
}

/** Puts together what was seen, without what is accepted. */
export function reportOf({ tenant, stacks, look, rules, baseline, now }: Reported): DriftReport {
  const findings: Finding[] = [];
  const accepted: DriftReport["accepted"] = [];
  const used = new Set<IgnoreRule>();
  for (const outcome of look.outcomes) {
    if (outcome.status === "same") continue;
    const rule = rules.find(({ isExpired, covers }) => !isExpired && covers(outcome));
    const known = baseline === undefined ? outcome : againstBaseline(baseline, outcome);
    if (rule !== undefined) {
      used.add(rule);
      accepted.push({ finding: findingOf(outcome), by: "rule", why: rule.reason });
    } else if (known === "accepted")
      accepted.push({ finding: findingOf(outcome), by: "baseline", why: "known since the baseline" });
    else findings.push(findingOf(known));
  }
  const count = (status: Finding["status"]) => findings.filter((finding) => finding.status === status).length;
  const unmanagedOf = (kind: string) =>
    findings.filter((finding) => finding.status === "unmanaged" && finding.kind === kind).length;
  const kinds = look.kinds.map(({ kind, listed, managed, unknown }: KindLook) => {
    const unmanaged = unmanagedOf(kind);
    const coverage = listed === undefined ? null : percent(managed, managed + unmanaged);
    return { kind, listed: listed ?? null, managed, unmanaged, coverage, ...(unknown && { unknown }) };
  });
  const isWhole = kinds.every(({ listed }) => listed !== null);
  const managed = kinds.reduce((sum, kind) => sum + kind.managed, 0);
  const same = look.outcomes.filter(({ status }) => status === "same").length;
  const summary = {
    ...{ managed, same, changed: count("changed"), missing: count("missing") },
    ...{ unmanaged: count("unmanaged"), unknown: count("unknown"), accepted: accepted.length },
    coverage: isWhole ? percent(managed, managed + count("unmanaged")) : null,
  };
  return {
    ...{
      tenant,
      checkedAt: now.toISOString(),
      stacks: [...stacks],
      verdict: verdictOf(summary),
      summary,
      kinds,
    },
    findings: findings.sort(inOrder),
    accepted: accepted.sort((one, other) => inOrder(one.finding, other.finding)),
    rules: rules.map((rule) => {
      const { place, kind, pattern, reason, expires, isExpired } = rule;
      const state = isExpired ? "expired" : used.has(rule) ? "used" : "unused";
      return { place, kind, pattern, reason, ...(expires !== undefined && { expires }), state };
    }),
    outdated: baseline === undefined ? [] : outdatedEntries(baseline, look.outcomes),
  };
}

function verdictOf({ unknown, changed, missing, unmanaged }: DriftReport["summary"]): DriftReport["verdict"] {
  if (unknown > 0) return "unknown";
  if (changed + missing > 0) return "drift";
  return unmanaged > 0 ? "unmanaged only" : "in sync";
}

/** How the command ends; undefined where nothing needs anybody. */
export function exitOf({ verdict }: DriftReport): ExitName | undefined {
  const exits = {
    "in sync": undefined,
    drift: "differs",
    "unmanaged only": "unmanaged",
    unknown: "failed",
  } as const;
  return exits[verdict];
}
