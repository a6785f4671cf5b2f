import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { readCredentialsFile, writeCredentialsFile } from "../../provider/cli/credentials-file";
import { scratchFile, scratchFolder } from "../support/connection";
import { test } from "../support/tenant";

describe("A credentials file", () => {
  test("is written for its owner's eyes, and read again", ({ sandbox }) => {
    const file = join(scratchFolder(), "me.json");
    writeCredentialsFile(file, sandbox);
    const { url, credentials } = sandbox;
    const { tokenKey, tokenSecret } = credentials;

    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ url, ...credentials });
    expect(readCredentialsFile(file)).toEqual({ credential: { tokenKey, tokenSecret } });
  });

  test("that isn't there yet is nothing, and one that is something else is refused", () => {
    expect(readCredentialsFile(join(scratchFolder(), "me.json"))).toEqual({});

    for (const content of ["", "[]", `{"tokenKey":"k"}`]) {
      const file = scratchFile("me.json", content);
      expect(() => readCredentialsFile(file)).toThrow(`${file}: it isn't one that a sandbox wrote`);
    }
  });

  test("that can't be written is named", ({ sandbox }) => {
    const file = join(scratchFolder(), "none", "me.json");

    expect(() => writeCredentialsFile(file, sandbox)).toThrow(`${file}: it can't be written (ENOENT).`);
  });
});
