import type { AnyResource } from "../resources";
import { COMPUTED_NAME } from "../resources/computed-name";
import { isUnknown } from "../resources/unknown";
import { isUnresolved } from "../resources/unresolved";
import { heldId, managedName } from "../resources/reclaim";
import { differences, Refused } from "../resources/lifecycle";
import type { Tenant } from "../resources/tenant";
import { HIDDEN, visible } from "./hidden-inputs";

type Properties = Readonly<Record<string, unknown>>;

/** @throws Refused when a state belongs to another tenant than the configured one */
export function refuseOtherTenant(resource: AnyResource, tenant: Tenant, state: Properties): void {
  const owner = state[HIDDEN.tenant];
  if (typeof owner !== "string" || owner === tenant.id) return;
  throw new Refused(
    `This ${resource.type} belongs to the tenant ${owner}, but apptego:tenantId (or APPTEGO_TENANT_ID) is ${tenant.id}. ` +
      "Nothing was asked or changed: set the tenant that the stack was made for, or use another stack for this one.",
  );
}

/**
 * An attempt in doubt that this run makes again, for the same object: what shows of it becomes what the program says either
 * way. Where the program wishes for another one by now, nobody looks again.
 */
export function noteRetry(
  resource: AnyResource,
  { retried }: Tenant,
  id: string,
  olds: Properties,
  news: Properties,
): void {
  const changed = differences(resource, olds, visible(news));
  if (!changed.some((field) => resource.replaceOn.includes(field))) retried.add(heldId(resource.type, id));
}

/**
 * Another state of the stack holds this object from now on, or still does: a replacement took it over again, or a person's
 * resource was renamed in the program, for which the engine creates the new one, which adopts, and then deletes the old.
 *
 * @param keeper the state that holds it; left out where any other may be deleted without it
 */
export function keepAlive({ type }: AnyResource, { alive }: Tenant, id: string, keeper?: Properties): void {
  alive.set(heldId(type, id), keeper?.[HIDDEN.createdAt]);
}

/** Whether an object outlives a state that the engine deletes: another state holds it, which was made at another time. */
export function livesOn({ type }: AnyResource, { alive }: Tenant, id: string, state: Properties): boolean {
  const name = heldId(type, id); // AppTego may give one id to objects of two kinds
  const keptSince = alive.get(name);
  return alive.has(name) && (keptSince === undefined || keptSince !== state[HIDDEN.createdAt]);
}

/** The id that is to be taken over; undefined when there is none, or this stack holds it and asks for a new one. */
export function toImport(resource: AnyResource, tenant: Tenant, inputs: Properties): string | undefined {
  const id = inputs[HIDDEN.import];
  return typeof id !== "string" || tenant.managed.has(heldName(resource.type, id)) ? undefined : id;
}

const heldName = (type: string, id: string) => `held ${type} ${id}`;

/** What the state holds must not be taken for a leftover of an interrupted run, nor be imported once more. */
export function remember(resource: AnyResource, tenant: Tenant, olds: Properties): void {
  if (typeof olds["name"] === "string") tenant.managed.add(managedName(resource.type, olds["name"]));
  const imported = olds[HIDDEN.import];
  if (typeof imported === "string") tenant.managed.add(heldName(resource.type, imported));
}

/** What is gone is in no state any more: whatever has its name is a leftover by now, or somebody else's. */
export function forget(resource: AnyResource, { managed }: Tenant, state: Properties): void {
  managed.delete(managedName(resource.type, String(state["name"])));
}

/**
 * A credential keeps its computed name when its resource is renamed by an alias, is moved, or its stack is. Should
 * another resource get the old name, the two would be taken for duplicates: so none is issued under it.
 */
export function noteMoved(resource: AnyResource, tenant: Tenant, olds: Properties, news: Properties): void {
  const { name } = olds;
  const computed = news[HIDDEN.computedName];
  if (typeof name !== "string" || typeof computed !== "string") return;
  if (COMPUTED_NAME.test(name) && name !== computed) tenant.moved.add(managedName(resource.type, name));
}

/** The tenant for one create: where the program lets an old credential live on, none is reclaimed, unless a person said so. */
export function sparing(tenant: Tenant, inputs: Properties): Tenant {
  if (inputs[HIDDEN.mayLive] !== true || tenant.reclaim === "always") return tenant;
  return { ...tenant, reclaim: "never", mayLive: true };
}

/** Remembers how many resources the program declares, and that the engine has come to this one. */
export function answerRollCall(resource: AnyResource, { rollCall }: Tenant, news: Properties): void {
  const declared = news[HIDDEN.declared];
  const computed = news[HIDDEN.computedName];
  if (typeof declared === "number") rollCall.expect(resource.type, declared);
  if (typeof computed === "string" && !isUnknown(computed)) rollCall.answer(resource.type, computed);
}

/** As {@link remember}, where the engine tells the id too: that one credential, and no other of its name, is held. */
export function hold(resource: AnyResource, tenant: Tenant, id: string, state: Properties): void {
  if (isUnresolved(id)) {
    // What is in doubt has no credential: whatever has its name is somebody else's, or a leftover.
    const name = String(state["name"]);
    forget(resource, tenant, state);
    // But for those of a given name that were there before: the one that it was to replace, which the engine deletes then.
    const others = COMPUTED_NAME.test(name) || !Array.isArray(state["others"]) ? [] : state["others"];
    for (const other of others) tenant.held.add(heldId(resource.type, String(other)));
    return;
  }
  tenant.held.add(heldId(resource.type, id));
  const createdAt = state[HIDDEN.createdAt];
  if (typeof createdAt === "string") tenant.createdAt.set(heldId(resource.type, id), createdAt);
}
