import { join } from "node:path";
import { execa } from "execa";
import { describe, expect } from "vitest";
import { writeCredentialsFile } from "../../provider/cli/credentials-file";
import { howToUse } from "../../provider/cli/how-to-use";
import { scratchFolder } from "../support/connection";
import { test } from "../support/tenant";

/** What the lines to copy do in a shell: the variables that are set after them. */
async function afterExports(text: string): Promise<string[]> {
  const exports = text.split("\n").filter((line) => line.startsWith("  export "));
  const show = `printf '%s\\n' "$APPTEGO_BASE_URL" "$APPTEGO_TENANT_ID" "$APPTEGO_TOKEN_KEY" "$APPTEGO_TOKEN_SECRET"`;
  const { stdout } = await execa("sh", ["-c", [...exports, show].join("\n")]);
  return stdout.split("\n");
}

describe("How to use the sandbox", () => {
  const tokens = [
    { name: "mine", permissions: ["Users & API Management"], key: "k'e\"y$", secret: "s'e`c\"r$e\\t" },
  ];
  test.override({ sandboxOptions: { seed: { tokens } } });

  test("is said in lines that a shell takes as they are", async ({ sandbox }) => {
    const { tenantId, tokenKey, tokenSecret } = sandbox.credentials;

    expect(await afterExports(howToUse(sandbox))).toEqual([sandbox.url, tenantId, tokenKey, tokenSecret]);
  });

  test("is said without the secret where a file holds it", async ({ sandbox }) => {
    const file = join(scratchFolder(), "my credentials.json");
    writeCredentialsFile(file, sandbox);
    const text = howToUse(sandbox, file);

    expect(text).not.toContain(sandbox.credentials.tokenSecret);
    expect((await afterExports(text)).at(-1)).toBe(sandbox.credentials.tokenSecret);
  });

  test("never puts the secret where a list of processes shows it", ({ sandbox }) => {
    const text = howToUse(sandbox);

    expect(text).toMatch(/^ {2}printf %s .* \| pulumi config set --secret apptego:tokenSecret$/m);
    expect(text).toContain(`${new URL(sandbox.url).origin}/__sandbox/health`);
  });
});
