import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect } from "vitest";
import { UsageError } from "../../../provider/cli/exit-codes";
import { look } from "../../../provider/cli/rotate/look";
import { environmentOf, keptContext } from "../../support/command";
import { scratchFolder } from "../../support/connection";
import { issued } from "../../support/rotate";
import { exportOf } from "../../support/states";
import { test } from "../../support/tenant";

const NOW = new Date("2031-04-10T12:00:00Z");
const options = { state: ["-"], maxAge: 0 };

test.override({
  sandboxOptions: {
    seed: {
      tokens: [
        { name: "in use", key: "own-token", permissions: ["user_and_api_management"] },
        { name: "ci" },
      ],
    },
  },
});

describe("A look at credentials", () => {
  test("asks AppTego for nothing where the state knows all", async ({ sandbox }) => {
    const stdin = exportOf([
      issued("ApiToken", "ci", "2031-01-01"),
      issued("AutomationKey", "key", "2031-01-01"),
    ]);
    const { context } = keptContext({ env: environmentOf(sandbox), stdin, cwd: scratchFolder() });

    const { credentials, stacks } = await look(context, { ...options, match: ["KEY"] }, NOW);

    expect(credentials.map(({ resource }) => resource)).toEqual(["key"]);
    expect(stacks).toEqual(["standard input"]);
    expect(sandbox.calls.operations()).toEqual([]);
  });

  test("asks for the one kind that it doesn't, and knows the token in use", async ({ sandbox }) => {
    const id = sandbox.tenant.tokens.find(({ name }) => name === "ci")?.tokenKey;
    const own = sandbox.credentials.tokenKey;
    const stdin = exportOf([
      issued("ApiToken", "imported", undefined, { id }),
      issued("ApiToken", "own", "2031-01-01", { id: own }),
    ]);
    const { context } = keptContext({ env: environmentOf(sandbox), stdin, cwd: scratchFolder() });

    const { credentials, known } = await look(context, options, new Date(Date.now() + 86_400_000));

    expect(sandbox.calls.operations()).toEqual(["getApiTokens"]);
    expect(credentials.find(({ resource }) => resource === "imported")).toMatchObject({ status: "due" });
    expect(known.ownTokenKey).toBe(own);
  });

  test("says why AppTego couldn't be asked, without which the rest is known", async ({ sandbox }) => {
    const stdin = exportOf([issued("ApiToken", "imported"), issued("ApiToken", "ci", "2031-01-01")]);
    const statuses = async (env: NodeJS.ProcessEnv) => {
      const { context } = keptContext({ env, stdin, cwd: scratchFolder() });
      const { credentials, unasked } = await look(context, options, NOW);
      return { statuses: credentials.map(({ status }) => status).sort(), unasked };
    };
    sandbox.failNext("getApiTokens", { kind: "reply", status: 403, body: `{"error": "No"}` });

    expect(await statuses(environmentOf(sandbox))).toEqual({
      ...{ statuses: ["due", "unknown"], unasked: expect.stringContaining("No") },
    });
    expect(await statuses({})).toEqual({
      ...{ statuses: ["due", "unknown"], unasked: expect.stringContaining("tokenKey") },
    });
  });

  test("reads the file of the project, or the one that is named", async ({ sandbox }) => {
    const cwd = scratchFolder();
    writeFileSync(path.join(cwd, "tenant.yaml"), "tokens: {}");
    const world = { env: environmentOf(sandbox), stdin: exportOf([]), cwd };
    const seen = await look(keptContext(world).context, options, NOW);

    expect(seen.known.file).toEqual({ name: "tenant.yaml", text: "tokens: {}" });
    const gone = look(keptContext(world).context, { ...options, file: "gone.yaml" }, NOW);
    await expect(gone).rejects.toThrow(UsageError);
    await expect(gone).rejects.toThrow("--file gone.yaml: it can't be read (ENOENT).");
  });
});
