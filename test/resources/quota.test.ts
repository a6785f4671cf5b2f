import { describe, expect } from "vitest";
import { LIMITS } from "../../provider/api/contract";
import { openTenant } from "../../provider/resources/tenant";
import { reserve } from "../../provider/resources/quota";
import { failureOf } from "../support/connection";
import { checked } from "../support/provider";
import { test } from "../support/tenant";
import { resourceOf } from "../../provider/resources";

const numbered = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `c${index}` }));

describe("A replacement whose new credential comes first", () => {
  // The sandbox adds a token of its own: 19 of 20 and 6 of 10 are used.
  test.override({ sandboxOptions: { seed: { tokens: numbered(18), keys: numbered(6) } } });

  test("takes the last free slot, and asks for the list only once", async ({ tenant, sandbox }) => {
    await reserve(tenant, "ApiToken", "t1", "ci");
    await reserve(tenant, "ApiToken", "t1", "ci");
    await resourceOf("ApiToken").create(tenant, checked("ApiToken", { name: "new" }));

    expect(sandbox.calls.operations()).toEqual(["getApiTokens", "createApiToken"]);
  });

  test("is refused where the slots don't suffice for all of the run", async ({ tenant }) => {
    await reserve(tenant, "ApiToken", "t1", "ci");
    const failure = await failureOf(reserve(tenant, "ApiToken", "t2", "cd"));

    expect(failure).toMatchObject({
      name: "Refused",
      message:
        "Replacing the API token cd needs a free slot, but 19 of 20 API tokens are used, and 1 more of this run need one at the same time: " +
        "set the resource option deleteBeforeReplace: true (consumers are without a valid credential until the new one is there), or delete one that nobody needs. " +
        "The provider sees that option only where the resource is declared: where a transform sets it, or another resource's replacement takes this one along, set it there too.",
    });
  });

  test("is told of 6 automation keys of 10 at once", async ({ tenant }) => {
    const told = await Promise.all(
      ["1", "2", "3", "4", "5", "6"].map(async (id) => failureOf(reserve(tenant, "AutomationKey", id, ""))),
    );

    expect(told.some((failure) => failure !== undefined)).toBe(true);
    expect(String(told.at(-1))).toContain(
      "Replacing the automation key needs a free slot, but 6 of 10 automation keys are used, and 5 more",
    );
  });

  test("counts what this process made for it only once", async ({ tenant }) => {
    for (const id of ["1", "2", "3", "4"]) {
      await reserve(tenant, "AutomationKey", id, id);
      await resourceOf("AutomationKey").create(tenant, checked("AutomationKey", { name: `new ${id}` }));
    }

    expect(String(await failureOf(reserve(tenant, "AutomationKey", "5", "5")))).toContain("6 of 10");
  });

  test("has the limits of the contract file", async ({ api, connection }) => {
    const limits = { ...LIMITS, apiTokens: 19 };
    const tenant = openTenant(api, { ...connection, limits });

    expect(String(await failureOf(reserve(tenant, "ApiToken", "t1", "ci")))).toContain(
      "19 of 19 API tokens are used: set",
    );
  });

  test("is only warned of where the list fails, which is asked for again", async ({
    api,
    connection,
    sandbox,
  }) => {
    const warnings: string[] = [];
    const tenant = openTenant(api, connection, { warn: (message) => warnings.push(message) });
    sandbox.failNext("getApiTokens", { kind: "reply", status: 403, body: '{"error":"No"}' });
    await reserve(tenant, "ApiToken", "t1", "ci");

    expect(warnings).toEqual([
      expect.stringMatching(/^Replacing the API token ci: whether a slot is free can't be told yet: .*No/),
    ]);
    await reserve(tenant, "ApiToken", "t1", "ci");
    expect(String(await failureOf(reserve(tenant, "ApiToken", "t2", "cd")))).toContain("19 of 20");
    expect(warnings).toHaveLength(1);
    expect(sandbox.calls.operations()).toEqual(["getApiTokens", "getApiTokens"]);
  });

  test("takes no slot and fails nothing while it isn't certain, and a shortage is told", async ({
    api,
    connection,
  }) => {
    const warnings: string[] = [];
    const tenant = openTenant(api, connection, { warn: (message) => warnings.push(message) });
    for (const id of ["t1", "t2"]) await reserve(tenant, "ApiToken", id, "ci", { isCertain: false });
    await reserve(tenant, "ApiToken", "t3", "cd");
    expect(warnings).toEqual([]);

    await reserve(tenant, "ApiToken", "t4", "ci", { isCertain: false });
    expect(warnings).toEqual([
      expect.stringMatching(/isn't known yet; if it is: Replacing the API token ci needs .*19 of 20.*1 more/),
    ]);
  });

  test("needs no slot for which a leftover of its own makes room", async ({ tenant, sandbox }) => {
    const name = "ci [pu-0123456789]";
    sandbox.portal.addToken({ name });

    await reserve(tenant, "ApiToken", "t1", "ci", { name });
    expect(String(await failureOf(reserve(tenant, "ApiToken", "t2", "cd", { name: "cd" })))).toContain(
      "20 of 20",
    );
    const spared = { ...tenant, reclaim: "never" as const, tokens: { ...tenant.tokens } };
    expect(String(await failureOf(reserve(spared, "ApiToken", "t1", "ci", { name })))).toContain("20 of 20");
  });

  test("needs no slot where AppTego sets no limit", async ({ tenant, sandbox }) => {
    await reserve(tenant, "User", "u1", "alice");

    expect(sandbox.calls.all).toEqual([]);
  });
});
