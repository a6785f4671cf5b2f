import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { TenantAccess } from "../../provider";
import { longForm, split } from "../../provider/pulumi/access-entries";
import { scratchFile } from "../support/connection";
import { run } from "../support/program";

describe("An entry of a tenant's access", () => {
  test("is its permissions, where it isn't a map", () => {
    const later = pulumi.output(["Builds" as const]);
    const promised = Promise.resolve(["Builds" as const]);

    expect(longForm(["Builds"])).toEqual({ permissions: ["Builds"] });
    expect(longForm(later)).toEqual({ permissions: later });
    expect(longForm(promised)).toEqual({ permissions: promised });
    expect(longForm({ rotateOn: { n: "1" } })).toEqual({ rotateOn: { n: "1" } });
  });

  test("comes apart into inputs and resource options", () => {
    const entry = { name: "CI", import: "t1", protect: true, deleteBeforeReplace: false };

    expect(split(entry)).toEqual([
      { name: "CI" },
      { import: "t1", protect: true, deleteBeforeReplace: false },
    ]);
    expect(split({ name: "CI" })).toEqual([{ name: "CI" }, {}]);
  });

  test("gives its options to its resource, and the inputs only", async () => {
    const seen: Record<string, unknown> = {};
    const note: pulumi.ResourceTransformation = ({ name, opts }) => {
      const { protect, deleteBeforeReplace } = opts as pulumi.CustomResourceOptions;
      seen[name] = { protect, deleteBeforeReplace };
      return undefined;
    };
    const access = {
      users: { "alice@acme.test": { permissions: [], import: "u1", protect: true } },
      groups: { dev: { permissions: [], import: "g1" } },
      tokens: { ci: { name: "CI", deleteBeforeReplace: true }, cd: ["Builds" as const] },
      keys: { nightly: { protect: false, import: "k1", deleteBeforeReplace: true } },
    };
    const { registered, failure } = await run(
      () => new TenantAccess("acme", access, { transformations: [note] }),
    );

    expect(failure).toBeUndefined();
    const hidden = registered.map(({ name, inputs }) => [
      name,
      inputs["__import"],
      inputs["__deleteBeforeReplace"],
    ]);
    expect(hidden.sort()).toEqual([
      ["acme", undefined, undefined],
      ["acme-group-dev", "g1", undefined],
      ["acme-key-nightly", "k1", true],
      ["acme-token-cd", undefined, undefined],
      ["acme-token-ci", undefined, true],
      ["acme-user-alice@acme.test", "u1", undefined],
    ]);
    expect(seen["acme-user-alice@acme.test"]).toMatchObject({ protect: true });
    expect(seen["acme-token-ci"]).toEqual({ protect: undefined, deleteBeforeReplace: true });
    expect(seen["acme-key-nightly"]).toEqual({ protect: false, deleteBeforeReplace: true });
    for (const { inputs } of registered)
      for (const option of ["import", "protect", "deleteBeforeReplace"])
        expect(inputs).not.toHaveProperty(option);
  });

  test("has no option that only another resource knows", async () => {
    const protect = pulumi.output(true) as unknown as boolean;
    const id = pulumi.output("t1") as unknown as string;
    const { failure } = await run(
      () => new TenantAccess("acme", { tokens: { ci: { protect, import: id } } }),
    );

    expect(String(failure)).toMatch(/2 mistakes/);
    expect(String(failure)).toMatch(/tokens\["ci"\]\.import must be plain/);
    expect(String(failure)).toMatch(/tokens\["ci"\]\.protect must be plain/);
  });
});

describe("The entries of a tenant's access", () => {
  test("are counted against the limits of the contract file", async () => {
    const contract = scratchFile("contract.yaml", "limits:\n  apiTokens: 21\n  automationKeys: 1\n");
    const configuration = {
      "apptego:tenantId": "0123456789abcdef0123456789abcdef",
      "apptego:tokenKey": "tok_program",
      "apptego:tokenSecret": "s3cr3t-of-the-program",
      "apptego:contract": contract,
    };
    const tokens = Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`c${at}`, []]));
    const many = await run(() => new TenantAccess("acme", { tokens }), configuration);
    const tooMany = await run(() => new TenantAccess("acme", { keys: { a: {}, b: {} } }), configuration);
    const file = scratchFile("tenant.yaml", "keys: { a: , b: }\n");
    const inFile = await run(() => TenantAccess.fromFile(file), configuration);

    expect(many.failure).toBeUndefined();
    expect(many.registered).toHaveLength(22);
    for (const { failure } of [tooMany, inFile])
      expect(String(failure)).toContain(
        "keys holds 2 automation keys, but a tenant can have only 1: remove 1",
      );
  });
});
