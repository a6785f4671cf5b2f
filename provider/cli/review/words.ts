import { heldBy, permissionLabel, POWERFUL } from "../../access/model";
import type { AccessRow } from "../../access/rows";
import type { CredentialChange } from "./credentials";
import type { ReviewReport } from "./report";

const counted = (count: number, one: string, more = `${one}s`) =>
  count === 0 ? [] : [`${String(count)} ${count === 1 ? one : more}`];

const RANKS = ["removed", "added", "changed", "unreadable", "same"] as const;

/** The rows that differ: who escalates first, then who goes, who comes, who changes. */
export function differing(rows: readonly AccessRow[]): AccessRow[] {
  const rank = ({ escalates, state }: AccessRow) => (escalates ? -1 : RANKS.indexOf(state));
  return rows.filter(({ state }) => state !== "same").sort((one, other) => rank(one) - rank(other));
}

/** What an escalation gains of the permissions that lead to all others, as in "Users & API Management". */
export function powerOf({ gained }: AccessRow): string {
  return POWERFUL.filter((key) => gained.includes(key))
    .map(permissionLabel)
    .join(", ");
}

/** Keys in portal words, joined by commas. */
export function labels(keys: readonly string[]): string {
  return keys.map(permissionLabel).join(", ");
}

/** All that a row may do afterwards, in portal words. */
export function mayOf(row: AccessRow): string {
  if (row.unreadable) return "can't be told: it is a secret, or isn't known yet";
  return labels(heldBy(row)) || "nothing";
}

/** The change in one sentence: what a reviewer reads first. */
export function headlineOf({ rows, credentials, retained, rails, verdict }: ReviewReport): string {
  const people = (state: AccessRow["state"]) =>
    rows.filter((row) => row.kind === "user" && row.state === state).length;
  const is = (what: CredentialChange["what"]) => credentials.filter((one) => one.what === what).length;
  const gains = rows.filter(({ gained, state }) => gained.length > 0 && state === "changed").length;
  const losses = rows.filter(({ lost, state }) => lost.length > 0 && state === "changed").length;
  const parts = [
    ...counted(rails.filter(({ holds }) => !holds).length, "rail broken", "rails broken"),
    ...counted(rows.filter(({ escalates }) => escalates).length, "escalation"),
    ...counted(people("removed"), "person removed", "people removed"),
    ...counted(people("added"), "new person", "new people"),
    ...counted(gains, "gains permissions", "gain permissions"),
    ...counted(losses, "loses permissions", "lose permissions"),
    ...counted(is("destroyed"), "credential destroyed", "credentials destroyed"),
    ...counted(is("rotated"), "credential rotated", "credentials rotated"),
    ...counted(is("issued"), "credential issued", "credentials issued"),
    ...counted(rows.filter(({ state }) => state === "unreadable").length, "can't be told", "can't be told"),
    ...counted(retained.length, "left unmanaged", "left unmanaged"),
  ];
  if (verdict === "nothing") return "Nobody gains or loses anything";
  return parts.length === 0 ? "Nobody gains or loses anything; see below" : parts.join(", ");
}

/** What happens to a credential, in words. */
export function eventOf({ what, gap }: CredentialChange): string {
  return gap ? `${what}, the old one first: between the two nothing works` : what;
}

/** Other providers' changes in one line; undefined where there are none. */
export function othersOf({ others }: ReviewReport): string | undefined {
  if (others.length === 0) return undefined;
  const ops = new Map<string, number>();
  for (const { op } of others) ops.set(op, (ops.get(op) ?? 0) + 1);
  const each = [...ops].sort().map(([op, count]) => `${op} ${String(count)}`);
  return `Beside AppTego's, ${String(others.length)} ${others.length === 1 ? "resource changes" : "resources change"} (${each.join(", ")}): see the preview itself.`;
}

/** What a reader has to know to judge the review. */
export function remarksOf(report: ReviewReport): string[] {
  const { isWhole, retained } = report;
  const others = othersOf(report);
  return [
    ...(isWhole
      ? []
      : [
          "The preview lists only what changes, so the matrix isn't whole: `pulumi preview --json --show-sames` lists all.",
        ]),
    ...(retained.length === 0
      ? []
      : [
          `${retained
            .map(({ name }) => name)
            .slice(0, 10)
            .join(
              ", ",
            )}${retained.length > 10 ? ", …" : ""}: leaves the stack and stays in the tenant, where nobody manages it any more.`,
        ]),
    ...(others === undefined ? [] : [others]),
  ];
}
