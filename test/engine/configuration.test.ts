import { describe, expect } from "vitest";
import { ADMINISTRATION } from "../support/rails";
import { test as base, type Wish } from "../support/story";

const ALICE = "alice@acme.test";
const BOB = "bob@acme.test";

/** A program that declares what each of the two administrators may do. */
const administrators = (alice: readonly string[], bob: readonly string[]): Wish => ({
  alice: { type: "User", args: { email: ALICE, permissions: alice } },
  bob: { type: "User", args: { email: BOB, permissions: bob } },
});
const BOTH = administrators([ADMINISTRATION], [ADMINISTRATION]);

const test = base.override("sandboxOptions", {
  seed: {
    users: [
      { email: "owner@acme.test", owner: true },
      { email: ALICE, permissions: [ADMINISTRATION] },
      { email: BOB, permissions: [ADMINISTRATION] },
    ],
  },
});

describe("Rails that are set by `pulumi config set --path`", () => {
  test("are obeyed by preview and up, as those are that are set as JSON", async ({ sandbox, startStory }) => {
    const { stack, wish } = await startStory(BOTH);
    const set = async (...args: string[]) => {
      expect(await stack.pulumi(["config", "set", ...args])).toMatchObject({ exitCode: 0 });
    };
    const preview = async () => {
      const { exitCode, stdout, stderr } = await stack.preview();
      return { failed: exitCode !== 0, text: stdout + stderr };
    };
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    sandbox.calls.clear();
    await wish(administrators([ADMINISTRATION], []));
    const free = await preview();
    expect(free).toMatchObject({ failed: false });
    expect(free.text).not.toContain("minAdministrators");

    await set("--path", "apptego:rails.minAdministrators", "2");
    expect((await preview()).text).toContain("apptego:rails.minAdministrators is 2");
    const refused = await stack.up();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stdout + refused.stderr).toContain("apptego:rails.minAdministrators is 2");

    await set("--path", "apptego:rails.requiredAdministrators[0]", BOB);
    const required = await preview();
    expect(required).toMatchObject({ failed: true });
    expect(required.text).toContain(`permissions of ${BOB} must include 'Users & API Management'`);

    expect(await stack.pulumi(["config", "rm", "apptego:rails"])).toMatchObject({ exitCode: 0 });
    await set("apptego:rails", '{"minAdministrators": 2}');
    expect((await preview()).text).toContain("apptego:rails.minAdministrators is 2");
    expect(sandbox.calls.writes()).toEqual([]);
  });

  test("are refused with all that is wrong in one message, before anything is called", async ({
    sandbox,
    startStory,
  }) => {
    const { stack } = await startStory(BOTH);
    for (const [key, value] of [
      ["apptego:rails.minAdministrators", "0"],
      ["apptego:rails.minAdministrator", "2"],
      ["apptego:rails.requiredAdministrators[0]", "alice"],
      ["apptego:reclaim", "sometimes"],
    ] as const)
      expect(await stack.pulumi(["config", "set", "--path", key, value])).toMatchObject({ exitCode: 0 });

    const { exitCode, stdout, stderr } = await stack.preview();

    expect(exitCode).not.toBe(0);
    const said = stdout + stderr;
    for (const problem of [
      "4 problems",
      "apptego:rails.minAdministrators must be a whole number of at least 1",
      "apptego:rails.minAdministrator is no rail (did you mean",
      "apptego:rails.requiredAdministrators[0] must be one e-mail address",
      'apptego:reclaim is "sometimes": it must be recent, always, never',
    ])
      expect(said).toContain(problem);
    expect(sandbox.calls.all).toEqual([]);
  });
});
