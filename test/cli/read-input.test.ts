import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../provider/cli/exit-codes";
import { readInput } from "../../provider/cli/read-input";
import { keptContext } from "../support/command";
import { failureOf, scratchFolder } from "../support/connection";

describe("A file that the command line names", () => {
  test("is read from the folder where the command runs, or from standard input", async () => {
    const cwd = scratchFolder();
    writeFileSync(path.join(cwd, "state.json"), "from the file");
    const { context } = keptContext({ cwd, stdin: "from standard input" });

    expect(await readInput(context, "--state", "state.json")).toBe("from the file");
    expect(await readInput(context, "--state", "-")).toBe("from standard input");
  });

  test("is named where it can't be read", async () => {
    const failure = await failureOf(
      readInput(keptContext({ cwd: scratchFolder() }).context, "--since", "no.json"),
    );

    expect(failure).toBeInstanceOf(UsageError);
    expect(String(failure)).toContain("--since no.json: it can't be read (ENOENT). Name another file.");
  });
});
