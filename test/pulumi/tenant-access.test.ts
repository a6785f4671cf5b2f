import { writeFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, expectTypeOf } from "vitest";
import { TenantAccess, type TenantAccessArgs } from "../../provider";
import { test } from "../support/temporary-folder";

interface Registered {
  readonly name: string;
  readonly type: string;
  readonly inputs: Record<string, unknown>;
}

let registered: Registered[] = [];

beforeEach(async () => {
  registered = [];
  await pulumi.runtime.setMocks({
    newResource: ({ name, type, inputs }) => {
      registered.push({ name, type, inputs });
      const issued = { tokenKey: `key of ${name}`, keyId: `id of ${name}` };
      const secrets = { tokenSecret: `s-${name}`, keySecret: `s-${name}`, authorization: `Bearer ${name}` };
      return { id: `id of ${name}`, state: { ...inputs, ...issued, ...secrets } };
    },
    call: () => ({}),
  });
  pulumi.runtime.setAllConfig({
    "apptego:tenantId": "0123456789abcdef0123456789abcdef",
    "apptego:tokenKey": "tok_1",
    "apptego:tokenSecret": "s3cr3t-of-the-test",
  });
});

afterEach(async () => pulumi.runtime.disconnect());

async function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

/** The names of what was registered, once all of it was. */
async function names(access: TenantAccess): Promise<string[]> {
  await settled(access);
  return registered.map(({ name }) => name).sort();
}

async function settled({ urn, users, groups, tokens, keys }: TenantAccess): Promise<void> {
  await valueOf(pulumi.all([urn, pulumi.output({ users, groups, tokens, keys })]));
}

const WHOLE = {
  users: { "Alice@Acme.test": ["Builds"], "bob@acme.test": { permissions: ["Builds"], onDestroy: "retain" } },
  groups: { "apptego-admins": ["Users & API Management"] },
  tokens: { ci: { permissions: ["build_applications"], name: "CI" }, reader: [] },
  keys: { pipeline: { enabled: false }, nightly: {} },
} as const satisfies TenantAccessArgs;

const PREFIX = "pulumi-nodejs:dynamic/apptego:";

