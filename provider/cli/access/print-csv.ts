import { stringify } from "csv-stringify/sync";
import { permissionLabel, PERMISSIONS } from "../../access/model";
import { markOf } from "../../access/rows";
import type { AccessReport } from "./report";

const HELD = { held: "yes", gained: "yes", lost: "no", none: "no" } as const;

/**
 * The report as CSV for spreadsheets: one row a subject, in RFC 4180's form. A cell that a spreadsheet would calculate
 * begins with an apostrophe instead: a name in a tenant is chosen by anybody who may invite.
 */
export function printedCsv({ rows, tenant = "", takenAt }: AccessReport): string {
  const columns = [
    ...["tenant", "as of", "kind", "name", "id", "status", "owner"],
    ...PERMISSIONS.map(permissionLabel),
    ...["other permissions", "change", "gained", "lost"],
  ];
  const labels = (keys: readonly string[]) => keys.map(permissionLabel).join("; ");
  const records = rows.map((row) => [
    ...[tenant, takenAt, row.kind, row.name, row.id ?? "", row.status ?? ""],
    row.owner === undefined ? "" : row.owner ? "yes" : "no",
    ...PERMISSIONS.map((key) => (row.unreadable ? "unknown" : HELD[markOf(row, key)])),
    ...[labels(row.unknown), row.state, labels(row.gained), labels(row.lost)],
  ]);
  return stringify([columns, ...records], { escape_formulas: true, record_delimiter: "windows" }).trimEnd();
}
