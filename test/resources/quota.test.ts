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
        "set the resource option deleteBeforeReplace: true (consumers are without a valid credential until the new one is there), or delete one that nobody needs.",
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

  test("isn't told to be possible by a list that failed, and is asked for again", async ({
    tenant,
    sandbox,
  }) => {
    sandbox.failNext("getApiTokens", { kind: "reply", status: 403, body: '{"error":"No"}' });

    expect(await failureOf(reserve(tenant, "ApiToken", "t1", "ci"))).toMatchObject({
      operation: "getApiTokens",
    });
    expect(await failureOf(reserve(tenant, "ApiToken", "t1", "ci"))).toBeUndefined();
  });

  test("needs no slot where AppTego sets no limit", async ({ tenant, sandbox }) => {
    await reserve(tenant, "User", "u1", "alice");

    expect(sandbox.calls.all).toEqual([]);
  });
});
