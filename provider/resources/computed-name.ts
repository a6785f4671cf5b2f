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
 * @param backend what tells two stacks of the same project and name apart: the URL of the backend, if it is known
 */
export function computedName(label: string, identity: string, rotateOn?: unknown, backend?: string): string {
  const tag = createHash("sha256")
    .update(JSON.stringify([identity, keepersOf(rotateOn), ...(backend === undefined ? [] : [backend])]))
    .digest("hex")
    .slice(0, 10);
  const shown = [...label.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, " ").trim()].slice(0, LONGEST_LABEL).join("");
  return `${shown} [pu-${tag}]`.trim();
}

/** Whether two `rotateOn` maps ask for the same credential; absent and empty are one, and so are 1 and "1". */
export function sameKeepers(one: unknown, other: unknown): boolean {
  return JSON.stringify(keepersOf(one)) === JSON.stringify(keepersOf(other));
}

function keepersOf(rotateOn: unknown): [string, string][] {
  const entries = typeof rotateOn === "object" && rotateOn !== null ? Object.entries(rotateOn) : [];
  return entries
    .map(([key, value]): [string, string] => [key, String(value)])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
