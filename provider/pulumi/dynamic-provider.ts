import type { dynamic } from "@pulumi/pulumi";
import { redactor } from "../api/client";
import { withPurpose } from "../api/purpose";
import { type AnyResource, resourceOf, type ResourceType } from "../resources";
import { check } from "../resources/check";
import { sameKeepers } from "../resources/computed-name";
import { managedName } from "../resources/credentials";
import { differences, inputsOf, type State } from "../resources/lifecycle";
import type { Tenant } from "../resources/tenant";
import { isUnresolved } from "../resources/unresolved";
import { toPulumiError } from "./failures";
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
      return await withPurpose(`${purpose} ${type}`, work);
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
      perform("compare", news, async () => Promise.resolve(compare(resource, id, olds, news))),
    create: async (inputs: Properties) =>
      perform("create", inputs, async () => {
        const existing = inputs[HIDDEN.import];
        const wish = visible(inputs);
        const made =
          typeof existing === "string"
            ? await importExisting(resource, tenant(), existing, wish)
            : await resource.create(tenant(), wish);
        return { id: made.id, outs: made.state };
      }),
    read: async (id, properties?: Properties) =>
      perform("read", properties ?? {}, async () => {
        const known = visible(properties ?? {});
        const state = await resource.read(tenant(), id, known);
        // The host's own answer for "gone" is one without an id.
        if (state === undefined) return {};
        const hidden =
          properties?.[HIDDEN.import] === undefined ? {} : { [HIDDEN.import]: properties[HIDDEN.import] };
        return { id, props: { ...state, ...hidden }, inputs: { ...inputsOf(resource, state), ...hidden } };
      }),
    update: async (id, olds: Properties, news: Properties) =>
      perform("update", news, async () => ({
        outs: await resource.update(tenant(), id, visible(olds), visible(news)),
      })),
    delete: async (id, properties: Properties) =>
      perform("delete", properties, async () => resource.delete(tenant(), id, visible(properties))),
  };
}

async function checkInputs(
  resource: AnyResource,
  tenant: Tenant,
  olds: Properties,
  news: Properties,
): Promise<dynamic.CheckResult> {
  const secret = new Set(
    Array.isArray(news[HIDDEN.secretInputs]) ? (news[HIDDEN.secretInputs] as string[]) : [],
  );
  const given = visible(news);
  const id = news[HIDDEN.import];
  const takesOver = typeof id === "string" && Object.keys(olds).length === 0;
  const live = takesOver ? await lookUp(resource, tenant, id) : undefined;
  const unnamed = "name" in resource.inputs.shape && (given["name"] ?? undefined) === undefined;
  const settled = unnamed ? { name: live?.["name"] ?? nameFor(olds, news) } : {};
  remember(resource, tenant, olds);
  const { inputs, failures } = check(resource, given, secret, settled);
  const all = takesOver && failures.length === 0 ? mismatches(resource, id, live, inputs, secret) : failures;
  const hidden = id === undefined ? {} : { [HIDDEN.import]: id };
  return {
    inputs: { ...inputs, ...hidden },
    // The engine prints the value of a property that a failure names, also of a secret one: so the reason names it.
    failures: all.map(({ message }) => ({ property: "", reason: redactor.clean(message) })),
  };
}

/** Credentials that are in the state must not be taken for leftovers of an interrupted run. */
function remember(resource: AnyResource, tenant: Tenant, olds: Properties): void {
  if (typeof olds["name"] === "string") tenant.managed.add(managedName(resource.type, olds["name"]));
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
