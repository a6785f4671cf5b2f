import { execaSync } from "execa";
import { describe, expect, test } from "vitest";
import { bashScript } from "../../../provider/cli/completion/bash";
import { LOOK } from "../../support/completed";

describe("The script for bash", () => {
  const script = bashScript([LOOK]);

  test("is one that bash understands, twice in one shell too", () => {
    expect(execaSync("bash", ["-c", `${script}\n${script}`])).toMatchObject({ exitCode: 0, stderr: "" });
  });

  test("knows an option by each of its names", () => {
    expect(script).toContain('"look -o"|"look --output") words="table json" ;;');
    expect(script).toContain('look) words="left right -o --output --file --quiet" ;;');
  });
});
