import { compareAccess } from "./compare";
import { type AccessMatrix, type AccessSubject, heldBy, inOrder } from "./model";

/** What became of a subject from the one matrix to the other; `same` where there is only one. */
export type RowState = "same" | "added" | "removed" | "changed" | "unreadable";

/** A subject as a table shows it: what it may do now, and what it gained and lost. */
export interface AccessRow extends AccessSubject {
  readonly state: RowState;
  /** Internal keys; all that it may do where it is new. */
  readonly gained: readonly string[];
  /** Internal keys; all that it might do where it is gone. */
  readonly lost: readonly string[];
  /** Whether it gains a permission that leads to all others. */
  readonly escalates: boolean;
}

/** A matrix as rows, in its order; with an earlier one, those that are gone are among them. */
export function accessRows(after: AccessMatrix, before?: AccessMatrix): AccessRow[] {
  const same = { state: "same", gained: [], lost: [], escalates: false } as const;
  const unread = (subject: AccessSubject) => subject.unreadable === true;
  if (before === undefined)
    return after.subjects.map((subject) => ({
      ...subject,
      ...same,
      ...(unread(subject) && { state: "unreadable" as const }),
    }));
  const { added, removed, changed, escalations, unreadable } = compareAccess(before, after);
  const isNew = new Set(added);
  const isUnreadable = new Set(unreadable);
  const escalates = new Set(escalations.map(({ subject }) => subject));
  const changes = new Map(changed.map((change) => [change.subject, change]));
  const stateOf = (subject: AccessSubject): RowState => {
    if (isNew.has(subject)) return "added";
    if (isUnreadable.has(subject)) return "unreadable";
    return changes.has(subject) ? "changed" : "same";
  };
  const rows = new Map<AccessSubject, AccessRow>();
  for (const subject of after.subjects)
    rows.set(subject, {
      ...subject,
      state: stateOf(subject),
      gained: isNew.has(subject) ? heldBy(subject) : (changes.get(subject)?.gained ?? []),
      lost: changes.get(subject)?.lost ?? [],
      escalates: escalates.has(subject),
    });
  for (const subject of removed)
    rows.set(subject, {
      ...subject,
      ...{ state: "removed", gained: [], lost: heldBy(subject), escalates: false },
      ...{ permissions: [], unknown: [] },
    });
  return inOrder([...rows.keys()]).flatMap((subject) => rows.get(subject) ?? []);
}

/** What a row shows of a permission: held all along, or what became of it. */
export type Mark = "held" | "gained" | "lost" | "none";

/** What a row shows of a permission. */
export function markOf({ permissions, unknown, gained, lost }: AccessRow, key: string): Mark {
  if (gained.includes(key)) return "gained";
  if (lost.includes(key)) return "lost";
  return [...permissions, ...unknown].includes(key) ? "held" : "none";
}
