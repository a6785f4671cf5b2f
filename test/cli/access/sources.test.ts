import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect } from "vitest";
import { publishedReport } from "../../../provider/cli/access/report";
import { readSources } from "../../../provider/cli/access/sources";
import { UsageError } from "../../../provider/cli/exit-codes";
import { environmentOf, keptContext } from "../../support/command";
import { scratchFolder } from "../../support/connection";
import { recordedState } from "../../support/states";
import { test } from "../../support/tenant";
import { compared } from "./sample";

const state = ["-"];
const stdin = recordedState("whole").text;

describe("What is shown", () => {
  test("is the tenant where nothing else is named, or a state, which needs no credentials", async ({
    sandbox,
  }) => {
    const live = await readSources(keptContext({ env: environmentOf(sandbox) }).context, {});
    const stored = await readSources(keptContext({ stdin }).context, { state });

    expect(live).toMatchObject({
      after: { title: "the tenant", matrix: { tenant: sandbox.credentials.tenantId } },
    });
    expect(live.before).toBeUndefined();
    expect(stored).toMatchObject({ after: { title: "the state of standard input" } });
    expect(stored.after.matrix.subjects.length).toBeGreaterThan(3);
  });

  test("is the tenant compared to the state by --live", async ({ sandbox }) => {
    const { context } = keptContext({ env: environmentOf(sandbox), stdin });

    expect(await readSources(context, { state, live: true })).toMatchObject({
      ...{ after: { title: "the tenant" }, before: { title: "the state of standard input" } },
    });
  });

  test("is compared to an earlier report by --since", async ({ sandbox }) => {
    const cwd = scratchFolder();
    writeFileSync(path.join(cwd, "old.json"), JSON.stringify(publishedReport(compared())));
    const { context } = keptContext({ env: environmentOf(sandbox), cwd });

    expect(await readSources(context, { since: "old.json" })).toMatchObject({
      after: { title: "the tenant" },
      before: { title: "the tenant as of 2031-02-03 04:05 UTC", matrix: { subjects: { length: 4 } } },
    });
  });

  test.each([
    ["a report that isn't there", { since: "gone.json" }, "--since gone.json: it can't be read (ENOENT)."],
    ["a report that is no JSON", { since: "-" }, "--since -: it is no JSON."],
    ["two comparisons at once", { state, live: true, since: "x" } as const, "to the stacks or to --since"],
  ])("isn't guessed from %s", async (_, options, message) => {
    const refused = readSources(keptContext({ stdin: "{" }).context, options);

    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });

  test("isn't guessed from another JSON", async ({ sandbox }) => {
    const { context } = keptContext({ env: environmentOf(sandbox), stdin: `{"version": 2}` });

    await expect(readSources(context, { since: "-" })).rejects.toThrow(
      "--since -: it is no report of this command (version",
    );
  });
});
