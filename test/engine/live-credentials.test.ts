import { writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect } from "vitest";
import type { Stack } from "../support/pulumi";
import { opensTenant, test } from "../support/story";

const program = (body: string) => `"use strict";
const pulumi = require("@pulumi/pulumi");
const { ApiToken } = require("pulumi-apptego");
const token = (name, options) => new ApiToken(name, { permissions: ["Builds"] }, options);
const team = (name, options) =>
  token(name + "-ci", { parent: new pulumi.ComponentResource("acme:index:Team", name, {}, options) });
${body}
`;

/** The token that the state holds, in plain text. */
async function tokenOf(stack: Stack) {
  const { resources } = (await stack.export({ showSecrets: true })).deployment;
  const token = resources.find(({ type }) => type.endsWith(":ApiToken"));
  const plain = Object.entries(token?.outputs ?? {}).map(([name, value]) => [
    name,
    typeof value === "object" && value !== null && "plaintext" in value
      ? (JSON.parse(String(value.plaintext)) as unknown)
      : value,
  ]);
  return { id: token?.id ?? "", outputs: Object.fromEntries(plain) as Record<string, unknown> };
}

describe("A live token of the very name that a new resource computes", () => {
  test.for([
    [
      "its component was renamed by an alias, which is gone",
      `team("team");`,
      [`team("crew", { aliases: [{ name: "team" }] });`, `team("team"); team("crew");`],
    ],
    [
      "its alias was taken out of the program again",
      `token("ci");`,
      [
        `token("pipeline", { aliases: [{ name: "ci" }] });`,
        `const ci = token("ci"); token("pipeline", { dependsOn: ci });`,
      ],
    ],
  ] as const)(
    "stays, and is named by the refusal, where %s",
    async ([, first, then], { sandbox, startStack }) => {
      const stack = await startStack({ program: { "index.js": program(first) }, tenant: sandbox });
      let last = await stack.up();
      const live = await tokenOf(stack);
      for (const body of then) {
        expect(last).toMatchObject({ exitCode: 0 });
        await writeFile(path.join(stack.project, "index.js"), program(body));
        last = await stack.up();
      }

      expect(last.exitCode).not.toBe(0);
      expect(last.stdout + last.stderr).toContain(live.id);
      expect(await opensTenant(sandbox, live.outputs)).toBe(true);
    },
  );
});
