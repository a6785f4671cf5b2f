import { CustomResource, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { registration, type ResourceShape } from "./resource";
import type { Permissions } from "./types";

/** What happens to the person when a {@link User} is destroyed. */
export type OnDestroy = "remove" | "clearPermissions" | "retain";

/** The inputs of a {@link User}. */
export interface UserArgs {
  /** The person's e-mail address; letter case doesn't matter. A change replaces the user. */
  readonly email: Input<string>;
  /** What the person may do: a set; none by default. */
  readonly permissions?: Permissions;
  /**
   * What happens to the person when the resource is destroyed: `remove` ends the membership (the default),
   * `clearPermissions` keeps a member without permissions, `retain` changes nothing (the default for a person who was
   * a member before this resource was created).
   */
  readonly onDestroy?: Input<OnDestroy>;
}

const SHAPE: ResourceShape = {
  type: "User",
  inputs: ["email", "permissions", "onDestroy"],
  outputs: ["userId", "status", "owner", "adopted"],
  secrets: [],
  identity: "email",
  deleteBeforeReplace: true,
};

/**
 * A person's membership of the tenant and what the person may do. A person who isn't a member yet is invited by e-mail;
 * one who is, is taken over (`adopted`).
 *
 * @example
 * new apptego.User("alice", { email: "alice@acme.test", permissions: ["build_applications"] });
 */
export class User extends CustomResource {
  /** The person's e-mail address. */
  declare readonly email: Output<string>;
  /** What the person may do: sorted internal keys. */
  declare readonly permissions: Output<string[]>;
  /** What happens when the resource is destroyed. */
  declare readonly onDestroy: Output<OnDestroy | undefined>;
  /** AppTego's id of the user; the resource's id. */
  declare readonly userId: Output<string>;
  /** `invited` until the person has accepted, then `active`. */
  declare readonly status: Output<string>;
  /** Whether the person owns the tenant; an owner can't be removed. */
  declare readonly owner: Output<boolean>;
  /** Whether the person was a member before this resource was created. */
  declare readonly adopted: Output<boolean>;

  /** @throws pulumi.RunError when the configuration is incomplete, or the e-mail address is declared twice */
  constructor(name: string, args: UserArgs, options?: CustomResourceOptions) {
    super(...registration(SHAPE, name, args, options));
  }
}
