import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../provider/cli/commands";
import { Exit, EXIT_CODES, exitCodesOf, UsageError } from "../../provider/cli/exit-codes";

const codes = Object.values(EXIT_CODES).map(({ code }) => code);

describe("The exit codes", () => {
  test("are those that jobs rely on", () => {
    expect(Object.fromEntries(Object.entries(EXIT_CODES).map(([name, { code }]) => [name, code]))).toEqual({
      ...{ ok: 0, failed: 1, differs: 2, unmanaged: 3, refused: 4, changed: 5, usage: 64 },
    });
  });

  test("are each one's own, below those of signals", () => {
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => code < 0 || code > 125)).toEqual([]);
  });

  test("of a command are those of every command, and its own", () => {
    expect(exitCodesOf("drift").map(({ code }) => code)).toEqual([0, 1, 2, 3, 64]);
    expect(exitCodesOf("completion").map(({ code }) => code)).toEqual([0, 1, 64]);
  });

  test.each(Object.keys(COMMANDS))("are in the table of %s, whatever it is called", (name) => {
    expect(exitCodesOf(name).map(({ code }) => code)).toEqual(expect.arrayContaining([0, 1, 64]));
  });
});

describe("An exit", () => {
  test("says what its code means", () => {
    expect(new Exit("unmanaged")).toMatchObject({ exit: "unmanaged", message: EXIT_CODES.unmanaged.meaning });
    expect(new UsageError("no")).toMatchObject({ name: "UsageError", message: "no" });
  });
});
