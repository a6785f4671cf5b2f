import * as pulumi from "@pulumi/pulumi";
import { UNKNOWN } from "../resources/unknown";
import { invalid, InvalidTenantAccess, placeName, problemsOf } from "../tenant-access/problems";
import { readTenantAccess } from "../tenant-access/read";
import { type CredentialEntryOptions, type EntryOptions, longForm, split } from "./access-entries";
import { ApiToken, type ApiTokenArgs } from "./api-token";
import { AutomationKey, type AutomationKeyArgs } from "./automation-key";
import { requireConfiguration } from "./configuration";
import { SamlGroupMapping, type SamlGroupMappingArgs } from "./saml-group-mapping";
import type { TenantLimits } from "../api/contract";
import type { Permissions } from "./types";
import { User, type UserArgs } from "./user";

/** A whole tenant's access. Each entry may be just its list of permissions. */
export interface TenantAccessArgs<TokenName extends string = string, KeyName extends string = string> {
  /** Who is a member: by e-mail address, what the person may do. */
  readonly users?: Readonly<Record<string, Permissions | (Omit<UserArgs, "email"> & EntryOptions)>>;
  /** By the name of a group of the identity provider, what its members may do. Enterprise plan. */
  readonly groups?: Readonly<
    Record<string, Permissions | (Omit<SamlGroupMappingArgs, "groupName"> & EntryOptions)>
  >;
  /** API tokens by a name of your choice, at most 20: it names the resource and the outputs. */
  readonly tokens?: Readonly<Record<TokenName, Permissions | (ApiTokenArgs & CredentialEntryOptions)>>;
  /** Automation keys by a name of your choice, at most 10: it names the resource and the outputs. */
  readonly keys?: Readonly<Record<KeyName, AutomationKeyArgs & CredentialEntryOptions>>;
}

/** What a caller needs of an API token. */
export interface IssuedToken {
  readonly tokenKey: pulumi.Output<string>;
  /** A secret output. */
  readonly tokenSecret: ApiToken["tokenSecret"];
  /** The whole value of the Authorization header: a secret output. */
  readonly authorization: ApiToken["authorization"];
}

/** What a build needs of an automation key. */
export interface IssuedKey {
  readonly keyId: pulumi.Output<string>;
  /** A secret output. */
  readonly keySecret: AutomationKey["keySecret"];
  /** The whole value of the Authorization header: a secret output. */
  readonly authorization: AutomationKey["authorization"];
}

/** The options of {@link TenantAccess.fromFile}. */
export interface TenantAccessFileOptions extends pulumi.ComponentResourceOptions {
  /** The component's name, which the names of its resources begin with; `tenant` by default. */
  readonly name?: string;
}

/**
 * A whole tenant's users, groups, tokens and keys, from one object or one file. All of it is checked before any of it
 * is created.
 *
 * @example
 * const access = new apptego.TenantAccess("acme", {
 *   users: { "alice@acme.test": ["Builds"] },
 *   tokens: { ci: ["Builds"] },
 * });
 * export const ciAuthorization = access.tokens.ci.authorization; // a secret output
 */
