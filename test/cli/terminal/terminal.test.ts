import { describe, expect, test } from "vitest";
import { openTerminal } from "../../../provider/cli/terminal/terminal";
import { keptContext } from "../../support/command";

const silent = { write: () => true };

/** Whether a terminal like this one, in this environment, shows colours. */
const isColoured = (isTTY: boolean, env: NodeJS.ProcessEnv) =>
  openTerminal({ stdout: { ...silent, isTTY }, stderr: silent }, env).colours.red("!") !== "!";

describe("A terminal", () => {
  test.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "" }, true],
    [false, { FORCE_COLOR: "1" }, true],
    [true, { FORCE_COLOR: "0" }, false],
    [true, { FORCE_COLOR: "false" }, false],
    [true, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
    [true, { TERM: "dumb" }, false],
  ])("(being one: %s) with %j shows colours: %s", (isTTY, env, expected) => {
    expect(isColoured(isTTY, env)).toBe(expected);
  });

  test("is as wide as it says, also when that changes, and 80 where it says nothing", () => {
    const stdout = { ...silent, isTTY: true, columns: 200 };
    const terminal = openTerminal({ stdout, stderr: silent }, {});

    expect(terminal).toMatchObject({ columns: 200, isTerminal: true });
    stdout.columns = 72;
    expect(terminal.columns).toBe(72);
    expect(keptContext().context.terminal).toMatchObject({ columns: 80, isTerminal: false });
  });

  test("keeps results and what is said apart", () => {
    const { context, kept } = keptContext();
    context.terminal.print("result");
    context.terminal.say("reading");
    context.terminal.warn("careful");

    expect(kept).toEqual({ stdout: "result\n", stderr: "reading\ncareful\n" });
  });

  test("prints no secret that it was told of, in whatever form it travels", () => {
    const { context, kept } = keptContext({ columns: 100 });
    const { terminal } = context;
    terminal.hide("s3cr3t/canary");
    const forms = ["s3cr3t/canary", encodeURIComponent("s3cr3t/canary"), btoa("key:s3cr3t/canary")];
    for (const form of forms) {
      terminal.print(form);
      terminal.write(form);
      terminal.say(form);
      terminal.warn(form);
      terminal.writeError(form);
      terminal.progress().show(form);
    }

    for (const form of [...forms, btoa("s3cr3t/canary").slice(0, 12)])
      expect(kept.stdout + kept.stderr).not.toContain(form);
    expect(kept.stdout).toContain("[secret]");
  });

  test("takes the progress away before anything is printed", () => {
    const { context, kept } = keptContext({ columns: 80 });
    context.terminal.progress().show("1 of 2");
    context.terminal.print("result");

    expect(kept).toEqual({ stdout: "result\n", stderr: "\r\u001b[2K1 of 2\r\u001b[2K" });
  });

  test("shows no progress to a pipe, a dumb terminal, or one that is to be quiet", () => {
    const quiet = keptContext({ columns: 80 });
    quiet.context.terminal.beQuiet();
    const worlds = [keptContext(), keptContext({ columns: 80, env: { TERM: "dumb" } }), quiet];
    for (const { context } of worlds) context.terminal.progress().show("1 of 2");

    expect(worlds.map(({ kept }) => kept.stderr)).toEqual(["", "", ""]);
  });
});
