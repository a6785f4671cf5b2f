import type { dynamic } from "@pulumi/pulumi";
import { redactor } from "../api/client";
import { withPurpose } from "../api/purpose";
import { type AnyResource, resourceOf, type ResourceType } from "../resources";
import { check } from "../resources/check";
import { sameKeepers } from "../resources/computed-name";
import { managedName } from "../resources/credentials";
import {
  differences,
  type Existing,
  inputsOf,
  PartlyCreated,
  Refused,
  type State,
} from "../resources/lifecycle";
import type { Tenant } from "../resources/tenant";
import { isUnknown } from "../resources/unknown";
import { isUnresolved } from "../resources/unresolved";
import { carried, secretInputsOf, toPulumiError } from "./failures";
import { HIDDEN, visible } from "./hidden-inputs";
import { importExisting, lookUp, mismatches } from "./import";
import { tenantOf } from "./open-tenant";
import { settingsFrom } from "./settings";

type Properties = Record<string, unknown>;

/** The provider that Pulumi's dynamic-resource host drives for one resource type. */
export function dynamicProvider(type: ResourceType): dynamic.ResourceProvider {
  const resource = resourceOf(type);
  let configured: (() => Tenant) | undefined;
  const tenant = () => {
    if (!configured)
      throw new Error(`The ${type} provider was called before it was configured. Please report this.`);
    return configured();
  };
  const perform = async <Result>(
    purpose: string,
    properties: Properties,
    work: () => Promise<Result>,
  ): Promise<Result> => {
    try {
      return await withPurpose(`${purpose} ${type}${labelOf(resource, properties)}`, work);
    } catch (error) {
      throw toPulumiError(error, properties);
    }
  };
  return {
    // The host keeps a provider before configure is done, and calls it: so all is set before the first await.
    configure: async ({ config }) => {
      const settings = settingsFrom((key) => config.get(key));
      configured = () => tenantOf(settings);
      return Promise.resolve();
    },
    check: async (olds: Properties, news: Properties) =>
      perform("check", news, async () => checkInputs(resource, tenant(), olds, news)),
    diff: async (id, olds: Properties, news: Properties) =>
      perform("compare", news, async () => {
        refuseOtherTenant(resource, tenant(), olds);
        remember(resource, tenant(), olds);
        return Promise.resolve(compare(resource, id, olds, news));
      }),
    create: async (inputs: Properties) =>
      perform("create", inputs, async () => {
        const { id: tenantId, managed } = tenant();
        const id = toImport(tenant(), inputs);
        const wish = visible(inputs);
        const made = await inTenant(tenantId, async () =>
          id === undefined
            ? resource.create(tenant(), wish)
            : importExisting(resource, tenant(), id, wish, secretInputsOf(inputs)),
        );
        if (id !== undefined) managed.add(importedName(id));
        return { id: made.id, outs: { ...made.state, ...carried(inputs), [HIDDEN.tenant]: tenantId } };
      }),
    read: async (id, properties?: Properties) =>
      perform("read", properties ?? {}, async () => {
        const before = properties ?? {};
        const known = visible(before);
        refuseOtherTenant(resource, tenant(), before);
        remember(resource, tenant(), before);
        const state = await resource.read(tenant(), id, known);
        // The host's own answer for "gone" is one without an id.
        if (state === undefined) return {};
        const hidden = carried(before);
        const { [HIDDEN.tenant]: _output, ...inputs } = hidden;
        return {
          id,
          props: { ...state, ...hidden, [HIDDEN.tenant]: tenant().id },
          inputs: { ...inputsOf(resource, state), ...inputs },
        };
      }),
    update: async (id, olds: Properties, news: Properties) => {
      const belongs = { ...news, [HIDDEN.tenant]: olds[HIDDEN.tenant] ?? tenant().id };
      return perform("update", belongs, async () => {
        refuseOtherTenant(resource, tenant(), olds);
        const state = await resource.update(tenant(), id, visible(olds), visible(news));
        return { outs: { ...state, ...carried(belongs) } };
      });
    },
    delete: async (id, properties: Properties) =>
      perform("delete", properties, async () => {
        refuseOtherTenant(resource, tenant(), properties);
        // A forced replacement that took the same object over again: it lives on in the new state.
        if (tenant().managed.has(importedName(id))) return;
        await resource.delete(tenant(), id, visible(properties));
      }),
  };
}

