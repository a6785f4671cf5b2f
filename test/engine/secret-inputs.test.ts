import { describe, expect } from "vitest";
import { startSandbox } from "../../provider/sandbox";
import { test } from "../support/pulumi";

const QUIET = "quiet.person@acme.test";
const program = {
  "index.js": `
    const pulumi = require("@pulumi/pulumi");
    const apptego = require("pulumi-apptego");
    new apptego.User("quiet", { email: pulumi.secret("${QUIET}"), permissions: ["Builds"] });
  `,
};

describe("An input that the program gives as a secret", () => {
  test("comes back a secret, and stays one when nothing changes and when a create is in doubt (A10)", async ({
    startStack,
    onTestFinished,
  }) => {
    const sandbox = await startSandbox();
    onTestFinished(() => sandbox.close());
    const stack = await startStack({ program, tenant: sandbox });
    const shown = async (text = QUIET) => {
      const traces = [...(await stack.traces())].filter(([place]) => !place.startsWith("project/"));
      return traces.filter(([, trace]) => trace.includes(text)).map(([place]) => place);
    };
    sandbox.failNext("addUser", { kind: "reset", when: "after" });
    sandbox.failNext("getUsers", { kind: "serverError", skip: 1, count: 99 });

    expect((await stack.up()).exitCode).not.toBe(0);
    expect(await shown()).toEqual([]);

    sandbox.faults.clear();
    expect((await stack.up()).exitCode).toBe(0);
    const again = await stack.preview({ args: ["--expect-no-changes", "--diff"] });
    expect(again.exitCode, again.stdout).toBe(0);
    expect(await shown()).toEqual([]);
    expect(await shown("build_applications")).not.toEqual([]); // what is no secret is found by the same scan
    expect(sandbox.tenant.users.filter(({ email }) => email === QUIET)).toHaveLength(1);
  });
});
