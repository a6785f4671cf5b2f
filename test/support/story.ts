import { connect } from "../../provider/api/client";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../provider/sandbox";
import { type StackOptions, test as base } from "./pulumi";
import { type StateEntry, type Story, storyOn, type Wish } from "./story-on";
import { connectionOf } from "./tenant";

export type { StateEntry, Story, Wish } from "./story-on";

/** No resource is touched. */
export const NOTHING = { create: 0, update: 0, replace: 0, delete: 0 };

/** Whether an API token opens the tenant: a call with it is tried. */
export async function opensTenant(sandbox: Sandbox, outputs: StateEntry["outputs"]): Promise<boolean> {
  const { tokenKey, tokenSecret } = outputs;
  const connection = connectionOf(sandbox, {
    tokenKey: String(tokenKey),
    tokenSecret: String(tokenSecret),
  });
  return connect(connection)
    .getSubscription({})
    .then(
      () => true,
      () => false,
    );
}

/** Whether an Authorization header opens the Automation API: a call with it is tried. */
export async function opensAutomation(sandbox: Sandbox, authorization: unknown): Promise<boolean> {
  const url = new URL("/automate/get_applications", sandbox.url);
  return (await fetch(url, { headers: { authorization: String(authorization) } })).ok;
}

/** vitest's `test` with a sandbox of its own and with stories against it; all is gone when the test ends. */
export const test = base.extend<{
  /** How far AppTego's clock is ahead of this machine's, in milliseconds: so a test lets time pass. */
  time: { ahead: number };
  sandboxOptions: SandboxOptions;
  sandbox: Sandbox;
  startStory: (wish: Wish, options?: Partial<StackOptions>) => Promise<Story>;
}>({
  time: async ({}, use) => {
    await use({ ahead: 0 });
  },
  sandboxOptions: async ({ time }, use) => {
    await use({ clock: () => Date.now() + time.ahead });
  },
  sandbox: async ({ sandboxOptions }, use) => {
    await using sandbox = await startSandbox(sandboxOptions);
    await use(sandbox);
  },
  startStory: async ({ sandbox, startStack }, use) => {
    await use(async (wish, options) => storyOn(startStack, sandbox, wish, options));
  },
});
