import type { dynamic } from "@pulumi/pulumi";
import { withPurpose } from "../api/purpose";
import { type AnyResource, resourceOf, type ResourceType } from "../resources";
import { type Existing, inputsOf, PartlyCreated } from "../resources/lifecycle";
import type { Tenant } from "../resources/tenant";
import { isUnknown } from "../resources/unknown";
import { isUnresolved } from "../resources/unresolved";
import { checkInputs } from "./check-inputs";
import { compareInTenant } from "./compare";
import { carried, toPulumiError } from "./failures";
import { HIDDEN, visible } from "./hidden-inputs";
import { importExisting } from "./import";
import { toTheEnd } from "./interrupts";
import {
  forget,
  hold,
  keepAlive,
  livesOn,
  noteRetry,
  refuseOtherTenant,
  remember,
  sparing,
  toImport,
} from "./known-states";
import { tenantOf } from "./open-tenant";
import { sealedFailure, sealedState } from "./sealed-outputs";
import { learnSecretInputs, learnSecretOutputs, secretInputsOf } from "./secrecy";
import { settingsFrom } from "./settings";

type Properties = Record<string, unknown>;

/**
 * The provider that Pulumi's dynamic-resource host drives for one resource type.
 *
 * @param open opens the tenant that the configuration leads to
 */
export function dynamicProvider(type: ResourceType, open = tenantOf): dynamic.ResourceProvider {
  const resource = resourceOf(type);
  let configured: (() => Tenant) | undefined;
  const tenant = () => {
    if (!configured)
      throw new Error(`The ${type} provider was called before it was configured. Please report this.`);
    return configured();
  };
  const learn = (properties: Properties) => {
    learnSecretInputs(properties);
    learnSecretOutputs(resource, tenant(), properties);
  };
  const perform = async <Result>(
    purpose: string,
    properties: Properties,
    work: () => Promise<Result>,
  ): Promise<Result> => {
    try {
      learn(properties);
      return await withPurpose(
        `${purpose} ${type}${labelOf(resource, properties)}${reasonOf(tenant())}`,
        work,
      );
    } catch (error) {
      throw toPulumiError(sealedFailure(resource, tenant, error), properties);
    }
  };
  const change: typeof perform = async (purpose, properties, work) =>
    toTheEnd(async () => perform(purpose, properties, work));
  return {
    // The host keeps a provider before configure is done, and calls it: so all is set before the first await.
    configure: async ({ config }) => {
      const settings = settingsFrom((key) => config.get(key));
      configured = () => open(settings);
      return Promise.resolve();
    },
    check: async (olds: Properties, news: Properties) =>
      perform("check", news, async () => checkInputs(resource, tenant(), olds, news)),
    diff: async (id, olds: Properties, news: Properties) =>
      perform("compare", news, async () => {
        learn(olds);
        refuseOtherTenant(resource, tenant(), olds);
        remember(resource, tenant(), olds);
        hold(resource, tenant(), id, olds);
        const label = labelOf(resource, news).trim();
        const result = await compareInTenant(resource, tenant(), id, [olds, news], label);
        if (isUnresolved(id)) noteRetry(resource, tenant(), id, olds, news);
        else if (type === "User" && result.replaces?.length === 0 && HIDDEN.createdAt in olds)
          keepAlive(resource, tenant(), id, olds);
        return result;
      }),
    create: async (inputs: Properties) =>
      change("create", inputs, async () => {
        const { id: tenantId, time } = tenant();
        const id = toImport(resource, tenant(), inputs);
        if (id !== undefined) hold(resource, tenant(), id, {});
        const wish = visible(inputs);
        const isDated = id !== undefined || "createdAt" in resource.outputs.shape;
        const begun = time();
        const keep = (made: Existing): Existing => {
          // Who was there before is listed already; the time tells this state from the one that it may take the person over from.
          const createdAt = made.state["adopted"] === true ? begun : time();
          const kept = {
            [HIDDEN.tenant]: tenantId,
            ...(!isDated && { [HIDDEN.createdAt]: createdAt.toISOString() }),
          };
          if (id !== undefined) keepAlive(resource, tenant(), id);
          else if (made.state["adopted"] === true) keepAlive(resource, tenant(), made.id, kept);
          return { id: made.id, state: { ...made.state, ...kept } };
        };
        const made = await keeping(keep, async () =>
          id === undefined
            ? resource.create(sparing(tenant(), inputs), wish)
            : importExisting(resource, tenant(), id, wish, secretInputsOf(inputs)),
        );
        const state = sealedState(resource, tenant(), made.id, made.state);
        return { id: made.id, outs: { ...state, ...carried(inputs) } };
      }),
    read: async (id, properties?: Properties) =>
      perform("read", properties ?? {}, async () => {
        const before = properties ?? {};
        const known = visible(before);
        refuseOtherTenant(resource, tenant(), before);
        remember(resource, tenant(), before);
        hold(resource, tenant(), id, before);
        const state = await resource.read(tenant(), id, known);
        if (state === undefined) {
          forget(resource, tenant(), before);
          return {}; // the host's own answer for "gone" is one without an id
        }
        const hidden = carried(before);
        const { [HIDDEN.tenant]: _output, [HIDDEN.createdAt]: _other, ...inputs } = hidden;
        return {
          id,
          props: { ...state, ...hidden, [HIDDEN.tenant]: tenant().id },
          inputs: { ...inputsOf(resource, state), ...duplicatesIn(state), ...inputs },
        };
      }),
    update: async (id, olds: Properties, news: Properties) => {
      const { [HIDDEN.tenant]: tenantId = tenant().id, [HIDDEN.createdAt]: createdAt } = olds;
      const belongs = { ...news, [HIDDEN.tenant]: tenantId, [HIDDEN.createdAt]: createdAt };
      return change("update", belongs, async () => {
        learn(olds);
        refuseOtherTenant(resource, tenant(), olds);
        hold(resource, tenant(), id, olds);
        const state = await resource.update(tenant(), id, visible(olds), visible(news));
        return { outs: { ...sealedState(resource, tenant(), id, state), ...carried(belongs) } };
      });
    },
    delete: async (id, properties: Properties) =>
      change("delete", properties, async () => {
        refuseOtherTenant(resource, tenant(), properties);
        hold(resource, tenant(), id, properties);
        if (livesOn(resource, tenant(), id, properties)) return;
        await resource.delete(tenant(), id, visible(properties));
      }),
  };
}

/** What a state keeps of the tenant and of when it was made, also where it is made only in part. */
async function keeping(keep: (made: Existing) => Existing, make: () => Promise<Existing>): Promise<Existing> {
  try {
    return keep(await make());
  } catch (error) {
    if (!(error instanceof PartlyCreated)) throw error;
    throw new PartlyCreated(keep(error.created), error.reasons);
  }
}

/** Beside the inputs, so that the engine's preview shows what an update will remove. */
function duplicatesIn({ duplicateIds }: Properties): Properties {
  return Array.isArray(duplicateIds) && duplicateIds.length > 0 ? { duplicateIds } : {};
}

function labelOf(resource: AnyResource, properties: Properties): string {
  const label: unknown = resource.label(visible(properties));
  const secret = secretInputsOf(properties);
  const isShown = typeof label === "string" && !isUnknown(label) && secret.size === 0;
  return isShown ? ` ${label}` : "";
}

/** Why the run lifts the rails, for the call log. */
function reasonOf({ rails }: Tenant): string {
  return rails.override === undefined ? "" : ` (rails overridden: ${rails.override})`;
}
