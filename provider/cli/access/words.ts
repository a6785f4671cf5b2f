import { ADMINISTRATION } from "../../api/permissions";
import { permissionLabel, PERMISSIONS, SUBJECT_KINDS, type SubjectKind } from "../../access/model";
import type { AccessRow } from "../../access/rows";
import type { AccessReport } from "./report";

/** What each kind is called, one and many. */
export const KIND_WORDS: Readonly<Record<SubjectKind, { readonly one: string; readonly many: string }>> = {
  user: { one: "person", many: "people" },
  token: { one: "API token", many: "API tokens" },
  group: { one: "SAML group", many: "SAML groups" },
};

const STATE_WORDS = {
  same: [],
  added: ["new"],
  removed: ["gone"],
  changed: ["changed"],
  unreadable: ["can't be read"],
} as const;

/** The kind of a row and what else is to be known, as in "person, invited, new". */
export function kindOf({ kind, owner, status, state }: AccessRow): string {
  const notable = status === undefined || status === "active" ? [] : [status];
  return [KIND_WORDS[kind].one, ...(owner ? ["owner"] : []), ...notable, ...STATE_WORDS[state]].join(", ");
}

/** The permissions that the rows hold, gained or lost and this version doesn't know, sorted. */
export function unknownKeys(rows: readonly AccessRow[]): string[] {
  const keys = new Set(rows.flatMap(({ unknown, gained, lost }) => [...unknown, ...gained, ...lost]));
  return [...keys].filter((key) => !PERMISSIONS.some((known) => known === key)).sort();
}

const counted = (kind: SubjectKind, count: number) =>
  `${String(count)} ${count === 1 ? KIND_WORDS[kind].one : KIND_WORDS[kind].many}`;

function countsOf(rows: readonly AccessRow[]): string {
  const counts = SUBJECT_KINDS.flatMap((kind) => {
    const count = rows.filter((row) => row.kind === kind).length;
    return count === 0 ? [] : [counted(kind, count)];
  });
  return counts.join(", ") || "nobody";
}

/** What a reader has to know of the report: of what nothing is known. */
export function notesOf({ rows, unread }: AccessReport): string[] {
  const unreadable = rows.filter((row) => row.unreadable).length;
  return [
    ...(unreadable === 0
      ? []
      : [`What ${String(unreadable)} of them may do is a secret: of a state, --decrypt reads it.`]),
    ...unread.map(
      ({ kind, reason }) =>
        `The ${KIND_WORDS[kind].many} couldn't be listed, so nothing is said of them: ${reason}`,
    ),
  ];
}

/** The report in some sentences: who there is, who administers, what differs, what isn't known. */
export function sentencesOf(report: AccessReport): string[] {
  const { rows, source, comparedTo } = report;
  const now = rows.filter(({ state }) => state !== "removed");
  const administrators = now.filter(({ permissions }) => permissions.includes(ADMINISTRATION));
  const inState = (state: AccessRow["state"]) => rows.filter((row) => row.state === state).length;
  const [added, removed, changed] = [inState("added"), inState("removed"), inState("changed")];
  const differences = `${String(added)} new, ${String(removed)} gone, ${String(changed)} changed`;
  return [
    `${source}: ${countsOf(now)}. ${permissionLabel(ADMINISTRATION)}: ${countsOf(administrators)}.`,
    ...(comparedTo === undefined
      ? []
      : [`Compared to ${comparedTo}: ${added + removed + changed === 0 ? "no differences" : differences}.`]),
    ...notesOf(report),
  ];
}

/** Who escalates, one line each: "alice@acme.test gains Users & API Management". */
export function escalationsOf(
  rows: readonly AccessRow[],
): { readonly name: string; readonly gains: string }[] {
  return rows
    .filter(({ escalates }) => escalates)
    .map(({ name, gained }) => ({ name, gains: gained.map(permissionLabel).join(", ") }));
}
