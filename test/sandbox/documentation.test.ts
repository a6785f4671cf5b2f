import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { FAULT_KINDS } from "../../provider/sandbox";
import { steer } from "../support/sandbox-call";
import { test } from "../support/tenant";

const page = readFileSync(join(__dirname, "../../docs/sandbox.md"), "utf8");

describe("docs/sandbox.md", () => {
  test("tells each kind of fault, in the sandbox's own words", () => {
    const rows = page.split("\n").map((line) => line.replace(/\s+/g, " "));

    for (const [kind, meaning] of Object.entries(FAULT_KINDS))
      expect(rows).toContain(`| \`${kind}\` | ${meaning} |`);
  });

  test("tells each route", async ({ sandbox }) => {
    const { body } = await steer(sandbox, "GET nothing");
    const routes = (body as { routes: string[] }).routes;

    expect(routes.length).toBeGreaterThan(20);
    for (const route of routes) expect(page).toContain(`\`${route.replace("POST portal/", "")}\``);
  });
});
