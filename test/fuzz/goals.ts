import { HIDDEN } from "../../provider/pulumi/hidden-inputs";
import type { ResourceType } from "../../provider/resources";
import { computedName } from "../../provider/resources/computed-name";
import type { Wished } from "./scenario";

/** A resource as a program registers it with the engine. */
export interface Goal {
  /** Its name in the program. */
  readonly name: string;
  readonly type: ResourceType;
  /** What the program gave, as the resource class sends it. */
  readonly args: Readonly<Record<string, unknown>>;
  /** The same with what the class adds. */
  readonly news: Record<string, unknown>;
  readonly deleteBeforeReplace: boolean;
}

/** A resource's name in the program. */
export function nameOf({ slot, type }: Wished): string {
  return `r${String(slot)}-${type.toLowerCase()}`;
}

/** The e-mail address of a user's slot. */
export function emailOf({ slot, variant }: Pick<Wished, "slot" | "variant">): string {
  return `person${String(slot)}.${String(variant)}@acme.test`;
}

/** The name that a credential is given, the group of a mapping, the address of a person. */
export function identityOf(wished: Wished): string | undefined {
  const { type, slot, variant, named } = wished;
  if (type === "User") return emailOf(wished);
  if (type === "SamlGroupMapping") return `group ${String(slot)}.${String(variant)}`;
  return named ? `given ${String(slot)}.${String(variant)}` : undefined;
}

function argsOf(wished: Wished): Record<string, unknown> {
  const { type, permissions, enabled, rotation } = wished;
  const rotateOn = rotation === 0 ? undefined : { turn: String(rotation) };
  const args = {
    ApiToken: { name: identityOf(wished), permissions: [...permissions], rotateOn },
    User: { email: identityOf(wished), permissions: [...permissions] },
    SamlGroupMapping: { groupName: identityOf(wished), permissions: [...permissions] },
    AutomationKey: { name: identityOf(wished), enabled, rotateOn },
  }[type];
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
}

/** What the program of a project asks of the engine for a resource. */
export function goalOf(wished: Wished, project = "fuzz"): Goal {
  const { type } = wished;
  const name = nameOf(wished);
  const args = argsOf(wished);
  const urn = `urn:pulumi:dev::${project}::pulumi-nodejs:dynamic/apptego:${type}::${name}`;
  const isCredential = type === "ApiToken" || type === "AutomationKey";
  return {
    ...{ name, type, args },
    news: {
      ...args,
      ...(isCredential && { [HIDDEN.computedName]: computedName(name, urn, args["rotateOn"]) }),
      [HIDDEN.provider]: `exports.handler = () => require("pulumi-apptego/runtime").${type}`,
    },
    deleteBeforeReplace: !isCredential,
  };
}
