import { accessPage } from "../../access/html";
import type { AccessReport } from "./report";
import { notesOf } from "./words";

/** The report as one HTML page that needs nothing else. */
export function printedHtml(report: AccessReport): string {
  const { tenant, source, comparedTo, takenAt, rows } = report;
  return accessPage({
    ...(tenant !== undefined && { tenant }),
    ...(comparedTo !== undefined && { before: comparedTo }),
    ...{ source, takenAt, rows, notes: notesOf(report) },
  }).trimEnd();
}
