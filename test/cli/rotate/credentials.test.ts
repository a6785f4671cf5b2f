import { describe, expect, test } from "vitest";
import { credentialsOf, placeOf } from "../../../provider/cli/rotate/credentials";
import { inComponent, issued, knowledge, stateOf } from "../../support/rotate";
import { storedResource, storedSecret } from "../../support/states";

const OLD = "2031-01-10"; // 90 days before
const YOUNG = "2031-01-11";
const TODAY = "2031-04-10";

describe("A credential", () => {
  test("is due from the age on, and the oldest comes first", () => {
    const states = stateOf(
      issued("ApiToken", "young", YOUNG),
      issued("AutomationKey", "old", OLD),
      issued("ApiToken", "older", "2030-01-01"),
      storedResource("User", "alice"),
      issued("ApiToken", "replaced", OLD, { delete: true }),
    );

    expect(credentialsOf(states, knowledge())).toMatchObject([
      { resource: "older", kind: "token", title: "older in AppTego", ageDays: 464, status: "due", notes: [] },
      {
        resource: "old",
        kind: "key",
        ageDays: 90,
        status: "due",
        target: { in: "configuration", stack: "dev" },
      },
      { resource: "young", ageDays: 89, status: "fresh" },
    ]);
  });

  test("is as old as AppTego says, where the state doesn't tell, else unknown, which is never due", () => {
    const states = stateOf(
      issued("ApiToken", "imported"),
      issued("ApiToken", "nobody"),
      issued("ApiToken", "doubt", OLD, { id: "unresolved:ApiToken:doubt" }),
    );
    const told = new Map([["id-of-imported", `${OLD}T00:00:00.000Z`]]);

    const [imported, ...others] = credentialsOf(states, knowledge({ issued: told }));

    expect(imported).toMatchObject({ resource: "imported", status: "due" });
    expect(others.find(({ resource }) => resource === "nobody")).toMatchObject({
      status: "unknown",
      notes: [expect.stringContaining("rotate it once")],
    });
  });

  test("is requested where the configuration has a date that the state doesn't know", () => {
    const withDate = (date: string) => ({ inputs: { rotateOn: { date } } });
    const states = stateOf(
      issued("ApiToken", "asked", OLD, withDate("2030-01-01")),
      issued("ApiToken", "done", OLD, withDate("2031-01-10")),
      issued("ApiToken", "today", OLD, withDate(TODAY)),
      issued("ApiToken", "hidden", OLD, { inputs: { rotateOn: storedSecret({ ciphertext: "v1:x" }) } }),
    );
    const dates = new Map([
      ...(["asked", "hidden"] as const).map((name) => [name, "2031-04-01"] as const),
      ["done", "2031-01-10"] as const,
    ]);

    const all = credentialsOf(states, knowledge({ dates: new Map([["dev", dates]]) }));

    const status = Object.fromEntries(all.map((one) => [one.resource, one.status]));
    expect(status).toEqual({ asked: "requested", done: "due", today: "fresh", hidden: "due" });
    expect(all.find(({ resource }) => resource === "asked")?.notes).toEqual([
      "the configuration of dev asks for it: run pulumi up",
    ]);
  });

  test("of a component is written into its file, if that has its entry", () => {
    const text = `tokens:\n  ci: [Builds]\n  asked: { rotateOn: { date: "2031-04-01" } }\nkeys: { ci: {} }\n`;
    const states = stateOf(
      ...["ci", "asked", "gone"].map((entry) => inComponent("ApiToken", entry, OLD)),
      inComponent("AutomationKey", "ci", OLD),
    );
    const known = knowledge({ file: { name: "tenant.yaml", text } });

    const all = credentialsOf(states, known);

    const byName = (name: string) => all.find(({ resource }) => resource === name);
    expect(byName("tenant-token-ci")).toMatchObject({
      ...{ status: "due", target: { in: "file", place: { section: "tokens", key: "ci" } } },
    });
    expect(byName("tenant-key-ci")).toMatchObject({ target: { place: { section: "keys", key: "ci" } } });
    expect(byName("tenant-token-asked")?.status).toBe("requested");
    expect(byName("tenant-token-gone")?.notes).toEqual([
      expect.stringContaining("name the right file by --file"),
    ]);
    expect(placeOf({ in: "file", place: { section: "tokens", key: "ci" } }, known)).toBe("tenant.yaml");
  });

  test.each([
    ["the token in use", { id: "own" }, {}, "the stack itself uses it"],
    ["a protected one", { protect: true }, {}, "take `protect` off first"],
    ["one of a file's state", {}, { dates: new Map() }, "name its stack by --stack"],
  ])("is due, but not to be written: %s", (_, stored, known, note) => {
    const states = stateOf(issued("ApiToken", "ci", OLD, stored));

    const [one] = credentialsOf(states, knowledge({ ownTokenKey: "own", ...known }));

    expect(one).toMatchObject({ status: "due", notes: [expect.stringContaining(note)] });
    expect(one).not.toHaveProperty("target");
  });
});
