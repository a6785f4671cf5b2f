import pc from "picocolors";

/** Tells people what the demo does. */
export interface Narrator {
  /** A step begins: what it does and why. */
  readonly step: (title: string, why: string) => void;
  /** A command that a user would type. */
  readonly command: (line: string) => void;
  /** Lines of another program's output. */
  readonly output: (text: string) => void;
  /** Something that was looked up. */
  readonly fact: (text: string) => void;
  /** Something that must be so, and what was found. @throws Error with both where it isn't so */
  readonly check: (claim: string, holds: boolean, found: unknown) => void;
  readonly end: (text: string) => void;
}

/** A narrator that writes to a stream and numbers the steps. */
export function narrator(stream: NodeJS.WritableStream, steps: number): Narrator {
  let number = 0;
  const write = (text: string) => stream.write(`${text}\n`);
  return {
    step(title, why) {
      number += 1;
      write(`\n${pc.bold(pc.cyan(`[${String(number)}/${String(steps)}] ${title}`))}\n  ${pc.dim(why)}`);
    },
    command: (line) => write(`  ${pc.yellow("$")} ${line}`),
    output(text) {
      for (const line of text.split("\n")) if (line.trim() !== "") write(`    ${line}`);
    },
    fact: (text) => write(`  ${text}`),
    check(claim, holds, found) {
      if (!holds) {
        const text = typeof found === "string" ? found : JSON.stringify(found);
        throw new Error(`this should be so, but isn't: ${claim}\nfound: ${text}`);
      }
      write(`  ${pc.green("✓")} ${claim}`);
    },
    end: (text) => write(`\n${pc.bold(pc.green(text))}`),
  };
}
