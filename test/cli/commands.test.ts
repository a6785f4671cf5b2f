import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../provider/cli/commands";
import { keptContext } from "../support/command";

const FOLDER = path.resolve(__dirname, "../../provider/cli");

describe("The table of commands", () => {
  test("holds every file that exports a command", () => {
    const files = readdirSync(FOLDER)
      .filter((file) => file.endsWith(".ts"))
      .filter((file) => readFileSync(path.join(FOLDER, file), "utf8").includes("export function command("))
      .map((file) => path.basename(file, ".ts"));

    expect(files.sort()).toEqual(Object.keys(COMMANDS).sort());
  });

  test.each(Object.entries(COMMANDS))("knows %s by the name that it gives itself", async (name, { load }) => {
    const { command } = await load();
    const loaded = command(keptContext().context);

    expect(loaded.name()).toBe(name);
    expect(loaded.description()).not.toBe("");
    expect(loaded.summary()).not.toBe("");
  });
});
