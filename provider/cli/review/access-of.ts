import { type AccessMatrix, type AccessSubject, inOrder } from "../../access/model";
import { subjectOfResource } from "../../access/stack-matrix";
import type { StackResource } from "../stacks/stack-state";
import type { Change, Preview } from "./read-preview";

/** What becomes in the tenant of an object that leaves the stack. */
export type Fate = "removed" | "retained" | "cleared";

/** What becomes of an object that is deleted or replaced, by the options of its resource. */
export function fateOf({ type, inputs, outputs, retainOnDelete }: StackResource): Fate {
  if (retainOnDelete) return "retained";
  if (type !== "User") return "removed";
  const onDestroy = inputs["onDestroy"] ?? (outputs["adopted"] === true ? "retain" : "remove");
  if (onDestroy === "retain") return "retained";
  return onDestroy === "clearPermissions" ? "cleared" : "removed";
}

/** Whether the old object of a change goes: its resource does, or takes another object. */
export function leaves({ op, before, after }: Change): boolean {
  return before !== undefined && (after === undefined || op === "replace");
}

/** A person or a group under another name is another one, though the resource stays; a token takes over the old one's work. */
function isAnother({ op, after }: Change): boolean {
  return op === "replace" && after?.type !== "ApiToken";
}

/** Of what nobody knows whether AppTego made it, nothing is there for certain. */
export function settled(resource: StackResource | undefined): StackResource | undefined {
  return resource?.unresolved === true ? undefined : resource;
}

const unbound = ({ urn: _urn, ...subject }: AccessSubject): AccessSubject => subject;

function before({ before: old, after }: Change): AccessSubject[] {
  // What is taken over must be there just so, or the takeover fails.
  const there = settled(old) ?? (after?.imported === undefined ? undefined : after);
  const subject = there && subjectOfResource(there);
  return subject ? [subject] : [];
}

function afterwards(change: Change): AccessSubject[] {
  const { after } = change;
  const old = settled(change.before);
  const left = old && leaves(change) ? subjectOfResource(old) : undefined;
  const fate = old && fateOf(old);
  const remains = left && fate !== "removed" ? [unbound(left)] : [];
  const cleared = { permissions: [], unknown: [] };
  const subject = after && subjectOfResource(after);
  return [
    ...remains.map((one) => (fate === "cleared" ? { ...one, ...cleared } : one)),
    ...(subject ? [isAnother(change) ? unbound(subject) : subject] : []),
  ];
}

/** Who may do what before and after a preview's change: of the stack's resources, and of those that leave it and stay. */
export function accessOf({ changes }: Preview): {
  readonly before: AccessMatrix;
  readonly after: AccessMatrix;
} {
  const tenants = new Set(changes.flatMap(({ before: old }) => old?.tenantId ?? []));
  const [tenant] = tenants.size === 1 ? tenants : [];
  const matrix = (subjects: AccessSubject[]): AccessMatrix => ({
    ...(tenant !== undefined && { tenant }),
    subjects: inOrder(subjects),
  });
  return { before: matrix(changes.flatMap(before)), after: matrix(changes.flatMap(afterwards)) };
}
