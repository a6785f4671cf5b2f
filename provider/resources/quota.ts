import type { ResourceType } from ".";
import { AppTegoError } from "../api/errors";
import { kindOf as tokenKind } from "./api-token";
import { kindOf as keyKind } from "./automation-key";
import type { CredentialKind } from "./credentials";
import { Refused } from "./lifecycle";
import { leftoversAmong, type Named } from "./reclaim";
import type { Tenant } from "./tenant";

/** A credential that is to be replaced, the new one first. */
interface Replaced {
  readonly id: string;
  /** As a message may name it; empty where its name is a secret. */
  readonly label: string;
  /** The new one's name, if it is known. */
  readonly name?: unknown;
  /** Whether it is replaced for certain; else a shortage is only told. */
  readonly isCertain: boolean;
}

interface Reserved {
  /** By the ids of those that are to be replaced: how many leftovers the new one clears away. */
  readonly replaced: Map<string, Promise<number>>;
  /** How many the tenant held when the first of them was announced. */
  held?: Promise<number>;
}

const reservations = new WeakMap<object, Reserved>();

/**
 * Announces that a credential is to be replaced by one that is created before the old one goes. Old ones go last of all,
 * so that a run needs a free slot for each such replacement at the same time. What an interrupted run left under the new
 * one's name goes before it, and takes no slot.
 *
 * @param id the old credential's; saying it twice counts once
 * @param label the credential as a message may name it; empty where its name is a secret
 * @throws Refused when the tenant has too few free slots
 */
export async function reserve(
  tenant: Tenant,
  type: ResourceType,
  id: string,
  label: string,
  { name, isCertain = true }: { readonly name?: unknown; readonly isCertain?: boolean } = {},
): Promise<void> {
  const replaced = { id, label, name, isCertain };
  if (type === "ApiToken") await reserveOne(tenant, tokenKind(tenant), replaced);
  if (type === "AutomationKey") await reserveOne(tenant, keyKind(tenant), replaced);
}

async function reserveOne<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  { id, label, name, isCertain }: Replaced,
): Promise<void> {
  const { noun, limit, list } = kind;
  const attempt = `Replacing the ${noun}${label === "" ? "" : ` ${label}`}`;
  const reserved = reservations.get(list) ?? { replaced: new Map<string, Promise<number>>() };
  reservations.set(list, reserved);
  if (isCertain && !reserved.replaced.has(id)) reserved.replaced.set(id, leftoversOf(tenant, kind, name));
  const wanted = reserved.replaced.size + (reserved.replaced.has(id) ? 0 : 1);
  let used: number;
  let cleared: number[];
  try {
    [used, ...cleared] = await Promise.all([heldBy(kind, reserved), ...reserved.replaced.values()]);
  } catch (error) {
    reserved.replaced.delete(id);
    if (!(error instanceof AppTegoError)) throw error;
    tenant.warn(`${attempt}: whether a slot is free can't be told yet: ${error.message}`);
    return;
  }
  if (cleared.reduce((left, count) => left - count, used) + wanted <= limit) return;
  const more = wanted === 1 ? "" : `, and ${wanted - 1} more of this run need one at the same time`;
  const message =
    `${attempt} needs a free slot, but ${used} of ${limit} ${noun}s are used${more}: ` +
    "set the resource option deleteBeforeReplace: true (consumers are without a valid credential until the new one is there), or delete one that nobody needs. " +
    "The provider sees that option only where the resource is declared: where a transform sets it, or another resource's replacement takes this one along, set it there too.";
  if (isCertain) throw new Refused(message);
  tenant.warn(`Whether it is replaced isn't known yet; if it is: ${message}`);
}

async function leftoversOf<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  name: unknown,
): Promise<number> {
  const namesakes = (await kind.list.baseline()).filter((entry) => entry.name === name);
  return leftoversAmong(tenant, kind, namesakes).length;
}

async function heldBy<Entry extends Named>(
  kind: CredentialKind<Entry, unknown>,
  reserved: Reserved,
): Promise<number> {
  reserved.held ??= kind.list.baseline().then(({ length }) => length);
  try {
    return await reserved.held;
  } catch (error) {
    delete reserved.held; // a list that failed tells nothing
    throw error;
  }
}
