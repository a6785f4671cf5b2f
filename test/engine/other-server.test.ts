import { describe, expect } from "vitest";
import { startOtherServer } from "../other-server/server";
import { KINDS } from "../other-server/store";
import { test } from "../support/pulumi";
import { NOTHING } from "../support/story";

const program = {
  "index.js": `
    const apptego = require("pulumi-apptego");
    new apptego.ApiToken("ci", { permissions: ["Builds", "Certificates"] });
    new apptego.User("alice", { email: "Alice@Acme.test", permissions: ["Builds"] });
    new apptego.SamlGroupMapping("developers", { groupName: "developers", permissions: ["Custom Messages"] });
    new apptego.AutomationKey("pipeline", { enabled: false });
  `,
};

describe("On the real engine, against a server that does otherwise what the documentation leaves open,", () => {
  test("a program comes up, stays as it is, and goes without a trace", async ({
    startStack,
    onTestFinished,
  }) => {
    // Ids of every awkward shape: the same number for objects of two kinds, a very long one, one with "+/=".
    const server = await startOtherServer({
      seed: 42,
      habits: {
        ...{ idShapes: { token: "base64", user: "number", mapping: "number", key: "long" } },
        ...{
          emails: "lowered",
          permissions: "repeated",
          noPermissions: null,
          encoding: "br",
          language: "ja",
        },
      },
    });
    onTestFinished(async () => server[Symbol.asyncDispose]());
    const held = () => KINDS.flatMap((kind) => server.store.all(kind).map((entry) => ({ ...entry })));
    const writes = () => server.calls.filter((call) => call.writes).length;
    const before = held();
    const stack = await startStack({ program, tenant: { ...server, url: server.url.replace(/\/$/, "") } });

    const up = await stack.up();
    expect(up, up.stderr + up.stdout).toMatchObject({ exitCode: 0, changes: { ...NOTHING, create: 5 } });
    expect(held()).toHaveLength(before.length + 4);
    const written = writes();

    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same: 5 } });
    expect(await stack.refresh()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same: 5 } });
    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same: 5 } });
    expect(writes()).toBe(written);

    expect(await stack.destroy()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, delete: 5 } });
    expect((await stack.export()).deployment.resources).toEqual([]);
    expect(held()).toEqual(before);
  });
});
