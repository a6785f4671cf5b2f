import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { json, outputOption, quietOption } from "../../../provider/cli/terminal/output";
import { keptContext } from "../../support/command";

const parse = (args: string[], ...formats: [string, ...string[]]) =>
  new Command("look")
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .addOption(outputOption(formats))
    .parse(args, { from: "user" })
    .opts();

describe("--output", () => {
  test("is the first format where it is left out", () => {
    expect(parse([], "table", "json")).toEqual({ output: "table" });
    expect(parse(["--output", "json"], "table", "json")).toEqual({ output: "json" });
  });

  test("takes the command's own formats only", () => {
    expect(() => parse(["--output", "html"], "table", "json")).toThrow("Allowed choices are table, json.");
  });
});

describe("--quiet", () => {
  test.each([
    [[], "reading\n"],
    [["--quiet"], ""],
  ])("given as %j leaves %j of what is said", (args, said) => {
    const { context, kept } = keptContext();
    quietOption(new Command("look"), context.terminal).parse(args, { from: "user" });
    context.terminal.say("reading");

    expect(kept.stderr).toBe(said);
  });
});

describe("JSON", () => {
  test("is indented, and keeps the order of keys", () => {
    expect(json({ b: 1, a: [] })).toBe('{\n  "b": 1,\n  "a": []\n}');
  });
});
