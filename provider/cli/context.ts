import { openTerminal, type Terminal } from "./terminal/terminal";

/** All that a command knows of the process that it runs in: none of them touches `process` itself. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly env: NodeJS.ProcessEnv;
  /** The folder that relative paths of the command line are meant from. */
  readonly cwd: string;
  /** All that standard input holds. */
  readonly readStdin: () => Promise<string>;
}

/** The context of this very process. */
export function processContext(): CommandContext {
  return {
    terminal: openTerminal(process, process.env),
    env: process.env,
    cwd: process.cwd(),
    readStdin: async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
      return Buffer.concat(chunks).toString("utf8");
    },
  };
}
