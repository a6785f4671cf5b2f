import type { PermissionKey } from "../api/permissions";
import { type AccessMatrix, type AccessSubject, heldBy, POWERFUL } from "./model";

/** A subject that both matrices hold, and what it gained and lost. */
export interface ChangedAccess {
  /** As it is afterwards. */
  readonly subject: AccessSubject;
  readonly before: AccessSubject;
  /** Internal keys: the six in the portal's order, then what this version doesn't know. */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** A subject that gains a permission which leads to all others, be it new or not. */
export interface Escalation {
  readonly subject: AccessSubject;
  readonly gained: readonly PermissionKey[];
}

/** What differs between two matrices. */
export interface AccessChanges {
  readonly added: readonly AccessSubject[];
  readonly removed: readonly AccessSubject[];
  readonly changed: readonly ChangedAccess[];
  readonly escalations: readonly Escalation[];
  /** Those of which can't be told what they may do, before or afterwards: they may have changed or not. */
  readonly unreadable: readonly AccessSubject[];
}

/** By what two entries are the same subject, the surest first. */
const IDENTITIES: readonly ((subject: AccessSubject) => string | undefined)[] = [
  ({ kind, id }) => id && JSON.stringify([kind, id]),
  ({ urn }) => urn,
  ({ kind, name }) => JSON.stringify([kind, kind === "user" ? name.toLowerCase() : name]),
];

/** Which subject before is which one afterwards. */
function pairsOf(before: readonly AccessSubject[], after: readonly AccessSubject[]) {
  const pairs = new Map<AccessSubject, AccessSubject>();
  const left = new Set(before);
  for (const identity of IDENTITIES) {
    const waiting = new Map<string, AccessSubject[]>();
    for (const subject of left) {
      const is = identity(subject);
      if (is !== undefined && is !== "") waiting.set(is, [...(waiting.get(is) ?? []), subject]);
    }
    for (const subject of after) {
      if (pairs.has(subject)) continue;
      const found = waiting.get(identity(subject) ?? "")?.shift();
      if (found === undefined) continue;
      pairs.set(subject, found);
      left.delete(found);
    }
  }
  return { pairs, removed: before.filter((subject) => left.has(subject)) };
}

/** What changes from one matrix to the other: a subject is known again by its id, its resource or its name. */
export function compareAccess(before: AccessMatrix, after: AccessMatrix): AccessChanges {
  const { pairs, removed } = pairsOf(before.subjects, after.subjects);
  const added = after.subjects.filter((subject) => !pairs.has(subject));
  const isUnreadable = (subject: AccessSubject) =>
    subject.unreadable ?? pairs.get(subject)?.unreadable ?? false;
  const readable = after.subjects.filter((subject) => !isUnreadable(subject));
  const gains = readable.map((subject) => {
    const old = pairs.get(subject);
    const [had, has] = [new Set(old && heldBy(old)), new Set(heldBy(subject))];
    const gained = [...has].filter((key) => !had.has(key));
    return { subject, before: old, gained, lost: [...had].filter((key) => !has.has(key)) };
  });
  return {
    added,
    removed,
    changed: gains.flatMap(({ before: old, ...change }) =>
      old !== undefined && change.gained.length + change.lost.length > 0 ? [{ ...change, before: old }] : [],
    ),
    escalations: gains.flatMap(({ subject, gained }) => {
      const powerful = POWERFUL.filter((key) => gained.includes(key));
      return powerful.length === 0 ? [] : [{ subject, gained: powerful }];
    }),
    unreadable: after.subjects.filter(isUnreadable),
  };
}
