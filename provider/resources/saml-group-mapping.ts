import { z } from "zod";
import { AppTegoError, ConflictError } from "../api/errors";
import { removeAndProve } from "./credentials";
import { findOrProveGone } from "./gone";
import { GroupName, PermissionSet } from "./inputs";
import { defineResource, PartlyCreated, Refused } from "./lifecycle";
import { writePermissions } from "./permissions-write";
import { administers } from "./rails";
import type { ListedMapping, Tenant } from "./tenant";

const POSTS = 3;

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
      const before = (await tenant.mappings.baseline()).find(({ group_name }) => group_name === groupName);
      if (before) throw alreadyMapped(groupName, before.mapping_id);
      const mappingId = await createOnce(tenant, groupName, permissions);
      tenant.mappings.created({ mapping_id: mappingId, group_name: groupName, permissions });
      return { id: mappingId, state: { ...inputs, mappingId } };
    });
  },

  async read(tenant, id) {
    const mapping = await findOrProveGone(tenant, tenant.mappings, ({ mapping_id }) => mapping_id === id);
    return mapping && { groupName: mapping.group_name, permissions: mapping.permissions, mappingId: id };
  },

  async update(tenant, id, known, { permissions }) {
    const holder = {
      list: tenant.mappings,
      isIt: (mapping: ListedMapping) => mapping.mapping_id === id,
      write: async (wished: string[]) =>
        tenant.api.updateSamlGroupMapping({ mapping_id: id, permissions: wished }),
    };
    const touched = administers(known.permissions) !== administers(permissions);
    const written = await writePermissions(holder, known.permissions, permissions, touched);
    const state = { ...known, permissions: written.permissions };
    if (written.problem !== undefined) throw new PartlyCreated({ id, state }, [written.problem]);
    return state;
  },

  async delete(tenant, id) {
    const remove = async (mapping_id: string) => tenant.api.deleteSamlGroupMapping({ mapping_id });
    await removeAndProve(tenant.mappings, ({ mapping_id }) => mapping_id, id, remove);
  },
});

function alreadyMapped(groupName: string, mappingId: string): Refused {
  return new Refused(
    `Creating the SAML group mapping of ${JSON.stringify(groupName)}: the group is mapped already (${mappingId}). ` +
      `Take that mapping over with the resource option { import: "${mappingId}" }, or delete it in the portal.`,
  );
}

async function createOnce(tenant: Tenant, groupName: string, permissions: string[]): Promise<string> {
  for (let posts = 1; ; posts += 1) {
    try {
      return (await tenant.api.createSamlGroupMapping({ group_name: groupName, permissions })).mapping_id;
    } catch (error) {
      if (!(error instanceof AppTegoError)) throw error;
      if (error.outcome !== "ambiguous" && !(error instanceof ConflictError)) throw error;
      // One group has one mapping, and none was there before: a mapping that is there now is the one of the lost reply.
      const found = (await tenant.mappings.fresh()).find(({ group_name }) => group_name === groupName);
      if (found && error instanceof ConflictError && posts === 1)
        throw alreadyMapped(groupName, found.mapping_id);
      if (found) return found.mapping_id;
      if (posts >= POSTS) throw error;
    }
  }
}
