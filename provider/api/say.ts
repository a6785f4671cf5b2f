import { Console } from "node:console";

// Node's own warnings are off under `--no-warnings`, which many programs in TypeScript set for every process.
const people = new Console({ stdout: process.stderr, ignoreErrors: true });

/** Tells whoever runs the program, on stderr: of a provider's process Pulumi's engine shows each line of it. */
export function say(message: string): void {
  people.error(`AppTego: ${message}`);
}
