import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { slug, uniqueNames } from "../../../provider/cli/export/names";

describe("The name in a program", () => {
  test.each([
    ["alice.b@acme.test", "alice-b-acme-test"],
    ["Ümläut Straße", "umlaut-straße"],
    ["Ω 日本語 Токен", "ω-日本語-токен"],
    ["  CI / CD (old)  ", "ci-cd-old"],
    ["🚀🚀", "token"],
    ['*/ "); process.exit(); //', "process-exit"],
    ["x".repeat(200), "x".repeat(60)],
  ])("is made of letters and digits of any script: %s", (text, name) => {
    expect(slug(text, "token")).toBe(name);
  });

  test("is numbered where two would be alike, and the oldest keeps its name", () => {
    const named = (...all: [text: string, since?: string][]) =>
      uniqueNames(all.map(([text, since], at) => ({ id: String(at), text, fallback: "token", since })));

    expect(named(["CI", "2030"], ["ci", "2029"], ["ci!"])).toEqual(["ci-2", "ci", "ci-3"]);
    expect(named(["ci-2", "2029"], ["ci", "2028"], ["ci", "2030"])).toEqual(["ci-2", "ci", "ci-3"]);
    expect(named(["?"], ["!"])).toEqual(["token", "token-2"]);
  });

  test("is had by nothing else, whatever the texts are, and doesn't depend on the list's order", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("ci", "CI", "ci-2", "ci-2-2", "", "-"),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 30 }), (texts) => {
        const all = texts.map((one, at) => ({ id: `id-${at}`, text: one, fallback: "token" }));
        const names = uniqueNames(all);
        const backwards = uniqueNames([...all].reverse()).reverse();

        expect(new Set(names).size).toBe(names.length);
        expect(backwards).toEqual(names);
        for (const name of names) expect(name).toMatch(/^[\p{L}\p{N}\p{M}-]+$/u);
      }),
      { numRuns: 40 },
    );
  });

  test("stays when something younger comes", () => {
    const old = [
      { id: "1", text: "ci", fallback: "token", since: "2029" },
      { id: "2", text: "CI", fallback: "token", since: "2030" },
    ];

    const names = uniqueNames([{ id: "0", text: "ci", fallback: "token", since: "2031" }, ...old]);

    expect(names.slice(1)).toEqual(uniqueNames(old));
  });
});
