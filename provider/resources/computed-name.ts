import { createHash } from "node:crypto";

/** How a computed name ends: a tag that people see in the portal and that given names may not have. */
export const COMPUTED_NAME = /\[pu-[0-9a-f]{10}\]$/;

const LONGEST_LABEL = 100;

/**
 * The name of a credential that its owner left unnamed: the resource's name and a tag of what it is.
 *
 * It is the same after a crash, so that a leftover is found again, and another one after a rotation, so that the new
 * credential can exist beside the old one.
 *
 * @param label the resource's name in the program
 * @param identity what tells it from every other credential: project, stack, type and name as one string (its URN)
 * @param rotateOn what asked for a rotation; order is not significant
 */
export function computedName(
  label: string,
  identity: string,
  rotateOn: Readonly<Record<string, string>> = {},
): string {
  const parts = [identity, Object.entries(rotateOn).sort(([one], [other]) => (one < other ? -1 : 1))];
  const tag = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 10);
  const shown = label
    .replace(/[\p{Cc}\p{Cf}]/gu, " ")
    .trim()
    .slice(0, LONGEST_LABEL);
  return `${shown} [pu-${tag}]`;
}

/** The name of a credential that replaces a live one although nothing of it changed (`pulumi up --replace`). */
export function nextComputedName(label: string, replaced: string): string {
  return computedName(label, replaced);
}
