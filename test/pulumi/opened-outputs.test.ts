import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { redactor } from "../../provider/api/redact";
import { seal } from "../../provider/api/seal";
import { opened } from "../../provider/pulumi/opened-outputs";
import { run } from "../support/program";

const KEY = randomBytes(32);
const SEALED = seal("s3cr3t-of-ci", KEY, ["ApiToken", "t1", "tokenSecret"]);
const owner = (key: Buffer | undefined) => ({
  type: "ApiToken",
  resource: "ci",
  id: pulumi.output("t1"),
  key,
});

async function seen(value: unknown, key: Buffer | undefined) {
  const values: unknown[] = [];
  const { failure } = await run(async () => {
    const output = opened(owner(key), "tokenSecret", pulumi.output(value));
    output.apply((plain) => values.push(plain));
    values.push(await pulumi.isSecret(output));
  });
  return { values: new Set(values), failure };
}

describe("An output of a resource", () => {
  test("that is sealed is opened in the program, a secret that no message shows", async () => {
    expect(await seen(SEALED, KEY)).toEqual({ values: new Set([true, "s3cr3t-of-ci"]), failure: undefined });
    expect(redactor.clean("it is s3cr3t-of-ci")).toBe("it is [secret]");
  });

  test.each(["plain", undefined])(
    "that is %j is handed on as a secret, with and without a key",
    async (value) => {
      for (const key of [KEY, undefined])
        expect(await seen(value, key)).toEqual({ values: new Set([true, value]), failure: undefined });
    },
  );

  test.each([
    ["another key", randomBytes(32), "isn't the one that sealed it: give that one."],
    ["no key", undefined, "but there is no key: set the variable APPTEGO_SEAL_KEY"],
  ])("that is sealed tells what to do with %s", async (_, key, message) => {
    const { failure } = await seen(SEALED, key);

    expect(pulumi.RunError.isInstance(failure)).toBe(true);
    expect(String(failure)).toContain('Opening tokenSecret of ApiToken "ci": ');
    expect(String(failure)).toContain(message);
    expect(String(failure)).toContain("change the resource's rotateOn");
    expect(String(failure)).not.toContain(SEALED);
  });
});
