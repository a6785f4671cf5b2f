import { test as base } from "vitest";
import { connect } from "../../provider/api/client";
import type { Connection } from "../../provider/api/connection";
import { type Api, LIMITS, operations } from "../../provider/api/contract";
import { createServerClock, type ServerClock } from "../../provider/api/server-clock";
import { openTenant, type Tenant } from "../../provider/resources/tenant";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../provider/sandbox";

/** What a test that talks to a sandbox of its own is given. */
export interface TenantFixtures {
  /** How the sandbox is started; `test.override({ sandboxOptions })` in a file changes it. */
  readonly sandboxOptions: SandboxOptions;
  /** A sandbox on a free port, closed when the test ends, however it ends. */
  readonly sandbox: Sandbox;
  /** How a client reaches it. */
  readonly connection: Connection;
  /** A client of it that never waits before another attempt. */
  readonly api: Api;
  /** What that client learns of the server's clock. */
  readonly clock: ServerClock;
  /** What the tenant said that a person should see. */
  readonly told: string[];
  /** The tenant as one process of the provider knows it; it never waits either. */
  readonly tenant: Tenant;
}

/** A connection to a sandbox. */
export function connectionOf(sandbox: Sandbox, more: Partial<Connection> = {}): Connection {
  const { tenantId, tokenKey, tokenSecret } = sandbox.credentials;
  const fixed = { integration: "unit tests", contract: operations, limits: LIMITS };
  return { tenantId, tokenKey, tokenSecret, baseUrl: sandbox.url, ...fixed, ...more };
}

/** vitest's `test` with a sandbox of its own and a client of it. */
export const test = base.extend<TenantFixtures>({
  sandboxOptions: {},
  sandbox: async ({ sandboxOptions }, use) => {
    const sandbox = await startSandbox(sandboxOptions);
    await use(sandbox);
    await sandbox.close();
  },
  connection: async ({ sandbox }, use) => {
    await use(connectionOf(sandbox));
  },
  clock: async ({}, use) => {
    await use(createServerClock());
  },
  api: async ({ connection, clock }, use) => {
    await use(connect(connection, { pace: () => 0, clock }));
  },
  told: async ({}, use) => {
    await use([]);
  },
  tenant: async ({ api, connection, clock, told }, use) => {
    const tell = (message: string) => void told.push(message);
    await use(openTenant(api, connection, { wait: () => Promise.resolve(), clock, tell }));
  },
});
