import { describe, expect, test } from "vitest";
import { operations } from "../../provider/api/contract";
import { resourceOf, type ResourceType } from "../../provider/resources";
import { failureOf } from "../support/connection";
import { EXAMPLES, TYPES } from "../support/provider";
import { littleEngine, newProcess } from "./little-engine";
import type { OtherServerOptions } from "./other-server";
import { ours, seeds, start } from "./started";
import type { Entry } from "./store";

const SEEDS = seeds(15);
const REFUSALS: readonly (readonly [string, Omit<OtherServerOptions, "seed">, ResourceType, RegExp])[] = [
  ["the plan", { plan: "TEAM" }, "SamlGroupMapping", /require a Team or Enterprise plan/],
  ["a full tenant", { maxUsers: 3 }, "User", /addUser/],
];

describe("A refusal in the server's own words, by its own status,", () => {
  test.each(REFUSALS)("stays one, and nothing is made: %s", async (_what, options, type, words) => {
    for (const seed of SEEDS) {
      const server = await start({ seed, ...options });
      const engine = littleEngine(server);
      const failed = await engine.up({ it: [type, EXAMPLES[type].first] });

      expect(failed).toEqual([expect.stringMatching(words)]);
      expect(engine.held.size).toBe(0);
      expect(ours(server)).toEqual([]);
    }
  });

  test("keeps the last administrator", async () => {
    for (const seed of SEEDS) {
      const server = await start({ seed });
      const [owner] = server.store.all("user") as [Entry];
      const state = {
        email: owner.name,
        permissions: [...owner.permissions],
        onDestroy: "remove",
        adopted: true,
      };
      const failure = await failureOf(resourceOf("User").delete(newProcess(server), owner.id, state));

      expect(failure).toBeInstanceOf(Error);
      expect(server.store.find("user", owner.id)).toBe(owner);
    }
  });

  test("of every list is no proof that something is gone", async () => {
    for (const seed of SEEDS) {
      const server = await start({ seed });
      for (const { fault, commits } of [
        { fault: "broken", commits: "never" },
        { fault: "html", commits: "never" },
        { fault: "empty", commits: "before" },
      ] as const) {
        server.goWrong(() => ({ fault, commits }));
        for (const type of TYPES)
          expect(await failureOf(resourceOf(type).read(newProcess(server), "gone", {}))).toBeInstanceOf(
            Error,
          );
      }
    }
  });
});

describe("A create that hangs and is carried out when the client has left", () => {
  test.each(TYPES)("leaves no second one: %s", async (type) => {
    const server = await start({ seed: 7 });
    const impatient = { ...operations };
    for (const name of [
      "createApiToken",
      "addUser",
      "createSamlGroupMapping",
      "createAutomationKey",
    ] as const)
      Object.assign(impatient, { [name]: { ...operations[name], timeoutMs: 40 } });
    let hung = 0;
    server.goWrong((operation) => {
      if (!/^(?:create|add)_/.test(operation) || hung > 0) return undefined;
      hung += 1;
      return { fault: "hang", commits: "later" };
    });
    const engine = littleEngine(server, { contract: impatient });
    await engine.settle({ it: [type, EXAMPLES[type].first] });
    server.advance(60_000);

    expect(hung).toBe(1);
    expect(ours(server).map(({ id }) => id)).toEqual(engine.known().map(({ id }) => id));
  });
});
