import { CustomResource, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { openSecrets, registration, type ResourceShape } from "./resource";

/** The inputs of an {@link AutomationKey}. */
export interface AutomationKeyArgs {
  /**
   * Shown in the portal's list of keys. Left out, it is computed from project, stack, resource name and `rotateOn`.
   * A change replaces the key.
   */
  readonly name?: Input<string>;
  /** A disabled key is rejected at once; true by default. */
  readonly enabled?: Input<boolean>;
  /** Any change of this map issues a new key; the old one goes afterwards. */
  readonly rotateOn?: Input<Record<string, Input<string>>>;
}

const SHAPE: ResourceShape = {
  type: "AutomationKey",
  inputs: ["name", "enabled", "rotateOn"],
  outputs: ["keyId", "keySecret", "authorization", "createdAt", "duplicateIds"],
  secrets: ["keySecret", "authorization"],
  identity: "name",
  named: true,
};

/**
 * A credential for the Automation API (upload, status, download of builds). AppTego shows its secret once: it is kept in
 * the state, encrypted.
 *
 * @example
 * const pipeline = new apptego.AutomationKey("pipeline", { enabled: true });
 */
export class AutomationKey extends CustomResource {
  /** The key's name in the portal. */
  declare readonly name: Output<string>;
  /** Whether the key is accepted. */
  declare readonly enabled: Output<boolean>;
  /** What asked for the present credential. */
  declare readonly rotateOn: Output<Record<string, string> | undefined>;
  /** The public half of the credential; the resource's id. */
  declare readonly keyId: Output<string>;
  /** The secret half: a secret output. Without value for a key that was imported, until `rotateOn` changes. */
  declare readonly keySecret: Output<string>;
  /** The whole value of the Authorization header, `Bearer <id>:<secret>`: a secret output. Without value if imported. */
  declare readonly authorization: Output<string>;
  /** When it was issued: ISO 8601, UTC. */
  declare readonly createdAt: Output<string | undefined>;
  /** Others of the same computed name that a lost reply left: shown by a refresh, deleted by the next update. */
  declare readonly duplicateIds: Output<string[] | undefined>;

  /** @throws pulumi.RunError when the configuration is incomplete, or the name is declared twice */
  constructor(name: string, args: AutomationKeyArgs = {}, options?: CustomResourceOptions) {
    super(...registration(SHAPE, name, args, options));
    openSecrets(this, SHAPE, name);
  }
}
