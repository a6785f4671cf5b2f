import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { ResourceType } from "../../provider/resources";
import type { Sandbox } from "../../provider/sandbox";
import type { Stack, StackOptions } from "./pulumi";

/** What a program of a story declares: resources by name. */
export type Wish = Readonly<
  Record<
    string,
    {
      readonly type: ResourceType;
      readonly args?: Readonly<Record<string, unknown>>;
      readonly options?: Readonly<Record<string, unknown>>;
    }
  >
>;

/** One stack against one sandbox, whose program declares what the story wishes for at the moment. */
export interface Story {
  readonly stack: Stack;
  /** From now on the program declares this. */
  readonly wish: (wish: Wish) => Promise<void>;
  /** The resources of the state by name, their secrets in plain text. */
  readonly state: () => Promise<Readonly<Record<string, StateEntry>>>;
}

/** A resource as the state holds it. */
export interface StateEntry {
  readonly id: string | undefined;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly initErrors: readonly string[];
}

const WISH = "wish.json";
const PROGRAM = `"use strict";
const apptego = require("pulumi-apptego");
for (const [name, { type, args, options }] of Object.entries(require("./${WISH}")))
  new apptego[type](name, args, options);
`;

/** What stands for a secret value in a state that is shown in plain text. */
const PLAINTEXT = "plaintext";

function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !(PLAINTEXT in value)) return value;
  return JSON.parse(String(value.plaintext));
}

/** Properties of a state that is shown in plain text, without what marks them as secrets. */
export function plainly(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, plain(value)]));
}

async function stateOf(stack: Stack): Promise<Record<string, StateEntry>> {
  const { resources } = (await stack.export({ showSecrets: true })).deployment;
  return Object.fromEntries(
    resources.map(({ urn, id, inputs, outputs, initErrors = [] }) => [
      urn.split("::").at(-1) ?? urn,
      { id, inputs: plainly(inputs), outputs: plainly(outputs), initErrors },
    ]),
  );
}

/** Starts a stack whose program declares a wish, against a sandbox. */
export async function storyOn(
  startStack: (options: StackOptions) => Promise<Stack>,
  sandbox: Sandbox,
  wish: Wish,
  options: Partial<StackOptions> = {},
): Promise<Story> {
  const program = { "index.js": PROGRAM, [WISH]: JSON.stringify(wish) };
  const stack = await startStack({ program, tenant: sandbox, ...options });
  return {
    stack,
    wish: async (next) => writeFile(path.join(stack.project, WISH), JSON.stringify(next)),
    state: async () => stateOf(stack),
  };
}
