import { z } from "zod";
import { type AccessMatrix, inOrder, permissionLabel, PERMISSIONS, SUBJECT_KINDS } from "../../access/model";
import { type AccessRow, accessRows, markOf } from "../../access/rows";
import { didYouMean } from "../../api/did-you-mean";
import { permissionKey } from "../../api/permissions";
import { UsageError } from "../exit-codes";
import type { Unread } from "./read-live";

const Key = z.string().describe("AppTego's internal key, as in `build_applications`.");

/** A subject of a report, and what became of it. */
export const Row = z.object({
  kind: z.enum(SUBJECT_KINDS),
  id: z.string().optional().describe("AppTego's id; left out where it isn't known yet."),
  urn: z.string().optional().describe("The resource in the program, where there is one."),
  name: z.string().describe("The user's e-mail address, the token's name or the group's name."),
  permissions: z.array(z.enum(PERMISSIONS)).describe("What it may do now, in the portal's order."),
  unknown: z.array(Key).describe("What it may do besides, that this version has no name for."),
  unreadable: z.literal(true).optional().describe("What it may do can't be told: both lists are empty."),
  status: z
    .string()
    .optional()
    .describe("Of a user: `active` or `invited`; `unresolved` where nobody knows if it was made."),
  owner: z.boolean().optional().describe("Whether the user owns the tenant."),
  state: z
    .enum(["same", "added", "removed", "changed", "unreadable"])
    .describe("What became of it; `same` where nothing is compared."),
  gained: z.array(Key),
  lost: z.array(Key),
  escalates: z.boolean().describe("Whether it gains Users & API Management or Tenant Settings."),
});

/** What `apptego access --output json` prints: `schemas/access.schema.json`. */
export const AccessReport = z
  .object({
    version: z.literal(1),
    tenant: z.string().optional().describe("The tenant's id; left out where it isn't known."),
    source: z.string().describe("Where the matrix is from, as in `the stack prod`."),
    comparedTo: z.string().optional().describe("What it is compared to."),
    takenAt: z.iso.datetime().describe("When it was read."),
    permissions: z.array(z.object({ key: Key, label: z.string().describe("The portal's word.") })),
    unread: z
      .array(z.object({ kind: z.enum(SUBJECT_KINDS), reason: z.string() }))
      .describe("The kinds that couldn't be listed: nothing is known of them."),
    subjects: z.array(Row).describe("Users, then tokens, then groups, each by name."),
  })
  .meta({
    title: "Who may do what in an AppTego tenant",
    description: "Printed by `apptego access --output json`.",
  });

/** Who may do what, where from, and what differs. */
export interface AccessReport {
  readonly tenant?: string;
  readonly source: string;
  readonly comparedTo?: string;
  readonly takenAt: string;
  readonly unread: readonly Unread[];
  readonly rows: readonly AccessRow[];
}

/** A matrix and where it is from. */
export interface Sourced {
  readonly matrix: AccessMatrix;
  readonly title: string;
  readonly unread?: readonly Unread[];
}

const without = (matrix: AccessMatrix, unread: readonly Unread[]): AccessMatrix => ({
  ...matrix,
  subjects: matrix.subjects.filter(({ kind }) => !unread.some((one) => one.kind === kind)),
});

/** The report of a matrix, compared to another one where there is one; what couldn't be listed is left out of both. */
export function reportOf(after: Sourced, before: Sourced | undefined, takenAt: Date): AccessReport {
  const unread = [...(after.unread ?? []), ...(before?.unread ?? [])];
  const tenant = after.matrix.tenant ?? before?.matrix.tenant;
  return {
    ...(tenant !== undefined && { tenant }),
    source: after.title,
    ...(before !== undefined && { comparedTo: before.title }),
    takenAt: takenAt.toISOString(),
    unread,
    rows: accessRows(without(after.matrix, unread), before && without(before.matrix, unread)),
  };
}

/**
 * The report of those only who hold, gained or lost a permission; the whole where none is named.
 *
 * @throws UsageError that lists the permissions where this is none
 */
export function holding(report: AccessReport, permission: string | undefined): AccessReport {
  if (permission === undefined) return report;
  const key = permissionKey(permission);
  const labels = PERMISSIONS.map(permissionLabel);
  if (key === undefined)
    throw new UsageError(
      `--permission ${permission}: AppTego has no such permission${didYouMean(permission, labels)}. There are ${labels.join(", ")}.`,
    );
  return { ...report, rows: report.rows.filter((row) => markOf(row, key) !== "none") };
}

/** A row as it is printed. */
export function publishedRow(row: AccessRow): z.input<typeof Row> {
  return {
    ...row,
    ...{ permissions: [...row.permissions], unknown: [...row.unknown] },
    ...{ gained: [...row.gained], lost: [...row.lost] },
  };
}

/** The report as it is printed. */
export function publishedReport({ rows, ...report }: AccessReport): z.input<typeof AccessReport> {
  const permissions = PERMISSIONS.map((key) => ({ key, label: permissionLabel(key) }));
  return { version: 1, ...report, permissions, unread: [...report.unread], subjects: rows.map(publishedRow) };
}

/** The matrix that an earlier report holds: as it was then. */
export function matrixOfReport(report: z.output<typeof AccessReport>): AccessMatrix {
  const there = report.subjects.filter(({ state }) => state !== "removed");
  const subjects = there.map(({ id, urn, status, owner, unreadable, ...subject }) => ({
    ...{ kind: subject.kind, name: subject.name, permissions: subject.permissions, unknown: subject.unknown },
    ...(id !== undefined && { id }),
    ...(urn !== undefined && { urn }),
    ...(status !== undefined && { status }),
    ...(owner !== undefined && { owner }),
    ...(unreadable && { unreadable }),
  }));
  return { ...(report.tenant !== undefined && { tenant: report.tenant }), subjects: inOrder(subjects) };
}

/** The JSON schema of the report: `schemas/access.schema.json`. */
export function accessJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(AccessReport, { target: "draft-7" }) };
}
