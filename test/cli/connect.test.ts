import { describe, expect } from "vitest";
import { operations } from "../../provider/api/contract";
import { connect, readOnly, settingsOf } from "../../provider/cli/connect";
import type { Sandbox } from "../../provider/sandbox";
import { environmentOf, keptContext } from "../support/command";
import { scratchFile } from "../support/connection";
import { fakePulumi } from "../support/fake-pulumi";
import { test } from "../support/tenant";

const configOf = ({ url, credentials }: Sandbox) => ({
  "apptego:baseUrl": { value: url },
  "apptego:tenantId": { value: credentials.tenantId },
  "apptego:tokenKey": { value: credentials.tokenKey },
  "apptego:tokenSecret": { value: credentials.tokenSecret },
});

describe("A connection", () => {
  test("comes from the environment where nothing else is named", async ({ sandbox }) => {
    const { context } = keptContext({ env: environmentOf(sandbox) });
    const { tenant, connection } = await connect(context, {});

    expect((await tenant.tokens.current()).map(({ name }) => name)).toEqual(["sandbox"]);
    expect(connection).toMatchObject({
      integration: "apptego command",
      tenantId: sandbox.credentials.tenantId,
    });
  });

  test("comes from the stack, and its configuration wins over the environment", async ({ sandbox }) => {
    const { env } = await fakePulumi({ "config dev": configOf(sandbox) });
    const others = { ...env, APPTEGO_TENANT_ID: "0".repeat(32), APPTEGO_LOG: scratchFile("calls.jsonl", "") };
    const { api, connection } = await connect(keptContext({ env: others }).context, { stack: ["dev"] });

    expect(await api.getSubscription({})).toMatchObject({ subscription: "ENTERPRISE" });
    expect(connection.logFile).toBe(others.APPTEGO_LOG);
  });

  test("comes from the file instead of the stack, which isn't asked then", async ({ sandbox }) => {
    const { env, calls } = await fakePulumi({});
    const { baseUrl, ...rest } = { baseUrl: sandbox.url, ...sandbox.credentials };
    const { tenantId, tokenKey, tokenSecret } = rest;
    const file = scratchFile("me.json", JSON.stringify({ baseUrl, tenantId, tokenKey, tokenSecret }));
    const { api } = await connect(keptContext({ env }).context, { config: file, stack: ["dev"] });

    expect((await api.getUsers({})).users).toHaveLength(1);
    expect(calls()).toEqual([]);
  });

  test("of several stacks is of one tenant, or refused", async ({ sandbox }) => {
    const { env } = await fakePulumi({
      "config dev": configOf(sandbox),
      "config prod": configOf(sandbox),
      "config other": { "apptego:tenantId": { value: "f".repeat(32) } },
    });
    const { context } = keptContext({ env });

    expect(await settingsOf(context, { stack: ["dev", "prod"] })).toMatchObject({ baseUrl: sandbox.url });
    await expect(settingsOf(context, { stack: ["dev", "other"] })).rejects.toThrow(
      "The stacks dev and other are of different tenants",
    );
  });

  test("that is incomplete is refused as by the provider", async () => {
    await expect(connect(keptContext().context, {})).rejects.toMatchObject({ name: "ConfigurationError" });
  });

  test("hides its secrets from the terminal", async ({ sandbox }) => {
    const { context, kept } = keptContext({ env: environmentOf(sandbox) });
    await connect(context, {});
    const { tokenSecret, authorization } = sandbox.credentials;
    context.terminal.print(`${tokenSecret} ${authorization}`);

    expect(kept.stdout).toBe("[secret] Bearer [secret]\n");
  });
});

describe("A command's API", () => {
  test("refuses every write before anything is sent, and reads", async ({ sandbox, api }) => {
    const looking = readOnly(api);
    const writes = Object.entries(operations).filter(([, { effect }]) => effect !== "read");
    const calls = looking as unknown as Readonly<Record<string, (request: object) => Promise<unknown>>>;

    for (const [name] of writes)
      await expect(calls[name]?.({})).rejects.toThrow(`${name} would change the tenant`);
    expect(writes.length).toBeGreaterThan(8);
    expect(sandbox.calls.all).toEqual([]);

    await looking.getUsers({});
    expect(sandbox.calls.all).toHaveLength(1);
  });
});
