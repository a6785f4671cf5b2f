import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect } from "vitest";
import { examine } from "../../../provider/cli/doctor/examine";
import { environmentOf, keptContext } from "../../support/command";
import { scratchFolder } from "../../support/connection";
import { exportOf } from "../../support/states";
import { test } from "../../support/tenant";

describe("The examination", () => {
  test("keeps what a contract file in use says already, and adds nothing where all is well", async ({
    sandbox,
  }) => {
    const file = path.join(scratchFolder(), "contract.yaml");
    writeFileSync(file, "operations: { addUser: { path: invite_user } }\nlimits: { apiTokens: 40 }\n");
    const { context } = keptContext({ env: { ...environmentOf(sandbox), APPTEGO_CONTRACT: file } });
    const { report, contractText } = await examine(context, {});

    expect(contractText).toBeUndefined();
    expect(report).toMatchObject({ verdict: "fine", limits: [{ what: "API tokens", limit: 40 }, {}, {}] });
  });

  test("writes what was known beside what is found", async ({ sandbox }) => {
    const file = path.join(scratchFolder(), "contract.yaml");
    writeFileSync(
      file,
      "operations: { addUser: { path: invite_user }, getUsers: { reply: { users: people } } }\n",
    );
    const { context } = keptContext({ env: { ...environmentOf(sandbox), APPTEGO_CONTRACT: file } });
    const { report } = await examine(context, {});

    expect(report).toMatchObject({
      verdict: "needs you",
      contract: { operations: { addUser: { path: "invite_user" }, getUsers: { reply: { users: "users" } } } },
    });
  });

  test("hides the secret, and looks at the stacks that are named", async ({ sandbox }) => {
    const { context, kept } = keptContext({ env: environmentOf(sandbox), stdin: exportOf([]) });
    const { report } = await examine(context, { state: ["-"] });
    context.terminal.print(sandbox.credentials.tokenSecret);

    expect(kept.stdout).toBe("[secret]\n");
    expect(report.checks).toContainEqual({
      ...{ area: "state", title: "standard input", result: "ok", says: "0 resources, and nothing odd" },
    });
  });
});
