import { describe, expect, test } from "vitest";
import { code, markdownTable, markdownText } from "../../../provider/cli/terminal/markdown";

describe("A text in Markdown", () => {
  test.each([
    ["*bold* [x](https://evil.test)", "\\*bold\\* \\[x\\]\\(https\\://evil\\.test\\)"],
    ["<img src=x> & co", "&lt;img src=x&gt; &amp; co"],
    ["a|b `c`", "a\\|b \\`c\\`"],
    ["@acme/admins", "@<!-- -->acme/admins"],
    ["one\ntwo", "one\\\\u\\{a\\}two"],
  ])("of %j is %j", (text, expected) => {
    expect(markdownText(text)).toBe(expected);
  });
});

describe("Code in Markdown", () => {
  test.each([
    ["alice@acme.test", "`alice@acme.test`"],
    ["a`b", "`` a`b ``"],
    ["``", "``` `` ```"],
    ["a|b", "`a\\|b`"],
    ["", "`  `"],
    ["<!-- marker -->", "`<!-- marker -->`"],
    ["x\n## heading", "`x\\u{a}## heading`"],
  ])("of %j is %j", (text, expected) => {
    expect(code(text)).toBe(expected);
  });
});

describe("A table in Markdown", () => {
  test("has a rule that aligns, and one line a row", () => {
    expect(
      markdownTable(
        [{ title: "Who" }, { title: "Used", align: "right" }],
        [
          ["`ci`", "3"],
          ["a\nb", "4"],
        ],
      ),
    ).toBe("| Who | Used |\n| --- | --: |\n| `ci` | 3 |\n| a b | 4 |");
  });
});
