import { describe, expect } from "vitest";
import { NOTHING, test as base, type Wish } from "../support/story";

const test = base.override("sandboxOptions", {
  seed: {
    tokens: [
      { name: "provider", permissions: ["user_and_api_management"] },
      { name: "ci", permissions: ["Builds"] },
    ],
    users: [
      { email: "owner@acme.test", permissions: ["user_and_api_management"], owner: true },
      { email: "alice@acme.test", permissions: ["Builds"] },
    ],
    mappings: [{ group: "developers", permissions: ["Certificates"] }],
    keys: [{ name: "pipeline", enabled: false }],
  },
});

type Args = Readonly<Record<"ci" | "alice" | "developers" | "pipeline", Record<string, unknown>>>;

/** What the tenant holds, in the words of a program. */
const LIVE: Args = {
  ci: { permissions: ["Builds"] }, // its name left out
  alice: { email: "Alice@acme.test", permissions: ["build_applications"], onDestroy: "retain" },
  developers: { groupName: "developers", permissions: ["Certificates"] },
  pipeline: { name: "pipeline", enabled: false, rotateOn: { month: "2026-11" } },
};
const SECRETS = { ci: ["tokenSecret", "authorization"], pipeline: ["keySecret", "authorization"] };

/** What it doesn't hold, and how each difference is told. */
const DIFFERING: Readonly<Record<keyof Args, readonly [Record<string, unknown>, string, string]>> = {
  ci: [
    { name: "deploy", permissions: ["Certificates"] },
    'name is "ci" in the tenant, but "deploy" in the program',
    'permissions is ["build_applications"] in the tenant, but ["update_certificates"] in the program',
  ],
  alice: [
    { email: "bob@acme.test" },
    'email is "alice@acme.test" in the tenant, but "bob@acme.test" in the program',
    'permissions is ["build_applications"] in the tenant, but [] in the program',
  ],
  developers: [
    { groupName: "testers", permissions: ["Builds"] },
    'groupName is "developers" in the tenant, but "testers" in the program',
    'permissions is ["update_certificates"] in the tenant, but ["build_applications"] in the program',
  ],
  pipeline: [
    { name: "nightly" },
    'name is "pipeline" in the tenant, but "nightly" in the program',
    "enabled is false in the tenant, but true in the program",
  ],
};

describe("The import option", () => {
  test("takes over what is there, and only that", async ({ sandbox, startStory }) => {
    const { tokens, users, mappings, keys } = sandbox.tenant;
    const ids = {
      ci: tokens[1]?.tokenKey,
      alice: users[1]?.userId,
      developers: mappings[0]?.mappingId,
      pipeline: keys[0]?.keyId,
    };
    const wish = (args: Args, imported: Partial<typeof ids>): Wish => ({
      ci: { type: "ApiToken", args: args.ci, options: { import: imported.ci } },
      alice: { type: "User", args: args.alice, options: { import: imported.alice } },
      developers: {
        type: "SamlGroupMapping",
        args: args.developers,
        options: { import: imported.developers },
      },
      pipeline: { type: "AutomationKey", args: args.pipeline, options: { import: imported.pipeline } },
    });
    const { stack, wish: next, state } = await startStory({});

    for (const [name, [args, ...differences]] of Object.entries(DIFFERING)) {
      const all = wish({ ...LIVE, [name]: args }, ids);
      await next(Object.fromEntries(Object.entries(all).filter(([other]) => other === name)));
      const refused = await stack.preview();
      expect(refused.exitCode).not.toBe(0);
      for (const difference of differences) expect(refused.stdout).toContain(difference);
    }
    await next(wish(LIVE, { ...ids, ci: "no-such-token" }));
    const missing = await stack.preview();
    expect(missing.exitCode).not.toBe(0);
    expect(missing.stdout).toContain("Importing ApiToken no-such-token: the tenant holds no such object");

    await next(wish(LIVE, ids));
    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, create: 5 } });
    expect(sandbox.calls.writes()).toEqual([]);
    const imported = await state();
    for (const [name, id] of Object.entries(ids)) expect(imported[name]?.id).toBe(id);
    expect(imported["ci"]?.outputs).toMatchObject({ name: "ci", permissions: ["build_applications"] });
    for (const [name, secrets] of Object.entries(SECRETS))
      for (const secret of secrets) expect(imported[name]?.outputs[secret] ?? "none").toBe("none");

    sandbox.calls.clear();
    expect(await stack.preview()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same: 5 } });
    await next(wish(LIVE, {}));
    expect(await stack.preview()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same: 5 } });
    expect(sandbox.calls.operations()).toEqual([]);

    await next(wish({ ...LIVE, ci: { permissions: [] } }, {}));
    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, update: 1, same: 4 } });
    expect(await stack.refresh()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same: 5 } });
    expect(await stack.destroy()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, delete: 5 } });
    expect(sandbox.tenant.tokens.map(({ name }) => name)).toEqual(["provider"]);
    expect(sandbox.tenant.users).toHaveLength(2); // onDestroy: retain
    expect(sandbox.tenant).toMatchObject({ mappings: [], keys: [] });
  });
});
