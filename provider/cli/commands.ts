import type { Command } from "commander";
import type { CommandContext } from "./context";

/** A command as the table knows it; what it does is loaded when it is called. */
export interface CommandEntry {
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: (context: CommandContext) => Command }>;
}

/** Every command, one a file. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  sandbox: {
    summary: "AppTego's Management API on this machine, for trying things out and for tests",
    load: () => import("./sandbox.js"),
  },
  access: {
    summary: "who may do what, in the tenant or by a stack's state",
    load: () => import("./access.js"),
  },
  review: {
    summary: "who gains and who loses what by a preview, before it happens",
    load: () => import("./review.js"),
  },
  doctor: {
    summary: "whether a token can do its work, and whether the API is as assumed",
    load: () => import("./doctor.js"),
  },
  drift: {
    summary: "what differs between the state of stacks and the tenant",
    load: () => import("./drift.js"),
  },
  export: {
    summary: "an existing tenant as a Pulumi program that takes it over",
    load: () => import("./export.js"),
  },
  rotate: {
    summary: "which credentials are too old, and the wish for new ones",
    load: () => import("./rotate.js"),
  },
  completion: {
    summary: "a script that completes this command in your shell",
    load: () => import("./completion.js"),
  },
};
