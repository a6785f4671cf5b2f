import { describe, expect, onTestFinished, vi } from "vitest";
import { UNKNOWN } from "../../provider/resources/unknown";
import { startSandbox } from "../../provider/sandbox";
import { configurationOf } from "../support/configured";
import { failureOf } from "../support/connection";
import { configureRequest, revived } from "../support/provider";
import { ADMINISTRATION, member, test } from "../support/rails";
import { run } from "../support/program";
import * as apptego from "../../provider";
import type { Sandbox } from "../../provider/sandbox";

async function providerWith(sandbox: Sandbox, rails: object) {
  const provider = revived("User");
  const configuration = { ...configurationOf(sandbox), "apptego:rails": JSON.stringify(rails) };
  await provider.configure(configureRequest(configuration));
  return provider;
}

const wish = (name: string, permissions: unknown = []) => ({ email: `${name}@acme.test`, permissions });
const reasons = (result: { failures?: { reason: string }[] }) =>
  (result.failures ?? []).map(({ reason }) => reason);

/** What the process warned of. */
function heard(): string[] {
  const warnings: string[] = [];
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => warnings.push(String(text)) > 0);
  onTestFinished(() => {
    spy.mockRestore();
  });
  return warnings;
}

describe("A preview", () => {
  test("refuses a required administrator without the permission, and asks nobody", async ({ sandbox }) => {
    const provider = await providerWith(sandbox, { requiredAdministrators: ["alice@acme.test"] });
    const check = async (name: string, permissions: unknown) =>
      reasons(await provider.check({}, wish(name, permissions)));

    expect(await check("Alice", ["Builds"])).toEqual([
      expect.stringMatching(
        /permissions of Alice@acme\.test must include 'Users & API Management'.*add it, or/,
      ),
    ]);
    expect(await check("alice", [ADMINISTRATION])).toEqual([]);
    expect(await check("alice", UNKNOWN)).toEqual([]);
    expect(await check("alice", ["Builds", UNKNOWN])).toEqual([]);
    expect(await check("bob", [])).toEqual([]);
    expect(sandbox.calls.all).toEqual([]);
  });

  test("refuses to take administration where nobody could have it afterwards", async ({ sandbox }) => {
    const provider = await providerWith(sandbox, {});
    for (const name of ["owner", "bob", "alice"]) await provider.check({}, wish(name));
    const { id, state } = member(sandbox, "alice");

    expect(String(await failureOf(provider.diff(id, state, wish("alice"))))).toContain(
      "Taking Users & API Management from the user alice@acme.test: nobody else who is active holds",
    );
    expect(sandbox.calls.operations()).toEqual(["getUsers"]);
  });

  test("refuses a replacement that would end the membership of the only one", async ({ sandbox }) => {
    sandbox.portal.removeUser({ email: "bob@acme.test" });
    sandbox.portal.removeUser({ email: "owner@acme.test" });
    const provider = await providerWith(sandbox, {});
    const { id, state } = member(sandbox, "alice");
    const news = wish("alice.new", [ADMINISTRATION]);

    expect(String(await failureOf(provider.diff(id, state, news)))).toContain(
      "Replacing the user alice@acme.test",
    );
    expect(await provider.diff(id, { ...state, adopted: true }, news)).toMatchObject({ replaces: ["email"] });
  });

  test("only warns where the program may still give it to somebody", async ({ sandbox }) => {
    sandbox.portal.removeUser({ email: "bob@acme.test" });
    const warnings = heard();
    const provider = await providerWith(sandbox, {});
    const { id, state } = member(sandbox, "alice");

    expect(await provider.diff(id, state, wish("alice"))).toMatchObject({ changes: true });
    expect(warnings).toEqual([expect.stringContaining("Unless this program gives it to somebody")]);
  });

  test("says nothing where the program has declared the successor", async ({ sandbox }) => {
    sandbox.portal.removeUser({ email: "bob@acme.test" });
    const warnings = heard();
    const provider = await providerWith(sandbox, {});
    await provider.check({}, wish("owner", ["Users & API Management"]));
    const { id, state } = member(sandbox, "alice");

    expect(await provider.diff(id, state, wish("alice"))).toMatchObject({ changes: true });
    expect(warnings).toEqual([]);
  });

  test("doesn't count on a grant that the state takes for done", async ({ sandbox }) => {
    sandbox.portal.removeUser({ email: "bob@acme.test" });
    const warnings = heard();
    const provider = await providerWith(sandbox, {});
    const owner = member(sandbox, "owner");
    await provider.check({}, wish("owner", [ADMINISTRATION]));
    await provider.diff(owner.id, owner.state, wish("owner", [ADMINISTRATION]));
    expect(sandbox.calls.all).toEqual([]);
    const { id, state } = member(sandbox, "alice");

    expect(String(await failureOf(provider.diff(id, state, wish("alice"))))).toContain("nobody else");
    expect(warnings).toEqual([]);
  });

  test("only warns where the users can't be listed", async ({ sandbox }) => {
    const warnings = heard();
    const provider = await providerWith(sandbox, {});
    sandbox.failNext("getUsers", { kind: "reply", status: 400, body: '{"error":"No"}' });
    const { id, state } = member(sandbox, "alice");

    expect(await provider.diff(id, state, wish("alice"))).toMatchObject({ changes: true });
    expect(warnings).toEqual([
      expect.stringContaining("whether enough administrators stay can't be told yet"),
    ]);
  });
});

describe("A program whose run lifts the rails", () => {
  test("is warned once, with the reason", async ({ sandbox }) => {
    vi.stubEnv("APPTEGO_OVERRIDE_RAILS", "INC-4711: Bob left");
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const { warnings, failure } = await run(() => {
      new apptego.User("alice", { email: "alice@acme.test" });
      new apptego.User("bob", { email: "bob@acme.test" });
    }, configurationOf(sandbox));

    expect(failure).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringMatching(/lifts apptego:rails for this run.*: INC-4711: Bob left$/),
    ]);
  });

  test("is refused where its configuration has a mistake in the rails", async () => {
    await using sandbox = await startSandbox();
    const { failure } = await run(() => new apptego.User("alice", { email: "alice@acme.test" }), {
      ...configurationOf(sandbox),
      "apptego:rails": '{"minAdministrators":0}',
    });

    expect(String(failure)).toContain("apptego:rails.minAdministrators must be a whole number of at least 1");
  });
});
