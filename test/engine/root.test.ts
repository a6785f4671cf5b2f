import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect } from "vitest";
import { readSeed, startSandbox } from "../../provider/sandbox";
import { CHECKOUT } from "../../scripts/engine/project";
import { NOTHING, opensAutomation, test as base } from "../support/story";

const EXAMPLE = path.join("examples", "team-access");

/** The repository as its own project sees it: Pulumi.yaml and the example that it names. */
function repository(): Record<string, string> {
  const files = [
    "Pulumi.yaml",
    ...readdirSync(path.join(CHECKOUT, EXAMPLE)).map((name) => path.join(EXAMPLE, name)),
  ];
  const isProgram = /(?:Pulumi\.yaml|package\.json|\.ts|tsconfig\.json)$/;
  return Object.fromEntries(
    files
      .filter((name) => isProgram.test(name))
      .map((name) => [name, readFileSync(path.join(CHECKOUT, name), "utf8")]),
  );
}

const test = base.override("sandboxOptions", {
  seed: readSeed(path.join(CHECKOUT, "examples", "sandbox-seed.yaml")),
});

describe("The repository's own project", () => {
  test("sets up the sandbox that `npm run sandbox` starts, with no value but those it brings", async ({
    sandbox,
    startStack,
  }) => {
    // Only the port differs: a test takes a free one.
    const config = { "apptego:baseUrl": sandbox.url };
    const stack = await startStack({ program: repository(), config });

    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, create: 7 } });
    expect(await opensAutomation(sandbox, (await stack.outputs())["pipelineAuthorization"])).toBe(true);
    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same: 7 } });
    expect(await stack.destroy()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, delete: 7 } });
  });

  test("sets up a tenant of one's own by five values of a stack", async ({ startStack }) => {
    await using own = await startSandbox();
    const { tenantId, tokenKey, tokenSecret } = own.credentials;
    const stack = await startStack({
      program: repository(),
      config: {
        "apptego:tenantId": tenantId,
        "apptego:tokenKey": tokenKey,
        "apptego:baseUrl": own.url,
        "apptego:integration": "acme-access",
      },
      secrets: { "apptego:tokenSecret": tokenSecret },
    });

    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, create: 7 } });
    expect(await opensAutomation(own, (await stack.outputs())["pipelineAuthorization"])).toBe(true);
    expect(await stack.destroy()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, delete: 7 } });

    expect(new Set(own.calls.all.map(({ tenant }) => tenant))).toEqual(new Set([tenantId]));
    expect(own.calls.all.filter(({ userAgent }) => !userAgent?.endsWith(" (acme-access)"))).toEqual([]);
    expect(own.tenant.users).toHaveLength(1);
    expect(own.tenant.tokens.map((token) => token.tokenKey)).toEqual([tokenKey]);
  });

  test("names the address that `npm run sandbox` listens on", () => {
    const { scripts } = JSON.parse(readFileSync(path.join(CHECKOUT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const [, port] = /--port (\d+)/.exec(scripts["sandbox"] ?? "") ?? [];
    expect(readFileSync(path.join(CHECKOUT, "Pulumi.yaml"), "utf8")).toContain(
      `http://127.0.0.1:${port}/frontend`,
    );
  });
});
