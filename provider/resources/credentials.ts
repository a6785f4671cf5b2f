import { AppTegoError, ConflictError } from "../api/errors";
import { COMPUTED_NAME } from "./computed-name";
import { Refused } from "./lifecycle";
import { isHeld, isOneUnseen, leftoversAmong, type Named, originOf } from "./reclaim";
import { removeAndProve } from "./removal";
import type { SharedList } from "./shared-list";
import type { Tenant } from "./tenant";
import { isUnresolved, unresolved } from "./unresolved";

// A server that lost its client may still be finishing: assumed, as no time limit is documented.
const SETTLE_MS = 2_000;
const POSTS = 3;

/** One kind of credential whose secret is shown once: what issuing and revoking need to know of it. */
export interface CredentialKind<Entry extends Named, Issued> {
  /** As in Pulumi's type token. */
  readonly type: string;
  /** As people call it: "API token". */
  readonly noun: string;
  readonly list: SharedList<Entry>;
  readonly idOf: (entry: Entry) => string;
  /** How many a tenant may hold. */
  readonly limit: number;
  readonly post: (name: string) => Promise<Issued>;
  readonly remove: (id: string) => Promise<unknown>;
  /** Whether an entry that came since the post may be what the post made: as new as that. */
  readonly isNew: (entry: Entry) => boolean;
  /** Whether an entry that was there before can't be in use, however old: it lacks what this resource gives at once. */
  readonly isUnused: (entry: Entry) => boolean;
}

/**
 * Issues one credential so that none is left that nobody knows: the post is never repeated before a fresh list has
 * shown what the lost one did.
 *
 * One of a kind at a time, so that two don't both count on the tenant's last free place.
 *
 * @param inputs kept in the state, should the outcome stay unknown
 * @param entryOf what a list will show of it
 * @throws PartlyCreated with an unresolved id when it can't be told whether AppTego created one
 * @throws Refused when the tenant is full or another credential has the name
 */
export async function issue<Entry extends Named, Issued>(
  tenant: Tenant,
  kind: CredentialKind<Entry, Issued>,
  inputs: { readonly name: string },
  entryOf: (issued: Issued) => Entry,
): Promise<Issued> {
  return tenant.oneAtATime(kind.type, async () => {
    const issued = await issueAlone(tenant, kind, inputs);
    kind.list.created(entryOf(issued));
    return issued;
  });
}

async function issueAlone<Entry extends Named, Issued>(
  tenant: Tenant,
  kind: CredentialKind<Entry, Issued>,
  inputs: { readonly name: string },
): Promise<Issued> {
  const { name } = inputs;
  const before = await kind.list.baseline();
  const namesakes = before.filter((entry) => entry.name === name);
  refuseTaken(tenant, kind, namesakes);
  if (before.length >= kind.limit) {
    const left = await removeLeftovers(tenant, kind, name);
    const used = (await kind.list.baseline()).length;
    if (used >= kind.limit)
      throw new Refused(
        `Creating the ${kind.noun} ${JSON.stringify(name)}: ${String(used)} of ${String(kind.limit)} ${kind.noun}s of the tenant are used. ${left ?? "Delete one first; for a rotation set deleteBeforeReplace."}`,
      );
  }
  const since = tenant.serverNow();
  const attempt = { name, since, others: namesakes.map(kind.idOf) };
  const marker = { ...inputs, others: attempt.others, ...(since && { since: since.toISOString() }) };
  const inDoubt = (error: unknown) => unresolved(kind.noun, name, marker, error);
  for (let posts = 1; ; posts += 1) {
    try {
      return await kind.post(name);
    } catch (error) {
      if (!(error instanceof AppTegoError)) throw error;
      // Where names are unique, what an interrupted run left has to go first.
      const isLeft = error instanceof ConflictError && posts === 1;
      if (isLeft && leftoversAmong(tenant, kind, namesakes).length > 0) {
        if ((await removeLeftovers(tenant, kind, name)) === undefined) continue;
      }
      // What an earlier post began may still come to be, so a refusal of a later one doesn't settle it.
      if (error.outcome !== "ambiguous") throw posts === 1 ? error : inDoubt(error);
      try {
        await tenant.wait(SETTLE_MS);
        const found = await removeStrays(tenant, kind, attempt);
        if (found === 0) {
          await tenant.wait(SETTLE_MS);
          await removeStrays(tenant, kind, attempt);
        }
      } catch (unknown) {
        throw inDoubt(unknown);
      }
      if (posts >= POSTS) throw inDoubt(error);
    }
  }
}

