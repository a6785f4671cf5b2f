import { describe, expect, test } from "vitest";
import {
  engineIn,
  executables,
  OLDEST_VERSION,
  parseVersion,
  versionProblem,
} from "../../../scripts/engine/engine";

describe("A version", () => {
  test.each([
    ["v3.232.0\n", "3.232.0"],
    ["3.260.1", "3.260.1"],
    ["v3.232.0-dev.0+ab12", "3.232.0"],
    ["", undefined],
    ["command not found", undefined],
  ])("is read from %j as %j", (text, version) => {
    expect(parseVersion(text)).toBe(version);
  });

  test.each([OLDEST_VERSION, "3.232.0", "3.1000.0"])("of %s is new enough", (version) => {
    expect(versionProblem(version)).toBeUndefined();
  });

  test.each(["3.149.9", "2.300.0", "4.0.0"])("of %s is refused, with what is needed", (version) => {
    expect(versionProblem(version)).toContain(`${version}, and this project needs ${OLDEST_VERSION}`);
  });
});

describe("An engine", () => {
  test("goes first on PATH and calls nobody", () => {
    const { env, command } = engineIn("/engine/bin", "3.232.0", "cache", { PATH: "/usr/bin" });

    expect(command).toBe(`/engine/bin/${executables().cli}`);
    expect(env).toEqual({
      PATH: "/engine/bin:/usr/bin",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    });
  });

  test("has other names on Windows", () => {
    expect(executables("win32")).toEqual({
      cli: "pulumi.exe",
      languageHost: "pulumi-language-nodejs.exe",
      dynamicProvider: "pulumi-resource-pulumi-nodejs.cmd",
    });
  });
});
