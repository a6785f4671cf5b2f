import { inject, test as base } from "vitest";
import type {} from "./engine-setup";
import { createWorkspace, type Workspace, type WorkspaceOptions } from "../../scripts/engine/workspace";

/** A tenant and how to reach it, as the sandbox gives them. */
export interface Tenant {
  readonly url: string;
  readonly credentials: {
    readonly tenantId: string;
    readonly tokenKey: string;
    readonly tokenSecret: string;
  };
}

/** What a stack is made of. */
export interface StackOptions extends Omit<WorkspaceOptions, "engine"> {
  /** Configures the provider for it. */
  readonly tenant?: Tenant;
}

/** A stack on the real engine. */
export type Stack = Workspace;

/** A stack on the real engine, in a folder of its own; whoever starts it calls `dispose`. */
export function startStack({ tenant, ...options }: StackOptions): Promise<Stack> {
  if (!tenant) return createWorkspace({ engine: inject("engine"), ...options });
  const { tenantId, tokenKey, tokenSecret } = tenant.credentials;
  return createWorkspace({
    engine: inject("engine"),
    ...options,
    config: {
      "apptego:baseUrl": tenant.url,
      "apptego:tenantId": tenantId,
      "apptego:tokenKey": tokenKey,
      ...options.config,
    },
    secrets: { "apptego:tokenSecret": tokenSecret, ...options.secrets },
  });
}

/** vitest's `test` with `startStack`, whose stacks are disposed of when the test ends, however it ends. */
export const test = base.extend<{ startStack: typeof startStack }>({
  startStack: async ({}, use) => {
    const stacks: Promise<Stack>[] = [];
    await use((options) => {
      const stack = startStack(options);
      stacks.push(stack);
      return stack;
    });
    for (const stack of await Promise.allSettled(stacks))
      if (stack.status === "fulfilled") await stack.value.dispose();
  },
});
