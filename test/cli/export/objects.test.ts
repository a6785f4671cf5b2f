import { describe, expect } from "vitest";
import { type Filter, selectObjects } from "../../../provider/cli/export/objects";
import { HOSTILE_SEED } from "../../support/export";
import { test } from "../../support/tenant";

test.override({ sandboxOptions: { seed: HOSTILE_SEED } });

describe("What is exported", () => {
  test("is all that a program can hold; what it can't is told", async ({ tenant, sandbox }) => {
    const { objects, skipped } = await selectObjects(tenant, {});

    expect(sandbox.calls.operations()).toEqual([
      ...["getUsers", "getApiTokens", "getSamlGroupMappings", "getAutomationKeys"],
    ]);
    expect(objects).toHaveLength(3 + 9 + 4 + 2);
    expect(skipped).toMatchObject([{ kind: "mapping", title: "acme-*" }]);
    expect(skipped[0]?.reason).toContain("wildcard");
    const names = new Set(objects.map(({ kind, name }) => `${kind} ${name}`));
    expect(names.size).toBe(objects.length);
  });

  test("protects the owner and the token in use, and says so", async ({ tenant, sandbox }) => {
    const { objects } = await selectObjects(tenant, {});

    expect(objects.filter(({ protect }) => protect)).toMatchObject([
      { kind: "user", title: "owner@acme.test", notes: [expect.stringContaining("Owns the tenant")] },
      { kind: "token", id: sandbox.credentials.tokenKey, notes: [expect.stringContaining("in use")] },
    ]);
    expect(objects.find(({ title }) => title.startsWith("O.Hara"))?.notes).toEqual([
      "Invited, not yet a member.",
    ]);
  });

  test("leaves out a name that a program can't give: it stays as it is", async ({ tenant }) => {
    const { objects } = await selectObjects(tenant, { kinds: ["token"] });
    const unnamed = objects.filter(({ isNamed }) => !isNamed);

    expect(unnamed.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["blank", "left", expect.stringMatching(/^ci-/)]),
    );
    expect(unnamed).toHaveLength(4);
    for (const { title, notes } of unnamed)
      expect(notes).toContain(`Its name in AppTego stays ${JSON.stringify(title)} until it is rotated.`);
  });

  test("says a permission that this release has no name for, and leaves it alone", async ({
    tenant,
    sandbox,
  }) => {
    sandbox.portal.setTokenPermissions({
      token: "constructor",
      permissions: ["build_applications", "fly_rockets"],
    });

    const { objects } = await selectObjects(tenant, { match: ["constructor"] });

    expect(objects).toMatchObject([
      { permissions: ["Builds"], notes: ["It keeps what this release has no name for: fly_rockets."] },
    ]);
  });

  test.for<[string, Filter, string[]]>([
    ["a kind", { kinds: ["key"] }, ["key ci-3", "key 日本語"]],
    ["a pattern, without letter case", { match: ["OWNER@*"] }, ["user owner-acme-test"]],
    [
      "several patterns",
      { kinds: ["mapping"], match: ["true", "Entw*"] },
      ["mapping entwickler-koln", "mapping true"],
    ],
    ["what isn't managed", { isManaged: (kind) => kind !== "mapping", match: ["true"] }, ["mapping true"]],
  ])("can be narrowed by %s, and is named alike", async ([, filter, names], { tenant }) => {
    const all = (await selectObjects(tenant, {})).objects.map(
      ({ kind, id, name }) => `${kind} ${id} ${name}`,
    );

    const { objects } = await selectObjects(tenant, filter);

    expect(objects.map(({ kind, name }) => `${kind} ${name}`)).toEqual(names);
    for (const { kind, id, name } of objects) expect(all).toContain(`${kind} ${id} ${name}`);
  });

  test("lacks what the plan doesn't have", async ({ tenant, sandbox }) => {
    sandbox.portal.setPlan({ plan: "TEAM" });
    const { objects, unplanned } = await selectObjects(tenant, {});

    expect(unplanned).toEqual(["SAML group mappings"]);
    expect(objects.some(({ kind }) => kind === "mapping")).toBe(false);
  });

  test("fails whole for what can't be read", async ({ tenant, sandbox }) => {
    sandbox.failNext("getUsers", { kind: "reply", status: 403, body: `{"error": "Permission denied"}` });

    await expect(selectObjects(tenant, {})).rejects.toThrow(
      /^Exporting the users: .*Permission denied.*name the kinds that can be read by --kind\.$/s,
    );
  });
});
