import { describe, expect } from "vitest";
import { operations } from "../../provider/api/contract";
import { startSandbox } from "../../provider/sandbox";
import { test } from "../support/pulumi";

const TOKENS = 19; // and the token that the provider itself is using: 20 in all
const USERS = 99; // and the owner: 100 in all
const KEYS = 10;
const MAPPINGS = 60;

// Each token and user is created and granted, each key and mapping is created: nothing less does it.
const WRITES = TOKENS * 2 + USERS * 2 + KEYS + MAPPINGS;

const program = {
  "index.js": `
    const apptego = require("pulumi-apptego");
    const each = (count, make) => { for (let i = 0; i < count; i += 1) make(i); };
    each(${TOKENS}, (i) => new apptego.ApiToken("token-" + i, { permissions: ["build_applications"] }));
    each(${USERS}, (i) => new apptego.User("user-" + i, { email: "user-" + i + "@acme.test", permissions: ["update_certificates"] }));
    each(${KEYS}, (i) => new apptego.AutomationKey("key-" + i));
    each(${MAPPINGS}, (i) => new apptego.SamlGroupMapping("group-" + i, { groupName: "group-" + i, permissions: ["Builds"] }));
  `,
};

describe("A whole tenant", () => {
  test("costs its writes and four lists to create, nothing to leave alone, and four lists to refresh", async ({
    startStack,
    onTestFinished,
  }) => {
    const sandbox = await startSandbox();
    onTestFinished(() => sandbox.close());
    const stack = await startStack({ program, tenant: sandbox });

    const up = await stack.up();

    expect(up.exitCode, up.stderr + up.stdout).toBe(0);
    expect(sandbox.calls.writes().length).toBe(WRITES);
    expect(sandbox.calls.reads().length).toBeLessThanOrEqual(4);
    expect(sandbox.calls.maxInFlight()).toBeLessThanOrEqual(4);
    expect(sandbox.tenant.tokens.length).toBe(TOKENS + 1);
    expect(sandbox.tenant.users.length).toBe(USERS + 1);

    sandbox.calls.clear();
    const again = await stack.up();

    expect(again.exitCode, again.stderr).toBe(0);
    expect(sandbox.calls.operations()).toEqual([]);

    const refresh = await stack.refresh({ previewOnly: true, args: ["--expect-no-changes"] });

    expect(refresh.exitCode, refresh.stdout + refresh.stderr).toBe(0);
    expect(sandbox.calls.operations().every((name) => operations[name].effect === "read")).toBe(true);
    expect(sandbox.calls.operations().length).toBeLessThanOrEqual(4);
  });
});
