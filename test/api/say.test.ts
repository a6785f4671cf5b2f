import { execa } from "execa";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { say } from "../../provider/api/say";

describe("What a person should see", () => {
  test("is one line on stderr", () => {
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    onTestFinished(() => {
      write.mockRestore();
    });
    say("The API token tok_1 was deleted: 100%s.");

    expect(write.mock.calls.map(([text]) => text)).toEqual([
      "AppTego: The API token tok_1 was deleted: 100%s.\n",
    ]);
  });

  test("is printed although Node's warnings are off", async () => {
    const program = 'require("./provider/api/say.ts").say("done"); process.emitWarning("off");';
    const { stderr } = await execa("node", ["--no-warnings", "--require", "tsx/cjs", "--eval", program]);

    expect(stderr).toBe("AppTego: done");
  });
});
