import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSealed, open, seal, sealKeyFrom, Unopenable } from "../../provider/api/seal";

const KEY = randomBytes(32);
const OWNER = ["ApiToken", "t1", "tokenSecret"];

describe("A sealed text", () => {
  test("opens with its key for its owner, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const sealed = seal(text, KEY, OWNER);

        expect(isSealed(sealed)).toBe(true);
        expect(open(sealed, KEY, OWNER)).toBe(text);
      }),
    );
  });

  test("is another one each time, says its version, and shows nothing of the text", () => {
    const [one, other] = [seal("s3cr3t-text", KEY, OWNER), seal("s3cr3t-text", KEY, OWNER)];

    expect(one).not.toBe(other);
    expect(one).toMatch(/^sealed:v1:[\w-]+$/);
    expect(one).not.toContain("s3cr3t");
    expect(Buffer.from(one.slice("sealed:v1:".length), "base64url").toString("latin1")).not.toContain(
      "s3cr3t",
    );
  });

  test.each([
    ["another key", seal("text", KEY, OWNER), randomBytes(32), OWNER],
    ["another owner", seal("text", KEY, OWNER), KEY, ["ApiToken", "t2", "tokenSecret"]],
    ["a changed text", `${seal("text", KEY, OWNER).slice(0, -4)}AAAA`, KEY, OWNER],
    ["a cut text", seal("text", KEY, OWNER).slice(0, 20), KEY, OWNER],
    ["no text at all", "sealed:v1:", KEY, OWNER],
  ])("doesn't open with %s", (_, sealed, key, owner) => {
    expect(() => open(sealed, key, owner)).toThrow(Unopenable);
  });
});

describe("A seal key", () => {
  test("is 32 bytes in base64", () => {
    expect(sealKeyFrom(KEY.toString("base64"))).toEqual(KEY);
  });

  test.each([
    ["", 0],
    [randomBytes(31).toString("base64"), 31],
    [randomBytes(33).toString("base64"), 33],
    [KEY.toString("hex"), 64],
    ["*".repeat(44), 44],
  ])("isn't %j", (setting) => {
    expect(sealKeyFrom(setting)).toBeUndefined();
  });
});
