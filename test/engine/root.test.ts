import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect } from "vitest";
import { readSeed } from "../../provider/sandbox";
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
