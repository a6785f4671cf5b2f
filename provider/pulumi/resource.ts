import { setImmediate as turn } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { computedName } from "../resources/computed-name";
import { backendIdentity } from "./backend";
import { declare } from "./declared";
import { HIDDEN, providerText } from "./hidden-inputs";
import { refuseUnserialisable } from "./serialisable";
import { requireConfiguration, sealKeyOfProgram } from "./configuration";
import { opened } from "./opened-outputs";

/** What the classes tell of a resource type beside its inputs. */
export interface ResourceShape {
  readonly type: "ApiToken" | "User" | "SamlGroupMapping" | "AutomationKey";
  /** The outputs beside the inputs, by name. */
  readonly outputs: readonly string[];
  /** Inputs that the state may fill in although the program leaves them out. */
  readonly inputs: readonly string[];
  readonly secrets: readonly string[];
  /** The input that no two resources of a program may share. */
  readonly identity: string;
  /** Whether a missing `name` is computed. */
  readonly named?: boolean;
  /** Whether an object must go before its replacement comes, as both would be the same in AppTego. */
  readonly deleteBeforeReplace?: boolean;
}

/** What Pulumi's resource class takes: type token, name, properties and options. */
type Registration = [string, string, pulumi.Inputs, pulumi.CustomResourceOptions];

/**
 * A resource of AppTego as the Pulumi engine sees it: a dynamic resource whose provider is only a name.
 *
 * The text is what the state of every resource carries for ever, and the whole state is written after each step of an
 * `up`: so it is short and the same everywhere, and holds no value of the program or of the configuration.
 *
 * The classes hand it to Pulumi's own class, with none between them: the SDK counts constructors to find the line of the
 * program that the state remembers.
 *
 * @throws pulumi.RunError when the configuration is incomplete, or an argument is of no use
 */
export function registration(
  shape: ResourceShape,
  name: string,
  args: object,
  options: pulumi.CustomResourceOptions = {},
): Registration {
  const limits = requireConfiguration();
  const { import: importId, ...rest } = options;
  const given = { ...args } as Readonly<Record<string, unknown>>;
  refuseArguments(`${shape.type} ${JSON.stringify(name)}`, given, importId);
  const { type, identity } = shape;
  const declaration = { type, identity, resource: name, value: given[identity] };
  const declared = rest.id === undefined ? declare(declaration, limits) : () => 0;
  const absent = [...shape.inputs, ...shape.outputs].map((property) => [property, undefined] as const);
  const secrets = secretInputs(given);
  const properties = {
    ...Object.fromEntries(absent),
    ...given,
    ...(shape.named === true && {
      [HIDDEN.computedName]: nameOf(shape.type, name, given["rotateOn"], rest),
      [HIDDEN.declared]: afterThisTurn(declared),
      ...(rest.retainOnDelete === true && { [HIDDEN.mayLive]: true }),
      ...(rest.deleteBeforeReplace === true && { [HIDDEN.deleteBeforeReplace]: true }),
    }),
    ...(importId !== undefined && { [HIDDEN.import]: importId }),
    ...(secrets !== undefined && { [HIDDEN.secretInputs]: secrets }),
    [HIDDEN.provider]: providerText(shape.type),
  };
  const own = {
    ...(shape.deleteBeforeReplace === true && { deleteBeforeReplace: true }),
    additionalSecretOutputs: [...shape.secrets],
  };
  return [`pulumi-nodejs:dynamic/apptego:${shape.type}`, name, properties, pulumi.mergeOptions(own, rest)];
}

/** Lets the program see the secrets of a resource that the state holds sealed. */
export function openSecrets(
  resource: pulumi.CustomResource,
  { type, secrets }: ResourceShape,
  name: string,
): void {
  const sealed = { type, resource: name, id: resource.id, key: sealKeyOfProgram() };
  const outputs = resource as unknown as Record<string, pulumi.Output<unknown>>; // Pulumi's class doesn't know their types
  for (const secret of secrets)
    if (outputs[secret] !== undefined) outputs[secret] = opened(sealed, secret, outputs[secret]);
}

function refuseArguments(owner: string, args: Readonly<Record<string, unknown>>, importId: unknown): void {
  refuseUnserialisable(owner, args);
  const reserved = Object.keys(args).find((property) => property.startsWith("__"));
  if (reserved !== undefined)
    throw new pulumi.RunError(`${owner} has no property ${JSON.stringify(reserved)}: remove it.`);
  if (importId !== undefined && (typeof importId !== "string" || importId === ""))
    throw new pulumi.RunError(
      `${owner}: the resource option import must be the object's id, a string: correct or remove it.`,
    );
}

function nameOf(
  type: string,
  name: string,
  rotateOn: unknown,
  options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const backend = backendIdentity();
  // An output of the parent would make each of its children wait for all the others: so only its value is taken.
  const urn = valueOf(pulumi.createUrn(name, `pulumi-nodejs:dynamic/apptego:${type}`, options.parent));
  const computed = pulumi
    .all([urn, rotateOn])
    .apply(([identity, keepers]) => computedName(name, identity, keepers, backend));
  return pulumi.unsecret(computed); // a digest tells nothing of a secret that it was made from
}

/** Resources that are declared in the same turn count too. */
async function afterThisTurn(declared: () => number): Promise<number> {
  await turn();
  return declared();
}

async function valueOf(urn: pulumi.Output<string>): Promise<string> {
  return new Promise((resolve) => urn.apply(resolve));
}

function secretInputs(args: Readonly<Record<string, unknown>>): pulumi.Output<string[]> | undefined {
  const outputs = Object.entries(args).filter(([, value]) => holdsOutput(value));
  if (outputs.length === 0) return undefined;
  const told = outputs.map(async ([name, value]) =>
    (await pulumi.isSecret(pulumi.output(value))) ? [name] : [],
  );
  return pulumi.output(Promise.all(told).then((names) => names.flat()));
}

function holdsOutput(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsOutput);
}
