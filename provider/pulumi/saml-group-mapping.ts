import { CustomResource, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { registration, type ResourceShape } from "./resource";
import type { Permissions } from "./types";

/** The inputs of a {@link SamlGroupMapping}. */
export interface SamlGroupMappingArgs {
  /** The group's name exactly as the identity provider sends it. A change replaces the mapping. */
  readonly groupName: Input<string>;
  /** What members of the group may do: a set. */
  readonly permissions: Permissions;
}

const SHAPE: ResourceShape = {
  type: "SamlGroupMapping",
  inputs: ["groupName", "permissions"],
  outputs: ["mappingId"],
  secrets: [],
  identity: "groupName",
  deleteBeforeReplace: true,
};

/**
 * What the members of one group of the identity provider may do when they sign in by SAML. Enterprise plan.
 *
 * @example
 * new apptego.SamlGroupMapping("admins", { groupName: "apptego-admins", permissions: ["user_and_api_management"] });
 */
export class SamlGroupMapping extends CustomResource {
  /** The group's name. */
  declare readonly groupName: Output<string>;
  /** What members of the group may do: sorted internal keys. */
  declare readonly permissions: Output<string[]>;
  /** AppTego's id of the mapping; the resource's id. */
  declare readonly mappingId: Output<string>;

  /** @throws pulumi.RunError when the configuration is incomplete, or the group is declared twice */
  constructor(name: string, args: SamlGroupMappingArgs, options?: CustomResourceOptions) {
    super(...registration(SHAPE, name, args, options));
  }
}