/** @throws Refused when the tenant holds one of the name that isn't this stack's, or may be in use */
function refuseTaken<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  namesakes: readonly Entry[],
): void {
  const leftovers = leftoversAmong(tenant, kind, namesakes);
  const held = namesakes.filter((entry) => isHeld(tenant, kind.type, kind.idOf(entry)));
  const rivals = namesakes.filter((entry) => !held.includes(entry) && !leftovers.includes(entry));
  const [taken] = rivals;
  if (taken === undefined || rivals.length <= (isOneUnseen(tenant, kind, namesakes) ? 1 : 0)) return;
  const ids = rivals.map(kind.idOf).join(", ");
  const attempt = `Creating the ${kind.noun} ${JSON.stringify(taken.name)}`;
  if (held.length > 0)
    throw new Refused(
      `${attempt}: beside the one in this stack's state the tenant holds another of that name (${ids}), perhaps left by an interrupted rotation, and its secret can't be read again. Delete it in the portal if nobody uses it, and run pulumi up again.`,
    );
  const reclaim = COMPUTED_NAME.test(taken.name)
    ? ' If nobody uses it, the provider deletes it once the new one is there: set apptego:reclaim (or APPTEGO_RECLAIM) to "always" for one run.'
    : "";
  throw new Refused(
    `${attempt}: the tenant holds one of that name already (${ids}), perhaps left by an interrupted run, and its secret can't be read again. ` +
      `Delete it in the portal, or take it over with the resource option { import: "${kind.idOf(taken)}" }.${reclaim} Should it be this resource's own, which is to be replaced: change rotateOn, or run pulumi up with --refresh and --replace.`,
  );
}

/**
 * Removes what an interrupted run left under a computed name: once the new credential is there, or to make room for it.
 *
 * @returns why one is still there; undefined if none is
 */
export async function removeLeftovers<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  name: string,
): Promise<string | undefined> {
  const namesakes = (await kind.list.baseline()).filter((entry) => entry.name === name);
  for (const leftover of leftoversAmong(tenant, kind, namesakes).map(kind.idOf)) {
    try {
      await removeAndProve(tenant, kind.list, kind.idOf, leftover, kind.remove);
      tenant.tell(`The ${kind.noun} ${leftover}, which an interrupted run left, was deleted.`);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      return `The ${kind.noun} ${leftover}, which an interrupted run left under the same name, is still there: ${said} Delete it in the portal.`;
    }
  }
  return undefined;
}

/** Revokes a credential, or whatever an unresolved creation left. */
export async function revoke<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  id: string,
  known: { readonly name: string; readonly others?: unknown; readonly since?: unknown },
): Promise<void> {
  if (!isUnresolved(id)) return removeAndProve(tenant, kind.list, kind.idOf, id, kind.remove);
  const { name, since } = known;
  const others = Array.isArray(known.others) ? (known.others as string[]) : [];
  const began = typeof since === "string" ? new Date(since) : undefined;
  await removeStrays(tenant, kind, { name, others, since: began });
}

/** A creation whose outcome isn't known: which namesakes were there before, and when it began by the server's clock. */
interface Attempt {
  readonly name: string;
  readonly others: readonly string[];
  readonly since: Date | undefined;
}

/** @throws Refused when there is one of which nothing tells whose it is */
async function removeStrays<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  { name, others, since }: Attempt,
): Promise<number> {
  const isKnown = (id: string) =>
    others.includes(id) || kind.list.isOurs(id) || isHeld(tenant, kind.type, id) || id === tenant.ownTokenKey;
  const news = (await kind.list.fresh()).filter(
    (entry) => entry.name === name && kind.isNew(entry) && !isKnown(kind.idOf(entry)),
  );
  const strays = news.filter((entry) => originOf(entry, since) === "attempt").map(kind.idOf);
  for (const id of strays) await removeAndProve(tenant, kind.list, kind.idOf, id, kind.remove);
  const unclear = news.filter((entry) => originOf(entry, since) === "unclear").map(kind.idOf);
  if (unclear.length > 0)
    throw new Refused(
      `The ${kind.noun} ${unclear.join(", ")} has this name and wasn't there before, but nothing tells whether this run made it: AppTego doesn't say when. ` +
        "Delete it in the portal if nobody uses it; if somebody does, give the resource another name.",
    );
  return strays.length;
}
