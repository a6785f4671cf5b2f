import { AppTegoError } from "../api/errors";
import { believe } from "./believable";
import { COMPUTED_NAME } from "./computed-name";
import type { CredentialKind } from "./credentials";
import { SECOND_LOOK_MS, stillListed } from "./gone";
import { outlast } from "./late";
import { Refused } from "./lifecycle";
import { attributedMs, duplicatesAmong, heldId, isClaimed, isHeld, type Named } from "./reclaim";
import { removeAndProve } from "./removal";
import { spanOf } from "./strays";
import type { Tenant } from "./tenant";

/**
 * What a state says of duplicates: credentials of its name that an attempt made later than anybody waited for. An empty
 * list where none came so far, but one may.
 */
export interface Duplicates {
  readonly duplicateIds?: string[] | undefined;
}

/** The credentials whose states a process has read: a refresh tells of all states before anything is changed. */
const refreshed = new WeakMap<Tenant, Set<string>>();

/**
 * The duplicates of a credential, as a read tells them; nothing where there are none. It costs a call only where one that
 * the state knows isn't listed any more. Those of a given name may be anybody's: they are only told.
 */
export async function duplicatesOf<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  own: Entry,
  known: Duplicates & { readonly name?: string | undefined; readonly createdAt?: string | undefined },
): Promise<Duplicates> {
  const read = refreshed.get(tenant) ?? new Set();
  refreshed.set(tenant, read.add(heldId(kind.type, kind.list.idOf(own))));
  const left = await stillThere(tenant, kind, known.duplicateIds ?? []); // also where a person renamed the other one
  const listed = await kind.list.baseline();
  if (!COMPUTED_NAME.test(own.name)) {
    if (known.name === own.name) tellNamesakes(tenant, kind, own, listed);
    return left.length > 0 ? { duplicateIds: left } : {};
  }
  const shown =
    known.name === own.name ? duplicatesAmong(tenant, kind, { ...own, id: kind.list.idOf(own) }, listed) : [];
  const ids = [...new Set([...left, ...shown.map(kind.list.idOf)])];
  if (ids.length > 0) return { duplicateIds: ids.sort() };
  return known.name === own.name && mayCome(tenant, known) ? { duplicateIds: [] } : {};
}

/** Those of the known ones that AppTego still holds as nobody's but this resource's. */
async function stillThere<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  known: readonly string[],
): Promise<string[]> {
  const listed = await stillListed(tenant, kind.list, known);
  return listed.filter((entry) => isClaimed(tenant, kind, entry)).map(kind.list.idOf);
}

/** Whether a server may still do what it was asked for when this was created. */
function mayCome(tenant: Tenant, known: Duplicates & { readonly createdAt?: string | undefined }): boolean {
  if (known.duplicateIds?.length !== 0 || known.createdAt === undefined) return false;
  return tenant.time().getTime() - Date.parse(known.createdAt) <= attributedMs(tenant.lateMs);
}

function tellNamesakes<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  own: Entry,
  listed: readonly Entry[],
): void {
  const isOther = (id: string) =>
    id !== kind.list.idOf(own) && !isHeld(tenant, kind.type, id) && !kind.list.isOurs(id);
  const others = listed.filter(({ name }) => name === own.name).map(kind.list.idOf);
  for (const id of others.filter(isOther))
    tenant.tell(
      `Beside the ${kind.noun} ${JSON.stringify(own.name)} of this stack (${kind.list.idOf(own)}) the tenant holds another of that name (${id}), ` +
        "perhaps made by a call whose reply was lost. Nothing tells whose it is, so it stays: delete it in the portal if nobody uses it.",
    );
}

/**
 * As {@link removeDuplicates}, for an update: only in a process that has refreshed. Another one doesn't know yet which
 * ids the states hold that the engine comes to later, so there they stay, and it is told how they go.
 */
export async function updateDuplicates<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  id: string,
  known: Duplicates & { readonly name: string },
): Promise<Duplicates & { readonly problem?: string }> {
  const { duplicateIds } = known;
  if (duplicateIds === undefined) return {};
  if (duplicateIds.length === 0) return { duplicateIds: [] };
  if (refreshed.get(tenant)?.has(heldId(kind.type, id)) === true)
    return removeDuplicates(tenant, kind, id, known);
  tenant.tell(
    `The ${kind.noun}s ${duplicateIds.join(", ")}, taken for duplicates of ${id} by an earlier run, stay: run pulumi up --refresh, which looks again and deletes what is one.`,
  );
  return { duplicateIds };
}

/**
 * Removes the duplicates that a state tells of, each only if AppTego still shows it to be one; where one may have come
 * since, those that it lists.
 *
 * @returns those that are still there, and why
 */
export async function removeDuplicates<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  id: string,
  known: Duplicates & { readonly name: string; readonly createdAt?: string | undefined },
): Promise<Duplicates & { readonly problem?: string }> {
  const { name, duplicateIds } = known;
  if (duplicateIds === undefined || tenant.reclaim === "never") return {};
  if (duplicateIds.length === 0 && !COMPUTED_NAME.test(name)) return {};
  let left = duplicateIds;
  try {
    await kind.list.fresh();
    left =
      left.length > 0 ? await stillThere(tenant, kind, left) : await lateDuplicates(tenant, kind, id, known);
    for (const duplicate of left) {
      await removeAndProve(tenant, kind.list, duplicate, kind.remove);
      tenant.tell(`The ${kind.noun} ${duplicate}, a duplicate that an earlier run left, was deleted.`);
      left = left.filter((other) => other !== duplicate);
    }
    return {};
  } catch (error) {
    if (!(error instanceof AppTegoError) && !(error instanceof Refused)) throw error;
    const what =
      left.length > 0
        ? `The ${kind.noun}s ${left.join(", ")}, duplicates that an earlier run left, are still there`
        : `Whether AppTego made another ${kind.noun} of this name late isn't known`;
    return { duplicateIds: left, problem: `${what}: ${error.message}` };
  }
}

/** Those that have come since: two lists must show none, of which the later one can be believed. */
async function lateDuplicates<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  id: string,
  { name, createdAt }: { readonly name: string; readonly createdAt?: string | undefined },
): Promise<string[]> {
  const look = (listed: readonly Entry[]) => {
    // It may be gone already, by a run that was killed before the state was saved.
    const live = listed.find((entry) => kind.list.idOf(entry) === id);
    const own = { id, name, creation_time: live ? live.creation_time : epochSeconds(createdAt) };
    return duplicatesAmong(tenant, kind, own, listed).map(kind.list.idOf);
  };
  const first = look(await kind.list.current());
  if (first.length > 0) return first;
  if (!(await outlast(tenant, spanOf({ until: createdAt }), kind.noun))) await tenant.wait(SECOND_LOOK_MS);
  const listed = await kind.list.fresh();
  const found = look(listed);
  if (found.length === 0) await believe(tenant, kind.list, listed);
  return found;
}

function epochSeconds(iso: string | undefined): number | undefined {
  return iso === undefined ? undefined : Math.floor(Date.parse(iso) / 1_000);
}
