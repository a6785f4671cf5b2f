import { describe, expect } from "vitest";
import { importExisting, mismatches } from "../../provider/pulumi/import";
import { resourceOf } from "../../provider/resources";
import { Refused } from "../../provider/resources/lifecycle";
import { UNKNOWN } from "../../provider/resources/unknown";
import { failureOf } from "../support/connection";
import { providerOf } from "../support/provider";
import { test as base } from "../support/tenant";

const test = base.extend<{ id: string }>({
  id: async ({ sandbox }, use) => {
    sandbox.portal.addToken({ name: "by hand", permissions: ["build_applications"] });
    await use(sandbox.tenant.tokens.find(({ name }) => name === "by hand")?.tokenKey ?? "");
  },
});

const token = resourceOf("ApiToken");
const same = { name: "by hand", permissions: ["build_applications"] };

describe("The option import", () => {
  test("takes over what is there, without a write", async ({ id, sandbox }) => {
    const provider = await providerOf(sandbox, "ApiToken");
    const { inputs, failures } = await provider.check({}, { ...same, rotateOn: { n: "1" }, __import: id });
    expect(failures).toEqual([]);
    const made = await provider.create(inputs);

    expect(made).toEqual({
      id,
      outs: {
        ...same,
        rotateOn: { n: "1" },
        tokenKey: id,
        createdAt: expect.any(String) as string,
        __import: id,
        __tenant: sandbox.credentials.tenantId,
      },
    });
    expect(sandbox.calls.writes()).toEqual([]);
    const again = await provider.check(inputs, { ...same, rotateOn: { n: "1" }, __import: id });
    expect(await provider.diff(id, made.outs, again.inputs)).toEqual({ changes: false, replaces: [] });
  });

  test("issues a new credential at a rotation, although the option is still there", async ({
    id,
    sandbox,
  }) => {
    const provider = await providerOf(sandbox, "ApiToken");
    const wish = (n: string) => ({ ...same, rotateOn: { n }, __import: id });
    const first = await provider.check({}, wish("1"));
    const imported = await provider.create(first.inputs);
    const fresh = await providerOf(sandbox, "ApiToken", "next");
    const known = await fresh.check(first.inputs, wish("2"));
    expect(await fresh.diff(id, imported.outs, known.inputs)).toMatchObject({ replaces: ["rotateOn"] });
    const anew = await fresh.check({}, wish("2")); // for a replacement the engine gives no olds
    const made = await fresh.create(anew.inputs);
    await fresh.delete(id, imported.outs);

    expect(made.id).not.toBe(id);
    expect(sandbox.issuedSecrets).toContain((made.outs as Record<string, unknown>)["tokenSecret"]);
    expect(sandbox.tenant.tokens.map(({ tokenKey }) => tokenKey)).toContain(made.id);
  });

  test("doesn't lose the object to a forced replacement that takes it over again", async ({
    id,
    sandbox,
  }) => {
    const provider = await providerOf(sandbox, "ApiToken");
    const { inputs } = await provider.check({}, { ...same, __import: id });
    const made = await provider.create(inputs);
    await provider.delete(id, made.outs);

    expect(sandbox.calls.writes()).toEqual([]);
  });

  test("asks AppTego nothing where the inputs are wrong anyway", async ({ id, sandbox }) => {
    const provider = await providerOf(sandbox, "ApiToken");
    const { failures } = await provider.check({}, { name: "ci", permissions: ["nope"], __import: id });

    expect(failures).toHaveLength(1);
    expect(sandbox.calls.all).toEqual([]);
  });

  test("takes no id that stands for a doubt", async ({ sandbox }) => {
    const provider = await providerOf(sandbox, "ApiToken");
    const { failures = [] } = await provider.check({}, { ...same, __import: "unresolved:x" });

    expect(failures[0]?.reason).toContain("holds no such object");
  });

  test("takes the name from what is there when the program leaves it out", async ({ id, sandbox }) => {
    const provider = await providerOf(sandbox, "ApiToken");
    const { inputs } = await provider.check(
      {},
      { permissions: ["Builds"], __import: id, __computedName: "ci [pu-0000000001]" },
    );

    expect(inputs).toMatchObject({ name: "by hand" });
  });

  test("fails before a write with each difference, and what to do", async ({ id, sandbox }) => {
    const provider = await providerOf(sandbox, "ApiToken");
    const { failures = [] } = await provider.check({}, { name: "other", permissions: [], __import: id });

    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringContaining(
        `Importing ApiToken ${id}: name is "by hand" in the tenant, but "other" in the program.`,
      ),
      expect.stringContaining('permissions is ["build_applications"] in the tenant, but [] in the program.'),
    ]);
    expect(failures[0]?.reason).toContain("write what is there into the program first");
    expect(sandbox.calls.writes()).toEqual([]);
  });

  test("fails for an id that isn't there", async ({ sandbox }) => {
    const provider = await providerOf(sandbox, "AutomationKey");
    const { failures = [] } = await provider.check({}, { name: "x", __import: "nothing" });

    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringContaining(
        "Importing AutomationKey nothing: the tenant holds no such object. Look the id up",
      ),
    ]);
  });

  test("takes a person over as a member from before, who stays at the end", async ({ sandbox, tenant }) => {
    sandbox.portal.addUser({ email: "alice@acme.test" });
    const id = sandbox.tenant.users.find(({ email }) => email === "alice@acme.test")?.userId ?? "";
    const user = resourceOf("User");
    const made = await importExisting(
      user,
      tenant,
      id,
      {
        email: "Alice@acme.test",
        permissions: [],
        onDestroy: undefined,
      },
      new Set(),
    );
    expect(made.state).toMatchObject({ adopted: true, status: "active" });
    await user.delete(tenant, id, made.state);

    expect(sandbox.calls.writes()).toEqual([]);
  });

  test("is refused once more where something changed since the check", async ({ id, sandbox, tenant }) => {
    sandbox.portal.setTokenPermissions({ token: id, permissions: [] });

    expect(await failureOf(importExisting(token, tenant, id, same, new Set()))).toBeInstanceOf(Refused);
  });

  test("waits for what isn't known yet, and shows no secret", () => {
    const live = { ...same, tokenKey: "1" };
    const wish = { name: "s3cret-name", permissions: [UNKNOWN] };
    const told = mismatches(token, "1", live, wish, new Set(["name"])).map(({ message }) => message);

    expect(told).toEqual([expect.stringContaining("name differs between the tenant and the program")]);
    expect(told.join()).not.toContain("s3cret-name");
  });
});
