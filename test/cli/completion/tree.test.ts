import { Argument, Command, Option } from "commander";
import { describe, expect, test } from "vitest";
import { completedCommand, plain } from "../../../provider/cli/completion/tree";

describe("What there is to complete of a command", () => {
  test("are its options with their values, and its words", () => {
    const look = new Command("look")
      .summary("looks around")
      .addArgument(new Argument("<where>", "").choices(["left", "right"]))
      .addOption(new Option("-o, --output <form>", "the form").choices(["table", "json"]))
      .addOption(new Option("--secret-switch").hideHelp())
      .option("--file [name]", "a file")
      .option("--quiet", "says less");

    expect(completedCommand(look)).toEqual({
      name: "look",
      summary: "looks around",
      options: [
        { flags: ["-o", "--output"], description: "the form", takesValue: true, choices: ["table", "json"] },
        { flags: ["--file"], description: "a file", takesValue: true, choices: [] },
        { flags: ["--quiet"], description: "says less", takesValue: false, choices: [] },
        { flags: ["-h", "--help"], description: "display help for command", takesValue: false, choices: [] },
      ],
      words: ["left", "right"],
    });
  });

  test("holds no character that a shell reads anything into", () => {
    expect(plain("the tenant's `plan`: $(rm -rf) [x] \"y\" & <z>; 'q'")).toBe(
      "the tenant’s plan (rm -rf) x y z ’q’",
    );
  });
});
