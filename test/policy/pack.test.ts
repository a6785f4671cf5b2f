import { writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { describe, expect } from "vitest";
import { settled } from "../../provider/policy/pack";
import { test } from "../support/temporary-folder";

describe("What the pack is configured with", () => {
  test("is each rule's own level where nothing is said", () => {
    expect(settled({})).toEqual({
      "no-person-holds-everything": { enforcementLevel: "mandatory" },
      "no-token-administers": { enforcementLevel: "mandatory" },
      "enough-administrators": { enforcementLevel: "mandatory" },
      "email-domains": { enforcementLevel: "mandatory" },
      "named-tokens": { enforcementLevel: "advisory" },
    });
  });

  test("keeps the level of a rule that is only given settings", () => {
    expect(settled({ "email-domains": { domains: ["acme.test"] } })["email-domains"]).toEqual({
      ...{ domains: ["acme.test"], enforcementLevel: "mandatory" },
    });
  });

  test("takes a rule's level before that of all", () => {
    const config = settled({
      all: "advisory",
      "named-tokens": "disabled",
      "enough-administrators": { minimum: 3, enforcementLevel: "mandatory" },
    });
    expect(config).toMatchObject({
      "no-token-administers": { enforcementLevel: "advisory" },
      "named-tokens": { enforcementLevel: "disabled" },
      "enough-administrators": { minimum: 3, enforcementLevel: "mandatory" },
    });
  });

  test("has no rule that isn't there", () => {
    const misspelt = Object.fromEntries([["email-domain", "mandatory"]]);
    expect(() => settled(misspelt)).toThrow(
      'The policy pack has no rule "email-domain" (did you mean "email-domains"?): correct or remove it.',
    );
  });
});

describe("The pack", () => {
  test("is served to an engine by one call", async ({ folder }) => {
    await writeFile(path.join(folder, "package.json"), `{ "version": "1.2.3" }`);
    const pack = path.resolve(__dirname, "../../provider/policy/pack.ts");
    const script = `require(${JSON.stringify(pack)}).leastPrivilege()`;
    const tsx = require.resolve("tsx");
    const served = execa("node", ["--require", tsx, "-e", script], { cwd: folder, reject: false });
    const [first] = await served[Symbol.asyncIterator]()
      .next()
      .then(({ value }) => [String(value)]);
    served.kill();
    await served;

    expect(first).toMatch(/^\d+$/); // the port that the engine connects to
  });
});
