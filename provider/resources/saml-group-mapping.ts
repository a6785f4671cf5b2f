import { z } from "zod";
import { AppTegoError } from "../api/errors";
import { createOnce } from "./create-once";
import { findOrProveGone } from "./gone";
import { GroupName, PermissionSet } from "./inputs";
import { defineResource, PartlyCreated, permissionsAsWished, Refused } from "./lifecycle";
import { type PermissionHolder, type Written, writePermissions } from "./permissions-write";
import { administers } from "./outlook";
import { proveListed } from "./read-back";
import { removeAndProve } from "./removal";
import type { ListedMapping, Tenant } from "./tenant";
import { heldId } from "./reclaim";
import { spanToKeep } from "./strays";
import { removeStrayMapping } from "./stray-mappings";
import { isUnresolved, unresolved } from "./unresolved";

/** What the members of one group of the identity provider may do when they sign in by SAML. */
export const samlGroupMapping = defineResource({
  type: "SamlGroupMapping",
  description:
    "What the members of one group of the identity provider may do in AppTego when they sign in by SAML. Enterprise plan.",

  inputs: z.object({
    groupName: GroupName.describe(
      "The group's name exactly as the identity provider sends it. A change replaces the mapping.",
    ),
    permissions: PermissionSet.describe("What members of the group may do: a set."),
  }),
  outputs: z.object({ mappingId: z.string().describe("AppTego's id of the mapping; the resource's id.") }),
  replaceOn: ["groupName"], // AppTego has no rename
  secrets: [],
  label: ({ groupName }) => groupName,

  async create(tenant, inputs) {
    return tenant.oneAtATime(`SamlGroupMapping ${inputs.groupName}`, async () => {
      const { groupName, permissions } = inputs;
      const before = (await tenant.mappings.baseline()).filter(({ group_name }) => group_name === groupName);
      const [mapped] = before.map(({ mapping_id }) => mapping_id);
      if (before.length > 1) throw mappedTwice(groupName, before);
      if (mapped !== undefined) throw alreadyMapped(groupName, mapped);
      const mapping = await create(tenant, inputs);
      const id = mapping.mapping_id;
      tenant.mappings.created(mapping);
      const stored = await storedAs(tenant, mapping);
      const write = async () =>
        writePermissions(holderOf(tenant, id), stored.permissions, permissions, administers(permissions));
      const written = stored.problem === undefined ? await write() : stored;
      const created = { id, state: { groupName, permissions: written.permissions, mappingId: id } };
      if (written.problem !== undefined) throw new PartlyCreated(created, [written.problem]);
      return created;
    });
  },

  async read(tenant, id, known) {
    if (isUnresolved(id)) return { groupName: id, permissions: [], mappingId: id, ...known };
    const mapping = await findOrProveGone(
      tenant,
      tenant.mappings,
      ({ mapping_id }) => mapping_id === id,
      tenant.createdAt.get(heldId("SamlGroupMapping", id)),
    );
    return mapping && { groupName: mapping.group_name, permissions: mapping.permissions, mappingId: id };
  },

  async update(tenant, id, known, { permissions }) {
    const touched = administers(known.permissions) !== administers(permissions);
    const written = await writePermissions(holderOf(tenant, id), known.permissions, permissions, touched);
    const state = { ...known, permissions: written.permissions };
    if (written.problem !== undefined) throw new PartlyCreated({ id, state }, [written.problem]);
    return state;
  },

  async delete(tenant, id, known) {
    if (isUnresolved(id)) await removeStrayMapping(tenant, id, known);
    else await remove(tenant, id);
  },
});

function holderOf(tenant: Tenant, mapping_id: string): PermissionHolder<ListedMapping> {
  return {
    list: tenant.mappings,
    isIt: (mapping) => mapping.mapping_id === mapping_id,
    write: async (permissions) => tenant.api.updateSamlGroupMapping({ mapping_id, permissions }),
  };
}

/** What a new mapping may do: AppTego's word is taken, except for administration, for which a list must show it. */
async function storedAs(tenant: Tenant, { mapping_id, permissions }: ListedMapping): Promise<Written> {
  if (!administers(permissions)) return { permissions };
  try {
    const isIt = (mapping: ListedMapping) => mapping.mapping_id === mapping_id;
    return await proveListed(tenant, tenant.mappings, "createSamlGroupMapping", isIt);
  } catch (error) {
    if (!(error instanceof AppTegoError)) throw error;
    return { permissions: [], problem: error.message };
  }
}

async function remove(tenant: Tenant, id: string): Promise<void> {
  const post = async (mapping_id: string) => tenant.api.deleteSamlGroupMapping({ mapping_id });
  const createdAt = tenant.createdAt.get(heldId("SamlGroupMapping", id));
  await removeAndProve(tenant, tenant.mappings, id, post, createdAt);
}

function alreadyMapped(groupName: string, mappingId: string): Refused {
  return new Refused(
    `Creating the SAML group mapping of ${JSON.stringify(groupName)}: the group is mapped already (${mappingId}). ` +
      `Take that mapping over with the resource option { import: "${mappingId}" }, or delete it in the portal.`,
  );
}

function mappedTwice(groupName: string, mappings: readonly ListedMapping[]): Refused {
  const ids = mappings.map(({ mapping_id }) => mapping_id).join(", ");
  return new Refused(
    `Creating the SAML group mapping of ${JSON.stringify(groupName)}: the group is mapped more than once (${ids}). ` +
      "Delete all but one in the portal, and take that one over with the resource option import.",
  );
}

async function create(
  tenant: Tenant,
  inputs: { groupName: string; permissions: string[] },
): Promise<ListedMapping> {
  const { groupName: group_name, permissions } = inputs;
  const since = tenant.serverNow();
  const { entry, came } = await createOnce(tenant, {
    what: `mapping of ${group_name}`,
    operation: "createSamlGroupMapping",
    list: tenant.mappings,
    isIt: (mapping) => mapping.group_name === group_name,
    post: async () => {
      const { mapping_id } = await tenant.api.createSamlGroupMapping({ group_name, permissions });
      return { mapping_id, group_name, permissions };
    },
    inDoubt(error) {
      const span = spanToKeep({ since, until: tenant.serverNow() });
      return unresolved("SAML group mapping", group_name, { ...inputs, ...span }, error);
    },
  });
  // The lost call sent the permissions too: a mapping that says something else is somebody's.
  const isOurs = came === "made" || (came === "found" && permissionsAsWished(entry.permissions, permissions));
  if (!isOurs) throw alreadyMapped(group_name, entry.mapping_id);
  return entry;
}
