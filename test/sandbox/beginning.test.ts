import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type SandboxOptions, startSandbox } from "../../provider/sandbox";
import { scratchFolder } from "../support/connection";
import { ask } from "../support/sandbox-call";

const stateFile = () => join(scratchFolder(), "state.json");

describe("A sandbox with a state file", () => {
  test("goes on where the last one ended", async () => {
    const options: SandboxOptions = { stateFile: stateFile(), plan: "TEAM" };
    const first = await startSandbox(options);
    await ask(first, "createApiToken", { name: "ci" });
    await first.close();
    const { authorization, tenantId, ...credential } = first.credentials;

    await using second = await startSandbox({ ...options, credential });

    expect(second.tenant).toEqual(first.tenant);
    expect(second.auditLog).toHaveLength(1);
    expect(second.credentials).toEqual({ authorization, tenantId, ...credential });
    expect(await ask(second, "getUsers")).toMatchObject({ status: 200 });
  });

  test("hands out a second secret where it isn't told the first, and both open", async () => {
    const options = { stateFile: stateFile() };
    const first = await startSandbox(options);
    await first.close();

    await using second = await startSandbox(options);
    const { authorization } = first.credentials;

    expect(second.credentials).toMatchObject({
      tenantId: first.credentials.tenantId,
      tokenKey: first.credentials.tokenKey,
    });
    expect(second.credentials.tokenSecret).not.toBe(first.credentials.tokenSecret);
    expect(await ask(second, "getUsers")).toMatchObject({ status: 200 });
    expect(await ask(second, "getUsers", {}, { authorization })).toMatchObject({ status: 200 });
    expect(second.tenant.tokens).toHaveLength(1);
  });

  test("makes a token for itself where none administers any more", async () => {
    const options = { stateFile: stateFile() };
    const first = await startSandbox(options);
    first.portal.deleteToken({ token: "sandbox" });
    await first.close();

    await using second = await startSandbox(options);

    expect(await ask(second, "createApiToken", { name: "ci" })).toMatchObject({ status: 200 });
  });

  test("goes back to the seed, not to the file, with the same tenant and credential", async () => {
    const options = { stateFile: stateFile() };
    const first = await startSandbox(options);
    await ask(first, "createApiToken", { name: "ci" });
    await first.close();

    await using second = await startSandbox(options);
    second.reset();

    expect(second.tenant.tokens.map(({ name }) => name)).toEqual(["sandbox"]);
    expect(second.tenant.tenant.tenantId).toBe(first.credentials.tenantId);
    expect(await ask(second, "getUsers")).toMatchObject({ status: 200 });
  });

  test("keeps secrets as hashes only", async () => {
    const file = stateFile();
    await using sandbox = await startSandbox({ stateFile: file });
    await ask(sandbox, "createApiToken", { name: "ci" });
    await ask(sandbox, "createAutomationKey", { name: "pipeline" });
    const kept = readFileSync(file, "utf8");

    expect(sandbox.issuedSecrets).toHaveLength(3);
    expect(kept).toContain("pipeline");
    for (const secret of sandbox.issuedSecrets) expect(kept).not.toContain(secret);
  });
});
