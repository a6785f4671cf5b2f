import type { ResourceType } from ".";
import { Refused } from "./lifecycle";
import type { Tenant } from "./tenant";

/** A kind of credential of which a tenant may hold only so many. */
interface Limited {
  /** As people call it: "API token". */
  readonly noun: string;
  readonly limit: (tenant: Tenant) => number;
  readonly held: (tenant: Tenant) => Promise<readonly unknown[]>;
}

const LIMITED: Readonly<Partial<Record<ResourceType, Limited>>> = {
  ApiToken: {
    noun: "API token",
    limit: ({ limits }) => limits.apiTokens,
    held: async ({ tokens }) => tokens.baseline(),
  },
  AutomationKey: {
    noun: "automation key",
    limit: ({ limits }) => limits.automationKeys,
    held: async ({ keys }) => keys.baseline(),
  },
};

interface Reserved {
  /** The ids of those that are to be replaced, the new one first. */
  readonly replaced: Set<string>;
  /** How many the tenant held when the first of them was announced. */
  held?: Promise<number>;
}

const reservations = new WeakMap<Tenant, Map<string, Reserved>>();

/**
 * Announces that a credential is to be replaced by one that is created before the old one goes. Old ones go last of all,
 * so that a run needs a free slot for each such replacement at the same time.
 *
 * @param id the old credential's; saying it twice counts once
 * @param label the credential as a message may name it; empty where its name is a secret
 * @throws Refused when the tenant has too few free slots
 */
export async function reserve(tenant: Tenant, type: ResourceType, id: string, label: string): Promise<void> {
  const kind = LIMITED[type];
  if (kind === undefined) return;
  const { noun, limit } = { noun: kind.noun, limit: kind.limit(tenant) };
  const reserved = reservedOf(tenant, type);
  reserved.replaced.add(id);
  const used = await heldBy(tenant, kind, reserved);
  if (used + reserved.replaced.size <= limit) return;
  const others = reserved.replaced.size - 1;
  const more = others === 0 ? "" : `, and ${String(others)} more of this run need one at the same time`;
  throw new Refused(
    `Replacing the ${noun}${label === "" ? "" : ` ${label}`} needs a free slot, but ${String(used)} of ${String(limit)} ${noun}s are used${more}: ` +
      "set the resource option deleteBeforeReplace: true (consumers are without a valid credential until the new one is there), or delete one that nobody needs.",
  );
}

function reservedOf(tenant: Tenant, type: string): Reserved {
  const kinds = reservations.get(tenant) ?? new Map<string, Reserved>();
  reservations.set(tenant, kinds);
  const reserved = kinds.get(type) ?? { replaced: new Set() };
  kinds.set(type, reserved);
  return reserved;
}

async function heldBy(tenant: Tenant, kind: Limited, reserved: Reserved): Promise<number> {
  reserved.held ??= kind.held(tenant).then(({ length }) => length);
  try {
    return await reserved.held;
  } catch (error) {
    delete reserved.held; // a list that failed tells nothing
    throw error;
  }
}
