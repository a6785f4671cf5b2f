import { execa } from "execa";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { processContext } from "../../provider/cli/context";
import { scratchFile } from "../support/connection";

describe("The context of a process", () => {
  test("is its environment and its folder", () => {
    const context = processContext();

    expect(context.env).toBe(process.env);
    expect(context.cwd).toBe(process.cwd());
  });

  test("reads standard input to its end", async () => {
    const module = path.resolve(__dirname, "../../provider/cli/context.ts");
    const program = scratchFile(
      "read.cjs",
      `const { processContext } = require(${JSON.stringify(module)});
       const { terminal, readStdin } = processContext();
       readStdin().then((text) => terminal.print(text.toUpperCase()));`,
    );

    const { stdout } = await execa("node", ["--import", "tsx", program], { input: "grüße" });

    expect(stdout).toBe("GRÜSSE");
  });
});
