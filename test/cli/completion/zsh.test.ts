import { describe, expect, test } from "vitest";
import { zshScript } from "../../../provider/cli/completion/zsh";
import { LOOK } from "../../support/completed";

describe("The script for zsh", () => {
  const script = zshScript([LOOK]);

  test("can be kept as a file of fpath, or be evaluated", () => {
    expect(script).toMatch(/^#compdef apptego\n/);
    expect(script).toContain('if [ "${funcstack[1]}" = _apptego ]; then\n  _apptego "$@"\nelse');
  });

  test("tells commands, options, their values and words", () => {
    expect(script).toContain("'look:looks around'");
    expect(script).toContain("'--output[the form]: :(table json)'");
    expect(script).toContain("'--file[a file]: :_files'");
    expect(script).toContain("'--quiet[says less]'");
    expect(script).toContain("'1: :(left right)'");
  });
});
