import { z } from "zod";
import { COMPUTED_NAME } from "./computed-name";
import type { CredentialKind } from "./credentials";
import { Refused } from "./lifecycle";
import { isHeld, type Named, originOf, type Span } from "./reclaim";
import { removeAndProve } from "./removal";
import type { Tenant } from "./tenant";

/**
 * A creation whose outcome isn't known: which namesakes are surely not its own, and when it was tried by the server's
 * clock. It keeps account of what is found of it.
 */
export interface Attempt extends Span {
  readonly name: string;
  /** Those that were there before, and those that are gone: a list may show them still. */
  readonly others: string[];
  /** When it was given up, or looked for last. */
  until: Date | undefined;
  /** How many of its calls may have made one that wasn't found yet; undefined where nobody counted. */
  lostCalls: number | undefined;
}

const Ids = z.array(z.string()).catch([]);

/** What a state remembers of an attempt whose outcome nobody knows, beside the inputs. Times are ISO 8601. */
export const Doubt = z.object({
  /** Those that were there before. */
  others: Ids,
  /** Those of them that a killed run left: they go once there is a new one, or none any more. */
  leftovers: Ids,
  /** Those of which one is perhaps the attempt's, and another one somebody's: none of them is taken for it later. */
  disputed: Ids,
  lostCalls: z.number().optional().catch(undefined),
  since: z.string().optional().catch(undefined),
  until: z.string().optional().catch(undefined),
});
export type Doubt = z.output<typeof Doubt>;

/** More than the calls of an attempt can have made have its given name: some are somebody's, and nothing tells which. */
export class TooManyStrays extends Refused {
  constructor(
    readonly ids: readonly string[],
    message: string,
  ) {
    super(message);
  }
}

/**
 * Removes what an attempt left, and tells it: under a given name, which people may use too, never more than it can have
 * made.
 *
 * @returns how many there were
 * @throws TooManyStrays
 * @throws Refused when there is one of which nothing tells whose it is
 */
export async function removeStrays<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  attempt: Attempt,
): Promise<number> {
  const { name, others } = attempt;
  if (isAccountedFor(attempt)) return 0;
  const isKnown = (id: string) =>
    others.includes(id) || kind.list.isOurs(id) || isHeld(tenant, kind.type, id) || id === tenant.ownTokenKey;
  // What has a name that nobody else computes may have been given permissions since, or switched off.
  const isLike = (entry: Entry) => entry.name === name && (COMPUTED_NAME.test(name) || kind.isNew(entry));
  const news = (await kind.list.fresh()).filter((entry) => isLike(entry) && !isKnown(kind.list.idOf(entry)));
  const strays = news.filter((entry) => originOf(tenant, entry, attempt) === "attempt").map(kind.list.idOf);
  const lostCalls = countOf(attempt);
  if (lostCalls !== undefined && strays.length > lostCalls)
    throw new TooManyStrays(
      strays,
      `The ${kind.noun}s ${strays.join(", ")} have this name and weren't there before, but only ${String(lostCalls)} of them can be what a lost reply left, and nothing tells which: so none is deleted. Delete in the portal what nobody uses.`,
    );
  for (const id of strays) {
    await removeAndProve(tenant, kind.list, id, kind.remove);
    others.push(id);
    if (attempt.lostCalls !== undefined) attempt.lostCalls = Math.max(0, attempt.lostCalls - 1);
    tenant.tell(`The ${kind.noun} ${id}, which a create made whose reply was lost, was deleted.`);
  }
  const unclear = news.filter((entry) => originOf(tenant, entry, attempt) === "unclear").map(kind.list.idOf);
  if (unclear.length > 0)
    throw new Refused(
      `The ${kind.noun} ${unclear.join(", ")} has this name and wasn't there before, but nothing tells whether this run made it: AppTego doesn't say when, or it isn't known how long the run tried. ` +
        "Delete it in the portal if nobody uses it; if somebody does, take the resource out of the state (pulumi state delete) and give it another name.",
    );
  return strays.length;
}

/** Whether all that an attempt can have made was found, so that what else has its name is somebody's. */
export function isAccountedFor(attempt: Attempt): boolean {
  return countOf(attempt) === 0;
}

/** A computed name tells without counting. */
function countOf({ name, lostCalls }: Attempt): number | undefined {
  return COMPUTED_NAME.test(name) ? undefined : lostCalls;
}

/** The span of an attempt as a state remembers it; a state of an earlier version lacks its end. */
export function spanOf({ since, until }: { readonly since?: unknown; readonly until?: unknown }): Span {
  return { since: dateOf(since), until: dateOf(until) };
}

/** As {@link spanOf} takes it: ISO 8601 by the server's clock; absent where that wasn't known. */
export function spanToKeep({ since, until }: Span): { since?: string; until?: string } {
  return {
    ...(since && { since: since.toISOString() }),
    ...(until && { until: until.toISOString() }),
  };
}

function dateOf(value: unknown): Date | undefined {
  return typeof value === "string" ? new Date(value) : undefined;
}
