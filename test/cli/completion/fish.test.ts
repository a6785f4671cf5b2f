import { describe, expect, test } from "vitest";
import { fishScript } from "../../../provider/cli/completion/fish";
import { LOOK } from "../../support/completed";

describe("The script for fish", () => {
  test("has a line for a command, its words, and each option", () => {
    const here = "complete -c apptego -n '__fish_seen_subcommand_from look'";

    expect(fishScript([LOOK]).split("\n")).toEqual([
      "# fish completion of apptego",
      "complete -c apptego -n __fish_use_subcommand -f -a look -d 'looks around'",
      `${here} -f -a 'left right'`,
      `${here} -s o -l output -x -a 'table json' -d 'the form'`,
      `${here} -l file -r -d 'a file'`,
      `${here} -l quiet -d 'says less'`,
      "",
    ]);
  });
});