export class TenantAccess<TokenName extends string = string, KeyName extends string = string>
  extends pulumi.ComponentResource
{
  /** The ids of the users, by e-mail address as it was given. */
  readonly users: Readonly<Record<string, pulumi.Output<string>>>;
  /** The ids of the group mappings, by group name. */
  readonly groups: Readonly<Record<string, pulumi.Output<string>>>;
  /** The API tokens by name. */
  readonly tokens: Readonly<Record<TokenName, IssuedToken>>;
  /** The automation keys by name. */
  readonly keys: Readonly<Record<KeyName, IssuedKey>>;

  /** @throws pulumi.RunError when the configuration is incomplete, or that lists every mistake of `args` */
  constructor(
    name: string,
    args: TenantAccessArgs<TokenName, KeyName>,
    options: pulumi.ComponentResourceOptions = {},
  ) {
    refuseMistakes(`TenantAccess ${JSON.stringify(name)}`, args, requireConfiguration());
    super("apptego:index:TenantAccess", name, {}, options);

    const childOptions = { parent: this, ...passedOn(options) };
    this.users = each(args.users, (email, entry) => {
      // Letter case tells no two people apart, so it mustn't rename the resource either.
      const child = `${name}-user-${email.toLowerCase()}`;
      const [inputs, own] = split(longForm(entry));
      return new User(child, { ...inputs, email }, { ...childOptions, ...own }).id;
    });
    this.groups = each(args.groups, (groupName, entry) => {
      const child = `${name}-group-${groupName}`;
      const [inputs, own] = split(longForm(entry));
      return new SamlGroupMapping(child, { ...inputs, groupName }, { ...childOptions, ...own }).id;
    });
    this.tokens = each(args.tokens, (tokenName, entry) => {
      const [inputs, own] = split(longForm(entry));
      const token = new ApiToken(`${name}-token-${tokenName}`, inputs, { ...childOptions, ...own });
      const { tokenKey, tokenSecret, authorization } = token;
      return {
        tokenKey,
        tokenSecret: pulumi.secret(tokenSecret),
        authorization: pulumi.secret(authorization),
      };
    });
    this.keys = each(args.keys, (keyName, entry) => {
      const [inputs, own] = split({ ...entry });
      const key = new AutomationKey(`${name}-key-${keyName}`, inputs, { ...childOptions, ...own });
      const { keyId, keySecret, authorization } = key;
      return { keyId, keySecret: pulumi.secret(keySecret), authorization: pulumi.secret(authorization) };
    });
    const { users, groups, tokens, keys } = this;
    this.registerOutputs({ users, groups, tokens, keys });
  }

  /**
   * The access that a YAML or JSON file describes; `schemas/tenant-access.schema.json` of this package is its schema.
   *
   * @param file relative to the program's folder, or absolute
   * @throws pulumi.RunError when the configuration is incomplete, or that lists every mistake with file, line and column
   */
  static fromFile(file: string, options: TenantAccessFileOptions = {}): TenantAccess {
    const { name = "tenant", ...others } = options;
    return new TenantAccess(name, described(file), others);
  }
}

function described(file: string): TenantAccessArgs {
  const limits = requireConfiguration();
  try {
    return readTenantAccess(file, process.cwd(), limits) as TenantAccessArgs; // it lets only known permissions through
  } catch (error) {
    throw error instanceof InvalidTenantAccess ? new pulumi.RunError(error.message) : error;
  }
}

function refuseMistakes(what: string, args: unknown, limits: TenantLimits): void {
  const problems = problemsOf(withUnknowns(args), limits);
  const mistakes = problems.map(({ path, message }) => `${placeName(path)} ${message}`);
  if (mistakes.length > 0) throw new pulumi.RunError(invalid(what, mistakes).message);
}

const DEEPEST = 4; // as in tokens.ci.rotateOn.month

function withUnknowns(value: unknown, depth = 0): unknown {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return UNKNOWN;
  if (typeof value !== "object" || value === null || depth === DEEPEST) return value;
  if (Array.isArray(value)) return value.map((item) => withUnknowns(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withUnknowns(item, depth + 1)]));
}

/** The options that the engine doesn't hand on from a component to what is in it. */
function passedOn({ dependsOn, deletedWith, retainOnDelete }: pulumi.ComponentResourceOptions) {
  return {
    ...(dependsOn !== undefined && { dependsOn }),
    ...(deletedWith !== undefined && { deletedWith }),
    ...(retainOnDelete !== undefined && { retainOnDelete }),
  };
}

function each<Name extends string, Entry, Result>(
  entries: Readonly<Record<Name, Entry>> | undefined,
  make: (name: Name, entry: Entry) => Result,
): Readonly<Record<Name, Result>> {
  const pairs = Object.entries(entries ?? {}) as [Name, Entry][];
  return Object.fromEntries(pairs.map(([name, entry]) => [name, make(name, entry)])) as Record<Name, Result>;
}
