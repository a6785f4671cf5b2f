import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect } from "vitest";
import { connect } from "../../provider/cli/connect";
import { readStacks } from "../../provider/cli/stacks/read-stacks";
import { ENCRYPTED } from "../../provider/cli/stacks/secret-values";
import { startSandbox } from "../../provider/sandbox";
import { keptContext } from "../support/command";
import { test } from "../support/pulumi";

const PROGRAM = {
  "index.js": `const pulumi = require("@pulumi/pulumi");
    const apptego = require("pulumi-apptego");
    new apptego.User("alice", { email: pulumi.secret("alice@acme.test"), permissions: ["Builds"] }, { protect: true });
    new apptego.TenantAccess("acme", { tokens: { ci: ["Builds"] } });`,
};

describe("The commands' sources, on the real engine", () => {
  test("are the stack's configuration and state, without running the program", async ({ startStack }) => {
    await using sandbox = await startSandbox();
    const stack = await startStack({ program: PROGRAM, tenant: sandbox });
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    const others = Object.entries(stack.env).filter(([name]) => !name.startsWith("APPTEGO_"));
    const env = Object.fromEntries(others);
    const { context, kept } = keptContext({ env, cwd: stack.folder });
    const options = { stack: ["dev"], cwd: path.basename(stack.project) };
    writeFileSync(path.join(stack.project, "index.js"), "throw new Error('the program was run')");

    const { tenant } = await connect(context, options);
    const [closed] = await readStacks(context, options);
    const [open] = await readStacks(context, options, { decrypt: true });

    expect((await tenant.users.current()).map(({ email }) => email)).toContain("alice@acme.test");
    const find = (state: typeof open, name: string) => state?.resources.find((one) => one.name === name);
    expect(find(closed, "alice")).toMatchObject({
      ...{ type: "User", protect: true, inputs: { email: ENCRYPTED }, secretInputs: ["email"] },
    });
    expect(find(open, "alice")).toMatchObject({ inputs: { email: "alice@acme.test" } });
    expect(find(open, "acme-token-ci")).toMatchObject({
      ...{ type: "ApiToken", unresolved: false, tenantId: sandbox.credentials.tenantId },
      secrets: { tokenSecret: "encrypted", authorization: "encrypted" },
    });
    for (const secret of sandbox.issuedSecrets) expect(JSON.stringify([closed, open])).not.toContain(secret);
    context.terminal.print("alice@acme.test");
    expect(kept.stdout).toBe("[secret]\n");

    await expect(readStacks(context, { ...options, stack: ["gone"] })).rejects.toThrow(
      /^Reading the state of the stack gone: pulumi ended with \d+ and said: .*gone/,
    );
  });
});
