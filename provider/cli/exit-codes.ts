/** An exit code, when a command ends with it, and the commands that do; `every` for all. */
export interface ExitCodeEntry {
  readonly code: number;
  readonly meaning: string;
  readonly commands: "every" | readonly string[];
}

/** The one table of exit codes: what `--help`, docs/cli.md and the commands themselves go by. */
export const EXIT_CODES = {
  ok: { code: 0, meaning: "done, and nothing needs you", commands: "every" },
  failed: { code: 1, meaning: "it failed: the message says why", commands: "every" },
  differs: {
    code: 2,
    meaning:
      "it looked, and something needs you: the tenant differs from the state, the token can't do its work, a credential is due, or files are in the way",
    commands: ["doctor", "drift", "export", "rotate"],
  },
  unmanaged: {
    code: 3,
    meaning: "nothing differs, but the tenant holds what no stack does",
    commands: ["drift"],
  },
  refused: { code: 4, meaning: "a rail refuses the change", commands: ["review"] },
  changed: {
    code: 5,
    meaning: "the change isn't the one that was reviewed (--expect)",
    commands: ["review"],
  },
  usage: { code: 64, meaning: "the command line isn't understood; nothing was done", commands: "every" },
} as const satisfies Record<string, ExitCodeEntry>;

/** How a command may end, by name. */
export type ExitName = keyof typeof EXIT_CODES;

/** Ends a command with another code than 0; whatever there is to say has been printed already. */
export class Exit extends Error {
  override readonly name = "Exit";

  constructor(readonly exit: ExitName) {
    super(EXIT_CODES[exit].meaning);
  }
}

/** The command line can't be carried out as it is: the message says what to write instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The codes that a command may end with, the smallest first. */
export function exitCodesOf(command: string): readonly ExitCodeEntry[] {
  const entries: readonly ExitCodeEntry[] = Object.values(EXIT_CODES);
  return entries.filter(({ commands }) => commands === "every" || commands.includes(command));
}
