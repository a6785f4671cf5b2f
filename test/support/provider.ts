import { resourceOf, type ResourceType } from "../../provider/resources";
import { check, type Failure } from "../../provider/resources/check";
import { type Existing, differences } from "../../provider/resources/lifecycle";
import type { Tenant } from "../../provider/resources/tenant";
import { dynamicProvider } from "../../provider/pulumi/dynamic-provider";
import type { Sandbox } from "../../provider/sandbox";
import { configurationOf } from "./configured";

type Inputs = Record<string, unknown>;

/** Inputs that each resource takes, and a change of them that the live object takes too. */
export const EXAMPLES = {
  ApiToken: { first: { name: "ci", permissions: ["Builds"] }, changed: { name: "ci", permissions: [] } },
  User: {
    first: { email: "alice@acme.test", permissions: ["Builds"] },
    changed: { email: "alice@acme.test", permissions: ["Certificates"] },
  },
  SamlGroupMapping: {
    first: { groupName: "developers", permissions: ["Builds"] },
    changed: { groupName: "developers", permissions: ["Certificates", "Builds"] },
  },
  AutomationKey: {
    first: { name: "pipeline", enabled: true },
    changed: { name: "pipeline", enabled: false },
  },
} as const satisfies Record<ResourceType, { first: Inputs; changed: Inputs }>;

/** The types of all resources. */
export const TYPES = Object.keys(EXAMPLES) as ResourceType[];

/** The canonical inputs, as check makes them. @throws Error where check refuses them */
export function checked(type: ResourceType, wish: Inputs): Inputs {
  const { inputs, failures } = check(resourceOf(type), wish);
  if (failures.length > 0) throw new Error(failures.map(({ message }: Failure) => message).join("\n"));
  return inputs;
}

/** Does what the engine does with one resource: nothing, or create, update, or replace it. */
export async function apply(
  tenant: Tenant,
  type: ResourceType,
  wish: Inputs,
  before?: Existing,
): Promise<Existing> {
  const resource = resourceOf(type);
  const inputs = checked(type, wish);
  if (before === undefined) return resource.create(tenant, inputs);
  const { id, state } = before;
  const changed = differences(resource, state, inputs);
  if (changed.length === 0) return before;
  if (changed.some((field) => resource.replaceOn.includes(field))) {
    await resource.delete(tenant, id, state);
    return resource.create(tenant, inputs);
  }
  return { id, state: await resource.update(tenant, id, state, inputs) };
}

/** A dynamic provider with all its methods, as Pulumi's host calls them. */
export type Provider = Required<ReturnType<typeof dynamicProvider>>;

/** The provider of a type as the host revives it, not configured yet. */
export function revived(type: ResourceType): Provider {
  return dynamicProvider(type) as Provider; // the adapter has each method, which the SDK calls optional
}

/** What the host hands to configure. */
export function configureRequest(configuration: Readonly<Record<string, string>>) {
  const get = (key: string) => configuration[key];
  const require = (key: string) => configuration[key] ?? "";
  return { config: { get, require } };
}

/** The provider of a type, configured for a sandbox; another `run` is another process, which knows nothing yet. */
export async function providerOf(sandbox: Sandbox, type: ResourceType, run = "first"): Promise<Provider> {
  const provider = revived(type);
  await provider.configure(configureRequest({ ...configurationOf(sandbox), "apptego:integration": run }));
  return provider;
}
