import { describe, expect, test } from "vitest";
import { openProgress } from "../../../provider/cli/terminal/progress";

const EMPTY = "\r\u001b[2K";

function shown(act: (progress: ReturnType<typeof openProgress>) => void, columns = 20, isOn = true) {
  let text = "";
  const write = (more: string) => {
    text += more;
  };
  act(
    openProgress(
      write,
      () => isOn,
      () => columns,
    ),
  );
  return text;
}

describe("A progress line", () => {
  test("is written over, and goes away", () => {
    expect(
      shown((progress) => {
        progress.show("one");
        progress.show("two");
        progress.end();
        progress.end();
      }),
    ).toBe(`${EMPTY}one${EMPTY}two${EMPTY}`);
  });

  test("never wraps, and moves no cursor for a name that would", () => {
    expect(shown((progress) => progress.show("a".repeat(30)))).toBe(`${EMPTY}${"a".repeat(18)}…`);
    expect(shown((progress) => progress.show("\u001b[2J"))).toBe(`${EMPTY}\\u{1b}[2J`);
  });

  test("says nothing where it is off", () => {
    expect(shown((progress) => progress.show("one"), 20, false)).toBe("");
  });
});
