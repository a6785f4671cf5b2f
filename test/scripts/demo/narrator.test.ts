import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { narrator } from "../../../scripts/demo/narrator";

/** A narrator of two steps, and what it has said so far. */
function listenTo() {
  const stream = new PassThrough({ encoding: "utf8" });
  const said = () => stripVTControlCharacters(String(stream.read() ?? ""));
  return { say: narrator(stream, 2), said };
}

describe("A narrator", () => {
  test("numbers the steps and says why", () => {
    const { say, said } = listenTo();

    say.step("Begin", "Somebody must.");
    say.step("Go on", "It isn't over.");

    expect(said()).toBe("\n[1/2] Begin\n  Somebody must.\n\n[2/2] Go on\n  It isn't over.\n");
  });

  test("sets commands, their output, facts and the end apart", () => {
    const { say, said } = listenTo();

    say.command("pulumi up");
    say.output("one\n\n  two\n");
    say.fact("a fact");
    say.end("Done.");

    expect(said()).toBe("  $ pulumi up\n    one\n      two\n  a fact\n\nDone.\n");
  });

  test("says what holds", () => {
    const { say, said } = listenTo();

    say.check("it is there", true, "it");

    expect(said()).toBe("  ✓ it is there\n");
  });

  test.for([
    ["status 500", "found: status 500"],
    [{ token: 200, key: 401 }, 'found: {"token":200,"key":401}'],
    [undefined, "found: undefined"],
  ] as const)("throws the claim and what was found where it doesn't hold: %j", ([found, text]) => {
    const { say, said } = listenTo();

    expect(() => say.check("it works", false, found)).toThrow(
      new Error(`this should be so, but isn't: it works\n${text}`),
    );
    expect(said()).toBe("");
  });
});
