import { describe, expect, test } from "vitest";
import { ENCRYPTED, isSecret, opened } from "../../../provider/cli/stacks/secret-values";

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const plaintext = (value: unknown) => ({ ...SECRET, plaintext: JSON.stringify(value) });

describe("A value of a state", () => {
  test("stays as it is without a secret in it", () => {
    const value = { a: [1, "two", null, { b: false }] };

    expect(opened(value)).toEqual(value);
  });

  test("loses the marks of secrets, at any depth, and what can't be opened is a symbol", () => {
    const value = {
      a: { ...SECRET, ciphertext: "v1:xyz" },
      b: [plaintext("x"), plaintext({ c: plaintext(1) })],
    };

    expect(opened(value)).toEqual({ a: ENCRYPTED, b: ["x", { c: 1 }] });
    expect(JSON.stringify(opened(value))).toBe('{"b":["x",{"c":1}]}');
  });

  test("tells of each secret that is decrypted", () => {
    const told: unknown[] = [];
    opened([plaintext("x"), plaintext({ c: plaintext(1) }), { ...SECRET, ciphertext: "v1:xyz" }], (value) =>
      told.push(value),
    );

    expect(told).toEqual(["x", 1, { c: 1 }]);
  });

  test("is a secret by Pulumi's mark only", () => {
    expect([plaintext("x"), { ...SECRET, ciphertext: "" }].map(isSecret)).toEqual([true, true]);
    expect([{ ciphertext: "x" }, "x", null, undefined, []].map(isSecret)).toEqual(Array(5).fill(false));
  });
});
