import type { CallResult } from "../engine/results";

const linesOf = (text: string, pattern: RegExp) =>
  text
    .split("\n")
    .filter((line) => pattern.test(line))
    .join("\n");

/** The lines that say what became of each resource. */
export function resourceLines({ stdout }: CallResult): string {
  return linesOf(
    stdout,
    /^ (?:\+|~|-|\+-|\+\+|--)\s.* (?:created|updated|deleted|replaced|created replacement|deleted original) \(/,
  );
}

/** The lines that count what was done. */
export function summaryLines({ stdout }: CallResult): string {
  return linesOf(stdout.slice(Math.max(0, stdout.indexOf("\nResources:"))), /^\s+(?:[-+~]{1,2} )?\d+ \w/);
}

/** The lines of `refresh --diff` that say what differs. */
export function driftLines({ stdout }: CallResult): string {
  return linesOf(stdout, /^\s+~ pulumi-nodejs|^\s+[-+] \[\d+\]|^\s+~ permissions|urn=.*(?:User|ApiToken)::/);
}

/** Everything that a call said and how it ended, for whoever has to find out why. */
export function everythingOf({ exitCode, stdout, stderr }: CallResult): string {
  return [`exit code ${String(exitCode)}`, stdout.trim(), stderr.trim()].filter(Boolean).join("\n");
}
