import path from "node:path";
import { execaNode } from "execa";
import { type Found, nothing, together } from "../../test/fuzz/fuzz";
import { CHECKOUT } from "../engine/project";

/** So many runs, then a new process: what one learns of secrets it never forgets. */
const BATCH = 250;

/** What is shared out. */
export interface Work {
  readonly runs: number;
  readonly seed: number;
  readonly faults: number;
  readonly jobs: number;
  readonly onFound: (found: Found) => void;
}

/** Does many runs in several processes; what they found together. @throws Error where one of them fails */
export async function inJobs({ runs, seed, faults, jobs, onFound }: Work): Promise<Found> {
  let found = nothing();
  let next = 0;
  const work = async () => {
    while (next < runs) {
      const from = next;
      const lot = Math.min(BATCH, runs - from);
      next += lot;
      const given = [
        "--runs",
        String(lot),
        "--seed",
        String(seed + from),
        "--faults",
        String(faults),
        "--json",
      ];
      const { stdout } = await execaNode(path.join(CHECKOUT, "scripts/fuzz.ts"), given, {
        nodeOptions: ["--import", "tsx"],
        reject: true,
      });
      found = together(found, JSON.parse(stdout) as Found); // what our own process printed
      onFound(found);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return found;
}
