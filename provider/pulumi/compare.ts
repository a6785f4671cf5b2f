import type { dynamic } from "@pulumi/pulumi";
import { type AnyResource, type ResourceType } from "../resources";
import { differences, type State } from "../resources/lifecycle";
import { reserve } from "../resources/quota";
import type { Tenant } from "../resources/tenant";
import { isUnknown } from "../resources/unknown";
import { isUnresolved } from "../resources/unresolved";
import { HIDDEN, visible } from "./hidden-inputs";
import { sparing } from "./known-states";
import { lacksSeal } from "./sealed-outputs";

/** What has to happen so that a resource becomes what the program wishes for: the engine's diff. */
export function compare(
  resource: AnyResource,
  id: string,
  olds: State,
  news: Readonly<Record<string, unknown>>,
): dynamic.DiffResult {
  if (isUnresolved(id))
    return { changes: true, replaces: [...resource.replaceOn], deleteBeforeReplace: true };
  const changed = differences(resource, olds, visible(news));
  return {
    changes: changed.length > 0 || hasDuplicates(olds),
    replaces: changed.filter((field) => resource.replaceOn.includes(field)),
  };
}

/**
 * The engine's diff of one resource, when it also says what the run needs of the tenant.
 *
 * @param label the resource as a message may name it
 * @throws Refused when a replacement, which is certain, has no free slot in the tenant
 */
export async function compareInTenant(
  resource: AnyResource,
  tenant: Tenant,
  id: string,
  [olds, news]: readonly [State, Readonly<Record<string, unknown>>],
  label: string,
): Promise<dynamic.DiffResult> {
  const result = compare(resource, id, olds, news);
  const replaces = result.replaces ?? [];
  const oldFirst = result.deleteBeforeReplace === true || news[HIDDEN.deleteBeforeReplace] === true;
  if (replaces.length > 0 && !oldFirst)
    await reserve(sparing(tenant, news), resource.type as ResourceType, id, label, {
      name: news["name"],
      // What a preview can't know yet may turn out to be what it was.
      isCertain: replaces.some((field) => !isUnknown(news[field])),
    });
  if (!isUnresolved(id)) await resource.foresee?.(tenant, id, visible(olds), visible(news));
  return lacksSeal(resource, tenant, olds) ? { ...result, changes: true } : result;
}

/** Whether a refresh found others that a lost reply left: an update removes them. */
function hasDuplicates({ duplicateIds }: State): boolean {
  return Array.isArray(duplicateIds) && duplicateIds.length > 0;
}
