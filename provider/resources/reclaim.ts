import { LATE_MS } from "../api/contract";
import { COMPUTED_NAME } from "./computed-name";
import type { CredentialKind } from "./credentials";
import type { Tenant } from "./tenant";

/** What attributing an entry takes: its name, and when AppTego says that it was made (epoch seconds). */
export interface Named {
  readonly name: string;
  readonly creation_time?: number | null | undefined;
}

const CLOCK_TOLERANCE_MS = 5_000; // a Date header and a creation_time have whole seconds, and a reply takes its time
const CLOCKS_APART_MS = 15 * 60 * 1_000; // the clocks of two servers: the one that writes Date, and the one that stores
const RECENT_MS = 24 * 60 * 60 * 1_000;

/**
 * How long after an attempt was given up what shows is taken for the attempt's, in milliseconds: a minute and a half, however
 * soon the contract file says that AppTego does nothing more of it.
 */
export function attributedMs(lateMs: number): number {
  return Math.max(LATE_MS, lateMs);
}

/** Whether the stack's state holds this credential, as far as the engine has told. */
export function isHeld(tenant: Tenant, type: string, id: string): boolean {
  return tenant.held.has(heldId(type, id));
}

/** How a credential's id is remembered that the stack's state holds. */
export function heldId(type: string, id: string): string {
  return `${type} ${id}`;
}

/** When something was tried, by the server's clock: from its beginning until it was given up. */
export interface Span {
  readonly since: Date | undefined;
  readonly until: Date | undefined;
}

/**
 * Who made an entry that came since an attempt, and has its name: by AppTego's `creation_time` and AppTego's clock.
 * Where one of them isn't known, a computed name tells; a given one may be anybody's, also what came later than the attempt.
 */
export function originOf(
  { lateMs }: Pick<Tenant, "lateMs">,
  entry: Named,
  span: Span,
): "attempt" | "other" | "unclear" {
  const { creation_time: created, name } = entry;
  const { since, until } = span;
  const isComputed = COMPUTED_NAME.test(name);
  const unclear = isComputed ? "attempt" : "unclear";
  if (typeof created !== "number" || since === undefined) return unclear;
  const at = created * 1_000;
  const olderMs = since.getTime() - at;
  if (olderMs > CLOCK_TOLERANCE_MS) return olderMs <= CLOCKS_APART_MS ? unclear : "other";
  if (isComputed) return "attempt";
  if (until === undefined) return "unclear";
  const beyondMs = at - until.getTime() - attributedMs(lateMs);
  return beyondMs <= 0 ? "attempt" : beyondMs <= CLOCKS_APART_MS ? "unclear" : "other";
}

/**
 * Whether AppTego made something while it was tried or soon after: `then`, or `apart` from that; `near` where it is apart by
 * no more than two clocks of AppTego may be; `untold` where a time isn't known. `created`: epoch seconds.
 */
export function whenMade(
  { lateMs }: Pick<Tenant, "lateMs">,
  created: number | null | undefined,
  { since, until }: Span,
): "then" | "near" | "apart" | "untold" {
  if (typeof created !== "number" || since === undefined || until === undefined) return "untold";
  const at = created * 1_000;
  const early = since.getTime() - CLOCK_TOLERANCE_MS - at;
  const late = at - until.getTime() - attributedMs(lateMs);
  const byMs = Math.max(early, late);
  return byMs <= 0 ? "then" : byMs <= CLOCKS_APART_MS ? "near" : "apart";
}

/** Those of one computed name that an interrupted run of this very resource left: no state holds their secret. */
export function leftoversAmong<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  namesakes: readonly Entry[],
): Entry[] {
  return claimedAmong(tenant, kind, namesakes).filter((entry) => isLeftover(tenant, entry));
}

/** Those of one computed name that are nobody's but this resource's, as far as it is known what the state holds. */
export function claimedAmong<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  namesakes: readonly Entry[],
): Entry[] {
  const others = namesakes.filter((entry) => !kind.list.isOurs(kind.list.idOf(entry)));
  if (isOneUnseen(tenant, kind, others)) return [];
  return others.filter((entry) => isClaimed(tenant, kind, entry));
}

/** Whether the state holds one of these, while the engine has told only its name so far, not its id. */
export function isOneUnseen<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  namesakes: readonly Entry[],
): boolean {
  const isManaged = namesakes.some(({ name }) => tenant.managed.has(managedName(kind.type, name)));
  return isManaged && !namesakes.some((entry) => isHeld(tenant, kind.type, kind.list.idOf(entry)));
}

/** Those beside one of this stack that have its computed name and came at its time: an attempt that was done late. */
export function duplicatesAmong<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  own: Named & { readonly id: string },
  listed: readonly Entry[],
): Entry[] {
  return listed.filter(
    (entry) =>
      entry.name === own.name &&
      kind.list.idOf(entry) !== own.id &&
      isClaimed(tenant, kind, entry) &&
      (tenant.reclaim === "always" || isSameTime(entry, own)),
  );
}

/** Whether nobody but this resource can have made it, so that it may go: by its computed name, and as no state of this stack holds it. */
export function isClaimed<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  entry: Entry,
): boolean {
  const id = kind.list.idOf(entry);
  const isTaken = id === tenant.ownTokenKey || isHeld(tenant, kind.type, id) || kind.list.isOurs(id);
  return tenant.reclaim !== "never" && COMPUTED_NAME.test(entry.name) && !isTaken;
}

/** How a credential that is in this stack's state is remembered by its name. */
export function managedName(type: string, name: string): string {
  return `${type} ${name}`;
}

function isLeftover(tenant: Tenant, { creation_time: created }: Named): boolean {
  if (tenant.reclaim !== "recent") return tenant.reclaim === "always";
  const now = tenant.serverNow();
  return typeof created === "number" && now !== undefined && now.getTime() - created * 1_000 <= RECENT_MS;
}

function isSameTime({ creation_time: one }: Named, { creation_time: other }: Named): boolean {
  if (typeof one !== "number" || typeof other !== "number") return true; // the computed name is the proof
  return Math.abs(one - other) * 1_000 <= RECENT_MS;
}
