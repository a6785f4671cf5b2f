import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { configOption, stackOption, stateOption } from "../../provider/cli/options";

const parse = (...args: string[]) =>
  configOption(stateOption(stackOption(new Command("look"))))
    .parse(args, { from: "user" })
    .opts();

describe("The options", () => {
  test("of stacks and states may be given more than once", () => {
    expect(parse("--stack", "dev", "--state", "a.json", "--stack", "prod", "--state", "-")).toEqual({
      stack: ["dev", "prod"],
      state: ["a.json", "-"],
    });
  });

  test("of a place are one each, and nothing is assumed", () => {
    expect(parse("--cwd", "infra", "--config", "me.yaml")).toEqual({ cwd: "infra", config: "me.yaml" });
    expect(parse()).toEqual({});
  });
});
