import { CustomResource, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { openSecrets, registration, type ResourceShape } from "./resource";
import type { Permissions } from "./types";

/** The inputs of an {@link ApiToken}. */
export interface ApiTokenArgs {
  /**
   * Shown in the portal's list of tokens. Left out, it is computed from project, stack, resource name and `rotateOn`.
   * A change replaces the token.
   */
  readonly name?: Input<string>;
  /** What callers with this token may do: a set; none by default. */
  readonly permissions?: Permissions;
  /** Any change of this map issues a new token; the old one goes afterwards. */
  readonly rotateOn?: Input<Record<string, Input<string>>>;
}

const SHAPE: ResourceShape = {
  type: "ApiToken",
  inputs: ["name", "permissions", "rotateOn"],
  outputs: ["tokenKey", "tokenSecret", "authorization", "createdAt", "duplicateIds"],
  secrets: ["tokenSecret", "authorization"],
  identity: "name",
  named: true,
};

/**
 * A service identity for AppTego's Management API. AppTego shows its secret once: it is kept in the state, encrypted.
 *
 * @example
 * const ci = new apptego.ApiToken("ci", { permissions: [apptego.Permission.Builds] });
 * export const ciAuthorization = ci.authorization; // a secret output
 */
export class ApiToken extends CustomResource {
  /** The token's name in the portal. */
  declare readonly name: Output<string>;
  /** What callers with this token may do: sorted internal keys. */
  declare readonly permissions: Output<string[]>;
  /** What asked for the present credential. */
  declare readonly rotateOn: Output<Record<string, string> | undefined>;
  /** The public half of the credential; the resource's id. */
  declare readonly tokenKey: Output<string>;
  /** The secret half: a secret output. Without value for a token that was imported, until `rotateOn` changes. */
  declare readonly tokenSecret: Output<string>;
  /** The whole value of the Authorization header, `Bearer …`: a secret output. Without value for a token that was imported, until `rotateOn` changes. */
  declare readonly authorization: Output<string>;
  /** When it was issued: ISO 8601, UTC. */
  declare readonly createdAt: Output<string | undefined>;
  /** Others of the same computed name that a lost reply left: shown by a refresh, deleted by the next update. */
  declare readonly duplicateIds: Output<string[] | undefined>;

  /** @throws pulumi.RunError when the configuration is incomplete, or the name is declared twice */
  constructor(name: string, args: ApiTokenArgs = {}, options?: CustomResourceOptions) {
    super(...registration(SHAPE, name, args, options));
    openSecrets(this, SHAPE, name);
  }
}
