import { isUnsettled, sweep } from "./late";
import { permissionsAsWished, Refused } from "./lifecycle";
import { heldId, isHeld } from "./reclaim";
import { removeAndProve } from "./removal";
import { spanOf } from "./strays";
import type { ListedMapping, Tenant } from "./tenant";

/** What a state remembers of a mapping whose creation nobody knows the outcome of. */
interface MappingInDoubt {
  readonly groupName: string;
  readonly permissions: readonly string[];
  readonly since?: unknown;
  readonly until?: unknown;
}

/**
 * Removes the mapping that an attempt left: a group has one mapping, and there was none before, so one that says the same
 * is what came of it, and another one, which stays and is told, is somebody else's by now. AppTego doesn't tell when a
 * mapping was made: so a destroy believes that only as long as the attempt may still be under way; where this run creates
 * the mapping again, what is there becomes what the program says either way.
 *
 * @throws Refused when nothing tells whose it is
 */
export async function removeStrayMapping(tenant: Tenant, id: string, known: MappingInDoubt): Promise<void> {
  const inDoubt = {
    ...{ type: "SamlGroupMapping", id, span: spanOf(known) },
    ...{ what: "SAML group mapping", list: tenant.mappings },
  };
  await sweep(tenant, inDoubt, async (isSure) => removeOnce(tenant, known, isSure));
  const other = mappingOf(tenant, await tenant.mappings.current(), known);
  if (other === undefined || tenant.mappings.isRemoved(other.mapping_id)) return; // a list may lag behind that
  if (!tenant.retried.has(heldId("SamlGroupMapping", id)))
    tenant.tell(
      `The group ${JSON.stringify(known.groupName)} is mapped (${other.mapping_id}), but not as this stack asked for, so that mapping stays: delete it in the portal if nobody wants it.`,
    );
}

async function removeOnce(tenant: Tenant, known: MappingInDoubt, isSure: boolean): Promise<void> {
  const { groupName, permissions } = known;
  const listed = mappingOf(tenant, await tenant.mappings.fresh(), known);
  if (listed === undefined || !permissionsAsWished(listed.permissions, permissions)) return;
  if (!isSure && !isUnsettled(tenant, spanOf(known).until))
    throw new Refused(
      `Removing what a create of the SAML group mapping of ${JSON.stringify(groupName)} left: the group is mapped (${listed.mapping_id}), but nothing tells whether this stack did it or a person since. ` +
        "Delete the mapping in the portal if nobody wants it, and run again; if somebody does, take the resource out of the state by pulumi state delete.",
    );
  const remove = async (mapping_id: string) => tenant.api.deleteSamlGroupMapping({ mapping_id });
  await removeAndProve(tenant, tenant.mappings, listed.mapping_id, remove);
  tenant.tell(
    `The SAML group mapping ${listed.mapping_id}, which a create made whose reply was lost, was deleted.`,
  );
}

/** What the group is mapped by, unless a state holds that. */
function mappingOf(
  tenant: Tenant,
  listed: readonly ListedMapping[],
  { groupName }: MappingInDoubt,
): ListedMapping | undefined {
  return listed.find(
    ({ group_name, mapping_id }) =>
      group_name === groupName && !isHeld(tenant, "SamlGroupMapping", mapping_id),
  );
}
