import { describe, expect } from "vitest";
import type { Call } from "../../provider/sandbox";
import { startHeard } from "../support/heard-up";
import { interrupt, isWhole, MAPPING, type Place, test, withoutState } from "../support/interrupt";

/** Where creates are held, one resource a point. */
const CREDENTIALS: Place = {
  wish: {
    a: { type: "ApiToken", args: { permissions: ["Builds"] } },
    b: { type: "ApiToken", args: { permissions: ["Builds"] } },
    c: { type: "ApiToken", args: { permissions: ["Builds"] } },
    d: { type: "AutomationKey" },
  },
  faults: [
    { operation: "getAutomationKeys", kind: "latency", ms: 1, count: 1 },
    { operation: "createApiToken", kind: "drip", skip: 2 }, // the last, as posts of a kind wait for each other
    { operation: "updateApiTokenPermissions", kind: "latency", ms: 1, count: 1 },
    { operation: "updateApiTokenPermissions", kind: "drip", skip: 1 },
  ],
  held: 4,
};
const PEOPLE: Place = {
  wish: {
    alice: { type: "User", args: { email: "alice@acme.test", permissions: ["Builds"] } },
    bob: { type: "User", args: { email: "bob@acme.test", permissions: ["Builds"] } },
    carol: { type: "User", args: { email: "carol@acme.test", permissions: ["Builds"] } },
    pipeline: { type: "AutomationKey" },
  },
  faults: [
    { operation: "addUser", kind: "drip", skip: 2 },
    { operation: "updateUserPermissions", kind: "latency", ms: 1, count: 1 },
    { operation: "updateUserPermissions", kind: "drip", skip: 1 },
    { operation: "createAutomationKey", kind: "drip" },
  ],
  held: 4,
};
const CREDENTIAL_POINTS = "credentials: before the POST, after it, before the grant, after it";
const PEOPLE_POINTS = "people: after the POST, before the grant, after it; a key: after the POST";
const MAPPING_POINTS = "a person and a mapping: after the POST";

describe.concurrent("An up that is interrupted", () => {
  // The first, as most of it is the engine's own patience, which the others can use.
  test.for([
    [CREDENTIAL_POINTS, CREDENTIALS],
    [PEOPLE_POINTS, PEOPLE],
  ] as const)(
    "while its state can't be written is made good by the next up (F43): %s",
    async ([, { wish, faults, held }], { sandbox, startStory, gate, onTestFinished }) => {
      const story = await startStory(wish);
      for (const fault of faults) sandbox.faults.add(fault);
      const up = startHeard(story.stack, onTestFinished);
      await gate.held(held);
      await withoutState(story, async () => {
        gate.open();
        await interrupt(up, "SIGINT twice"); // the engine would try for half a minute to save each step
      });
      await story.stack.pulumi(["cancel", "--yes"]);
      const { exitCode, stdout, stderr } = await story.stack.up();
      expect(exitCode, stdout + stderr).toBe(0);
      await isWhole(story, sandbox, wish);
    },
  );

  test.for([
    ["SIGINT", CREDENTIAL_POINTS, CREDENTIALS],
    ["SIGTERM", PEOPLE_POINTS, PEOPLE],
    ["SIGTERM to every process", CREDENTIAL_POINTS, CREDENTIALS],
    ["SIGINT", MAPPING_POINTS, MAPPING],
  ] as const)(
    "by %s ends with all saved that was begun (F41): %s",
    async ([how, , { wish, faults, held }], { sandbox, startStory, gate, onTestFinished }) => {
      const story = await startStory(wish);
      for (const fault of faults) sandbox.faults.add(fault);
      const up = startHeard(story.stack, onTestFinished);
      await gate.held(held);
      await interrupt(up, how);
      gate.open();

      const { exitCode, stdout, stderr } = await up.ended;
      expect(exitCode, stdout + stderr).not.toBe(0);
      await isWhole(story, sandbox, wish);
    },
  );

  test.for([
    ["SIGINT twice", CREDENTIAL_POINTS, CREDENTIALS],
    ["SIGINT twice", PEOPLE_POINTS, PEOPLE],
    ["SIGTERM twice", PEOPLE_POINTS, PEOPLE],
    ["SIGKILL", CREDENTIAL_POINTS, CREDENTIALS],
    ["SIGKILL", PEOPLE_POINTS, PEOPLE],
  ] as const)(
    "by %s is made good by the next up, and its provider writes no more (F40, F41): %s",
    async ([how, , { wish, faults, held }], { sandbox, startStory, gate, onTestFinished }) => {
      const story = await startStory(wish);
      for (const fault of faults) sandbox.faults.add(fault);
      const up = startHeard(story.stack, onTestFinished);
      await gate.held(held);
      const begun = [...sandbox.calls.writes()];
      await interrupt(up, how);
      gate.open();

      expect(await story.stack.pulumi(["cancel", "--yes"])).toMatchObject({ exitCode: 0 });
      const { exitCode, stdout, stderr } = await story.stack.up();
      expect(exitCode, stdout + stderr).toBe(0);
      const posts = sandbox.calls.writes().filter(isPost);
      const later = sandbox.calls.writes().filter((call) => !begun.includes(call));
      const lost = begun.filter(isPost).map(({ id }) => id);
      const sentOn = later.filter(
        ({ operation, id }) => operation === "updateApiTokenPermissions" && lost.includes(id),
      );
      expect(sentOn, "calls for tokens of the run that was ended").toEqual([]);
      expect(posts.filter(({ operation }) => operation === "addUser").length).toBe(
        sandbox.invitations.length,
      );
      if ("d" in wish) expect(posts.filter(isKeyPost)).toHaveLength(1); // the one of the second run
      await isWhole(story, sandbox, wish);
    },
  );
});

function isPost({ operation }: Call): boolean {
  return /^(create|add)/.test(operation);
}

function isKeyPost({ operation }: Call): boolean {
  return operation === "createAutomationKey";
}
