import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { connect } from "../../provider/api/client";
import type { ConnectOptions } from "../../provider/api/client";
import type { Connection } from "../../provider/api/connection";
import type { Api } from "../../provider/api/contract";
import { LIMITS, operations } from "../../provider/api/contract";
import type { ScriptedServer } from "./scripted-server";

/** The credentials of every test against a scripted server. */
export const TENANT_ID = "0123456789abcdef0123456789abcdef";
export const TOKEN_KEY = "tok_admin";
export const TOKEN_SECRET = "canary/S3cret+äöü=";

/** A connection to a scripted server. */
export function connectionTo(
  server: Pick<ScriptedServer, "url">,
  more: Partial<Connection> = {},
): Connection {
  return {
    tenantId: TENANT_ID,
    tokenKey: TOKEN_KEY,
    tokenSecret: TOKEN_SECRET,
    baseUrl: `${server.url}/frontend`,
    integration: "unit tests",
    contract: operations,
    limits: LIMITS,
    ...more,
  };
}

/** A client of a scripted server that never waits before another attempt. */
export function clientOf(
  server: ScriptedServer,
  options: ConnectOptions = {},
  more: Partial<Connection> = {},
): Api {
  return connect(connectionTo(server, more), { pace: () => 0, ...options });
}

/** A folder of this test's own. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "apptego-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A file in a folder of this test's own; its path. */
export function scratchFile(name: string, content: string): string {
  const file = join(scratchFolder(), name);
  writeFileSync(file, content);
  return file;
}

/** What a promise was rejected with; undefined where it wasn't. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error;
  }
}
