import type { AnyResource } from "../resources";
import { type Failure, shown } from "../resources/check";
import { differences, type Existing, Refused, type State } from "../resources/lifecycle";
import type { Tenant } from "../resources/tenant";
import { isUnknown } from "../resources/unknown";
import { isUnresolved } from "../resources/unresolved";

/** What the tenant holds under an id; undefined if there is nothing. */
export async function lookUp(resource: AnyResource, tenant: Tenant, id: string): Promise<State | undefined> {
  return isUnresolved(id) ? undefined : resource.read(tenant, id, {});
}

/** Why the object can't be taken over with these inputs; nothing if it can. */
export function mismatches(
  resource: AnyResource,
  id: string,
  live: State | undefined,
  inputs: Readonly<Record<string, unknown>>,
  secret: ReadonlySet<string> = new Set(),
): Failure[] {
  if (live === undefined)
    return [
      {
        field: "",
        message: `Importing ${resource.type} ${id}: the tenant holds no such object. Look the id up in the portal, or remove the import option to create a new one.`,
      },
    ];
  const told = { ...untold(resource, inputs), ...live };
  const known = differences(resource, told, inputs).filter((field) => !isUnknown(inputs[field]));
  return known.map((field) => {
    const values = secret.has(field)
      ? "differs between the tenant and the program"
      : `is ${shown(live[field] ?? null)} in the tenant, but ${shown(inputs[field] ?? null)} in the program`;
    const message =
      `Importing ${resource.type} ${id}: ${field} ${values}. Import changes nothing, so write what is there into the program first, and change it afterwards. ` +
      "If the resource is in the stack's state already, remove the import option.";
    return { field, message };
  });
}

/** Takes an existing object over as it is. A secret that was shown once can't be had any more. */
export async function importExisting(
  resource: AnyResource,
  tenant: Tenant,
  id: string,
  inputs: Readonly<Record<string, unknown>>,
  secret: ReadonlySet<string>,
): Promise<Existing> {
  const live = await lookUp(resource, tenant, id);
  const failures = mismatches(resource, id, live, inputs, secret);
  if (failures.length > 0) throw new Refused(failures.map(({ message }) => message).join("\n"));
  return { id, state: { ...inputs, ...live } };
}

/** The inputs that AppTego knows nothing of: wishes about the life of the resource, true as soon as they are said. */
function untold(resource: AnyResource, inputs: Readonly<Record<string, unknown>>): State {
  const fields = ["rotateOn", "onDestroy"].filter(
    (field) => field in resource.inputs.shape && inputs[field] !== undefined,
  );
  return Object.fromEntries(fields.map((field) => [field, inputs[field]]));
}
