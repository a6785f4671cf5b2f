import { conflict, notFound } from "../refusal";
import type { Data, StoredMapping } from "../store";
import type { Handlers } from "./context";
import { permissionsOf, textOf } from "./validate";

/** SAML group mappings. */
export const mappingHandlers = {
  getSamlGroupMappings: (_request, { data }) => ({
    mappings: data.mappings.map(({ mappingId, groupName, permissions }) => ({
      mapping_id: mappingId,
      group_name: groupName,
      permissions,
    })),
  }),

  createSamlGroupMapping: (request, { data, newId }) => {
    const groupName = textOf(request.group_name, "Group name");
    if (data.mappings.some((mapping) => mapping.groupName === groupName))
      throw conflict("A mapping of this group already exists");
    const mappingId = newId();
    data.mappings.push({ mappingId, groupName, permissions: permissionsOf(request.permissions, data) });
    return { success: true, mapping_id: mappingId };
  },

  updateSamlGroupMapping: ({ mapping_id, permissions }, { data }) => {
    find(data, mapping_id).permissions = permissionsOf(permissions, data);
    return { success: true };
  },

  deleteSamlGroupMapping: ({ mapping_id }, { data }) => {
    const mapping = find(data, mapping_id);
    data.mappings = data.mappings.filter((other) => other !== mapping);
    return { success: true };
  },
} satisfies Partial<Handlers>;

function find(data: Data, mappingId: string): StoredMapping {
  const mapping = data.mappings.find((candidate) => candidate.mappingId === mappingId);
  if (!mapping) throw notFound("SAML group mapping");
  return mapping;
}
