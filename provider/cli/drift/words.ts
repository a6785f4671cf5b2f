import { permissionLabel } from "../../access/model";
import { powerfulOf } from "./changes";
import type { DriftReport, Finding } from "./report";

const listed = (keys: readonly string[]) => keys.map(permissionLabel).join(", ");
const shown = (value: unknown) => (value === undefined ? "(secret)" : JSON.stringify(value));

/** What a subject may do, in the portal's words; empty where that is no question. */
export function mayOf({ permissions, enabled, changes }: Finding): string {
  const now = changes.length > 0 ? " now" : "";
  if (enabled !== undefined) return `is${now} ${enabled ? "enabled" : "disabled"}`;
  if (permissions === undefined) return "";
  return permissions.length === 0 ? `holds no permission${now}` : `may${now}: ${listed(permissions)}`;
}

function changeInWords({ property, before, after, gained = [], lost = [] }: Finding["changes"][number]) {
  if (property === "enabled") return []; // what it is now is said anyway
  if (property !== "permissions") return [`${property}: ${shown(before)} → ${shown(after)}`];
  const powerful = powerfulOf(gained);
  const leads = powerful.length === 0 ? "" : " (leads to all others)";
  return [
    ...(gained.length > 0 ? [`gained ${listed(gained)}${leads}`] : []),
    ...(lost.length > 0 ? [`lost ${listed(lost)}`] : []),
  ];
}

/** What is to be said of a finding: property by property, what it may do now, and what else is known. */
export function whatOf(finding: Finding): string {
  const { status, changes, notes } = finding;
  const gone = status === "missing" ? ["AppTego holds it no more"] : [];
  const may = mayOf(finding);
  return [...gone, ...changes.flatMap(changeInWords), ...(may === "" ? [] : [may]), ...notes].join("; ");
}

const counted = (count: number, one: string, more = one) => `${count} ${count === 1 ? one : more}`;

/** The look in one sentence. */
export function summaryOf({ verdict, summary }: DriftReport): string {
  const { changed, missing, unmanaged, unknown, same, accepted, coverage } = summary;
  const parts = [
    ...(changed > 0 ? [counted(changed, "changed")] : []),
    ...(missing > 0 ? [counted(missing, "missing")] : []),
    ...(unmanaged > 0 ? [counted(unmanaged, "unmanaged")] : []),
    ...(unknown > 0 ? [counted(unknown, "unknown")] : []),
    `${counted(same, "is", "are")} as the state says`,
    ...(accepted > 0 ? [counted(accepted, "accepted")] : []),
  ];
  const titles = {
    "in sync": "In sync",
    drift: "Drift",
    "unmanaged only": "Nothing differs, but the tenant holds what no stack does",
    unknown: "Not all could be told",
  };
  const share = coverage === null ? "" : ` Coverage: ${coverage} % of what the tenant holds is managed.`;
  return `${titles[verdict]}: ${parts.join(", ")}.${share}`;
}

/** What a person should know beside the findings: rules that are over or do nothing, and what is accepted in vain. */
export function remarksOf({ rules, outdated }: DriftReport): string[] {
  const ofRules = rules.flatMap(({ place, kind, pattern, reason, expires = "", state }) => {
    const rule = `${place}: the rule for ${kind} ${pattern} (${reason})`;
    if (state === "expired") return [`${rule} expired on ${expires}: it does nothing any more.`];
    return state === "unused" ? [`${rule} matches nothing: remove it, if it isn't needed any more.`] : [];
  });
  const old =
    outdated.length === 0
      ? []
      : [
          `The baseline accepts what is no more (${outdated.slice(0, 5).join(", ")}${outdated.length > 5 ? ", …" : ""}): write it anew.`,
        ];
  return [...ofRules, ...old];
}

/** What can be done about what was found, one sentence each. */
export function adviceOf({ summary: { changed, missing, unmanaged, unknown } }: DriftReport): string[] {
  return [
    ...(changed + missing > 0
      ? [
          "Changed or missing: `pulumi refresh` takes over what the tenant says; `pulumi up --refresh` puts back what the program says.",
        ]
      : []),
    ...(unmanaged > 0
      ? [
          "Unmanaged: take it into a program, remove it in the portal, or accept it by a rule in .apptegoignore or a baseline.",
        ]
      : []),
    ...(unknown > 0 ? ["Unknown: it may differ or not; the reason stands beside it."] : []),
  ];
}
