import { describe, expect } from "vitest";
import type { Wish } from "../support/story";
import { startHeard } from "../support/heard-up";
import { interrupt, isWhole, MAPPING, type Place, test } from "../support/interrupt";

const BEFORE: Wish = {
  ci: { type: "ApiToken", args: { permissions: ["Builds"] } },
  alice: { type: "User", args: { email: "alice@acme.test", permissions: ["Builds"] } },
  developers: { type: "SamlGroupMapping", args: { groupName: "developers", permissions: ["Builds"] } },
  pipeline: { type: "AutomationKey" },
};

/** Where changes of all four are held: two before they are done, two once they are. */
const PLACES: Readonly<Record<string, Place>> = {
  update: {
    wish: {
      ci: { type: "ApiToken", args: { permissions: ["Certificates"] } },
      alice: { type: "User", args: { email: "alice@acme.test", permissions: ["Certificates"] } },
      developers: {
        type: "SamlGroupMapping",
        args: { groupName: "developers", permissions: ["Certificates"] },
      },
      pipeline: { type: "AutomationKey", args: { enabled: false } },
    },
    faults: [
      { operation: "updateApiTokenPermissions", kind: "latency", ms: 1, count: 1 },
      { operation: "updateUserPermissions", kind: "drip" },
      { operation: "updateSamlGroupMapping", kind: "latency", ms: 1, count: 1 },
      { operation: "updateAutomationKey", kind: "drip" },
    ],
    held: 4,
  },
  delete: {
    wish: {},
    faults: [
      { operation: "deleteApiToken", kind: "latency", ms: 1, count: 1 },
      { operation: "removeUser", kind: "drip" },
      { operation: "deleteSamlGroupMapping", kind: "latency", ms: 1, count: 1 },
      { operation: "deleteAutomationKey", kind: "drip" },
    ],
    held: 4,
  },
};

describe.concurrent("An up that is killed", () => {
  test.for(Object.entries(PLACES))(
    "before a change and after it writes no more, and is made good by the next up (F40): %s",
    async ([, { wish, faults, held }], { sandbox, startStory, gate, onTestFinished }) => {
      const story = await startStory(BEFORE);
      const first = await story.stack.up();
      expect(first.exitCode, first.stdout + first.stderr).toBe(0);
      await story.wish(wish);
      for (const fault of faults) sandbox.faults.add(fault);
      const up = startHeard(story.stack, onTestFinished);
      await gate.held(held);
      const begun = [...sandbox.calls.writes()];
      await interrupt(up, "SIGKILL");
      gate.open();

      expect(await story.stack.pulumi(["cancel", "--yes"])).toMatchObject({ exitCode: 0 });
      expect(sandbox.calls.writes()).toEqual(begun);
      const { exitCode, stdout, stderr } = await story.stack.up();
      expect(exitCode, stdout + stderr).toBe(0);
      await isWhole(story, sandbox, wish, 1);
    },
  );

  test("is told by the next up, which says how to go on, where it made a mapping (F40)", async ({
    sandbox,
    startStory,
    gate,
    onTestFinished,
  }) => {
    const { wish, faults, held } = MAPPING;
    const story = await startStory(wish);
    for (const fault of faults) sandbox.faults.add(fault);
    const up = startHeard(story.stack, onTestFinished);
    await gate.held(held);
    await interrupt(up, "SIGKILL");
    gate.open();

    await story.stack.pulumi(["cancel", "--yes"]);
    const told = await story.stack.up();
    const { mappingId = "" } = sandbox.tenant.mappings[0] ?? {};
    expect(told.exitCode).not.toBe(0);
    expect(told.stdout + told.stderr).toContain(`{ import: "${mappingId}" }`);
    await story.wish({
      ...wish,
      developers: { type: "SamlGroupMapping", ...wish["developers"], options: { import: mappingId } },
    });
    const { exitCode, stdout, stderr } = await story.stack.up();
    expect(exitCode, stdout + stderr).toBe(0);
    await isWhole(story, sandbox, wish);
    expect(sandbox.tenant.mappings).toEqual([expect.objectContaining({ mappingId })]);
  });
});
