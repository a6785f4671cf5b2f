import { describe, expect, test } from "vitest";
import { howToSet, SETTINGS, unknownSettings } from "../../provider/api/settings";

describe("A setting", () => {
  test("can be given by a variable of its name, except for who calls", () => {
    for (const [name, way] of Object.entries(SETTINGS)) {
      const variable = `APPTEGO_${name.replace(/[A-Z]/g, "_$&").toUpperCase()}`;
      expect("variable" in way ? way.variable : undefined).toBe(
        name === "integration" ? undefined : variable,
      );
    }
  });

  test("that is a secret isn't put on the command line", () => {
    expect(howToSet("tokenSecret")).toContain("stdin");
    expect(howToSet("reclaim")).toBe(
      "set it with `pulumi config set apptego:reclaim always` or the variable APPTEGO_RECLAIM",
    );
  });

  test("that nobody knows is named, with the one that was meant", () => {
    expect(unknownSettings(["apptego:reclaim", "tokenKey"])).toEqual([]);
    expect(unknownSettings(["apptego:reclame"])).toEqual([
      expect.stringMatching(/^apptego:reclame is no setting \(did you mean "reclaim"\?\)/),
    ]);
  });
});
