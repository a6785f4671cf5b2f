import type { OperationName } from "../api/contract";
import { AppTegoError, ConflictError } from "../api/errors";
import { believe } from "./believable";
import type { Duplicates } from "./duplicates";
import { removeLeftovers } from "./leftovers";
import { Refused } from "./lifecycle";
import { proveListed, SETTLE_MS } from "./read-back";
import { leftoversAmong, managedName, type Named } from "./reclaim";
import type { SharedList } from "./shared-list";
import { type Doubt, removeStrays, spanOf, spanToKeep, TooManyStrays } from "./strays";
import { refuseTaken } from "./taken";
import type { Tenant } from "./tenant";
import { unresolved } from "./unresolved";

const POSTS = 3;

/** One kind of credential whose secret is shown once: what issuing and revoking need to know of it. */
export interface CredentialKind<Entry extends Named, Issued> {
  /** As in Pulumi's type token. */
  readonly type: string;
  /** As people call it: "API token". */
  readonly noun: string;
  readonly list: SharedList<Entry>;
  /** How many a tenant may hold. */
  readonly limit: number;
  readonly creates: OperationName;
  readonly post: (name: string) => Promise<Issued>;
  readonly remove: (id: string) => Promise<unknown>;
  /** Whether an entry that came since the post may be what the post made: as new as that. */
  readonly isNew: (entry: Entry) => boolean;
}

/** A new credential, with its secret. */
export interface Issuance<Issued> {
  readonly issued: Issued;
  /** Goes into the state: an empty list where an earlier post of the same may still be done late. */
  readonly duplicates: Duplicates;
}

/**
 * Issues one credential so that none is left that nobody knows: the post is never repeated before a fresh list has
 * shown what the lost one did, and the reply to a repeated one is believed only when a list shows what it says.
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
): Promise<Issuance<Issued>> {
  return tenant.oneAtATime(kind.type, async () => {
    const earlier = tenant.mayComeLate.get(managedName(kind.type, inputs.name));
    const namesakes = await makeRoom(tenant, kind, inputs.name).catch((error: unknown) => {
      throw earlier === undefined
        ? error
        : unresolved(kind.noun, inputs.name, { ...inputs, ...earlier }, error);
    });
    const issuance = await post(tenant, kind, inputs, { namesakes, entryOf, earlier });
    kind.list.created(entryOf(issuance.issued));
    return issuance;
  });
}

/**
 * What has the name already, and is no obstacle.
 *
 * @throws Refused
 */
async function makeRoom<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  name: string,
): Promise<Entry[]> {
  const before = await kind.list.baseline();
  const namesakes = before.filter((entry) => entry.name === name);
  await refuseTaken(tenant, kind, namesakes);
  if (before.length < kind.limit) return namesakes;
  const left = await removeLeftovers(tenant, kind, name);
  const used = (await kind.list.baseline()).length;
  if (used < kind.limit) return namesakes;
  throw new Refused(
    `Creating the ${kind.noun} ${JSON.stringify(name)}: ${String(used)} of ${String(kind.limit)} ${kind.noun}s of the tenant are used. ${left.problem ?? "Delete one first; for a rotation set deleteBeforeReplace."}`,
  );
}

async function post<Entry extends Named, Issued>(
  tenant: Tenant,
  kind: CredentialKind<Entry, Issued>,
  inputs: { readonly name: string },
  {
    namesakes,
    entryOf,
    earlier,
  }: {
    readonly namesakes: readonly Entry[];
    readonly entryOf: (issued: Issued) => Entry;
    readonly earlier: Doubt | undefined;
  },
): Promise<Issuance<Issued>> {
  const { name } = inputs;
  const now = tenant.serverNow();
  const since = (earlier && spanOf(earlier).since) ?? now;
  const others = [
    ...new Set([...namesakes.map(kind.list.idOf), ...(earlier?.others ?? []), ...(earlier?.disputed ?? [])]),
  ];
  const attempt = { name, others, since, until: now, lostCalls: earlier?.lostCalls ?? 0 };
  const findStrays = async () => {
    attempt.until = tenant.serverNow();
    return removeStrays(tenant, kind, attempt);
  };
  const inDoubt = (error: unknown) => {
    const { leftovers = [], disputed = [] } = earlier ?? {};
    const doubt: Doubt = {
      others: attempt.others.filter((id) => !disputed.includes(id)),
      leftovers: [...new Set([...leftovers, ...leftoversAmong(tenant, kind, namesakes).map(kind.list.idOf)])],
      disputed: [...disputed, ...(error instanceof TooManyStrays ? error.ids : [])],
      lostCalls: attempt.lostCalls,
      ...spanToKeep({ since, until: tenant.serverNow() }),
    };
    return unresolved(kind.noun, name, { ...inputs, ...doubt }, error);
  };
  let unexplained = earlier === undefined ? 0 : 1; // calls that may still be carried out
  for (let posts = 1; ; posts += 1) {
    let lost: AppTegoError;
    try {
      const issued = await kind.post(name).catch((error: unknown) => {
        if (!(error instanceof AppTegoError) || error.outcome === "ambiguous") attempt.lostCalls += 1;
        throw error;
      });
      const id = kind.list.idOf(entryOf(issued));
      if (unexplained > 0) {
        attempt.lostCalls += 1; // where no list shows it, what came of this call isn't known either
        await proveListed(tenant, kind.list, kind.creates, (entry) => kind.list.idOf(entry) === id);
      }
      return { issued, duplicates: unexplained > 0 ? { duplicateIds: [] } : {} };
    } catch (error) {
      if (!(error instanceof AppTegoError)) throw error;
      // Where names are unique, what an interrupted run left has to go first.
      const isLeft = error instanceof ConflictError && posts === 1;
      if (isLeft && leftoversAmong(tenant, kind, namesakes).length > 0) {
        if ((await removeLeftovers(tenant, kind, name)).problem === undefined) continue;
      }
      // What an earlier post began may still come to be, so a refusal of a later one doesn't settle it.
      const isFirst = posts === 1 && earlier === undefined;
      if (error.outcome !== "ambiguous") throw isFirst ? error : inDoubt(error);
      lost = error;
    }
    try {
      await tenant.wait(SETTLE_MS);
      let strays = await findStrays();
      if (strays === 0) {
        await tenant.wait(SETTLE_MS);
        strays = await findStrays();
      }
      if (strays === 0) {
        await believe(tenant, kind.list, await kind.list.current());
        unexplained += 1;
      }
    } catch (unknown) {
      throw inDoubt(unknown);
    }
    if (posts >= POSTS) throw inDoubt(lost);
  }
}