/** What is made belongs to the tenant, also where it is made only in part. */
async function inTenant(tenantId: string, make: () => Promise<Existing>): Promise<Existing> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof PartlyCreated)) throw error;
    const { id, state } = error.created;
    throw new PartlyCreated({ id, state: { ...state, [HIDDEN.tenant]: tenantId } }, error.reasons);
  }
}

function labelOf(resource: AnyResource, properties: Properties): string {
  const label: unknown = resource.label(visible(properties));
  const secret = secretInputsOf(properties);
  const isShown = typeof label === "string" && !isUnknown(label) && secret.size === 0;
  return isShown ? ` ${label}` : "";
}

/** @throws Refused when a state belongs to another tenant than the configured one */
function refuseOtherTenant(resource: AnyResource, tenant: Tenant, state: Properties): void {
  const owner = state[HIDDEN.tenant];
  if (typeof owner !== "string" || owner === tenant.id) return;
  throw new Refused(
    `This ${resource.type} belongs to the tenant ${owner}, but apptego:tenantId (or APPTEGO_TENANT_ID) is ${tenant.id}. ` +
      "Nothing was asked or changed: set the tenant that the stack was made for, or use another stack for this one.",
  );
}

const importedName = (id: string) => `import ${id}`;

/** The id that is to be taken over; undefined when there is none, or this stack holds it and asks for a new one. */
function toImport(tenant: Tenant, inputs: Properties): string | undefined {
  const id = inputs[HIDDEN.import];
  return typeof id !== "string" || tenant.managed.has(heldName(id)) ? undefined : id;
}

const heldName = (id: string) => `held ${id}`;

async function checkInputs(
  resource: AnyResource,
  tenant: Tenant,
  olds: Properties,
  news: Properties,
): Promise<dynamic.CheckResult> {
  const secret = secretInputsOf(news);
  const given = visible(news);
  remember(resource, tenant, olds);
  const unnamed = "name" in resource.inputs.shape && (given["name"] ?? undefined) === undefined;
  const computed = unnamed ? { name: nameFor(olds, news) } : {};
  let { inputs, failures } = check(resource, given, secret, computed);
  const id = Object.keys(olds).length === 0 ? toImport(tenant, news) : undefined;
  if (id !== undefined && failures.length === 0) {
    const live = await lookUp(resource, tenant, id);
    if (unnamed && live !== undefined) inputs = { ...inputs, name: live["name"] };
    failures = mismatches(resource, id, live, inputs, secret);
  }
  return {
    inputs: {
      ...inputs,
      ...(news[HIDDEN.import] !== undefined && { [HIDDEN.import]: news[HIDDEN.import] }),
      ...(secret.size > 0 && { [HIDDEN.secretInputs]: [...secret] }),
    },
    // The engine prints the value of a property that a failure names, also of a secret one: so the reason names it.
    failures: failures.map(({ message }) => ({ property: "", reason: redactor.clean(message) })),
  };
}

/** What the state holds must not be taken for a leftover of an interrupted run, nor be imported once more. */
function remember(resource: AnyResource, tenant: Tenant, olds: Properties): void {
  if (typeof olds["name"] === "string") tenant.managed.add(managedName(resource.type, olds["name"]));
  const imported = olds[HIDDEN.import];
  if (typeof imported === "string") tenant.managed.add(heldName(imported));
}

/** The name of a credential that the program leaves unnamed: it stays as it is, unless a new credential is asked for. */
function nameFor(olds: Properties, news: Properties): unknown {
  const rotates = !sameKeepers(olds["rotateOn"], news["rotateOn"]);
  return rotates ? news[HIDDEN.computedName] : (olds["name"] ?? news[HIDDEN.computedName]);
}

function compare(resource: AnyResource, id: string, olds: State, news: Properties): dynamic.DiffResult {
  if (isUnresolved(id))
    return { changes: true, replaces: [...resource.replaceOn], deleteBeforeReplace: true };
  const changed = differences(resource, olds, visible(news));
  return {
    changes: changed.length > 0,
    replaces: changed.filter((field) => resource.replaceOn.includes(field)),
  };
}
