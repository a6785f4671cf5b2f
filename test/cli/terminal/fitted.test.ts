import { describe, expect, test } from "vitest";
import { fitted } from "../../../provider/cli/terminal/fitted";

const TEXT = "Nothing differs, but the tenant holds more.\n\nUSER   may build\n  bob may do it all";
const at = (columns: number, isTerminal = true) => fitted({ isTerminal, columns }, TEXT).split("\n");

describe("A text", () => {
  test("is broken between words where the terminal ends, and keeps its columns and empty lines", () => {
    expect(at(16)).toEqual([
      "Nothing differs,",
      "but the tenant",
      "holds more.",
      "",
      "USER   may build",
      "  bob may do it",
      "  all",
    ]);
  });

  test("is as it is where it fits, and where no terminal is", () => {
    expect(at(80)).toEqual(TEXT.split("\n"));
    expect(at(16, false)).toEqual(TEXT.split("\n"));
  });

  test("keeps a word that is too long whole, to be copied", () => {
    const url = `https://example.test/${"a".repeat(40)}`;

    expect(fitted({ isTerminal: true, columns: 20 }, `see ${url}`)).toBe(`see\n${url}`);
  });
});