describe("TenantAccess", () => {
  test("creates a resource an entry, named by component, kind and entry", async () => {
    await settled(new TenantAccess("acme", WHOLE));
    const told = registered.map(({ name, type, inputs: { email, groupName, name: given, enabled } }) => [
      name,
      type.replace(PREFIX, ""),
      email ?? groupName ?? given ?? enabled,
    ]);

    expect(told.sort()).toEqual([
      ["acme", "apptego:index:TenantAccess", undefined],
      ["acme-group-apptego-admins", "SamlGroupMapping", "apptego-admins"],
      ["acme-key-nightly", "AutomationKey", undefined],
      ["acme-key-pipeline", "AutomationKey", false],
      ["acme-token-ci", "ApiToken", "CI"],
      ["acme-token-reader", "ApiToken", undefined],
      ["acme-user-alice@acme.test", "User", "Alice@Acme.test"],
      ["acme-user-bob@acme.test", "User", "bob@acme.test"],
    ]);
  });

  test("keeps each name when order, other entries or the case of an address change", async () => {
    const before = await names(new TenantAccess("acme", { users: WHOLE.users, tokens: WHOLE.tokens }));
    registered = [];
    const after = await names(
      new TenantAccess("acme", {
        tokens: { reader: [], cd: [], ci: [] },
        users: { "BOB@acme.test": [], "alice@acme.test": [] },
      }),
    );

    expect(after).toEqual([...before, "acme-token-cd"].sort());
  });

  test("is the parent of its resources, and hands on what they wait for", async () => {
    const first = new pulumi.ComponentResource("test:index:First", "first");
    const seen: (readonly [string, unknown, unknown])[] = [];
    const access = new TenantAccess("acme", WHOLE, {
      dependsOn: first,
      retainOnDelete: true,
      transformations: [
        ({ type, opts }) => {
          if (type.startsWith(PREFIX)) seen.push([String(opts.retainOnDelete), opts.dependsOn, opts.parent]);
          return undefined;
        },
      ],
    });
    await settled(access);

    expect(seen).toHaveLength(7);
    for (const [retained, dependsOn, parent] of seen) {
      expect(retained).toBe("true");
      expect(dependsOn).toEqual([first]);
      expect(parent).toBe(access);
    }
  });

  test("gives out ids, and credentials by name with their secrets as secret outputs", async () => {
    const { users, groups, tokens, keys } = new TenantAccess("acme", WHOLE);

    expect(await valueOf(pulumi.output({ users, groups }))).toEqual({
      users: {
        "Alice@Acme.test": "id of acme-user-alice@acme.test",
        "bob@acme.test": "id of acme-user-bob@acme.test",
      },
      groups: { "apptego-admins": "id of acme-group-apptego-admins" },
    });
    expect(await valueOf(pulumi.output(tokens.ci))).toEqual({
      tokenKey: "key of acme-token-ci",
      tokenSecret: "s-acme-token-ci",
      authorization: "Bearer acme-token-ci",
    });
    expect(await valueOf(keys.nightly.keySecret)).toBe("s-acme-key-nightly");
    const secrets = [tokens.ci.tokenSecret, tokens.ci.authorization, keys.nightly.keySecret];
    for (const output of [...secrets, keys.nightly.authorization])
      expect(await pulumi.isSecret(output)).toBe(true);
    expect(await pulumi.isSecret(tokens.ci.tokenKey)).toBe(false);
  });

  test("refuses all mistakes in one error, before anything is registered", async () => {
    const wrong = { users: { alice: ["Bilds"] }, keyes: {} } as unknown as TenantAccessArgs;

    expect(() => new TenantAccess("acme", wrong)).toThrow(
      /^TenantAccess "acme" has 3 mistakes[^]*keyes is unknown[^]*users\["alice"\] must be one e-mail/,
    );
    await pulumi.runtime.disconnect();
    expect(registered).toEqual([]);
  });

  test("takes permissions and rotations that only another resource knows, and checks the rest", async () => {
    const later = pulumi.output(["Builds" as const]);
    const month = Promise.resolve("2026-11");
    await settled(
      new TenantAccess("acme", {
        users: { "alice@acme.test": later },
        tokens: { ci: { permissions: [later.apply(([first]) => first ?? "Builds")], rotateOn: { month } } },
      }),
    );

    const inputsOf = (name: string) => registered.find((one) => one.name === name)?.inputs;
    expect(inputsOf("acme-user-alice@acme.test")).toMatchObject({ permissions: ["Builds"] });
    expect(inputsOf("acme-token-ci")).toMatchObject({
      permissions: ["Builds"],
      rotateOn: { month: "2026-11" },
    });
    const wrong = { tokens: { ci: { permissions: [later, "Bilds"] } } } as unknown as TenantAccessArgs;
    expect(() => new TenantAccess("acme", wrong)).toThrow('tokens["ci"].permissions[1] must hold only');
  });

  test("takes no wrong permission, property or name in TypeScript", () => {
    const access = (): TenantAccess<"ci", "nightly"> =>
      new TenantAccess("acme", { tokens: { ci: [] }, keys: { nightly: {} } });

    expectTypeOf<{ users: { a: ["Builds"] } }>().toExtend<TenantAccessArgs>();
    expectTypeOf<{ users: { a: ["Bilds"] } }>().not.toExtend<TenantAccessArgs>();
    expectTypeOf<{ tokens: { a: { permissions: ["Bilds"] } } }>().not.toExtend<TenantAccessArgs>();
    expectTypeOf<{ users: { a: { onDestroy: "keep" } } }>().not.toExtend<TenantAccessArgs>();
    expectTypeOf<{ keys: { a: { enabled: "true" } } }>().not.toExtend<TenantAccessArgs>();
    expectTypeOf(access).returns.toHaveProperty("tokens").toHaveProperty("ci");
    expectTypeOf(access).returns.toHaveProperty("keys").not.toHaveProperty("pipeline");
    expect(Object.keys(access().tokens)).toEqual(["ci"]);
  });
});

describe("TenantAccess.fromFile", () => {
  test("takes a file beside the program and a name of its own", async ({ folder }) => {
    const file = path.join(folder, "tenant.yaml");
    writeFileSync(file, "users: { alice@acme.test: [Builds] }\nkeys: { nightly: }\n");
    const byDefault = await names(TenantAccess.fromFile(path.relative(process.cwd(), file)));
    registered = [];
    const named = await names(TenantAccess.fromFile(file, { name: "acme" }));

    expect(byDefault).toEqual(["tenant", "tenant-key-nightly", "tenant-user-alice@acme.test"]);
    expect(named).toEqual(["acme", "acme-key-nightly", "acme-user-alice@acme.test"]);
  });

  test("refuses a wrong file as an error of the program, without a stack of this package", ({ folder }) => {
    const file = path.join(folder, "tenant.yaml");
    writeFileSync(file, "tokens:\n  ci: [Bilds]\n");
    let thrown: unknown;
    try {
      TenantAccess.fromFile(file);
    } catch (error) {
      thrown = error;
    }

    expect(pulumi.RunError.isInstance(thrown)).toBe(true);
    expect(String(thrown)).toContain(`${file}:2:8: tokens["ci"][0] must hold only permissions of AppTego`);
    expect(registered).toEqual([]);
  });
});
