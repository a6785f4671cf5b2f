import { createHash } from "node:crypto";
import { subjectOfResource } from "../../access/stack-matrix";
import { heldBy } from "../../access/model";
import type { StackResource } from "../stacks/stack-state";
import { fateOf, leaves } from "./access-of";
import { untagged } from "./credentials";
import type { Preview } from "./read-preview";

function fingerprint(resource: StackResource | undefined): unknown {
  if (resource === undefined) return null;
  const { type, id, inputs, retainOnDelete, imported } = resource;
  const subject = subjectOfResource(resource);
  const name = subject?.name ?? inputs["name"];
  return {
    type,
    id,
    name: typeof name === "string" ? untagged(name) : null,
    permissions: subject ? heldBy(subject) : null,
    unreadable: subject?.unreadable ?? false,
    enabled: type === "AutomationKey" ? (inputs["enabled"] ?? true) : null,
    onDestroy: typeof inputs["onDestroy"] === "string" ? inputs["onDestroy"] : null,
    imported: imported ?? null,
    retainOnDelete,
  };
}

/**
 * What tells one change from another: 64 hexadecimal digits, a SHA-256. Two previews of the same change have the same,
 * whatever the order of their steps, their times and the names that are computed anew; any change of who may do what, of a
 * credential, or of which other resources change, has another.
 */
export function changeHash({ project, stack, changes, others }: Preview): string {
  const own = changes
    .filter(({ op }) => op !== "same" && op !== "read")
    .map((change) => {
      const { urn, op, before, after, deletesFirst } = change;
      const fate = before && leaves(change) ? fateOf(before) : null;
      return { urn, op, before: fingerprint(before), after: fingerprint(after), deletesFirst, fate };
    });
  const byUrn = (one: { urn: string }, other: { urn: string }) => (one.urn < other.urn ? -1 : 1);
  const text = JSON.stringify([project, stack, own.sort(byUrn), [...others].sort(byUrn)]);
  return createHash("sha256").update(text).digest("hex");
}
