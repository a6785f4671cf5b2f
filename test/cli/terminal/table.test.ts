import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { table } from "../../../provider/cli/terminal/table";
import { keptContext } from "../../support/command";

const { terminal } = keptContext().context;
const coloured = keptContext({ columns: 80 }).context.terminal;
const at = (columns: number) => ({ columns, colours: terminal.colours });

describe("A table", () => {
  test("has its titles on top and no lines", () => {
    const text = table(
      at(80),
      [{ title: "Name" }, { title: "Used", align: "right" }],
      [
        ["ci", "3"],
        ["nightly", "12"],
      ],
    );

    expect(text).toBe(["NAME     USED", "ci          3", "nightly    12"].join("\n"));
  });

  test("fits the terminal, wraps the longest column, and cuts nothing", () => {
    const permissions = "Users & API Management, Builds, Certificates, Configuration, Messages";
    const id = "0123456789abcdef0123456789abcdef";
    const text = table(
      at(60),
      [{ title: "Kind" }, { title: "Id" }, { title: "May" }],
      [["user", id, permissions]],
    );

    expect(Math.max(...text.split("\n").map(stringWidth))).toBeLessThanOrEqual(60);
    expect(text.split("\n").length).toBeGreaterThan(2);
    const letters = (part: string) => [...part.replace(/\s/g, "")].sort().join("");
    expect(letters(text)).toBe(letters(`KINDIDMAYuser${id}${permissions}`));
  });

  test("stays readable in a terminal that is too narrow for it", () => {
    const text = table(at(10), [{ title: "One" }, { title: "Two" }], [["a".repeat(20), "b".repeat(20)]]);

    expect(text.split("\n")[1]).toBe("aaaaaaaa  bbbbbbbb");
  });

  test("counts wide characters as they are shown", () => {
    const lines = table(
      at(80),
      [{ title: "Name" }, { title: "X" }],
      [
        ["日本語", "1"],
        ["e\u0301", "2"],
      ],
    ).split("\n");

    expect(lines.map((line) => stringWidth(line))).toEqual([9, 9, 9]);
  });

  test("shows no control character of a name, and colours where the terminal does", () => {
    const cell = { text: "\u001b[2Jgone", style: coloured.colours.red };
    const text = table(coloured, [{ title: "Name" }], [[cell]]);

    expect(text).toContain(coloured.colours.red("\\u{1b}[2Jgone"));
    expect(table(terminal, [{ title: "Name" }], [[{ ...cell, style: terminal.colours.red }]])).toBe(
      "NAME\n\\u{1b}[2Jgone",
    );
  });

  test("of a thousand rows is drawn whole, and one of none is its titles", () => {
    const rows = Array.from({ length: 1000 }, (_, row) => [`user${row}@acme.test`, "Builds"]);

    expect(table(at(80), [{ title: "E-mail" }, { title: "May" }], rows).split("\n")).toHaveLength(1001);
    expect(table(at(80), [{ title: "E-mail" }, { title: "May" }], [])).toBe("E-MAIL  MAY");
  });

  test("leaves a missing cell empty", () => {
    expect(table(at(80), [{ title: "A" }, { title: "B" }, { title: "C" }], [["1"]])).toBe("A  B  C\n1");
  });
});
