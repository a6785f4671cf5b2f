import { writeFile } from "node:fs/promises";
import path from "node:path";
import { execaNode } from "execa";
import { describe, expect } from "vitest";
import { makeReads } from "../../bench/reads";
import { startSandbox } from "../../provider/sandbox";
import { environmentOf } from "../support/command";
import { test } from "../support/temporary-folder";

describe("Ten refreshes in one process", () => {
  test("ask for all four lists each time, and tell the memory after each", async ({
    folder,
    onTestFinished,
  }) => {
    const sandbox = await startSandbox();
    onTestFinished(sandbox.close);
    sandbox.portal.addUser({ email: "alice@acme.test" });
    sandbox.portal.addMapping({ group: "admins", permissions: ["build_applications"] });
    sandbox.portal.addKey({ name: "pipeline" });
    const { users, tokens, keys, mappings } = sandbox.tenant;
    const ids = {
      User: users.at(-1)?.userId,
      ApiToken: tokens.at(-1)?.tokenKey,
      AutomationKey: keys.at(-1)?.keyId,
      SamlGroupMapping: mappings.at(-1)?.mappingId,
    };
    const resources = Object.entries(ids).map(([type, id]) => ({
      ...{ type: `pulumi-nodejs:dynamic/apptego:${type}`, id, outputs: {} },
    }));
    const state = path.join(folder, "state.json");
    await writeFile(state, JSON.stringify({ deployment: { resources } }));

    const { stdout } = await execaNode(await makeReads(), [state], {
      env: environmentOf(sandbox),
      extendEnv: false,
      nodeOptions: ["--expose-gc"],
    });

    // Each round begins with an empty journal: so these are the calls of the tenth.
    expect([...sandbox.calls.operations()].sort()).toEqual([
      "getApiTokens",
      "getAutomationKeys",
      "getSamlGroupMappings",
      "getUsers",
    ]);
    const told = stdout.split("\n").map(Number);
    expect(told).toHaveLength(10);
    for (const bytes of told) expect(bytes).toBeGreaterThan(1_000_000);
  });
});
