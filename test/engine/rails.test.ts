import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect } from "vitest";
import { ADMINISTRATION, activeAdministrators, member } from "../support/rails";
import { NOTHING, test as base, type Wish } from "../support/story";

const ALICE = "alice@acme.test";
const BOB = "bob@acme.test";
const OWNER = "owner@acme.test";
const ADMIN = [ADMINISTRATION];

/** Users of a program: what each may do, in the order of their declaration. */
const users = (wished: Readonly<Record<string, readonly string[]>>): Wish =>
  Object.fromEntries(
    Object.entries(wished).map(([email, permissions]) => [
      email.replace("@acme.test", ""),
      { type: "User" as const, args: { email, permissions, onDestroy: "remove" } },
    ]),
  );

const rails = (given: object) => ({ "apptego:rails": JSON.stringify(given) });

// No rule of the server's own: only the provider's rails hold.
const test = base.extend("sandboxOptions", {
  seed: {
    users: [
      { email: OWNER, owner: true },
      { email: ALICE, permissions: ADMIN },
      { email: BOB, permissions: ADMIN },
      { email: "carol@acme.test", permissions: ADMIN },
    ],
  },
  rules: { guardsAdministration: false },
});

describe("The rails on the real engine", () => {
  test("let one of two parallel removals pass, and the other none", async ({ sandbox, startStory }) => {
    const both = users({ [ALICE]: ADMIN, [BOB]: ADMIN });
    const { stack, wish, state } = await startStory(both, { config: rails({ minAdministrators: 2 }) });
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    sandbox.calls.clear();
    await wish({});
    const { exitCode, stdout, stderr } = await stack.up();

    expect(exitCode).not.toBe(0);
    expect(stdout + stderr).toMatch(/only 1 other active user holds .*minAdministrators is 2/);
    expect(sandbox.calls.count("removeUser")).toBe(1);
    expect(activeAdministrators(sandbox)).toHaveLength(2);
    const kept = Object.keys(await state()).filter((name) => ["alice", "bob"].includes(name));
    expect(kept.map((name) => `${name}@acme.test`)).toEqual(
      activeAdministrators(sandbox).filter((email) => [ALICE, BOB].includes(email)),
    );
  });

  test.for([
    ["whose loss is declared first", [ALICE, OWNER]],
    ["whose successor is declared first", [OWNER, ALICE]],
  ] as const)("let the only administrator go in one up, %s", async ([, order], { sandbox, startStory }) => {
    for (const email of [BOB, "carol@acme.test"]) sandbox.portal.removeUser({ email });
    const wished = (administrator: string) =>
      users(Object.fromEntries(order.map((email) => [email, email === administrator ? ADMIN : []])));
    const { stack, wish } = await startStory(wished(ALICE));
    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { create: 3 } });
    await wish(wished(OWNER));

    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, update: 2, same: 1 } });
    expect(activeAdministrators(sandbox)).toEqual([OWNER]);
    const granted = sandbox.calls.writes().map(({ id, request }) => [id, request]);
    expect(granted).toEqual([
      [member(sandbox, "owner").id, expect.objectContaining({ permissions: ADMIN })],
      [member(sandbox, "alice").id, expect.objectContaining({ permissions: [] })],
    ]);
  });

  test("let a successor who is new to the program follow in one up", async ({ sandbox, startStory }) => {
    for (const email of [BOB, "carol@acme.test"]) sandbox.portal.removeUser({ email });
    const { stack, wish } = await startStory(users({ [ALICE]: ADMIN }));
    await stack.up();
    await wish(users({ [ALICE]: [], [OWNER]: ADMIN }));

    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    expect(activeAdministrators(sandbox)).toEqual([OWNER]);
  });

  test("fail the preview of what can't be, and warn of what may not be", async ({ sandbox, startStory }) => {
    for (const email of [BOB, "carol@acme.test"]) sandbox.portal.removeUser({ email });
    const { stack, wish } = await startStory(users({ [ALICE]: ADMIN }), {
      config: rails({ requiredAdministrators: [BOB] }),
    });
    await stack.up();
    sandbox.calls.clear();
    const shown = async (next: Wish) => {
      await wish(next);
      const { exitCode, stdout, stderr } = await stack.preview();
      return { failed: exitCode !== 0, text: stdout + stderr };
    };

    const doubtful = await shown(users({ [ALICE]: [] }));
    expect(doubtful).toMatchObject({ failed: false });
    expect(doubtful.text).toContain("Unless this program gives it to somebody, the change will be refused");
    const required = await shown(users({ [ALICE]: ADMIN, [BOB]: [] }));
    expect(required).toMatchObject({ failed: true });
    expect(required.text).toContain(`permissions of ${BOB} must include 'Users & API Management'`);
    sandbox.portal.removeUser({ email: OWNER });
    const hopeless = await shown(users({ [ALICE]: [] }));
    expect(hopeless).toMatchObject({ failed: true });
    expect(hopeless.text).toContain(`user ${ALICE}: nobody else who is active holds`);
    expect(sandbox.calls.writes()).toEqual([]);
  });

  test("are lifted for one run by a reason, which is shown and logged; never for the last one", async ({
    sandbox,
    startStory,
  }) => {
    const everybody = users({ [ALICE]: ADMIN, [BOB]: ADMIN, "carol@acme.test": ADMIN });
    const { stack, wish } = await startStory(everybody, {
      config: {
        ...rails({ minAdministrators: 3, requiredAdministrators: [BOB] }),
        "apptego:log": "calls.jsonl",
      },
    });
    await stack.up();
    await wish(users({ "carol@acme.test": ADMIN }));
    expect((await stack.up()).exitCode).not.toBe(0);
    expect(activeAdministrators(sandbox)).toHaveLength(3);

    const env = { APPTEGO_OVERRIDE_RAILS: "INC-4711: both left" };
    const lifted = await stack.up([], { env });
    expect(lifted).toMatchObject({ exitCode: 0, changes: { delete: 2 } });
    expect(lifted.stdout + lifted.stderr).toContain("lifts apptego:rails for this run");
    expect(activeAdministrators(sandbox)).toEqual(["carol@acme.test"]);
    const log = await readFile(path.join(stack.project, "calls.jsonl"), "utf8");
    expect(log).toContain('"purpose":"delete User bob@acme.test (rails overridden: INC-4711: both left)"');

    expect((await stack.destroy([], { env })).exitCode).not.toBe(0);
    expect(activeAdministrators(sandbox)).toEqual(["carol@acme.test"]);
  });

  test("hold a destroy as the last up was given them", async ({ sandbox, startStory }) => {
    const both = users({ [ALICE]: ADMIN, [BOB]: ADMIN });
    const { stack } = await startStory(both, { config: rails({ minAdministrators: 3 }) });
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    await stack.pulumi(["config", "rm", "apptego:rails"]);
    const held = await stack.destroy();

    expect(held.exitCode).not.toBe(0);
    expect(held.stdout + held.stderr).toContain("a destroy keeps to the rails of the last one");
    expect(activeAdministrators(sandbox)).toHaveLength(3);
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
    expect(activeAdministrators(sandbox)).toEqual(["carol@acme.test"]);
  });
});
