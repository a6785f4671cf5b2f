import type { AccessMatrix, AccessSubject } from "../../access/model";
import { ADMINISTRATION } from "../../api/permissions";
import { sameEmail } from "../../resources/invitations";
import { fateOf, leaves } from "./access-of";
import type { Change, Preview } from "./read-preview";

/** The most that a change may remove: a number, or a part of what the stack holds. */
export type MaxRemovals = { readonly count: number } | { readonly percent: number };

/** What a change may not do. */
export interface Rails {
  readonly minAdministrators?: number | undefined;
  readonly requireAdministrator?: readonly string[] | undefined;
  readonly maxRemovals?: MaxRemovals | undefined;
}

/** A rail, and whether the change keeps to it. */
export interface RailVerdict {
  /** As the command line has it, as in `--min-administrators 2`. */
  readonly rail: string;
  readonly holds: boolean;
  readonly says: string;
}

/** A new person counts once the invitation is accepted. */
const isActive = ({ kind, status, permissions }: AccessSubject) =>
  kind === "user" && status === "active" && permissions.includes(ADMINISTRATION);

const HALF =
  "the preview lists only what changes, so it can't be told: take `pulumi preview --json --show-sames`";

function minimum(
  least: number,
  { isWhole }: Preview,
  before: AccessMatrix,
  after: AccessMatrix,
): RailVerdict {
  const rail = `--min-administrators ${String(least)}`;
  const [had, has] = [before.subjects.filter(isActive).length, after.subjects.filter(isActive).length];
  const kept = after.subjects.filter(isActive).map(({ name }) => name.toLowerCase());
  const lost = before.subjects.filter((one) => isActive(one) && !kept.includes(one.name.toLowerCase()));
  if (lost.length === 0) return { rail, holds: true, says: "nobody stops being an administrator" };
  if (!isWhole && has < least) return { rail, holds: false, says: HALF };
  const says = `of ${String(had)} active administrators in the stack ${String(has)} are left`;
  return { rail, holds: has >= least, says };
}

function required(email: string, after: AccessMatrix, { isWhole }: Preview): RailVerdict {
  const rail = `--require-administrator ${email}`;
  const person = after.subjects.find(({ kind, name }) => kind === "user" && sameEmail(name, email));
  if (person === undefined)
    return isWhole
      ? { rail, holds: false, says: "isn't a user of the stack after the change" }
      : { rail, holds: false, says: HALF };
  const holds = person.permissions.includes(ADMINISTRATION);
  return {
    rail,
    holds,
    says: holds ? "is an administrator after the change" : "isn't an administrator after the change",
  };
}

/** What goes from the tenant, and people who are left with nothing. */
function removalsOf(changes: readonly Change[], before: AccessMatrix, after: AccessMatrix): number {
  const gone = changes.filter(
    (change) =>
      change.before !== undefined &&
      leaves(change) &&
      fateOf(change.before) !== "retained" &&
      // A credential that is replaced goes on; a person or a group under another name doesn't.
      (change.after === undefined || !["ApiToken", "AutomationKey"].includes(change.before.type)),
  ).length;
  const left = new Map(
    after.subjects.map(({ kind, name, permissions }) => [`${kind} ${name}`, permissions.length]),
  );
  const emptied = before.subjects.filter(
    ({ kind, name, permissions, urn }) =>
      kind === "user" &&
      permissions.length > 0 &&
      left.get(`${kind} ${name}`) === 0 &&
      !changes.some((change) => change.urn === urn && leaves(change)),
  ).length;
  return gone + emptied;
}

function most(max: MaxRemovals, preview: Preview, before: AccessMatrix, after: AccessMatrix): RailVerdict {
  const removals = removalsOf(preview.changes, before, after);
  const held = preview.changes.filter((change) => change.before !== undefined).length;
  if ("count" in max) {
    const rail = `--max-removals ${String(max.count)}`;
    return { rail, holds: removals <= max.count, says: `${String(removals)} removed` };
  }
  const rail = `--max-removals ${String(max.percent)}%`;
  if (removals === 0) return { rail, holds: true, says: "nothing is removed" };
  if (!preview.isWhole) return { rail, holds: false, says: HALF };
  const part = Math.round((removals / held) * 1000) / 10;
  const says = `${String(removals)} of ${String(held)} removed, ${String(part)} %`;
  return { rail, holds: removals * 100 <= held * max.percent, says };
}

/** Whether a change keeps to the rails, as far as the preview tells: of the people of this stack alone. */
export function judgeRails(
  { minAdministrators, requireAdministrator = [], maxRemovals }: Rails,
  preview: Preview,
  { before, after }: { readonly before: AccessMatrix; readonly after: AccessMatrix },
): RailVerdict[] {
  return [
    ...(minAdministrators === undefined ? [] : [minimum(minAdministrators, preview, before, after)]),
    ...(maxRemovals === undefined ? [] : [most(maxRemovals, preview, before, after)]),
    ...requireAdministrator.map((email) => required(email, after, preview)),
  ];
}
