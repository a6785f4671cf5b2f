import type { CompletedCommand } from "../../provider/cli/completion/tree";

/** A command with every kind of option, as the shells' scripts are told of it. */
export const LOOK: CompletedCommand = {
  name: "look",
  summary: "looks around",
  options: [
    { flags: ["-o", "--output"], description: "the form", takesValue: true, choices: ["table", "json"] },
    { flags: ["--file"], description: "a file", takesValue: true, choices: [] },
    { flags: ["--quiet"], description: "says less", takesValue: false, choices: [] },
  ],
  words: ["left", "right"],
};
